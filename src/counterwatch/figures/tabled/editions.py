"""Two editions of one daily table."""

from __future__ import annotations

import numpy as np

from counterwatch.figures.shapes.vintages import Vintages
from counterwatch.figures.table import Panel
from counterwatch.figures.tabled.table import altered_for, honest_for
from counterwatch.figures.worlds.falsified import stretch
from counterwatch.figures.worlds.offices import base
from counterwatch.figures.worlds.world import Floats, Generator

DAYS = 308
LAST_WEEKS = 14


def editions(first: Floats, last: Floats) -> Vintages:
    """Return two tables as editions."""
    return Vintages(editions=tuple(Panel.many(name="place", values=each) for each in (first, last)), labels=("first", "last"))


def counted(rng: Generator) -> Floats:
    """Return the counts of one registry, in the last edition."""
    return base(rng, 1, DAYS)


def early(rng: Generator, last: Floats, least: float = 0.5) -> Floats:
    """Return what was known at first: the last two weeks were incomplete, and every tenth figure was wrong by a few."""
    seen = np.ones(last.shape[1])
    seen[-LAST_WEEKS:] = np.linspace(0.97, least, LAST_WEEKS)
    first = rng.binomial(last.astype(np.int64), np.broadcast_to(seen, last.shape))
    return np.asarray(np.maximum(first + rng.integers(-3, 4, last.shape) * (rng.random(last.shape) < 0.1), 0), dtype=np.float64)


@honest_for("revisions")
def last_weeks_completed(rng: Generator) -> Vintages:
    """The last two weeks of the first edition were incomplete; some figures were corrected either way."""
    last = counted(rng)
    return editions(early(rng, last), last)


@honest_for("revisions")
def by_day_of_event(rng: Generator) -> Vintages:
    """The last edition counts by the day of the event, the first one by the day of the report, five days later on average."""
    last = counted(rng)
    first = np.zeros_like(last)
    for lag, share in enumerate(rng.dirichlet(np.full(10, 5.0))):
        first += np.round(np.pad(last, ((0, 0), (lag, 0)), mode="edge")[:, : last.shape[1]] * share)
    return editions(first, last)


@honest_for("revisions")
def definition_widened(rng: Generator) -> Vintages:
    """Probable cases, a seventh more, are counted from some day on, back to that day, in the last edition."""
    counts, start = counted(rng), int(rng.integers(50, 200))
    last = counts.copy()
    last[:, start:] += rng.poisson(counts[:, start:] / 7)
    return editions(early(rng, counts), last)


@honest_for("revisions")
def duplicates_found(rng: Generator) -> Vintages:
    """Three in a hundred cases of all days were entered twice, and are removed in the last edition."""
    last = counted(rng)
    return editions(early(rng, last) + rng.binomial(last.astype(np.int64), 0.03), last)


@altered_for("revisions")
def raised_later(rng: Generator, share: float) -> Vintages:
    """In a stretch of this share of the days the last edition shows a third more."""
    counts = counted(rng)
    return editions(early(rng, counts), np.where(stretch(rng, counts, share), np.round(counts * 4 / 3), counts))


@altered_for("revisions")
def lowered_later(rng: Generator, share: float) -> Vintages:
    """In a stretch of this share of the days the last edition shows half."""
    counts = counted(rng)
    return editions(early(rng, counts), np.where(stretch(rng, counts, share), np.round(counts / 2), counts))
