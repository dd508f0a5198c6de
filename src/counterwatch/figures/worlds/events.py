"""Events that cause each other, in households and at gatherings, and the days until they come to notice."""

from __future__ import annotations

import numpy as np

from counterwatch.figures.worlds.world import Floats, Generator

WARM_UP = 42
"""Whole weeks before the first published day, so that no queue starts empty and the first day stays a Monday."""

SERIAL = np.array([0.05, 0.15, 0.2, 0.2, 0.15, 0.1, 0.08, 0.07])
"""Share of those infected by one case, by days after it."""

NOTICED = np.array([0.05, 0.1, 0.15, 0.17, 0.15, 0.12, 0.09, 0.07, 0.05, 0.03, 0.02])
"""Share of events that come to notice, by days after they happened."""


def events(rng: Generator, units: int, days: int, *, level: tuple[float, float] = (30, 1500), household: float = 0.6, drift: float = 0.04) -> Floats:
    """Return events by day: every case infects others in the days after, whole households at once, and people grow careful when many are ill."""
    total = days + WARM_UP
    usual = np.exp(rng.uniform(np.log(level[0]), np.log(level[1]), units))
    target = usual[:, np.newaxis] * np.exp(waves(rng, units, total, drift))
    cases = np.zeros((units, len(SERIAL) + total))
    cases[:, : len(SERIAL)] = rng.poisson(usual[:, np.newaxis], (units, len(SERIAL)))
    for day in range(total):
        force = cases[:, day : day + len(SERIAL)] @ SERIAL[::-1]
        careful = np.clip(target[:, day] / np.maximum(force, 1), 0.3, 3) ** 0.5
        first = rng.poisson((0.97 * force * careful + 0.03 * target[:, day]) / (1 + household))
        cases[:, day + len(SERIAL)] = first + rng.poisson(first * household)
    return cases[:, len(SERIAL) :]


def waves(rng: Generator, units: int, days: int, drift: float) -> Floats:
    """Return the logarithm of a slow rise and fall: a walk that is pulled back to where it started."""
    step = rng.normal(0, drift, (units, days))
    walk = np.cumsum(step, axis=1)
    return np.asarray((walk - np.linspace(0, 1, days) * walk[:, -1:]).clip(-1.5, 2))


def noticed(rng: Generator, happened: Floats) -> Floats:
    """Return how many of the events come to notice each day: each waits a number of days of its own."""
    units, days = happened.shape
    seen = np.zeros((units, days + len(NOTICED)))
    waiting, left = happened.astype(np.int64), 1.0
    for lag, share in enumerate(NOTICED):
        now = rng.binomial(waiting, min(share / left, 1.0))
        seen[:, lag : lag + days] += now
        waiting, left = waiting - now, left - share
    return seen[:, :days]
