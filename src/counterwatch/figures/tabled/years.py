"""Yearly figures of programmes, and daily ones whose source declares a method."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from counterwatch.figures.declared import COUNTED, Declared
from counterwatch.figures.table import Panel, Step
from counterwatch.figures.tabled.table import altered_for, honest_for
from counterwatch.figures.worlds.averages import ma7, mean_over, weekly_split
from counterwatch.figures.worlds.offices import base
from counterwatch.figures.worlds.rounding import thousands
from counterwatch.figures.worlds.world import DAYS, Floats, Generator

UNITS, YEARS = 8, 14
DOCUMENT = "simulated office, notes on the data, page 1"


def _programmes(grown: Floats) -> Panel:
    return Panel.many(name="programme", values=grown, step=Step.YEAR)


def _courses(rng: Generator) -> Floats:
    start, size = rng.uniform(0, 4, (UNITS, 1)), np.exp(rng.uniform(np.log(100), np.log(5000), (UNITS, 1)))
    course = ((np.arange(1, YEARS + 1) + start) / YEARS) ** rng.uniform(0.3, 2, (UNITS, 1))
    walk = np.cumsum(rng.normal(0, rng.uniform(0.05, 0.12, (UNITS, 1)), (UNITS, YEARS)), axis=1)
    return np.asarray(rng.poisson(size * course * np.exp(walk)), dtype=np.float64)


@honest_for("parametric_curve")
def organic(rng: Generator) -> Panel:
    """Programmes that grow, each in its own way, with noise in growth and in counting."""
    return _programmes(_courses(rng))


@honest_for("parametric_curve")
def more_centres(rng: Generator) -> Panel:
    """Each year some more centres open, and all of them are always full."""
    centres = np.cumsum(rng.integers(2, 6, (UNITS, YEARS)), axis=1)
    return _programmes(np.asarray(rng.poisson(40 * centres), dtype=np.float64))


@honest_for("parametric_curve")
def centres_and_beds(rng: Generator) -> Panel:
    """One centre more a year, and two beds more in each: an exact parabola, by plan."""
    year = np.arange(1, YEARS + 1)
    return _programmes((rng.integers(2, 9, (UNITS, 1)) + year) * (10 + 2.0 * year) * rng.integers(3, 9, (UNITS, 1)))


@honest_for("parametric_curve")
def births(rng: Generator) -> Panel:
    """A population grows evenly, and only counting scatters."""
    return _programmes(np.asarray(rng.poisson(np.exp(rng.uniform(6, 10, (UNITS, 1)) + 0.03 * np.arange(YEARS))), dtype=np.float64))


@altered_for("parametric_curve")
def from_a_formula(rng: Generator, share: float) -> Panel:
    """In this share of the programmes all years are taken from a parabola and rounded."""
    values, year = _courses(rng), np.arange(1, YEARS + 1)
    for row in np.flatnonzero(rng.random(UNITS) < share):
        values[row] = np.round(rng.uniform(20, 40) * year**2 + rng.uniform(5, 50) * year + rng.uniform(200, 400))
    return _programmes(values)


def _declared(values: Floats, method: str) -> Panel:
    return replace(Panel.many(name="office", values=values), declared=Declared(method=method, document=DOCUMENT))


@honest_for("publication_habit")
def counted_as_declared(rng: Generator) -> Panel:
    """Counts of each day, declared as such."""
    return _declared(base(rng, 1, DAYS), COUNTED)


@honest_for("publication_habit")
def mean_as_declared(rng: Generator) -> Panel:
    """A mean over seven days, declared as such."""
    return _declared(ma7(rng, base(rng, 1, DAYS)), "mean")


@honest_for("publication_habit")
def steps_as_declared(rng: Generator) -> Panel:
    """Steps of ten, declared as such."""
    return _declared(thousands(rng, base(rng, 1, DAYS)), "grid")


@altered_for("publication_habit")
def mean_told_as_count(rng: Generator, share: float) -> Panel:
    """On the last days, this share of all, a mean over seven days is published, and said to be counted each day."""
    values = base(rng, 1, DAYS)
    return _declared(np.where(np.arange(DAYS) >= (1 - share) * DAYS, mean_over(values, 7), values), COUNTED)


@altered_for("publication_habit")
def weeks_told_as_count(rng: Generator, share: float) -> Panel:
    """On the last days, this share of all, weekly totals are split over their days, and said to be counted each day."""
    values = base(rng, 1, DAYS)
    return _declared(np.where(np.arange(DAYS) >= (1 - share) * DAYS, weekly_split(rng, values), values), COUNTED)
