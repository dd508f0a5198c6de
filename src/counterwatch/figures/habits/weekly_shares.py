"""A weekly total is split over its days by fixed shares: the days of every week stand in the same proportion, up to rounding."""

from __future__ import annotations

import numpy as np

from counterwatch.core import Template
from counterwatch.figures.habit import Habit, habit
from counterwatch.figures.habit_days import habit_on
from counterwatch.figures.table import Floats, Panel, Step

SAID = Template(
    "figures.weekly_shares.said",
    "the days of {n} week stand in the same proportion to each other as those of all the other weeks, up to rounding: weekly totals seem to be split "
    "by fixed shares",
    "the days of {n} weeks stand in the same proportion to each other, up to rounding: weekly totals seem to be split by fixed shares",
)
ASK = Template("figures.weekly_shares.ask", "ask the source: are totals of weeks reported and split over their days, and by which shares?")

WEEK, QUARTER = 7, 13
SMALLEST = 70.0
SHARE, FEWEST_DAYS = 0.02, 2
LITTLE, MOST = 0.1, 0.6
"""Scatter within a week against that of independent counts, and the share of the weeks that must have so little."""


@habit(refuses=("underdispersion", "last_digit", "heaping", "copied_blocks"), unless=("interpolated", "limit", "plan", "spread"))
def weekly_shares(panel: Panel, value: str) -> list[Habit | None]:
    """Split by fixed shares: the days of each week stand in the same proportion, far more exactly than counts do."""
    flows = panel.flows(value)
    if panel.step is not Step.DAY or flows.shape[1] < QUARTER * WEEK or not len(flows):
        return [None] * len(flows)
    # A week may begin on any day; only one way of cutting shows the same proportions.
    scatter = [_scatter(flows, phase) for phase in range(WEEK)]
    held = np.stack([np.pad(each < LITTLE, ((0, 0), (0, scatter[0].shape[1] - each.shape[1]))) for each in scatter], axis=1)
    usable = np.stack([np.isfinite(each).sum(axis=1) for each in scatter], axis=1)
    count = held.sum(axis=2)
    best = count.argmax(axis=1)
    return [
        _found(panel, held[row, phase], phase) if usable[row, phase] >= QUARTER and count[row, phase] > MOST * usable[row, phase] else None
        for row, phase in enumerate(best.tolist())
    ]


def _scatter(flows: Floats, phase: int) -> Floats:
    """Return the chi-square of each week around the usual share of each of its days in its quarter, by degree of freedom; NaN for empty weeks."""
    number = (flows.shape[1] - phase) // WEEK
    weeks = flows[:, phase : phase + number * WEEK].reshape(len(flows), number, WEEK)
    total = weeks.sum(axis=2, keepdims=True)
    usable = np.isfinite(total) & (total >= SMALLEST)
    share = np.where(usable, weeks / np.where(usable, total, 1), np.nan)
    out = np.full((len(flows), number), np.nan)
    for begin in range(0, number, QUARTER):
        place = slice(begin, begin + QUARTER) if begin + QUARTER <= number else slice(max(number - QUARTER, 0), number)
        known = usable[:, place]
        usual = np.where(known, share[:, place], 0).sum(axis=1, keepdims=True) / np.maximum(known.sum(axis=1, keepdims=True), 1)
        expected = np.maximum(usual * np.where(known, total[:, place], 1), 1e-9)
        chi2 = np.where(known & (expected > 0.5), (np.where(known, weeks[:, place], 0) - expected) ** 2 / np.maximum(expected, 0.5), 0).sum(axis=2)
        # Where all cases of a week stand on one day or two, their proportion says nothing.
        spread_out = known[:, :, 0] & ((usual > SHARE).sum(axis=2) > FEWEST_DAYS)
        out[:, place] = np.where(spread_out, chi2 / (WEEK - 1), np.nan)
    return out


def _found(panel: Panel, weeks: np.ndarray, phase: int) -> Habit:
    days = np.zeros(len(panel.times), dtype=bool)
    marked = np.repeat(weeks, WEEK)[: len(days) - phase]
    days[phase : phase + len(marked)] = marked
    return habit_on(panel, days, said=SAID, ask=ASK, n=int(weeks.sum()))
