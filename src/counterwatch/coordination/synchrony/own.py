"""What each account did with each object: actions by account, then object, then time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from counterwatch.coordination.synchrony.line import Ints, Line, expanded


@dataclass(eq=False)
class Own:
    """Entry k is what one account did with one object: the actions from `start[k]` to before `start[k + 1]`.

    `order` says which row each action was before; `key` holds account and object of each entry as one increasing number.
    """

    order: Ints
    time: Ints
    start: Ints
    key: Ints
    accounts: int
    objects: int
    reach: int

    @classmethod
    def of(cls, account: Ints, object: Ints, time: Ints, *, accounts: int, objects: int, reach: int) -> Own:
        """Put actions, sorted by object and time, in order of accounts."""
        # Rows are in order of object and time already: sorting (account, row) as one number keeps that within an account.
        order = np.sort(account * max(len(account), 1) + np.arange(len(account))) % max(len(account), 1)
        key = account[order] * objects + object[order]
        is_new = np.concatenate([[True], key[1:] != key[:-1]])[: len(key)]
        start = np.append(np.flatnonzero(is_new), len(key))
        return cls(order, time[order], start, key[is_new], accounts=accounts, objects=objects, reach=reach)

    @cached_property
    def entry(self) -> Ints:
        """The entry of each action."""
        return np.repeat(np.arange(len(self.key)), np.diff(self.start))

    @cached_property
    def account(self) -> Ints:
        """The account of each entry."""
        return np.asarray(self.key // max(self.objects, 1))

    @cached_property
    def object(self) -> Ints:
        """The object of each entry."""
        return np.asarray(self.key % max(self.objects, 1))

    @cached_property
    def first(self) -> Ints:
        """The entry at which each account begins, and at the end how many there are."""
        return np.searchsorted(self.key, np.arange(self.accounts + 1) * self.objects)

    @cached_property
    def line(self) -> Line:
        """Times by entry."""
        return Line.of(self.entry, self.time, groups=len(self.key), reach=self.reach, is_sorted=True)

    def entry_of(self, account: Ints, object: Ints) -> tuple[Ints, NDArray[np.bool_]]:
        """Return the entry of an account and an object, and whether there is one."""
        wanted = account * self.objects + object
        place = np.minimum(np.searchsorted(self.key, wanted), len(self.key) - 1)
        return place, self.key[place] == wanted

    def of_accounts(self, accounts: Ints) -> tuple[Ints, Ints]:
        """Return the actions of some accounts: for each the place among the accounts asked for, and its own place here."""
        return expanded(np.arange(len(accounts)), self.start[self.first[accounts]], self.start[self.first[accounts + 1]])
