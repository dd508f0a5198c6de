"""The actions of a layer, sorted for every question that the test asks: by object and time, by account and object, by account and time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from counterwatch.coordination.synchrony.line import Ints, Line
from counterwatch.coordination.table import SECOND, Layer

DAY = 86_400 * SECOND


@dataclass(eq=False)
class Actions:
    """Equally long arrays sorted by object, then time, then account. Codes have no holes. `reach` is the longest distance asked about."""

    account: Ints
    object: Ints
    time: Ints
    reach: int

    @classmethod
    def of(cls, layer: Layer, reach: int) -> tuple[Actions, Ints]:
        """Return the actions of a layer with codes that have no holes, and the layer's code of each account."""
        arrays = layer.arrays()
        codes, account = np.unique(arrays["account"], return_inverse=True)
        _, object = np.unique(arrays["object"], return_inverse=True)
        return cls(account.astype(np.int64), object.astype(np.int64), arrays["time"].astype(np.int64), reach=reach), codes.astype(np.int64)

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
    def own(self) -> Shared:
        """Actions by account, then object, then time."""
        order = np.lexsort((self.time, self.object, self.account))
        return Shared.of(order, self)

    def own_around(self, reach: int) -> Ints:
        """Return, by action, how many of the same account on the same object lie at most `reach` from it, itself included."""
        own = self.own
        entry = np.repeat(np.arange(len(own.pair)), np.diff(own.start))
        found = np.empty(len(self), np.int64)
        found[own.order] = own.line.around(entry, own.time, reach)
        return found

    @cached_property
    def by_account(self) -> Line:
        """Times by account."""
        return Line.of(self.account, self.time, groups=self.accounts, reach=self.reach)

    @cached_property
    def by_clock(self) -> Line:
        """Times of day by account, each once more a day later, so that midnight is no end."""
        clock = self.time % DAY
        both = np.concatenate([clock, clock + DAY])
        return Line.of(np.tile(self.account, 2), both, groups=self.accounts, reach=min(self.reach, DAY))

    @cached_property
    def firsts(self) -> tuple[Ints, Ints]:
        """The first three accounts on each object and when they first acted: two arrays (objects, 3), -1 where there are fewer."""
        order = np.lexsort((self.time, self.account, self.object))
        account, object = self.account[order], self.object[order]
        is_first = np.concatenate([[True], (account[1:] != account[:-1]) | (object[1:] != object[:-1])])[: len(order)]
        place = np.sort(order[is_first])  # the rows, in order of object and time, in which an account first acts on an object
        account, object, time = self.account[place], self.object[place], self.time[place]
        number = np.arange(len(place)) - np.searchsorted(object, object, side="left")
        who, when = np.full((self.objects, 3), -1), np.full((self.objects, 3), -1)
        early = number < 3
        who[object[early], number[early]], when[object[early], number[early]] = account[early], time[early]
        return who, when

    def onset(self, object: Ints, *without: Ints) -> tuple[Ints, NDArray[np.bool_]]:
        """Return when anybody but some accounts first acted on each object, and whether anybody did."""
        who, when = (each[object] for each in self.firsts)
        others = who >= 0
        for account in without:
            others &= who != account[:, None]
        place = np.argmax(others, axis=1)
        return np.asarray(when[np.arange(len(object)), place]), np.asarray(others.any(axis=1))


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """Actions sorted by account, object, time. Entry k is what one account did with one object: `start[k]` to `start[k + 1]`.

    `order` says which row each was before, `pair` holds account and object of each entry as one increasing number, `first` the entry at which
    each account begins.
    """

    order: Ints
    time: Ints
    start: Ints
    pair: Ints
    entry_object: Ints
    first: Ints
    line: Line
    objects: int

    @classmethod
    def of(cls, order: Ints, actions: Actions) -> Shared:
        account, object, time = actions.account[order], actions.object[order], actions.time[order]
        pair = account * actions.objects + object
        is_new = np.concatenate([[True], pair[1:] != pair[:-1]])[: len(pair)]
        start = np.append(np.flatnonzero(is_new), len(pair))
        entry = np.cumsum(is_new) - 1
        entries = pair[is_new]
        line = Line.of(entry, time, groups=len(entries), reach=actions.reach, is_sorted=True)
        first = np.searchsorted(entries, np.arange(actions.accounts + 1) * actions.objects)
        return cls(order, time, start, entries, entries % max(actions.objects, 1), first, line, actions.objects)

    def entry_of(self, account: Ints, object: Ints) -> tuple[Ints, NDArray[np.bool_]]:
        """Return the entry of an account and an object, and whether there is one."""
        wanted = account * self.objects + object
        place = np.minimum(np.searchsorted(self.pair, wanted), len(self.pair) - 1)
        return place, self.pair[place] == wanted
