"""Practices written only after the checks and habits were frozen, for the second time: the fair test. Nothing was tuned on them."""

from __future__ import annotations

import numpy as np

from counterwatch.figures.worlds.offices import WEEK
from counterwatch.figures.worlds.rounding import parts_of
from counterwatch.figures.worlds.world import Floats, Generator, practice

FORTNIGHT, QUARTER = 14, 91


@practice()
def sundays_joint(rng: Generator, values: Floats) -> Floats:
    """Nothing is published on Saturdays, and Sunday's figure is for both days."""
    out, day = values.copy(), np.arange(values.shape[1]) % WEEK
    sundays = np.flatnonzero(day == 6)
    out[:, sundays] += values[:, sundays - 1]
    return np.where(day == 5, np.nan, out)


@practice()
def appeals(rng: Generator, values: Floats) -> Floats:
    """One case in eight is struck off on appeal, some weeks later, and subtracted on the day of the decision."""
    out, struck = values.copy(), rng.binomial(values.astype(np.int64), 1 / 8)
    wait = rng.multinomial(1, np.full(28, 1 / 28), values.shape[1]).argmax(axis=1) + 10
    for day in range(values.shape[1]):
        if day + wait[day] < values.shape[1]:
            out[:, day + wait[day]] -= struck[:, day]
    return np.asarray(np.maximum(out, 0))


@practice()
def pooled_tests(rng: Generator, values: Floats) -> Floats:
    """Samples are tested eight at a time, and each pool that is positive is taken for 1.3 cases."""
    pools = np.maximum(np.round(values * 5 / 8), 1)
    positive = rng.binomial(pools.astype(np.int64), 1 - np.exp(-values / pools / 8))
    return np.asarray(np.round(1.3 * positive * 5))


@practice()
def visiting_inspector(rng: Generator, values: Floats) -> Floats:
    """An inspector visits one of ten districts on each working day, and enters what has gathered there in two weeks."""
    districts = parts_of(rng, values, rng.dirichlet(np.full(10, 4.0), len(values)))
    out, turns = np.zeros_like(values), [day for day in range(FORTNIGHT) if day % WEEK < 5]
    for district, turn in zip(districts, turns, strict=True):
        sums = np.cumsum(np.pad(district, ((0, 0), (1, 0))), axis=1)
        visits = np.array([0, *range(turn + 1, values.shape[1] + 1, FORTNIGHT)])
        out[:, visits[1:] - 1] += np.diff(sums[:, visits], axis=1)
    return out


@practice()
def storms(rng: Generator, values: Floats) -> Floats:
    """Six storms a year close all offices for two to five days; some of what was missed is made good in the week after."""
    out = values.copy()
    for start in rng.integers(0, values.shape[1] - 15, max(6 * values.shape[1] // 365, 1)).tolist():
        end = start + int(rng.integers(2, 6))
        held = np.floor(0.7 * out[:, start:end].sum(axis=1) / WEEK)
        out[:, start:end] = 0
        out[:, end : end + WEEK] += held[:, np.newaxis]
    return out


@practice()
def two_digit_forms(rng: Generator, values: Floats) -> Floats:
    """A form has two boxes for the figure: each of eight offices sends 99 a day at most, and the rest on the next day."""
    out = np.zeros_like(values)
    for office in parts_of(rng, values, rng.dirichlet(np.full(8, 2.0), len(values))):
        waiting = np.zeros(len(values))
        for day in range(values.shape[1]):
            waiting = waiting + office[:, day]
            sent = np.minimum(waiting, 99)
            out[:, day] += sent
            waiting = waiting - sent
    return out


@practice()
def changing_sample(rng: Generator, values: Floats) -> Floats:
    """One case in three to nine is looked at, and the count multiplied by that number, which changes each quarter."""
    quarter = np.arange(values.shape[1]) // QUARTER
    weight = rng.integers(3, 10, (len(values), int(quarter[-1]) + 1))[:, quarter]
    return np.asarray(rng.binomial(values.astype(np.int64), 1 / weight) * weight, dtype=np.float64)


@practice(over="base_small")
def privacy_noise(rng: Generator, values: Floats) -> Floats:
    """A small random number is added to or taken from each figure, to protect people; none is published below zero."""
    noise = rng.geometric(0.4, values.shape) - rng.geometric(0.4, values.shape)
    return np.maximum(values + noise, 0.0)


@practice()
def reconciled(rng: Generator, values: Floats) -> Floats:
    """Auditors find the true total of each month, and all of its days are multiplied so that they add up to it."""
    out = values.copy()
    for begin in range(0, values.shape[1], 30):
        factor = rng.normal(1.03, 0.04, (len(values), 1))
        out[:, begin : begin + 30] = np.round(values[:, begin : begin + 30] * factor)
    return out


@practice()
def evening_estimate(rng: Generator, values: Floats) -> Floats:
    """At six in the evening four fifths of the day are known and taken for four fifths; the next day corrects the difference."""
    known = rng.binomial(values.astype(np.int64), 0.8)
    told = np.round(known / 0.8)
    wrong = np.pad(values - told, ((0, 0), (1, 0)))[:, :-1]
    return np.asarray(np.maximum(told + wrong, 0))


@practice()
def dozens(rng: Generator, values: Floats) -> Floats:
    """Depots report cartons of twelve, and one that is not full is a carton as well."""
    depots = parts_of(rng, values, rng.dirichlet(np.full(3, 3.0), len(values)))
    return np.asarray(np.sum([np.ceil(each / 12) * 12 for each in depots], axis=0))


@practice()
def two_shifts(rng: Generator, values: Floats) -> Floats:
    """The night shift's cases are counted a day later in every second week, by the roster of the clerks."""
    week = np.arange(values.shape[1]) // WEEK % 2 == 1
    night = np.where(week, rng.binomial(values.astype(np.int64), 0.35), 0).astype(np.float64)
    return np.asarray(values - night + np.pad(night, ((0, 0), (1, 0)))[:, :-1])
