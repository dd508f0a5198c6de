"""Acts: who acted on what, when. The pieces from which worlds are put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Acts:
    """Acts of accounts on objects: codes, and seconds since the world began; all of one length, in any order."""

    account: Ints
    object: Ints
    time: Floats

    def __len__(self) -> int:
        return len(self.time)

    def take(self, rows: NDArray[Any]) -> Acts:
        """Return the acts at these rows, or where this mask is true."""
        return Acts(account=self.account[rows], object=self.object[rows], time=self.time[rows])

    def at(self, time: Floats) -> Acts:
        """Return the same acts at other times."""
        return Acts(account=self.account, object=self.object, time=time)

    def within(self, begin: float, end: float) -> Acts:
        """Return the acts from `begin` until before `end`."""
        return self.take((self.time >= begin) & (self.time < end))

    def once(self) -> Acts:
        """Return the first act of every account on every object: nobody shares one thing twice."""
        order = np.lexsort((self.time, self.object, self.account))
        account, object = self.account[order], self.object[order]
        first = np.append(True, (account[1:] != account[:-1]) | (object[1:] != object[:-1]))[: len(order)]
        return self.take(order[first])


def joined(*parts: Acts) -> Acts:
    """Return all acts of these parts."""
    return Acts(
        account=np.concatenate([each.account for each in parts]),
        object=np.concatenate([each.object for each in parts]),
        time=np.concatenate([each.time for each in parts]),
    )


def spread(counts: Ints) -> tuple[Ints, Ints]:
    """Return for every one of sum(counts) things to which row it belongs, and which of that row's things it is, from 0."""
    row = np.repeat(np.arange(len(counts)), counts)
    return row, np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)


def since(values: Floats, rows: Ints) -> Floats:
    """Return running sums of `values` that begin anew with every row; equal rows stand together."""
    total = np.cumsum(values)
    first = np.flatnonzero(np.append(True, rows[1:] != rows[:-1])[: len(rows)])
    before = (total - values)[first]
    return total - np.repeat(before, np.diff(np.append(first, len(rows))))
