"""Practices written after the checks were frozen for the first or second time; two of them, `digest_split` and `two_digit_forms`, changed a check."""

from __future__ import annotations

import numpy as np

from counterwatch.figures.worlds.offices import WEEK, worked_off
from counterwatch.figures.worlds.rounding import parts_of
from counterwatch.figures.worlds.world import Floats, Generator, practice

LUNAR_YEAR, FASTING, FEAST = 354, 30, 4
FORTNIGHT, QUARTER = 14, 91


@practice()
def digest_split(rng: Generator, values: Floats) -> Floats:
    """A weekly digest is split over its days by the usual share of each weekday."""
    whole = values.shape[1] // WEEK * WEEK
    weeks = values[:, :whole].reshape(len(values), -1, WEEK)
    usual = weeks.sum(axis=1, keepdims=True) / np.maximum(weeks.sum(axis=(1, 2), keepdims=True), 1)
    out = values.copy()
    out[:, :whole] = np.round(weeks.sum(axis=2, keepdims=True) * usual).reshape(len(values), whole)
    return out


@practice()
def counted_twice(rng: Generator, values: Floats) -> Floats:
    """Two offices report some cases both; each Monday those of the week before are found and subtracted."""
    twice = rng.binomial(values.astype(np.int64), rng.uniform(0.05, 0.2, (len(values), 1)))
    out = values + twice
    for monday in range(WEEK, values.shape[1], WEEK):
        out[:, monday] -= twice[:, monday - WEEK : monday].sum(axis=1)
    return np.asarray(np.maximum(out, 0))


@practice()
def joins_late(rng: Generator, values: Floats) -> Floats:
    """A district with a quarter of the cases joins during the series, and sends its last two months in one week."""
    start = rng.integers(150, values.shape[1] - 150, (len(values), 1))
    day = np.arange(values.shape[1])
    district = rng.binomial(values.astype(np.int64), 0.25).astype(np.float64)
    held = np.where((day >= start - 60) & (day < start), district, 0).sum(axis=1, keepdims=True)
    sent = np.where((day >= start) & (day < start + WEEK), np.floor(held / WEEK), 0)
    return np.asarray(values - district + np.where(day >= start, district, 0) + sent)


@practice()
def larger_of_two(rng: Generator, values: Floats) -> Floats:
    """Two registries see most of the same cases, and the larger figure of the day is published."""
    seen = [rng.binomial(values.astype(np.int64), share) for share in rng.uniform(0.75, 0.95, (2, len(values), 1))]
    return np.maximum(*seen).astype(np.float64)


@practice()
def kit_boxes(rng: Generator, values: Floats) -> Floats:
    """Test kits come in boxes once a week; when they are used up, people wait until the next delivery."""
    boxes = np.ceil(values.mean(axis=1, keepdims=True) * WEEK * rng.uniform(0.8, 1.3, (len(values), 1)) / 25) * 25
    out, stock, waiting = np.zeros_like(values), np.zeros(len(values)), np.zeros(len(values))
    for day in range(values.shape[1]):
        stock = stock + (boxes[:, 0] if day % WEEK == 0 else 0)
        waiting = waiting + values[:, day]
        out[:, day] = np.minimum(waiting, stock)
        # Who has waited for long does not come any more.
        stock, waiting = stock - out[:, day], np.floor(0.7 * (waiting - out[:, day]))
    return out


@practice()
def fasting_month(rng: Generator, values: Floats) -> Floats:
    """In one month of the lunar year offices work short hours, and close for four days at its end; the rest is done afterwards."""
    first, day = int(rng.integers(0, LUNAR_YEAR)), np.arange(values.shape[1])
    moon = (day - first) % LUNAR_YEAR
    share = np.where(moon < FASTING, 0.6, np.where(moon < FASTING + FEAST, 0.0, 0.95))
    return worked_off(rng, values, np.tile(share, (len(values), 1)))


@practice()
def back_distributed(rng: Generator, values: Floats) -> Floats:
    """A wider definition finds more cases of the past, which are spread over its days in proportion; later ones are counted."""
    start = rng.integers(values.shape[1] // 4, 3 * values.shape[1] // 4, (len(values), 1))
    more = rng.uniform(1.05, 1.5, (len(values), 1))
    return np.where(np.arange(values.shape[1]) < start, np.round(values * more), values + rng.poisson(values * (more - 1)))


@practice()
def friday_desk(rng: Generator, values: Floats) -> Floats:
    """Forms are entered the day after, some are left lying, and on Friday the desk is cleared."""
    weekday = np.arange(values.shape[1]) % WEEK
    share = np.where(weekday == 4, 1.0, np.where(weekday < 4, rng.uniform(0.5, 0.9, (len(values), 1)), 0.2))
    return worked_off(rng, np.pad(values, ((0, 0), (1, 0)))[:, :-1], share)


@practice(over="base_small")
def at_least_ten(rng: Generator, values: Floats) -> Floats:
    """To protect small groups one to nine are shown as ten."""
    return np.where((values >= 1) & (values < 10), 10.0, values)


@practice()
def survey_weights(rng: Generator, values: Floats) -> Floats:
    """Twelve groups of people are sampled, each person stands for one to twenty by the group, and the sum is rounded."""
    weight = np.exp(rng.uniform(0, np.log(20), (12, len(values), 1)))
    groups = parts_of(rng, values, rng.dirichlet(np.full(12, 3.0), len(values)))
    return np.asarray(np.round(sum(each * rng.binomial(part.astype(np.int64), 1 / each) for part, each in zip(groups, weight, strict=True))))


@practice()
def three_digits(rng: Generator, values: Floats) -> Floats:
    """Three significant digits are published."""
    step = 10 ** np.maximum(np.floor(np.log10(np.maximum(values, 1))) - 2, 0)
    return np.asarray(np.round(values / step) * step)


@practice()
def reserve(rng: Generator, values: Floats) -> Floats:
    """Clerks keep a reserve of forms for slow days, so that each day has about the usual amount of work of the last four weeks."""
    out, held = values.copy(), np.zeros(len(values))
    for day in range(28, values.shape[1]):
        usual = np.round(values[:, day - 28 : day].mean(axis=1))
        there = held + values[:, day]
        out[:, day] = np.where(there > 5 * usual, there - 4 * usual, np.minimum(there, usual))
        held = there - out[:, day]
    return out


@practice()
def odd_even(rng: Generator, values: Floats) -> Floats:
    """People with an odd number may come on odd dates, the others on even ones; few come who had to wait."""
    day = np.arange(values.shape[1])
    odd = rng.binomial(values.astype(np.int64), rng.uniform(0.45, 0.55, (len(values), 1))).astype(np.float64)
    now = np.where(day % 2 == 1, odd, values - odd)
    waits = np.round(0.8 * (values - now))
    return np.asarray(now + np.pad(waits, ((0, 0), (1, 0)))[:, :-1])


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
