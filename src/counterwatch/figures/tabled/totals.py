"""A total and its parts over thirty years."""

from __future__ import annotations

import numpy as np

from counterwatch.figures.shapes.hierarchy import Hierarchy
from counterwatch.figures.table import Kind, Panel, Step, times_from
from counterwatch.figures.tabled.table import altered_for, honest_for
from counterwatch.figures.worlds.rounding import at_random
from counterwatch.figures.worlds.world import Floats, Generator

PARTS, YEARS = 12, 30


def exact(rng: Generator) -> Floats:
    """Return the exact total in the first row and its parts below, shape (parts + 1, years)."""
    parts = np.exp(rng.normal(8, 1, (PARTS, 1)) + np.cumsum(rng.normal(0.05, 0.03, (PARTS, YEARS)), axis=1))
    return np.vstack([parts.sum(axis=0), parts])


def published(values: Floats, kind: Kind = Kind.AMOUNTS) -> Hierarchy:
    """Return a total and its parts as published."""
    units = ("total", *(f"part {number:02}" for number in range(1, len(values))))
    times = times_from("1990-01-01", values.shape[1], Step.YEAR)
    return Hierarchy(panel=Panel(name="simulated", units=units, times=times, step=Step.YEAR, values={"": values}, kinds={"": kind}), total="total")


@honest_for("hierarchy_sum")
def rounded_apart(rng: Generator) -> Hierarchy:
    """Each number is rounded by its own office from the exact one."""
    return published(np.round(exact(rng), int(rng.integers(0, 3))))


@honest_for("hierarchy_sum")
def random_threes(rng: Generator) -> Hierarchy:
    """Counts are rounded at random to threes, to protect small groups."""
    return published(at_random(rng, np.round(exact(rng)), 3), Kind.COUNTS)


@honest_for("hierarchy_sum")
def nowhere(rng: Generator) -> Hierarchy:
    """About one in a hundred belongs to no part, and its share changes a little from year to year."""
    values = exact(rng)
    values[0] *= 1.01 + rng.normal(0, 0.001, YEARS)
    return published(np.round(values))


@honest_for("hierarchy_sum")
def other_edition(rng: Generator) -> Hierarchy:
    """The total is from a later edition, which differs by about half a per cent."""
    values = exact(rng)
    values[0] *= 1 + rng.normal(0, 0.005, YEARS)
    return published(np.round(values))


@honest_for("hierarchy_sum")
def chained_prices(rng: Generator) -> Hierarchy:
    """Volumes at chained prices: parts do not add up to the total, the less so the farther from the year of the prices."""
    values = exact(rng)
    values[0] *= 1 + rng.uniform(0.0005, 0.002) * np.abs(np.arange(YEARS) - 20)
    return published(np.round(values))


@altered_for("hierarchy_sum")
def faster_total(rng: Generator, share: float) -> Hierarchy:
    """In the last years, this share of all, the total grows one per cent a year faster than its parts."""
    values, years = exact(rng), max(round(share * YEARS), 1)
    values[0, -years:] *= 1.01 ** np.arange(1, years + 1)
    return published(np.round(values))


@altered_for("hierarchy_sum")
def raised_total(rng: Generator, share: float) -> Hierarchy:
    """In some years, this share of all, the total is raised by two per cent."""
    values = exact(rng)
    values[0, rng.random(YEARS) < share] *= 1.02
    return published(np.round(values))
