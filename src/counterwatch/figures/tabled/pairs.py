"""Two sources about the same events: an office that is asked about, and a registry that sees part of them later on its own working days."""

from __future__ import annotations

import numpy as np

from counterwatch.figures.shapes.pairs import Pairs, Relation
from counterwatch.figures.table import Panel
from counterwatch.figures.tabled.table import Made, enter, honest_for
from counterwatch.figures.worlds.averages import mean_over
from counterwatch.figures.worlds.changes import def_change
from counterwatch.figures.worlds.events import WARM_UP, events, noticed
from counterwatch.figures.worlds.falsified import Falsification, falsifications
from counterwatch.figures.worlds.gaps import outage_catchup, outage_lost, weekly_report
from counterwatch.figures.worlds.offices import staffed, worked_off
from counterwatch.figures.worlds.rounding import rr5
from counterwatch.figures.worlds.world import DAYS, Floats, Generator

CHECK = "source_gap"
COVERAGE, DELAY = 0.6, 2


def office_and_registry(rng: Generator, units: int = 1, days: int = DAYS) -> tuple[Floats, Floats]:
    """Return what an office and a registry count of the same events, both of shape (units, days)."""
    seen = noticed(rng, events(rng, units, days))
    office = worked_off(rng, seen, staffed(rng, units, seen.shape[1]))
    part = rng.binomial(seen.astype(np.int64), COVERAGE).astype(np.float64)
    registry = worked_off(rng, part, staffed(rng, units, seen.shape[1]))
    return office[:, WARM_UP:], registry[:, WARM_UP - DELAY : -DELAY]


def paired(first: Floats, second: Floats) -> Pairs:
    """Return two panels of one place each as a pair of sources."""
    return Pairs(first=Panel.many(name="place", values=first), second=Panel.many(name="place", values=second), relation=Relation.SAME)


@honest_for(CHECK)
def two_counts(rng: Generator) -> Pairs:
    """An office and a registry that sees three in five of the same cases, two days later."""
    return paired(*office_and_registry(rng))


@honest_for(CHECK)
def mean_here(rng: Generator) -> Pairs:
    """The office publishes a mean over seven days."""
    first, second = office_and_registry(rng)
    return paired(mean_over(first, 7), second)


@honest_for(CHECK)
def weekly_there(rng: Generator) -> Pairs:
    """The registry publishes one figure a week."""
    first, second = office_and_registry(rng)
    return paired(first, weekly_report(rng, second))


@honest_for(CHECK)
def fives_here(rng: Generator) -> Pairs:
    """The office rounds at random to fives."""
    first, second = office_and_registry(rng)
    return paired(rr5(rng, first), second)


@honest_for(CHECK)
def made_good_here(rng: Generator) -> Pairs:
    """The office has an outage of some weeks, and adds the cases afterwards."""
    first, second = office_and_registry(rng)
    return paired(outage_catchup(rng, first), second)


@honest_for(CHECK)
def lost_here(rng: Generator) -> Pairs:
    """The office has an outage of some weeks, and its cases are never added."""
    first, second = office_and_registry(rng)
    return paired(outage_lost(rng, first), second)


@honest_for(CHECK)
def wider_here(rng: Generator) -> Pairs:
    """The office counts probable cases too from some day on."""
    first, second = office_and_registry(rng)
    return paired(def_change(rng, first), second)


@honest_for(CHECK)
def coverage_grows_there(rng: Generator) -> Pairs:
    """The registry sees half of the cases at first, and nearly all in the end."""
    first, second = office_and_registry(rng)
    return paired(first, np.asarray(np.round(second * np.linspace(0.8, 1.5, second.shape[1]))))


def _against(way: str, function: Falsification) -> Made:
    def draw(rng: Generator, share: float) -> Pairs:
        first, second = office_and_registry(rng)
        return paired(function(rng, first, share), second)

    line = (function.__doc__ or "").splitlines()[0]
    return Made(name=f"here_{way}", line=f"In the office's figures: {line}", room="pairs", asked=(f"figures.{CHECK}",), altered=True, draw=draw)


for each_way, each_function in falsifications().items():
    enter(_against(each_way, each_function))
