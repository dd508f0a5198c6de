"""Practices when a report is missing: yesterday's figure, nothing and then the sum, an outage, or a copy of last week."""

from __future__ import annotations

import numpy as np

from counterwatch.figures.worlds.offices import WEEK
from counterwatch.figures.worlds.world import Floats, Generator, practice


def failing(rng: Generator, shape: tuple[int, int], *, share: float = 0.04, goes_on: float = 0.5) -> np.ndarray:
    """Mark days without a report; a gap goes on for another day with some chance."""
    marks = np.zeros(shape, dtype=bool)
    for day in range(1, shape[1] - 1):
        marks[:, day] = rng.random(shape[0]) < np.where(marks[:, day - 1], goes_on, share)
    return marks


def caught_up(values: Floats, missing: np.ndarray) -> tuple[Floats, Floats]:
    """Return the values with the sum of each gap on the day after it and 0 in the gap, and what was held back on each day."""
    out, held = values.copy(), np.zeros(values.shape)
    for day in range(values.shape[1]):
        before = held[:, day - 1] if day else 0.0
        out[:, day] = np.where(missing[:, day], 0, values[:, day] + before)
        held[:, day] = np.where(missing[:, day], values[:, day] + before, 0)
    return out, held


@practice()
def gaps_catchup(rng: Generator, values: Floats) -> Floats:
    """A missing report shows zero, and the next one holds the sum."""
    return caught_up(values, failing(rng, values.shape))[0]


@practice()
def gaps_blank(rng: Generator, values: Floats) -> Floats:
    """A missing report is left blank, and the next one holds the sum."""
    missing = failing(rng, values.shape)
    return np.where(missing, np.nan, caught_up(values, missing)[0])


@practice()
def carry_forward(rng: Generator, values: Floats) -> Floats:
    """Where a report is missing yesterday's figure stands again, and the next report repairs the total."""
    out, missing, debt = values.copy(), failing(rng, values.shape), np.zeros(len(values))
    for day in range(1, values.shape[1]):
        late = missing[:, day]
        repaired = np.maximum(values[:, day] + debt, 0)
        out[:, day] = np.where(late, out[:, day - 1], repaired)
        debt = debt + values[:, day] - out[:, day]
    return out


@practice()
def weekly_report(rng: Generator, values: Floats) -> Floats:
    """All figures of a week appear on its last day."""
    out, whole = np.zeros_like(values), values.shape[1] // WEEK * WEEK
    out[:, WEEK - 1 : whole : WEEK] = values[:, :whole].reshape(len(values), -1, WEEK).sum(axis=2)
    return out


def _outages(rng: Generator, values: Floats) -> list[tuple[int, int]]:
    starts = rng.integers(60, values.shape[1] - 120, len(values))
    return list(zip(starts.tolist(), rng.integers(12, 41, len(values)).tolist(), strict=True))


@practice()
def outage_catchup(rng: Generator, values: Floats) -> Floats:
    """For 12 to 40 days nothing is reported; the week after holds what was missing."""
    out = values.copy()
    for row, (start, days) in enumerate(_outages(rng, values)):
        missing = out[row, start : start + days].sum()
        out[row, start : start + days] = 0
        out[row, start + days : start + days + 3] += np.round(missing * np.array([0.6, 0.3, 0.1]))
    return out


@practice()
def outage_lost(rng: Generator, values: Floats) -> Floats:
    """For 12 to 40 days nothing is reported, and it is never made good."""
    out = values.copy()
    for row, (start, days) in enumerate(_outages(rng, values)):
        out[row, start : start + days] = 0
    return out


def copied_in(rng: Generator, values: Floats, *, days: int, back: int, times: int) -> Floats:
    """Fill some stretches with the figures of so many days before."""
    out = values.copy()
    for row in range(len(values)):
        for begin in rng.integers(back // WEEK, (values.shape[1] - days) // WEEK, times) * WEEK:
            out[row, begin : begin + days] = out[row, begin - back : begin - back + days]
    return out


@practice()
def impute_prev(rng: Generator, values: Floats) -> Floats:
    """Four missing weeks are filled with the week before."""
    return copied_in(rng, values, days=7, back=7, times=4)


@practice()
def fortnight_imputed(rng: Generator, values: Floats) -> Floats:
    """Two missing fortnights are filled with the fortnight before."""
    return copied_in(rng, values, days=14, back=14, times=2)


@practice()
def last_year_fill(rng: Generator, values: Floats) -> Floats:
    """A missing fortnight is filled with the same weeks of the year before."""
    return copied_in(rng, values, days=14, back=364, times=1)


@practice()
def neg_corr(rng: Generator, values: Floats) -> Floats:
    """Eight times a correction is booked as a negative figure or takes most of a day away."""
    out = values.copy()
    for row in out:
        row[rng.integers(0, len(row), 8)] -= rng.integers(1, 3 * int(row.mean()) + 2, 8)
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
