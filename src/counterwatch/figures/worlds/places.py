"""Elections in which places differ innocently, so that turnout and the share of one party go together without any ballot being added."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from counterwatch.figures.shapes.stations import Stations
from counterwatch.figures.table import Floats
from counterwatch.figures.worlds.stations import LEADER, World, closed_institutions, election, mobile_boxes, plain, postal_pro_rata, sizes

REGIONS = 12


def town_and_country(rng: np.random.Generator, count: int = 1500) -> Stations:
    """A third of the stations is rural: 12 points more turnout, 12 points more for the leading party, and half the size."""
    rural = rng.random(count) < 1 / 3
    size = np.where(rural, sizes(rng, count, 500), sizes(rng, count, 1300))
    return election(rng, size, turnout=0.1 + 0.5 * rural, support=0.0 + 0.5 * rural, regions=REGIONS)


def mobilised(rng: np.random.Generator, count: int = 1500) -> Stations:
    """A party brings its own supporters to vote, with more success here than there: each ballot more is a vote for it."""
    table = election(rng, sizes(rng, count), turnout=np.zeros(count), support=np.full(count, -0.2), regions=REGIONS)
    home = table.registered - np.asarray(table.ballots)
    brought = np.floor(np.clip(rng.normal(0.12, 0.07, count), 0, 0.4) * home)
    ballots = np.asarray(table.ballots) + brought
    return replace(table, given=ballots, received=ballots, votes={LEADER: table.votes[LEADER] + brought})


def strongholds(rng: np.random.Generator, count: int = 1500) -> Stations:
    """Three regions of twelve belong to one party, and people there vote more; the rest of the country does neither."""
    region = rng.integers(0, REGIONS, count)
    home = region < 3
    return election(rng, sizes(rng, count), turnout=0.2 + 0.8 * home, support=0.2 + 1.0 * home, regions=REGIONS, region=region)


def divided(rng: np.random.Generator, count: int = 1500) -> Stations:
    """Two peoples share each region; one votes for its own party and less often."""
    other = rng.random(count) < 0.4
    return election(rng, sizes(rng, count), turnout=0.5 - 0.5 * other, support=0.5 - 0.55 * other, regions=REGIONS)


def safe_seats(rng: np.random.Generator, count: int = 1500) -> Stations:
    """Where one party is sure to win, fewer people vote: turnout falls as the share rises."""
    liking: Floats = rng.normal(0.2, 0.5, count)
    return election(rng, sizes(rng, count), turnout=0.4 - 0.5 * liking, support=liking, regions=REGIONS)


DIFFERENT_PLACES: dict[str, World] = {
    each.__name__: each
    for each in (plain, town_and_country, mobilised, strongholds, divided, safe_seats, closed_institutions, mobile_boxes, postal_pro_rata)
}
