"""Plain distributions, in which the expectation of most checks holds exactly or nearly: none may depart more often than it says."""

from __future__ import annotations

import numpy as np

from counterwatch.figures.worlds.offices import WEEK
from counterwatch.figures.worlds.world import Floats, Generator, source

MILD = np.array([1.05, 1.05, 1.05, 1.0, 1.0, 0.95, 0.9])
STRONG = np.array([1.2, 1.4, 1.3, 1.2, 1.1, 0.5, 0.3])


def clustered(rng: Generator, mean: Floats, alpha: float) -> Floats:
    """Return negative binomial counts: variance = mean + alpha mean²."""
    return rng.poisson(mean * rng.gamma(1 / alpha, alpha, mean.shape)).astype(np.float64)


def flat(units: int, days: int, level: float) -> Floats:
    return np.full((units, days), float(level))


@source
def poisson_1(rng: Generator, units: int, days: int) -> Floats:
    """Independent counts, 1 a day."""
    return rng.poisson(flat(units, days, 1)).astype(np.float64)


@source
def poisson_5(rng: Generator, units: int, days: int) -> Floats:
    """Independent counts, 5 a day."""
    return rng.poisson(flat(units, days, 5)).astype(np.float64)


@source
def poisson_50(rng: Generator, units: int, days: int) -> Floats:
    """Independent counts, 50 a day."""
    return rng.poisson(flat(units, days, 50)).astype(np.float64)


@source
def poisson_500(rng: Generator, units: int, days: int) -> Floats:
    """Independent counts, 500 a day."""
    return rng.poisson(flat(units, days, 500)).astype(np.float64)


@source
def negbin_02(rng: Generator, units: int, days: int) -> Floats:
    """Slightly clustered counts (negative binomial, 0.02), 200 a day."""
    return clustered(rng, flat(units, days, 200), 0.02)


@source
def negbin_10(rng: Generator, units: int, days: int) -> Floats:
    """Clustered counts (negative binomial, 0.1), 200 a day."""
    return clustered(rng, flat(units, days, 200), 0.1)


@source
def weekday_mild(rng: Generator, units: int, days: int) -> Floats:
    """Independent counts, 200 a day, a tenth fewer on Sundays."""
    return rng.poisson(200 * MILD[np.arange(days) % WEEK], (units, days)).astype(np.float64)


@source
def weekday_strong(rng: Generator, units: int, days: int) -> Floats:
    """Independent counts, 200 a day, with strong weekdays."""
    return rng.poisson(200 * STRONG[np.arange(days) % WEEK], (units, days)).astype(np.float64)


@source
def wave(rng: Generator, units: int, days: int) -> Floats:
    """Independent counts that rise and fall between 20 and 1,000 a day."""
    place = np.arange(days) / rng.uniform(100, 250, (units, 1)) + rng.random((units, 1))
    return rng.poisson(141 * np.exp(1.95 * np.sin(2 * np.pi * place))).astype(np.float64)


@source
def batch_weekend(rng: Generator, units: int, days: int) -> Floats:
    """Independent counts, 150 a day; weekends show zero, and Monday holds the sum."""
    values = rng.poisson(flat(units, days, 150)).astype(np.float64)
    day = np.arange(days) % WEEK
    sums = values + np.pad(values, ((0, 0), (1, 0)))[:, :-1] + np.pad(values, ((0, 0), (2, 0)))[:, :-2]
    return np.where(day == 0, sums, np.where(day > 4, 0, values))


@source
def holidays(rng: Generator, units: int, days: int) -> Floats:
    """Independent counts, 200 a day, a fifth of that on 20 holidays and more on the day after."""
    values = rng.poisson(flat(units, days, 200)).astype(np.float64)
    for day in rng.choice(days - 1, 20, replace=False):
        moved = rng.binomial(values[:, day].astype(np.int64), 0.8)
        values[:, day] -= moved
        values[:, day + 1] += moved
    return values
