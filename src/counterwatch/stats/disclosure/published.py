"""A table as it is published: of each count, what is printed, and between which numbers a careful reader must place the true one."""

from __future__ import annotations

import enum
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
ENDLESS = 1 << 40
"""Higher than any count: nothing is said of how large it may be."""


class Shown(enum.IntEnum):
    """How a count is printed: rounded, as «fewer than the threshold», not at all, or as it was printed before, since too few came or went.

    In a table that is `uniform` nothing is printed as fewer: what is withheld may be small or large, and says neither.
    """

    ROUNDED = 0
    SMALL = 1
    WITHHELD = 2
    HELD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Counts from 0 to below `threshold` are never told apart; the others are rounded to a multiple of `base` (ONS, 10-5)."""

    threshold: int = 10
    base: int = 5

    def rounded(self, counts: Ints) -> Ints:
        """Return the nearest multiples."""
        return np.asarray((counts + self.base // 2) // self.base * self.base)

    def bounds(self, rounded: Ints) -> tuple[Ints, Ints]:
        """Return between which counts one lies that is printed as this, known that smaller ones than the threshold are not printed."""
        low = rounded - self.base // 2
        return np.maximum(low, self.threshold), low + self.base - 1


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Published:
    """Counts with totals, as printed: all arrays are (rows + 1, columns + 1), the last row and column the totals, the last cell of all the grand one.

    `value` is what is printed where `shown` is ROUNDED or HELD; `low` and `high` are between what a reader who knows the rule must place the
    true count. `count` is never printed: the true count, where HELD the one of the release that printed the value first.
    """

    rule: Rule
    count: Ints
    shown: NDArray[np.int8]
    value: Ints
    low: Ints
    high: Ints

    @property
    def is_number(self) -> NDArray[np.bool_]:
        """Which counts are printed as a number."""
        return np.isin(self.shown, (Shown.ROUNDED, Shown.HELD))

    @property
    def small(self) -> NDArray[np.bool_]:
        """Which counts are below the threshold, and hidden."""
        return np.asarray(~self.is_number & (self.count < self.rule.threshold))

    @property
    def kept(self) -> float:
        """The share of counts that are at least the threshold and are printed as a number."""
        large = ~self.small
        return float(self.is_number[large].mean()) if large.any() else 1.0


def with_totals(counts: Ints) -> Ints:
    """Return counts with a row and a column of totals."""
    rows = np.concatenate([counts, counts.sum(axis=0, keepdims=True)])
    return np.asarray(np.concatenate([rows, rows.sum(axis=1, keepdims=True)], axis=1), np.int64)
