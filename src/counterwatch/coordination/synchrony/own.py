"""What each account did with each object: actions by account, then object, then time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from counterwatch.coordination.synchrony.line import Codes, Ints, Line, expanded, stretches


@dataclass(eq=False)
class Own:
    """Entry k is what one account did with one object: the actions from `start[k]` to before `start[k + 1]`.

    `order` says which row each action was before; `key` holds account and object of each entry as one increasing number.
    """

    order: Codes
    time: Ints
    start: Codes
    key: Ints
    accounts: int
    objects: int
    reach: int

    @classmethod
    def of(cls, account: Codes, object: Codes, time: Ints, *, accounts: int, objects: int, reach: int) -> Own:
        """Put actions, sorted by object and time, in order of accounts."""
        # Rows are in order of object and time already: sorting (account, row) as one number keeps that within an account.
        order = _by_account(account)
        key, starts = list[Ints](), list[Codes]()
        for begin, end in stretches(account[order]):
            place = order[begin:end]
            here = account[place] * np.int64(objects) + object[place]
            starts.append((np.flatnonzero(np.diff(here, prepend=-1)) + begin).astype(np.int32))
            key.append(here[starts[-1] - begin])
        start, keys = np.concatenate([*starts, np.array([len(order)], np.int32)]), np.concatenate([*key, np.empty(0, np.int64)])
        return cls(order, time[order], start, keys, accounts=accounts, objects=objects, reach=reach)

    @cached_property
    def entry(self) -> Codes:
        """The entry of each action."""
        return np.repeat(np.arange(len(self.key), dtype=np.int32), np.diff(self.start))

    def account_of(self, entry: Ints) -> Ints:
        """Return the account of each of some entries."""
        return np.asarray(self.key[entry] // max(self.objects, 1))

    def object_of(self, entry: Ints) -> Ints:
        """Return the object of each of some entries."""
        return np.asarray(self.key[entry] % max(self.objects, 1))

    @cached_property
    def first(self) -> Ints:
        """The entry at which each account begins, and at the end how many there are."""
        return np.searchsorted(self.key, np.arange(self.accounts + 1) * np.int64(self.objects))

    @cached_property
    def line(self) -> Line:
        """Times by entry."""
        return Line.of(self.entry, self.time, groups=len(self.key), reach=self.reach, is_sorted=True)

    def entry_of(self, account: Ints | Codes, object: Ints | Codes) -> tuple[Ints, NDArray[np.bool_]]:
        """Return the entry of an account and an object, and whether there is one."""
        wanted = account * np.int64(self.objects) + object
        place = np.minimum(np.searchsorted(self.key, wanted), len(self.key) - 1)
        return place, self.key[place] == wanted

    def of_accounts(self, accounts: Ints) -> tuple[Ints, Ints]:
        """Return the actions of some accounts: for each the place among the accounts asked for, and its own place here."""
        return expanded(np.arange(len(accounts)), self.start[self.first[accounts]], self.start[self.first[accounts + 1]])


def _by_account(account: Codes) -> Codes:
    """Return the rows in order of accounts, each account's as they were: sorting (account, row) as one number is faster than sorting twice."""
    size = max(len(account), 1)
    key = account * np.int64(size)
    key += np.arange(len(account), dtype=np.int32)
    key.sort()
    key %= size
    return key.astype(np.int32)
