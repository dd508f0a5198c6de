"""How much the values of each window vary, and which windows a rule marks: one row per unit, for all units of a panel at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterwatch.figures.dispersion.windows import SIZES, Block, Marks, Windows, windows_of
from counterwatch.figures.table import Days, Floats, Panel
from counterwatch.stats.dispersion import attained, lower_tail
from counterwatch.stats.marks import count_tail, longest_run, run_tail
from counterwatch.stats.poisson_variance import below_threshold

Integers = NDArray[np.int64]
SMALLEST_TOTAL: dict[Block, int] = {"day": 35, "week": 10}
"""Five events a day, or one a week. The exact rule holds for any total; below these it could hardly ever mark a window."""

LEVEL = 0.05
VARIES_LESS = 1.2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spread:
    """The windows of one value, and for each unit what they add up to.

    Of shape (units, windows), NaN where a window was left out: total, mean, variance, their `ratio` (variance divided by mean), the
    tail of the exact rule, and the true `chance` that it marks a window of that total. Of shape (units,): the usable windows, those
    left out, the marked ones (`count`), how many marks the rule expects, and the longest run of marks.
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

    ratio: Floats
    windows: Integers
    left_out: Integers
    count: Integers
    expected: Floats
    run: Integers


def exact_spread(panel: Panel, value: str, *, block: Block) -> Spread:
    """Mark windows whose values vary so little, given their total, that independent events would in at most 1 of 20 windows."""
    cut = windows_of(panel, value, block=block, negative=np.nan)
    total = cut.values.sum(axis=2)
    whole = cut.complete & (cut.values == np.floor(cut.values)).all(axis=2)
    usable = whole & (total >= SMALLEST_TOTAL[block])
    tail, chance = np.full_like(total, np.nan), np.zeros_like(total)
    tail[usable] = lower_tail(cut.values[usable])
    chance[usable] = attained(total[usable], level=LEVEL, size=SIZES[block])
    return _spread(cut, usable, tail <= LEVEL, tail=tail, chance=chance)


def published_spread(panel: Panel, value: str, *, block: Block) -> Spread:
    """Mark windows as the published rule does: negative values are 0, and the variance is below 1.2 means and below simulated draws."""
    cut = windows_of(panel, value, block=block, negative=0.0)
    usable = cut.complete
    low, marked = np.zeros_like(usable), np.zeros_like(usable)
    mean, variance = cut.values.mean(axis=2), cut.values.var(axis=2, ddof=1)
    low[usable] = (mean[usable] > 0) & (variance[usable] < VARIES_LESS * mean[usable])
    marked[low] = below_threshold(cut.values[low])
    nothing = np.full_like(mean, np.nan)
    return _spread(cut, usable, marked, tail=nothing, chance=nothing)


def _spread(cut: Windows, usable: Marks, marked: Marks, *, tail: Floats, chance: Floats) -> Spread:
    kept = np.where(usable[:, :, np.newaxis], cut.values, np.nan)
    mean, variance = kept.mean(axis=2), kept.var(axis=2, ddof=1)
    return Spread(
        starts=cut.starts,
        inside=cut.inside,
        usable=usable,
        total=kept.sum(axis=2),
        mean=mean,
        variance=variance,
        tail=tail,
        chance=chance,
        marked=marked,
        ratio=np.divide(variance, mean, out=np.full_like(mean, np.nan), where=mean > 0),
        windows=usable.sum(axis=1),
        left_out=(cut.inside & ~usable).sum(axis=1),
        count=marked.sum(axis=1),
        expected=chance.sum(axis=1),
        run=longest_run(marked),
    )


def probability(spread: Spread) -> Floats:
    """Return, for each unit, the chance of so many marks or so long a run: twice the smaller of the two, so that asking both stays fair."""
    smaller = np.minimum(count_tail(spread.chance, spread.count), run_tail(spread.chance, spread.run))
    return np.asarray(np.minimum(2 * smaller, 1.0))
