"""Practices written only after the checks and habits were frozen, for the third time: the fair test. Nothing was tuned on them."""

from __future__ import annotations

import numpy as np

from counterwatch.figures.worlds.offices import WEEK, worked_off
from counterwatch.figures.worlds.rounding import parts_of
from counterwatch.figures.worlds.world import Floats, Generator, practice

PLATE, YEAR = 96, 365


@practice()
def bridged_holidays(rng: Generator, values: Floats) -> Floats:
    """Nine holidays a year are joined to a weekend by a free day; nothing is entered then, and the desk is cleared within days."""
    share = np.full(values.shape[1], 0.9)
    for day in rng.integers(0, values.shape[1] - 5, max(9 * values.shape[1] // YEAR, 1)).tolist():
        share[day : day + 2 + int(rng.integers(0, 3))] = 0.0
    return worked_off(rng, values, np.tile(share, (len(values), 1)))


@practice()
def yearly_base(rng: Generator, values: Floats) -> Floats:
    """Cases per 100,000 people are published with two decimals, and turned back into counts with the people of the year before."""
    people = np.exp(rng.uniform(np.log(2e5), np.log(2e7), (len(values), 1)))
    growth = rng.uniform(1.0, 1.04, (len(values), 1))
    year = np.arange(values.shape[1]) // YEAR
    rate = np.round(values / (people * growth**year) * 1e5, 2)
    return np.asarray(np.round(rate * people * growth ** np.maximum(year - 1, 0) / 1e5))


@practice()
def unlike_delays(rng: Generator, values: Floats) -> Floats:
    """Three districts report at once, after three days and after ten days, and are added up by the day of the report."""
    parts = parts_of(rng, values, rng.dirichlet(np.full(3, 4.0), len(values)))
    late = [np.pad(part, ((0, 0), (days, 0)), mode="edge")[:, : values.shape[1]] for part, days in zip(parts, (0, 3, 10), strict=True)]
    return np.asarray(np.sum(late, axis=0))


@practice()
def sentinels(rng: Generator, values: Floats) -> Floats:
    """Ten clinics are asked, some do not answer on a day, and the sum is raised in proportion."""
    clinics = parts_of(rng, values, rng.dirichlet(np.full(10, 6.0), len(values)))
    answers = [rng.random(values.shape) < 0.85 for _ in clinics]
    answered = np.maximum(np.sum(answers, axis=0), 1)
    return np.asarray(np.round(np.sum([np.where(told, part, 0) for told, part in zip(answers, clinics, strict=True)], axis=0) * 10 / answered))


@practice()
def median_of_three(rng: Generator, values: Floats) -> Floats:
    """Three clerks count the same forms, each overlooks some, and the middle one of the three results is published."""
    counts = [rng.binomial(values.astype(np.int64), share) for share in rng.uniform(0.93, 0.99, (3, len(values), 1))]
    return np.asarray(np.median(counts, axis=0))


@practice(over="base_small")
def small_days_joined(rng: Generator, values: Floats) -> Floats:
    """A figure below ten is not published, but added to that of the next day."""
    out, held = np.zeros_like(values), np.zeros(len(values))
    for day in range(values.shape[1]):
        held = held + values[:, day]
        out[:, day] = np.where(held >= 10, held, 0)
        held = np.where(held >= 10, 0, held)
    return out


@practice()
def counted_hours(rng: Generator, values: Floats) -> Floats:
    """Five hours of each day are counted, and multiplied by 24 / 5."""
    return np.asarray(np.round(rng.binomial(values.astype(np.int64), 5 / 24) * 24 / 5))


@practice()
def full_plates(rng: Generator, values: Floats) -> Floats:
    """The machine runs when a plate of 96 samples is full; the positive ones of the plates of a day are published."""
    samples = values + rng.poisson(values * 4)
    waiting, positive = np.zeros(len(values)), np.zeros(len(values))
    out = np.zeros_like(values)
    for day in range(values.shape[1]):
        waiting, positive = waiting + samples[:, day], positive + values[:, day]
        run = np.floor(waiting / PLATE) * PLATE
        found = rng.hypergeometric(positive.astype(np.int64), (waiting - positive).astype(np.int64), run.astype(np.int64))
        out[:, day], waiting, positive = found, waiting - run, positive - found
    return out


@practice()
def age_groups(rng: Generator, values: Floats) -> Floats:
    """Ten age groups are each rounded to fives, and one to two people are shown as none; the table is added up again."""
    groups = parts_of(rng, values, rng.dirichlet(np.full(10, 3.0), len(values)))
    return np.asarray(np.sum([np.round(each / 5) * 5 for each in groups], axis=0))


@practice()
def recounted(rng: Generator, values: Floats) -> Floats:
    """One form in twenty comes a second time two weeks later, and nobody sees it."""
    again = rng.binomial(values.astype(np.int64), 0.05).astype(np.float64)
    return np.asarray(values + np.pad(again, ((0, 0), (2 * WEEK, 0)))[:, : values.shape[1]])


@practice()
def every_other_saturday(rng: Generator, values: Floats) -> Floats:
    """The office is open on every other Saturday and never on Sunday."""
    day = np.arange(values.shape[1])
    closed = (day % WEEK == 6) | ((day % WEEK == 5) & (day // WEEK % 2 == 1))
    return worked_off(rng, values, np.tile(np.where(closed, 0.0, 0.93), (len(values), 1)))
