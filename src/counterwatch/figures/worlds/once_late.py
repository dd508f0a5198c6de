"""Practices written after the checks were frozen for the first time. One of them, `digest_split`, has since become a habit that is named."""

from __future__ import annotations

import numpy as np

from counterwatch.figures.worlds.offices import WEEK, worked_off
from counterwatch.figures.worlds.rounding import parts_of
from counterwatch.figures.worlds.world import Floats, Generator, practice

LUNAR_YEAR, FASTING, FEAST = 354, 30, 4


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
