"""Practices that publish other digits than those counted: steps, converted units, weights and estimates."""

from __future__ import annotations

import numpy as np

from counterwatch.figures.worlds.offices import WEEK
from counterwatch.figures.worlds.world import Floats, Generator, practice


def at_random(rng: Generator, values: Floats, step: int) -> Floats:
    """Round up or down to a multiple of `step`, so that the mean stays."""
    return np.asarray(np.floor(values / step + rng.random(values.shape)) * step)


def parts_of(rng: Generator, values: Floats, shares: Floats) -> list[Floats]:
    """Split counts at random into parts with shares of shape (units, parts)."""
    rest, left, parts = values.astype(np.int64), np.ones((len(values), 1)), []
    for each in range(shares.shape[1]):
        part = rng.binomial(rest, np.clip(shares[:, [each]] / np.maximum(left, 1e-12), 0, 1))
        parts.append(part.astype(np.float64))
        rest, left = rest - part, left - shares[:, [each]]
    return parts


def hospitals(rng: Generator, values: Floats, count: int) -> Floats:
    """Split cases over hospitals, of which three in ten report in fives or tens; add up what they report."""
    parts = parts_of(rng, values, rng.dirichlet(np.ones(count), len(values)))
    steps = rng.choice([1, 5, 10], size=(count, len(values), 1), p=[0.7, 0.2, 0.1])
    return np.asarray(sum(np.round(part / step) * step for part, step in zip(parts, steps, strict=True)))


@practice()
def hosp_round(rng: Generator, values: Floats) -> Floats:
    """Thirty hospitals report, and three in ten of them in fives or tens."""
    return hospitals(rng, values, 30)


@practice()
def few_hosp_round(rng: Generator, values: Floats) -> Floats:
    """Four hospitals report, and three in ten of them in fives or tens."""
    return hospitals(rng, values, 4)


@practice()
def per100k(rng: Generator, values: Floats) -> Floats:
    """A rate per 100,000 people is published with one decimal, and readers turn it back into counts."""
    people = np.exp(rng.uniform(np.log(2e5), np.log(2e7), (len(values), 1)))
    return np.asarray(np.round(np.round(values / people * 1e5, 1) * people / 1e5))


@practice()
def thousands(rng: Generator, values: Floats) -> Floats:
    """Published in thousands with two decimals: steps of ten."""
    return np.asarray(np.round(values / 1000, 2) * 1000).round()


@practice()
def tens_of_large(rng: Generator, values: Floats) -> Floats:
    """Figures from 1,000 on are rounded to tens, smaller ones are left as they are."""
    return np.where(values >= 1000, np.round(values / 10) * 10, values)


@practice()
def pct_tests(rng: Generator, values: Floats) -> Floats:
    """The share of positive tests is published with one decimal, and readers multiply it by the number of tests."""
    tests = rng.poisson(values * rng.uniform(4, 20, (len(values), 1))) + values
    share = np.divide(values, tests, out=np.zeros_like(values), where=tests > 0)
    return np.asarray(np.round(np.round(100 * share, 1) * tests / 100))


@practice()
def rescale(rng: Generator, values: Floats) -> Floats:
    """All figures are raised by one factor after a census, and rounded."""
    return np.asarray(np.round(values * rng.uniform(1.02, 1.6, (len(values), 1))))


@practice()
def rescale_down(rng: Generator, values: Floats) -> Floats:
    """An office publishes its share of a larger count, by a fixed key."""
    return np.asarray(np.round(values * rng.uniform(0.25, 0.95, (len(values), 1))))


@practice()
def half_rescaled(rng: Generator, values: Floats) -> Floats:
    """Half of the reports come from a sample that is raised by one half; the other half is complete."""
    half = rng.binomial(values.astype(np.int64), 0.5)
    return np.asarray(np.round(half * 1.5) + (values - half))


@practice()
def sample_weight(rng: Generator, values: Floats) -> Floats:
    """One case in five or ten is looked at, and the count is multiplied by five or ten."""
    weight = rng.choice([5, 10], (len(values), 1))
    return np.asarray(rng.binomial(values.astype(np.int64), 1 / weight) * weight, dtype=np.float64)


@practice()
def rr3(rng: Generator, values: Floats) -> Floats:
    """Figures are rounded at random to multiples of three, to protect small groups."""
    return at_random(rng, values, 3)


@practice()
def rr5(rng: Generator, values: Floats) -> Floats:
    """Figures are rounded at random to multiples of five, to protect small groups."""
    return at_random(rng, values, 5)


@practice(over="base_small")
def suppress5(rng: Generator, values: Floats) -> Floats:
    """One to four are shown as zero, to protect small groups."""
    return np.where((values >= 1) & (values <= 4), 0.0, values)


@practice(over="base_small")
def blank5(rng: Generator, values: Floats) -> Floats:
    """One to four are left blank, to protect small groups."""
    return np.where((values >= 1) & (values <= 4), np.nan, values)


@practice(over="weekend_closed")
def weekend_estimate(rng: Generator, values: Floats) -> Floats:
    """Nobody counts at weekends: somebody guesses round numbers, and Monday is corrected."""
    out, days = values.copy(), values.shape[1]
    step = np.where(values.mean(axis=1) > 200, 50, 10)
    for day in range(5, days, WEEK):
        for place in range(day, min(day + 2, days)):
            guess = np.maximum(np.round(values[:, day - 5 : day].mean(axis=1) * rng.normal(0.4, 0.1, len(values)) / step) * step, 0)
            out[:, place] = guess
            if day + 2 < days:
                out[:, day + 2] = np.maximum(out[:, day + 2] - guess, 0)
    return out


@practice()
def whole_pages(rng: Generator, values: Floats) -> Floats:
    """Forms have twenty lines, and only full pages are sent; the rest waits for the next day."""
    sent = np.floor(np.cumsum(values, axis=1) / 20) * 20
    return np.diff(sent, axis=1, prepend=0.0)


@practice()
def eye_estimate(rng: Generator, values: Floats) -> Floats:
    """Somebody estimates: tens below 200, fifties below 1,000, hundreds above."""
    step = np.where(values < 200, 10, np.where(values < 1000, 50, 100))
    return np.asarray(np.round(values * rng.normal(1, 0.03, values.shape) / step) * step)


@practice()
def stratified(rng: Generator, values: Floats) -> Floats:
    """Towns are counted in full and one village in eight, which stands for eight."""
    town, village = parts_of(rng, values, np.tile([0.8, 0.2], (len(values), 1)))
    return np.asarray(town + 8 * rng.binomial(village.astype(np.int64), 1 / 8))


@practice()
def households(rng: Generator, values: Floats) -> Floats:
    """Households are counted, and four people are taken to live in each."""
    return np.asarray(np.round(values / 4) * 4)


@practice()
def two_clerks(rng: Generator, values: Floats) -> Floats:
    """Every second week another clerk is on duty, who rounds to tens."""
    week = np.arange(values.shape[1]) // WEEK % 2 == 1
    return np.where(week, np.round(values / 10) * 10, values)
