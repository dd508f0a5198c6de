"""Practices that publish means or spread totals instead of the counts of a day."""

from __future__ import annotations

import itertools

import numpy as np

from counterwatch.figures.worlds.offices import WEEK
from counterwatch.figures.worlds.world import Floats, Generator, practice


def mean_over(values: Floats, days: int) -> Floats:
    """Return the rounded mean of the last days."""
    sums = np.cumsum(np.pad(values, ((0, 0), (days, 0)), mode="edge"), axis=1)
    return np.asarray(np.round((sums[:, days:] - sums[:, :-days]) / days))


def spread_over(values: Floats, edges: list[int]) -> Floats:
    """Spread the totals between the edges evenly over their days, the rest on the first ones."""
    out = values.copy()
    for begin, end in itertools.pairwise(edges):
        share, rest = np.divmod(values[:, begin:end].sum(axis=1, keepdims=True), end - begin)
        out[:, begin:end] = share + (np.arange(end - begin) < rest)
    return out


def since_some_day(rng: Generator, values: Floats, changed: Floats) -> Floats:
    """Return the values until some day in the middle half, and the changed ones from then on."""
    start = rng.integers(values.shape[1] // 4, 3 * values.shape[1] // 4, (len(values), 1))
    return np.where(np.arange(values.shape[1]) >= start, changed, values)


def weekly_edges(days: int, *within: int) -> list[int]:
    """Return the days on which a stretch begins: those of each week that are named, and the end."""
    return sorted({0, days, *(begin + day for begin in range(0, days, WEEK) for day in within if begin + day < days)})


@practice()
def weekly_split(rng: Generator, values: Floats) -> Floats:
    """One total a week is divided evenly over its days."""
    return spread_over(values, weekly_edges(values.shape[1], 0))


@practice()
def twice_weekly_split(rng: Generator, values: Floats) -> Floats:
    """Two totals a week are divided evenly over their days."""
    return spread_over(values, weekly_edges(values.shape[1], 0, 4))


@practice()
def split_from_mid(rng: Generator, values: Floats) -> Floats:
    """From some day on, one total a week is divided evenly over its days."""
    return since_some_day(rng, values, spread_over(values, weekly_edges(values.shape[1], 0)))


@practice()
def interp_fill(rng: Generator, values: Floats) -> Floats:
    """The running total is reported on some days only, and drawn as a straight line between them."""
    gaps = np.cumsum(rng.integers(2, 8, values.shape[1]))
    edges = [0, *gaps[gaps < values.shape[1]].tolist(), values.shape[1]]
    return spread_over(values, edges)


@practice()
def interp_values(rng: Generator, values: Floats) -> Floats:
    """One day in seven is reported, and a straight line is drawn between."""
    days = values.shape[1]
    known = [*range(0, days, WEEK), days - 1]
    return np.asarray(np.round(np.stack([np.interp(np.arange(days), known, row[known]) for row in values])))


@practice()
def month_split(rng: Generator, values: Floats) -> Floats:
    """One total a month is divided evenly over its days."""
    return spread_over(values, [*range(0, values.shape[1], 30), values.shape[1]])


@practice()
def ma3(rng: Generator, values: Floats) -> Floats:
    """The rounded mean of three days is published."""
    return mean_over(values, 3)


@practice()
def ma7(rng: Generator, values: Floats) -> Floats:
    """The rounded mean of seven days is published."""
    return mean_over(values, 7)


@practice()
def ma14(rng: Generator, values: Floats) -> Floats:
    """The rounded mean of fourteen days is published."""
    return mean_over(values, 14)


@practice()
def ma7_from_mid(rng: Generator, values: Floats) -> Floats:
    """From some day on, the rounded mean of seven days is published."""
    return since_some_day(rng, values, mean_over(values, 7))


@practice()
def weighted_mean(rng: Generator, values: Floats) -> Floats:
    """A mean over seven days that weighs the nearest days most is published."""
    weight = np.array([1, 2, 3, 4, 3, 2, 1]) / 16
    padded = np.pad(values, ((0, 0), (3, 3)), mode="edge")
    return np.asarray(np.round(np.lib.stride_tricks.sliding_window_view(padded, 7, axis=1) @ weight))


@practice()
def cum_smooth_rounded(rng: Generator, values: Floats) -> Floats:
    """Differences of a running total that is published in tens."""
    return np.diff(np.round(np.cumsum(values, axis=1) / 10) * 10, axis=1, prepend=0.0)


@practice()
def median7(rng: Generator, values: Floats) -> Floats:
    """The median of seven days is published, so that single late reports do not show."""
    padded = np.pad(values, ((0, 0), (3, 3)), mode="edge")
    return np.median(np.lib.stride_tricks.sliding_window_view(padded, 7, axis=1), axis=2)


@practice()
def exponential(rng: Generator, values: Floats) -> Floats:
    """Each day is three parts of what came in and seven parts of yesterday's figure."""
    out = values.copy()
    for day in range(1, values.shape[1]):
        out[:, day] = 0.3 * values[:, day] + 0.7 * out[:, day - 1]
    return np.asarray(np.round(out))


@practice()
def weekday_adjusted(rng: Generator, values: Floats) -> Floats:
    """Figures are divided by the usual factor of their weekday, so that weekends do not look quiet."""
    week = np.arange(values.shape[1]) % WEEK
    factor = np.stack([values[:, week == day].mean(axis=1) for day in range(WEEK)], axis=1) / values.mean(axis=1, keepdims=True)
    return np.asarray(np.round(values / factor[:, week]))


@practice()
def nowcast(rng: Generator, values: Floats) -> Floats:
    """The last weeks are raised by the usual delay, and every figure is a mean with the three days before."""
    raised = np.where(np.arange(values.shape[1]) >= values.shape[1] - 28, values * 1.15, values)
    return mean_over(raised, 4)
