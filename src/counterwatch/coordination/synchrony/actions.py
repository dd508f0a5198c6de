"""The actions of a layer, sorted for every question that the test asks: by object and time, by account and object."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from counterwatch.coordination.synchrony.line import AT_ONCE, Codes, Ints, Line, stretches
from counterwatch.coordination.synchrony.own import Own
from counterwatch.coordination.table import Layer

PRIME = 1_000_003


@dataclass(eq=False)
class Actions:
    """Equally long arrays sorted by object, then time. Codes have no holes. `reach` is the longest distance asked about."""

    account: Codes
    object: Codes
    time: Ints
    reach: int

    @classmethod
    def of(cls, layer: Layer, reach: int) -> tuple[Actions, Ints]:
        """Return the actions of a layer with codes that have no holes, and the layer's code of each account."""
        columns = layer.columns("account", "object", "time")
        order = np.lexsort((columns["time"], columns["object"])).astype(np.int32)
        time = columns.pop("time")[order].astype(np.int64, copy=False)
        _, object = without_holes(columns.pop("object")[order])
        codes, account = without_holes(columns.pop("account")[order])
        return cls(account, object, time, reach=reach), codes

    def __len__(self) -> int:
        return len(self.account)

    @cached_property
    def accounts(self) -> int:
        return int(self.account.max(initial=-1)) + 1

    @cached_property
    def objects(self) -> int:
        return int(self.object.max(initial=-1)) + 1

    @cached_property
    def degree(self) -> Ints:
        """How many actions each account has."""
        return np.bincount(self.account, minlength=self.accounts)

    @cached_property
    def size(self) -> Ints:
        """How many actions each object has."""
        return np.bincount(self.object, minlength=self.objects)

    def summed(self, value: Codes) -> Ints:
        """Return by object the sum of a value of each action."""
        return np.add.reduceat(value, np.cumsum(self.size) - self.size, dtype=np.int64) if len(value) else self.size

    @cached_property
    def by_object(self) -> Line:
        """Times by object."""
        return Line.of(self.object, self.time, groups=self.objects, reach=self.reach, is_sorted=True)

    @cached_property
    def own(self) -> Own:
        """Actions by account, then object, then time."""
        return Own.of(self.account, self.object, self.time, accounts=self.accounts, objects=self.objects, reach=self.reach)

    def others_around(self, reach: int) -> Codes:
        """Return, by action, how many actions of other accounts on its object lie at most `reach` from it."""
        found, own = np.empty(len(self), np.int32), self.own
        for begin in range(0, len(self), AT_ONCE):
            here = slice(begin, begin + AT_ONCE)
            found[own.order[here]] = -own.line.around(own.entry[here], own.time[here], reach)
        for begin in range(0, len(self), AT_ONCE):
            here = slice(begin, begin + AT_ONCE)
            found[here] += self.by_object.around(self.object[here], self.time[here], reach).astype(np.int32)
        return found

    @cached_property
    def firsts(self) -> tuple[Codes, Ints]:
        """The first three accounts on each object and when they first acted: two arrays (objects, 3), -1 where there are fewer."""
        is_first = np.zeros(len(self), np.bool_)
        is_first[self.own.order[self.own.start[:-1]]] = True
        who, when = np.full((self.objects, 3), -1, np.int32), np.full((self.objects, 3), -1)
        for begin, end in stretches(self.object):
            place = np.flatnonzero(is_first[begin:end]) + begin
            object = self.object[place]
            number = np.arange(len(place)) - np.searchsorted(object, object, side="left")
            early = number < 3
            where = object[early], number[early]
            who[where], when[where] = self.account[place[early]], self.time[place[early]]
        return who, when

    def onset(self, object: Ints | Codes, *without: Ints | Codes) -> tuple[Ints, NDArray[np.bool_]]:
        """Return when anybody but some accounts (two at most) first acted on each object, and whether anybody did."""
        who, when = (each[object] for each in self.firsts)
        others = who >= 0
        for account in without:
            others &= who != account[:, None]
        place = np.argmax(others, axis=1)
        return np.asarray(when[np.arange(len(object)), place]), np.asarray(others.any(axis=1))

    @cached_property
    def places(self) -> Ints:
        """The place of each account in an order by what it did, whatever it is called: how much, when first and last, and its times added up."""
        time = self.own.time
        begin = np.cumsum(self.degree) - self.degree
        first, last = (each.reduceat(time, begin) if len(time) else time for each in (np.minimum, np.maximum))
        total = np.add.reduceat(time % PRIME, begin) if len(time) else time
        place = np.empty(self.accounts, np.int64)
        place[np.lexsort((total, last, first, self.degree))] = np.arange(self.accounts)
        return place


def without_holes(codes: Codes) -> tuple[Ints, Codes]:
    """Return the codes that occur, in order, and for each code its place among them."""
    occurs = np.zeros(int(codes.max(initial=-1)) + 1, np.bool_)
    occurs[codes] = True
    return np.flatnonzero(occurs), (np.cumsum(occurs, dtype=np.int32) - np.int32(1))[codes]
