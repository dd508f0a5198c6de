"""Practices written only after the checks and habits were frozen: the fair test. Nothing was tuned on them."""

from __future__ import annotations

import numpy as np

from counterwatch.figures.worlds.averages import mean_over
from counterwatch.figures.worlds.offices import WEEK, registered
from counterwatch.figures.worlds.rounding import parts_of
from counterwatch.figures.worlds.world import Floats, Generator, practice, source


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
def stratified(rng: Generator, values: Floats) -> Floats:
    """Towns are counted in full and one village in eight, which stands for eight."""
    town, village = parts_of(rng, values, np.tile([0.8, 0.2], (len(values), 1)))
    return np.asarray(town + 8 * rng.binomial(village.astype(np.int64), 1 / 8))


@practice()
def households(rng: Generator, values: Floats) -> Floats:
    """Households are counted, and four people are taken to live in each."""
    return np.asarray(np.round(values / 4) * 4)


@practice()
def two_clerks(rng: Generator, values: Floats) -> Floats:
    """Every second week another clerk is on duty, who rounds to tens."""
    week = np.arange(values.shape[1]) // WEEK % 2 == 1
    return np.where(week, np.round(values / 10) * 10, values)


@practice()
def month_end(rng: Generator, values: Floats) -> Floats:
    """A tenth of the cases is left for the last day of the month, when the books are closed."""
    out = values.copy()
    for begin in range(0, values.shape[1], 30):
        late = rng.binomial(out[:, begin : begin + 29].astype(np.int64), 0.1)
        out[:, begin : begin + 29] -= late
        out[:, min(begin + 29, values.shape[1] - 1)] += late.sum(axis=1)
    return out


@practice()
def duplicates_removed(rng: Generator, values: Floats) -> Floats:
    """Each quarter double entries are taken out: a fifth of the last month disappears, spread over its days."""
    out = values.copy()
    for end in range(90, values.shape[1], 90):
        out[:, end - 30 : end] = rng.binomial(out[:, end - 30 : end].astype(np.int64), 0.8)
    return out


@practice()
def strike(rng: Generator, values: Floats) -> Floats:
    """For three weeks offices send only what fits on one page a day; the rest is entered over the two months after."""
    out, start = values.copy(), rng.integers(100, values.shape[1] - 120, len(values))
    for row, begin in zip(out, start, strict=True):
        sent = np.minimum(row[begin : begin + 21], np.floor(row.mean() / 4))
        held = row[begin : begin + 21].sum() - sent.sum()
        row[begin : begin + 21] = sent
        row[begin + 21 : begin + 81] += np.floor(held / 60)
    return out


@practice()
def nowcast(rng: Generator, values: Floats) -> Floats:
    """The last weeks are raised by the usual delay, and every figure is a mean with the three days before."""
    raised = np.where(np.arange(values.shape[1]) >= values.shape[1] - 28, values * 1.15, values)
    return mean_over(raised, 4)


@source
def two_registries(rng: Generator, units: int, days: int) -> Floats:
    """Hospitals report by day, and laboratories once a week for all of its days in equal parts."""
    hospitals, laboratories = (registered(rng, units, days, level=(20, 600)) for _ in range(2))
    weeks = laboratories[:, : days // WEEK * WEEK].reshape(units, -1, WEEK)
    laboratories[:, : days // WEEK * WEEK] = np.repeat(np.round(weeks.mean(axis=2)), WEEK, axis=1)
    return hospitals + laboratories
