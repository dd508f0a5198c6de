"""How much the values of each window vary, and which windows a rule marks: one row per unit, for all units of a panel at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterwatch.figures.dispersion.windows import SIZES, Block, Marks, windows_of
from counterwatch.figures.table import Days, Floats, Panel
from counterwatch.stats.dispersion import attained, lower_tail
from counterwatch.stats.marks import count_tail, longest_run, run_tail
from counterwatch.stats.poisson_variance import below_threshold

SMALLEST_TOTAL = 35
LEVEL = 0.05
VARIES_LESS = 1.2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spread:
    """The windows of one value, shape (units, windows): total, mean and variance, the tail of the exact rule, and what was marked.

    NaN stands where a window was left out; `chance` is the true probability that the rule marks a window of that total.
    """

    starts: Days
    inside: Marks
    usable: Marks
    total: Floats
    mean: Floats
    variance: Floats
    tail: Floats
    chance: Floats
    marked: Marks

    @property
    def windows(self) -> NDArray[np.int64]:
        return np.asarray(self.usable.sum(axis=1))

    @property
    def left_out(self) -> NDArray[np.int64]:
        return np.asarray((self.inside & ~self.usable).sum(axis=1))

    @property
    def count(self) -> NDArray[np.int64]:
        return np.asarray(self.marked.sum(axis=1))

    @property
    def expected(self) -> Floats:
        return np.asarray(self.chance.sum(axis=1))

    @property
    def run(self) -> NDArray[np.int64]:
        return longest_run(self.marked)

    @property
    def ratio(self) -> Floats:
        """Variance divided by mean, NaN where a window was left out or empty."""
        return np.divide(self.variance, self.mean, out=np.full_like(self.mean, np.nan), where=self.mean > 0)


def exact_spread(panel: Panel, value: str, *, block: Block) -> Spread:
    """Mark windows whose values vary so little, given their total, that independent events would in at most 1 of 20 windows."""
    cut = windows_of(panel, value, block=block, negative=np.nan)
    total = cut.values.sum(axis=2)
    whole = cut.complete & (cut.values == np.floor(cut.values)).all(axis=2)
    usable = whole & (total >= SMALLEST_TOTAL)
    tail, chance = np.full_like(total, np.nan), np.zeros_like(total)
    tail[usable] = lower_tail(cut.values[usable])
    chance[usable] = attained(total[usable], level=LEVEL, size=SIZES[block])
    return _spread(cut.starts, cut.inside, cut.values, usable, tail=tail, chance=chance, marked=tail <= LEVEL)


def published_spread(panel: Panel, value: str, *, block: Block) -> Spread:
    """Mark windows as the published rule does: negative values are 0, and the variance is below 1.2 means and below simulated draws."""
    cut = windows_of(panel, value, block=block, negative=0.0)
    usable = cut.complete
    low, marked = np.zeros_like(usable), np.zeros_like(usable)
    mean, variance = cut.values.mean(axis=2), cut.values.var(axis=2, ddof=1)
    low[usable] = (mean[usable] > 0) & (variance[usable] < VARIES_LESS * mean[usable])
    marked[low] = below_threshold(cut.values[low])
    nothing = np.full_like(mean, np.nan)
    return _spread(cut.starts, cut.inside, cut.values, usable, tail=nothing, chance=nothing, marked=marked)


def _spread(starts: Days, inside: Marks, values: Floats, usable: Marks, *, tail: Floats, chance: Floats, marked: Marks) -> Spread:
    kept = np.where(usable[:, :, np.newaxis], values, np.nan)
    mean, variance = kept.mean(axis=2), kept.var(axis=2, ddof=1)
    return Spread(
        starts=starts, inside=inside, usable=usable, total=kept.sum(axis=2), mean=mean, variance=variance, tail=tail, chance=chance, marked=marked,
    )  # fmt: skip


def probability(spread: Spread) -> Floats:
    """Return, for each unit, the chance of so many marks or so long a run: twice the smaller of the two, so that asking both stays fair."""
    smaller = np.minimum(count_tail(spread.chance, spread.count), run_tail(spread.chance, spread.run))
    return np.asarray(np.minimum(2 * smaller, 1.0))
