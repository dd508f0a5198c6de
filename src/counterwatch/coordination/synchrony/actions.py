"""The actions of a layer, sorted for every question that the test asks: by object and time, by account and object."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from counterwatch.coordination.synchrony.line import Ints, Line
from counterwatch.coordination.synchrony.own import Own
from counterwatch.coordination.table import Layer

PRIME = 1_000_003


@dataclass(eq=False)
class Actions:
    """Equally long arrays sorted by object, then time. Codes have no holes. `reach` is the longest distance asked about."""

    account: Ints
    object: Ints
    time: Ints
    reach: int

    @classmethod
    def of(cls, layer: Layer, reach: int) -> tuple[Actions, Ints]:
        """Return the actions of a layer with codes that have no holes, and the layer's code of each account."""
        columns = layer.columns("account", "object", "time")
        codes, account = without_holes(columns["account"])
        _, object = without_holes(columns["object"])
        order = np.lexsort((columns["time"], object))
        return cls(account[order], object[order], columns["time"][order].astype(np.int64), reach=reach), codes

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

    @cached_property
    def by_object(self) -> Line:
        """Times by object."""
        return Line.of(self.object, self.time, groups=self.objects, reach=self.reach, is_sorted=True)

    @cached_property
    def own(self) -> Own:
        """Actions by account, then object, then time."""
        return Own.of(self.account, self.object, self.time, accounts=self.accounts, objects=self.objects, reach=self.reach)

    def others_around(self, reach: int) -> Ints:
        """Return, by action, how many actions of other accounts on its object lie at most `reach` from it."""
        own = np.empty(len(self), np.int64)
        own[self.own.order] = self.own.line.around(self.own.entry, self.own.time, reach)
        return np.asarray(self.by_object.around(self.object, self.time, reach) - own)

    @cached_property
    def firsts(self) -> tuple[Ints, Ints]:
        """The first three accounts on each object and when they first acted: two arrays (objects, 3), -1 where there are fewer."""
        place = np.sort(self.own.order[self.own.start[:-1]])  # in order of object and time: when an account first acts on an object
        account, object, time = self.account[place], self.object[place], self.time[place]
        number = np.arange(len(place)) - np.searchsorted(object, object, side="left")
        who, when = np.full((self.objects, 3), -1), np.full((self.objects, 3), -1)
        early = number < 3
        who[object[early], number[early]], when[object[early], number[early]] = account[early], time[early]
        return who, when

    def onset(self, object: Ints, *without: Ints) -> tuple[Ints, NDArray[np.bool_]]:
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


def without_holes(codes: NDArray[np.int32]) -> tuple[Ints, Ints]:
    """Return the codes that occur, in order, and for each code its place among them."""
    occurs = np.zeros(int(codes.max(initial=-1)) + 1, np.bool_)
    occurs[codes] = True
    return np.flatnonzero(occurs), (np.cumsum(occurs) - 1)[codes]
