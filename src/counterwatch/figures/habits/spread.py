"""A total spread evenly over days: runs of values that differ by at most one, far more often than counted events make them."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from counterwatch.core import Template
from counterwatch.figures.habit import Habit, habit
from counterwatch.figures.table import Floats, Panel, Step
from counterwatch.stats.rolling import rolling_mean

Marks = NDArray[np.bool_]
SHORTEST = 3
SMALLEST = 10.0
SHARE, WINDOW_SHARE, WINDOW = 0.12, 0.30, 140
AROUND = 14
LARGEST_LEVEL = 400

SPREAD = Template(
    "figures.spread.statement",
    "Daily values look distributed from totals, or averaged: {share:%} of the days lie in runs that differ by at most 1"
    " (between {first:date} and {last:date})",
)
ASK = Template("figures.spread.ask", "Is the daily series reported each day or distributed from totals? Ask for the totals with their dates")


@habit(refuses=("underdispersion", "last_digit", "heaping"))
def spread(panel: Panel, value: str) -> list[Habit | None]:
    """Totals are spread evenly over days."""
    flows = panel.flows(value)
    if panel.step is not Step.DAY or flows.shape[1] < SHORTEST:
        return [None] * len(panel.units)
    given, runs, expected = np.isfinite(flows), in_runs(flows), expected_share(flows)
    excess = np.where(given, runs - expected, 0.0)
    # The days a window of 140 covers: a practice of some months counts as much as one of all the time.
    total = np.cumsum(np.pad(excess, ((0, 0), (1, 0))), axis=1)
    window = min(WINDOW, flows.shape[1])
    most = (total[:, window:] - total[:, :-window]).max(axis=1) / window
    found = (most > WINDOW_SHARE) | (excess.sum(axis=1) > SHARE * given.sum(axis=1))
    return [_habit(panel, runs[row], given[row]) if found[row] else None for row in range(len(panel.units))]


def in_runs(flows: Floats) -> Marks:
    """Is a day part of at least three in a row that lie within 1 of each other, at 10 or more?"""
    length = flows.shape[1] - SHORTEST + 1
    days = [flows[:, place : place + length] for place in range(SHORTEST)]
    lowest, highest = np.minimum.reduce(days), np.maximum.reduce(days)
    close = (highest - lowest <= 1) & (lowest >= SMALLEST)
    runs = np.zeros(flows.shape, dtype=bool)
    for place in range(SHORTEST):
        runs[:, place : place + length] |= close
    return runs


def expected_share(flows: Floats) -> Floats:
    """Return how often independent counts at the level around each day would be part of such a run, at most."""
    level = np.nan_to_num(rolling_mean(flows, around=AROUND)).clip(0, LARGEST_LEVEL)
    return np.asarray(_chances()[np.round(level).astype(np.int64)])


@cache
def _chances() -> Floats:
    """Return, by level, three times the chance that three independent Poisson counts lie within 1 of each other, at 10 or more."""
    from scipy.special import gammaln

    level, count = np.arange(LARGEST_LEVEL + 1.0)[:, np.newaxis], np.arange(SMALLEST, 2 * LARGEST_LEVEL)
    chance = np.exp(count * np.log(np.maximum(level, 0.01)) - level - gammaln(count + 1))
    lowest, next_one = chance[:, :-1], chance[:, 1:]
    return np.asarray(SHORTEST * ((lowest + next_one) ** 3 - next_one**3).sum(axis=1))


def _habit(panel: Panel, runs: Marks, given: Marks) -> Habit:
    days = np.flatnonzero(runs)
    first, last, share = str(panel.times[days[0]]), str(panel.times[days[-1]]), float(runs.sum() / given.sum())
    return Habit(statement=SPREAD(share=share, first=first, last=last), question=ASK(), first=first, last=last, share=share)
