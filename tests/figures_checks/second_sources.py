"""Two offices that see the same events: clusters of events, queues and clerks; then a habit or an act of the first one."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from worlds import DAYS, QUIET_WEEKENDS, WARM_UP, Floats, Generator

from counterwatch.figures.shapes.pairs import Pairs
from counterwatch.figures.table import Panel

Change = Callable[[Generator, Floats], NDArray[Any]]
LATE = 2
HALF_STAFFED = np.array([0.5, 0.5, 0.45, 0.45, 0.4, 0.3, 0.3])


def two_offices(rng: Generator, change: Change, units: int = 40) -> Pairs:
    """The first office hears of 95 % of the events, the second of 60 %, two days later and with fewer clerks."""
    level = np.exp(rng.uniform(np.log(15), np.log(600), units))
    wave = np.cumsum(np.cumsum(rng.normal(0, 0.0004, (units, DAYS + WARM_UP)), axis=1), axis=1).clip(-1, 1.5)
    first = rng.poisson(level[:, np.newaxis] * np.exp(wave) / 1.5)
    events = first + rng.poisson(first * 0.5)
    here, there = _office(rng, events, 0.95, QUIET_WEEKENDS), _office(rng, events, 0.6, HALF_STAFFED)
    pair = change(rng, here[:, WARM_UP:]), there[:, WARM_UP - LATE : -LATE]
    one, other = (Panel.many(name="place", values=each) for each in pair)
    return Pairs(first=one, second=other)


def _office(rng: Generator, events: Floats, share: float, staff: Floats) -> Floats:
    heard, queue, done = rng.binomial(events.astype(np.int64), share), np.zeros(len(events), dtype=np.int64), np.zeros(events.shape)
    for day in range(events.shape[1]):
        queue += heard[:, day]
        done[:, day] = rng.binomial(queue, staff[day % 7])
        queue -= done[:, day].astype(np.int64)
    return done


def _from_some_day(change: Change, days: int | None, *, first: int = 140, last: int = 560) -> Change:
    def changed(rng: Generator, values: Floats) -> Floats:
        values = values.copy()
        for row in values:
            start = int(rng.integers(first, last))
            row[start : None if days is None else start + days] = change(rng, row[start : None if days is None else start + days])
        return values

    return changed


def _mean_of_a_week(rng: Generator, values: Floats) -> Floats:
    sums = np.cumsum(np.pad(values, ((0, 0), (7, 0)), mode="edge"), axis=1)
    return np.asarray(np.round((sums[:, 7:] - sums[:, :-7]) / 7))


def _missing_then_sum(rng: Generator, values: Floats) -> Floats:
    values = values.copy()
    for row, day in zip(*np.nonzero(rng.random(values[:, :-1].shape) < 0.04), strict=True):
        values[row, day + 1] += values[row, day]
        values[row, day] = 0
    return values


def _flat(share: float) -> Change:
    def flat(rng: Generator, values: Floats) -> Floats:
        level = values.mean() * share
        return np.asarray(np.round(level + rng.normal(0, 0.4, len(values)) * np.sqrt(level)))

    return flat


def _outage(*, made_good: bool) -> Change:
    def outage(rng: Generator, values: Floats) -> Floats:
        values = values.copy()
        for row in values:
            start, end = (first := int(rng.integers(100, 600))), first + int(rng.integers(12, 40))
            row[end] += row[start:end].sum() * made_good
            row[start:end] = 0
        return values

    return outage


HABITS: dict[str, Change] = {
    "nothing": lambda rng, values: values,
    "mean of 7 days": _mean_of_a_week,
    "tens": lambda rng, values: np.round(values / 10) * 10,
    "missing, then the sum": _missing_then_sum,
    "a constant factor": lambda rng, values: np.round(values * rng.uniform(0.25, 1.6, (len(values), 1))),
    "coverage grows from half to all": lambda rng, values: np.round(values * np.linspace(0.5, 1, values.shape[1])),
}
NAMED_WEAKNESSES: dict[str, Change] = {
    "capacity of the office": lambda rng, values: np.minimum(values, np.quantile(values, 0.85, axis=1)[:, np.newaxis]),
    "outage made good on one day": _outage(made_good=True),
    "outage lost": _outage(made_good=False),
    "wider definition from some day": _from_some_day(lambda rng, values: np.round(values * 1.2), None),
}
ACTS: dict[str, Change] = {
    "half left out from the middle": lambda rng, values: np.where(np.arange(DAYS) >= DAYS // 2, rng.binomial(values.astype(int), 0.5), values),
    "three tenths left out from some day": _from_some_day(lambda rng, values: rng.binomial(values.astype(int), 0.7), None),
    "zero for 150 days": _from_some_day(lambda rng, values: np.zeros(len(values)), 150),
    "invented at half the level for 300 days": _from_some_day(_flat(0.5), 300, first=50, last=350),
    "invented around the level for 150 days": _from_some_day(_flat(1.0), 150, first=50, last=500),
}
