"""Innocent official statistics, mechanism first: clusters of events, their delay, offices with opening hours, and then a habit of publication."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
World = Callable[[np.random.Generator, Values], Values]

DELAY = np.array([0.05, 0.1, 0.15, 0.17, 0.15, 0.12, 0.09, 0.07, 0.05, 0.03, 0.02])


def events(rng: np.random.Generator, units: int, days: int, level: tuple[float, float] = (30, 1500)) -> Values:
    """Clusters (households, outbreaks) start at a rate that drifts; each holds several events, which come to notice days later."""
    size = np.exp(rng.uniform(np.log(level[0]), np.log(level[1]), (units, 1)))
    drift = np.cumsum(rng.normal(0, 0.035, (units, days)), axis=1)
    drift -= np.linspace(0, 1, days) * drift[:, -1:] * 0.8
    clusters = rng.poisson(np.clip(size * np.exp(drift), 0, 30 * size) / 2.5)
    happened = clusters + rng.negative_binomial(np.maximum(clusters, 1) * 0.8, 0.8 / 2.3) * (clusters > 0)
    noticed, waiting, left = np.zeros((units, days + len(DELAY)), dtype=np.int64), happened, 1.0
    for lag, share in enumerate(DELAY):
        now = rng.binomial(waiting, min(share / left, 1.0))
        noticed[:, lag : lag + days] += now
        waiting, left = waiting - now, left - share
    return noticed[:, :days].astype(np.float64)


def registered(rng: np.random.Generator, noticed: Values, weekend: float = 0.55) -> Values:
    """Offices register what lies on the desk; fewer are staffed at the week-end, and what is left over waits."""
    units, days = noticed.shape
    staffed = np.clip(rng.normal(0.9, 0.04, (units, 7)), 0.5, 1)
    staffed[:, 5:] *= weekend
    out, desk = np.zeros(noticed.shape), np.zeros(units, dtype=np.int64)
    for day in range(days):
        desk = desk + noticed[:, day].astype(np.int64)
        done = rng.binomial(desk, np.clip(staffed[:, day % 7] + rng.normal(0, 0.04, units), 0, 1))
        out[:, day], desk = done, desk - done
    return out


def world(name: str, rng: np.random.Generator, units: int = 200, days: int = 700, level: tuple[float, float] = (30, 1500)) -> Values:
    """Return the published figures of one innocent world, shape (units, days); day 0 is a Monday."""
    noticed = events(rng, units, days, level)
    staffed = registered(rng, noticed, 0.0 if name in ("weekend_closed", "weekend_estimate") else 0.55)
    return WORLDS[name](rng, staffed)


def _random_rounding(step: int) -> World:
    def rounded(rng: np.random.Generator, values: Values) -> Values:
        return np.asarray(np.floor(values / step + rng.random(values.shape)) * step)

    return rounded


def _per100k(rng: np.random.Generator, values: Values) -> Values:
    """One decimal of a rate per 100,000 is published; readers turn it back into counts."""
    people = np.exp(rng.uniform(np.log(2e5), np.log(2e7), (len(values), 1)))
    return np.asarray(np.round(np.round(values / people * 1e5, 1) * people / 1e5))


def _hosp_round(rng: np.random.Generator, values: Values) -> Values:
    """Twelve hospitals share the cases; a third of them round to fives."""
    share = rng.dirichlet(np.ones(12), len(values))
    parts = [rng.poisson(values * share[:, [each]]) for each in range(12)]
    return np.asarray(np.sum([np.round(part / 5) * 5 if each < 4 else part for each, part in enumerate(parts)], axis=0), dtype=np.float64)


def _weekend_estimate(rng: np.random.Generator, values: Values) -> Values:
    """Closed at the week-end; somebody guesses, and Monday is corrected."""
    out, week = values.copy(), np.arange(values.shape[1]) % 7
    for day in np.flatnonzero(week == 5):
        guess = np.round(values[:, max(day - 5, 0) : day].mean(axis=1) * 0.4 / 10) * 10
        out[:, day] = guess
        out[:, day + 1 : day + 2] = guess[:, np.newaxis]
        out[:, day + 2 : day + 3] = np.maximum(values[:, day + 2 : day + 3] - 2 * guess[:, np.newaxis], 0)
    return out


def _timetable(rng: np.random.Generator, values: Values) -> Values:
    """Departures: a timetable by weekday that changes each quarter, less a few cancellations."""
    units, days = values.shape
    plans = rng.integers(80, 400, (units, days // 91 + 1, 7))
    day = np.arange(days)
    planned = plans[:, day // 91, day % 7]
    return np.asarray(planned - rng.binomial(planned, rng.uniform(0.0005, 0.003, (units, 1))), dtype=np.float64)


def _slots(rng: np.random.Generator, values: Values) -> Values:
    """Appointments: a fixed number of slots, nearly always all taken, with some who do not come."""
    units, days = values.shape
    slots = rng.integers(80, 900, (units, 1)) * np.ones((1, days), dtype=np.int64)
    return np.asarray(np.minimum(rng.poisson(slots * 1.1), slots) - rng.binomial(slots.astype(np.int64), 0.003), dtype=np.float64)


def _outages(*, made_good: bool, longest: int = 35) -> World:
    def broken(rng: np.random.Generator, values: Values) -> Values:
        out = values.copy()
        for row in out:
            start, days = int(rng.integers(120, 560)), int(rng.integers(7, longest))
            missing = row[start : start + days].sum()
            row[start : start + days] = 0
            row[start + days] += missing * made_good
        return out

    return broken


def _gaps(rng: np.random.Generator, values: Values, *, carried: bool = False) -> Values:
    """Reports fail on some days, several in a row at times; the next one holds what was missing, or yesterday's figure stands meanwhile."""
    out = values.copy()
    failing = rng.random(values.shape) < 0.04
    longer = np.zeros_like(failing)
    for back in range(1, 6):
        longer[:, back:] |= failing[:, :-back] & (rng.random((len(values), values.shape[1] - back)) < 0.5)
    failing |= longer
    for day in range(1, values.shape[1] - 1):
        late = failing[:, day]
        if not carried:
            out[late, day + 1] += out[late, day]
        out[late, day] = out[late, day - 1] if carried else 0
    return out


def _weekly(rng: np.random.Generator, values: Values) -> Values:
    """All figures of a week appear on one day."""
    out, sums = np.zeros_like(values), np.add.reduceat(values, np.arange(0, values.shape[1], 7), axis=1)
    out[:, 6::7] = sums[:, : out[:, 6::7].shape[1]]
    return out


WORLDS: dict[str, World] = {
    "base": lambda rng, values: values,
    "weekend_closed": lambda rng, values: values,
    "rr3": _random_rounding(3),
    "rr5": _random_rounding(5),
    "thousands": lambda rng, values: np.round(values * 40 / 1000) * 1000,
    "tens": lambda rng, values: np.round(values / 10) * 10,
    "per100k": _per100k,
    "rescale": lambda rng, values: np.round(values * rng.uniform(1.02, 1.6, (len(values), 1))),
    "rescale_down": lambda rng, values: np.round(values * rng.uniform(0.25, 0.95, (len(values), 1))),
    "rescale_quarter": lambda rng, values: np.round(values * 1.25),
    "sample_weight": lambda rng, values: rng.binomial(values.astype(np.int64), 0.1).astype(np.float64) * 10,
    "hosp_round": _hosp_round,
    "weekend_estimate": _weekend_estimate,
    "timetable": _timetable,
    "slots": _slots,
    "outage_catchup": _outages(made_good=True),
    "outage_lost": _outages(made_good=False),
    "carry_forward": lambda rng, values: _gaps(rng, values, carried=True),
    "gaps_catchup": _gaps,
    "suppress5": lambda rng, values: np.where((values >= 1) & (values <= 4), 0, values),
    "weekly": _weekly,
    "weekly_late": lambda rng, values: np.hstack([values[:, :350], _weekly(rng, values[:, 350:])]),
    "negative_corrections": lambda rng, values: (
        values - (rng.random(values.shape) < 0.01) * rng.poisson(values.mean(axis=1, keepdims=True) * 3, values.shape)
    ),
}


def typed(rng: np.random.Generator, values: Values, share: float = 1.0) -> Values:
    """Last digits typed by a hand that avoids repeats, 0 and 5."""
    liked = np.array([0.03, 0.09, 0.11, 0.15, 0.11, 0.05, 0.12, 0.17, 0.10, 0.07])
    digit = rng.choice(10, values.shape, p=liked)
    again = np.zeros(values.shape, dtype=bool)
    again[:, 1:] = digit[:, 1:] == digit[:, :-1]
    digit = np.where(again, (digit + rng.choice([1, 2, 3], values.shape)) % 10, digit)
    return np.asarray(np.where((rng.random(values.shape) < share) & (values >= 10), values // 10 * 10 + digit, values), dtype=np.float64)


def typed_smooth(rng: np.random.Generator, values: Values) -> Values:
    """A 15-day mean with typed last digits."""
    kernel = np.ones(15) / 15
    return typed(rng, np.round(np.stack([np.convolve(row, kernel, mode="same") for row in values])))


def zeroed(rng: np.random.Generator, values: Values, days: int = 40) -> Values:
    """A stretch of days at the height of the largest wave shows nothing."""
    out = values.copy()
    for row in out:
        smooth = np.convolve(row, np.ones(days), mode="same")[100:-100]
        start = 100 + int(np.argmax(smooth)) - days // 2
        row[start : start + days] = 0
    return out
