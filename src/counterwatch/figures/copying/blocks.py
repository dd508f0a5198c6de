"""Repeated blocks of a daily panel, each with the number of such repeats that chance would make in series that scatter like these."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from counterwatch.figures.dispersion.adjusted import Adjusted
from counterwatch.figures.habits.imputed import LONGEST
from counterwatch.figures.table import Floats
from counterwatch.stats.copies import Copy, Integers, Marks, copies
from counterwatch.stats.rolling import rolling_mean

SHORTEST, SHORTEST_SCALED = 10, 14
FEWEST_DIFFERENT = 4
LEVEL = 10.0
WAYS = 4
AROUND = 10
SAME_SERIES = 0.5
LARGEST = 2.0**53
SMALLEST_PHI, SMALLEST_SCATTER = 0.05, 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A repeated block: where it is, by how much the first differs (a difference, or a factor), and how many such repeats chance makes."""

    copy: Copy
    constant: float
    expected: float

    @property
    def inside(self) -> bool:
        """Does a series repeat itself?"""
        return self.copy.first == self.copy.second

    def constant_of(self, row: int) -> float:
        """Return the constant as seen from a row; in a series that repeats itself, from the earlier days."""
        if row == self.copy.first:
            return self.constant
        return 1 / self.constant if self.copy.way == "scaled" else -self.constant

    @property
    def filled_in(self) -> bool:
        """A month at most that stands as it stood some weeks, or a year, before: a common way to fill in a missing report."""
        return self.inside and self.copy.way == "exact" and self.copy.days <= LONGEST.get(self.lag, 0)

    @property
    def lag(self) -> int:
        return self.copy.again - self.copy.start

    def is_seen_in(self, other: Block) -> bool:
        """Is this the same filling once more, with a day on either side, which a ratio near 1 allows to differ a little?"""
        overlaps = self.copy.start < other.copy.start + other.copy.days and other.copy.start < self.copy.start + self.copy.days
        return self.inside and overlaps and self.lag == other.lag and self.copy.days <= LONGEST.get(self.lag, 0)


def usable_days(flows: Floats) -> Marks:
    """Return the days that may take part: a whole number, where about half of the smallest level or more is usual."""
    whole = np.isfinite(flows) & (flows >= 0) & (flows < LARGEST)
    whole &= np.where(whole, flows, 0) == np.floor(np.where(whole, flows, 0))
    return np.asarray(whole & (np.nan_to_num(rolling_mean(np.where(whole, flows, np.nan), around=AROUND)) >= LEVEL / 2))


def blocks_of(flows: Floats, made: Adjusted, taken: Marks) -> list[Block]:
    """Return the repeated blocks among the units marked in `taken`, at a usual level of `LEVEL` and with `FEWEST_DIFFERENT` values."""
    usable = usable_days(flows) & taken[:, np.newaxis]
    values = np.where(usable, flows, 0).astype(np.int64)
    found = copies(values, usable, shortest=SHORTEST, scaled=SHORTEST_SCALED)
    scatter = np.maximum(np.sqrt(np.maximum(made.phi, SMALLEST_PHI)[:, np.newaxis] * made.fitted), SMALLEST_SCATTER)
    windows = np.maximum(usable.sum(axis=1) - SHORTEST + 1, 1)
    return [_block(each, values, scatter, windows) for each in found if _telling(each, values)]


def sides(each: Copy, values: Integers | Floats) -> tuple[Floats, Floats]:
    """Return the values of both occurrences, in the same order."""
    one = values[each.first, each.start : each.start + each.days].astype(np.float64)
    other = values[each.second, each.again : each.again + each.days].astype(np.float64)
    return one, other[::-1] if each.way == "mirrored" else other


def _telling(each: Copy, values: Integers) -> bool:
    one, other = sides(each, values)
    return bool(min(len(np.unique(one)), len(np.unique(other))) >= FEWEST_DIFFERENT and min(np.median(one), np.median(other)) >= LEVEL)


def _block(each: Copy, values: Integers, scatter: Floats, windows: Integers) -> Block:
    one, other = sides(each, values)
    constant = {"shifted": float(one[0] - other[0]), "scaled": float(one.sum() / other.sum())}.get(each.way, 0.0)
    own = int(max(windows[each.first], windows[each.second]))
    pairs = own * own / 2 if each.first == each.second else own * float(windows.sum())
    return Block(copy=each, constant=constant, expected=float(min(pairs * WAYS * np.exp(_log_chance(each, scatter)), 1e9)))


def _log_chance(each: Copy, scatter: Floats) -> float:
    """Return the logarithm of a bound on the chance that two given windows agree.

    Two independent figures that scatter by s agree with probability 1 / (2 s sqrt(pi)) at most, where their means are the same; a free
    constant costs the most telling of the days.
    """
    least = np.minimum(*sides(each, scatter))
    logs = np.sort(np.minimum(-np.log(2 * np.sqrt(np.pi) * least), 0.0))
    return float(logs[1:].sum() if each.way in ("shifted", "scaled") else logs.sum())
