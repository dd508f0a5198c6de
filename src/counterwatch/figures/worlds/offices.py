"""Desks that cases pass on their way to the published figure: laboratories and registries with weekdays, holidays and limits."""

from __future__ import annotations

import numpy as np

from counterwatch.figures.worlds.events import WARM_UP, events, noticed
from counterwatch.figures.worlds.world import Floats, Generator, source

WEEK = 7
QUIET = np.array([0.92, 0.95, 0.95, 0.95, 0.93, 0.6, 0.45])
"""Share of what lies on the desk that is worked off, by weekday."""

EVEN = np.full(WEEK, 0.9)
CLOSED = np.array([0.95, 0.95, 0.95, 0.95, 0.95, 0.0, 0.0])
HOLIDAYS_A_YEAR = 9


def staffed(rng: Generator, units: int, days: int, weekday: Floats = QUIET) -> Floats:
    """Return the share of the desk that each office works off each day; on a holiday it is staffed as on a Sunday, if at all."""
    usual = np.clip(weekday * rng.normal(1, 0.04, (units, WEEK)), 0, 1)[:, np.arange(days) % WEEK]
    holidays = rng.choice(days, size=max(days * HOLIDAYS_A_YEAR // 365, 1), replace=False)
    usual[:, holidays] *= 0.3
    return np.asarray(np.clip(usual + rng.normal(0, 0.03, usual.shape) * (usual > 0), 0, 1))


def worked_off(rng: Generator, arriving: Floats, share: Floats, capacity: Floats | None = None) -> Floats:
    """Return what leaves a desk each day: a share of what lies there, and never more than its capacity; the rest waits."""
    done, desk = np.zeros(arriving.shape), np.zeros(len(arriving), dtype=np.int64)
    coming = arriving.astype(np.int64)
    for day in range(arriving.shape[1]):
        desk += coming[:, day]
        now = rng.binomial(desk, share[:, day])
        now = now if capacity is None else np.minimum(now, capacity[:, day].astype(np.int64))
        done[:, day], desk = now, desk - now
    return done


def registered(
    rng: Generator, units: int, days: int, *, weekday: Floats = QUIET, level: tuple[float, float] = (30, 1500), household: float = 0.6
) -> Floats:
    """Return cases as a registry enters them: they happen, come to notice, wait for the laboratory and then for the clerk."""
    seen = noticed(rng, events(rng, units, days, level=level, household=household))
    tested = worked_off(rng, seen, staffed(rng, units, seen.shape[1], weekday))
    return worked_off(rng, tested, staffed(rng, units, seen.shape[1], weekday))[:, WARM_UP:]


@source
def base(rng: Generator, units: int, days: int) -> Floats:
    """Cases come to notice, are tested, and entered by a registry that is thinly staffed at weekends."""
    return registered(rng, units, days)


@source
def base_low(rng: Generator, units: int, days: int) -> Floats:
    """The same, where few cases a day occur."""
    return registered(rng, units, days, level=(0.5, 8))


@source
def base_small(rng: Generator, units: int, days: int) -> Floats:
    """The same, at levels where single digits are common."""
    return registered(rng, units, days, level=(4, 60))


@source
def big_calm(rng: Generator, units: int, days: int) -> Floats:
    """A large country without weekends: thousands of cases a day, hardly in clusters."""
    return registered(rng, units, days, level=(2000, 20000), household=0.1, weekday=EVEN)


@source
def weekend_closed(rng: Generator, units: int, days: int) -> Floats:
    """Nothing is entered at weekends, and Monday brings what was left."""
    return registered(rng, units, days, weekday=CLOSED)


@source
def sum_of_offices(rng: Generator, units: int, days: int) -> Floats:
    """Six regions with opening hours of their own are added up."""
    parts = [registered(rng, units, days, level=(8, 160), weekday=np.roll(QUIET, shift % WEEK)) for shift in range(6)]
    return np.asarray(np.sum(parts, axis=0))


@source
def lab_cap(rng: Generator, units: int, days: int) -> Floats:
    """A laboratory takes only so many samples a day; the positive ones among them are published."""
    seen = noticed(rng, events(rng, units, days))
    others = rng.poisson(seen.mean(axis=1, keepdims=True) * 3 * np.ones_like(seen))
    samples = seen + others
    limit = np.quantile(samples, 0.6, axis=1, keepdims=True) * rng.uniform(0.8, 1.4, (units, 1))
    capacity = np.floor(limit * QUIET[np.arange(seen.shape[1]) % WEEK]).astype(np.float64)
    taken = worked_off(rng, samples, np.ones_like(seen), capacity)
    positive = np.divide(seen, samples, out=np.zeros_like(seen), where=samples > 0)
    return rng.binomial(taken.astype(np.int64), positive).astype(np.float64)[:, WARM_UP:]


@source
def registrar_cap(rng: Generator, units: int, days: int) -> Floats:
    """A backlog is worked off at twelve certificates for each clerk and day."""
    seen = noticed(rng, events(rng, units, days))
    clerks = np.maximum(np.round(seen.mean(axis=1, keepdims=True) * rng.uniform(0.85, 1.3, (units, 1)) / 12), 1)
    present = rng.binomial((clerks * np.ones_like(seen)).astype(np.int64), np.where(np.arange(seen.shape[1]) % WEEK < 5, 0.97, 0.5))
    return worked_off(rng, seen, np.ones_like(seen), np.asarray(12 * present, dtype=np.float64))[:, WARM_UP:]


@source
def two_registries(rng: Generator, units: int, days: int) -> Floats:
    """Hospitals report by day, and laboratories once a week for all of its days in equal parts."""
    hospitals, laboratories = (registered(rng, units, days, level=(20, 600)) for _ in range(2))
    weeks = laboratories[:, : days // WEEK * WEEK].reshape(units, -1, WEEK)
    laboratories[:, : days // WEEK * WEEK] = np.repeat(np.round(weeks.mean(axis=2)), WEEK, axis=1)
    return hospitals + laboratories
