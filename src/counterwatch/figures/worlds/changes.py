"""Practices that change what is counted, and worlds in which every unit has a practice of its own."""

from __future__ import annotations

import numpy as np

from counterwatch.figures.worlds.offices import base
from counterwatch.figures.worlds.world import Floats, Generator, practice, practices, source


@practice()
def def_change(rng: Generator, values: Floats) -> Floats:
    """From some day on probable cases are counted too, and those of before are added on that day."""
    out = values + rng.poisson(values * 0.3)
    start = rng.integers(values.shape[1] // 4, 3 * values.shape[1] // 4, (len(values), 1))
    day = np.arange(values.shape[1])
    backlog = np.where(day < start, out - values, 0).sum(axis=1, keepdims=True)
    return np.where(day < start, values, out) + np.where(day == start, backlog, 0)


@practice()
def cutoff(rng: Generator, values: Floats) -> Floats:
    """The day is closed at another hour: part of each day is counted with the next."""
    late = rng.binomial(values.astype(np.int64), rng.uniform(0.2, 0.6, (len(values), 1))).astype(np.float64)
    return np.asarray(values - late + np.pad(late, ((0, 0), (1, 0)))[:, :-1])


@practice()
def backdated(rng: Generator, values: Floats) -> Floats:
    """Figures are booked on the day of the event, and the last weeks are still incomplete."""
    arrived = np.minimum(1.0, (np.arange(values.shape[1])[::-1] + 1) / 30)
    return rng.binomial(values.astype(np.int64), arrived).astype(np.float64)


@practice()
def part_time_offices(rng: Generator, values: Floats) -> Floats:
    """Some offices begin to report only during the series, so the coverage rises in steps."""
    days = values.shape[1]
    steps = np.sort(rng.integers(0, days, (len(values), 6)), axis=1)
    share = 0.3 + 0.7 * (np.arange(days) >= steps[:, :, np.newaxis]).mean(axis=1)
    return rng.binomial(values.astype(np.int64), share).astype(np.float64)


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


@source
def mixed(rng: Generator, units: int, days: int) -> Floats:
    """Every unit has a practice of its own."""
    out, known = base(rng, units, days), list(practices().items())
    mine = rng.integers(0, len(known) + 3, units)
    for at, (_, each) in enumerate(known):
        if (chosen := mine == at).any():
            out[chosen] = each(rng, out[chosen])
    return out
