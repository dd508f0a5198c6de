"""Elections by polling station: ten innocent ways of running and reporting one, and two falsifications of known dose.

Every world starts from households that decide together or apart, in regions and in town or country, and then does what its name
says. Nothing here is fitted to a country.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterwatch.figures.shapes.stations import Ints, Stations
from counterwatch.figures.table import Floats

Numbers = NDArray[np.floating[Any]]
World = Callable[[np.random.Generator, int], Stations]
LEADER = "party A"


def made(rng: np.random.Generator, registered: NDArray[np.generic], *, pairs: float = 0.0) -> Stations:
    """Hold an election in stations of these sizes, three in ten of them rural, with a little more turnout and support there."""
    rural = rng.random(len(registered)) < 0.3
    return election(rng, registered, turnout=0.3 + 0.25 * rural, support=0.1 + 0.3 * rural, pairs=pairs)


def election(
    rng: np.random.Generator, registered: NDArray[np.generic], *, turnout: Numbers, support: Numbers, pairs: float = 0.0, regions: int = 12,
    region: Ints | None = None,
) -> Stations:  # fmt: skip
    """Hold an election. `turnout` and `support` are on the logistic scale; regions and stations differ around them.

    `pairs` is the share of voters who come, and vote, two by two.
    """
    size = np.asarray(registered, dtype=np.int64)
    where = rng.integers(0, regions, len(size)) if region is None else region
    level, liking = rng.normal(0, 0.25, regions), rng.normal(0, 0.35, regions)
    ballots = together(rng, size, _share(turnout + level[where] + rng.normal(0, 0.25, len(size))), pairs)
    votes = together(rng, ballots, _share(support + liking[where] + rng.normal(0, 0.3, len(size))), pairs)
    return _stations("simulated", size, ballots, votes, np.asarray(where, dtype=np.int64), regions)


def together(rng: np.random.Generator, size: Ints, chance: Floats, pairs: float) -> Ints:
    """Return how many of `size` people do something with this chance, when a share of them does it two by two."""
    couples = (size * pairs / 2).astype(np.int64)
    return np.asarray(2 * rng.binomial(couples, chance) + rng.binomial(size - 2 * couples, chance), dtype=np.int64)


def sizes(rng: np.random.Generator, count: int, middle: float = 1100) -> Ints:
    """Return numbers of registered voters: most near the middle, few small or large."""
    return np.asarray(np.clip(rng.lognormal(np.log(middle), 0.45, count), 120, 3500).astype(np.int64))


def plain(rng: np.random.Generator, count: int = 1500) -> Stations:
    """Stations of any size; everybody decides alone."""
    return made(rng, sizes(rng, count))


def small_round(rng: np.random.Generator, count: int = 1500) -> Stations:
    """Stations of 100 to 200 voters in steps of 10, as where officials draw small districts."""
    return made(rng, rng.integers(10, 21, count) * 10)


def legal_max(rng: np.random.Generator, count: int = 1500) -> Stations:
    """The law allows 1,000 voters to a station, and half of the stations are filled to that number."""
    return made(rng, np.where(rng.random(count) < 0.5, 1000, np.minimum(sizes(rng, count, 700), 1000)), pairs=1.0)


def round_registered(rng: np.random.Generator, count: int = 1500) -> Stations:
    """A third of the stations has hundreds of registered voters exactly, and households vote together."""
    exact = sizes(rng, count)
    return made(rng, np.where(rng.random(count) < 1 / 3, np.maximum(exact // 100, 2) * 100, exact), pairs=1.0)


def derived_registered(rng: np.random.Generator, count: int = 1500) -> Stations:
    """Only ballots and a whole percentage of turnout are published; somebody divides one by the other to get registered voters."""
    table = made(rng, sizes(rng, count))
    ballots = np.asarray(table.ballots)
    percent = np.maximum(np.round(100 * ballots / table.registered), 1)
    return replace(table, registered=np.maximum(np.round(100 * ballots / percent), ballots))


def lists_in_50s(rng: np.random.Generator, count: int = 1500) -> Stations:
    """Most lists of voters are cut every 50 names; households stand on one list and vote together."""
    exact = sizes(rng, count, 700)
    return made(rng, np.where(rng.random(count) < 0.6, np.maximum(exact // 50, 3) * 50, exact), pairs=1.0)


def booklets(rng: np.random.Generator, count: int = 1500) -> Stations:
    """The number of voters on the list is the number of lines in full booklets of 50."""
    return made(rng, np.ceil(sizes(rng, count) / 50) * 50, pairs=1.0)


def closed_institutions(rng: np.random.Generator, count: int = 1500) -> Stations:
    """One station in ten is a hospital, a ship or a barracks where everybody votes, and half of those for one party."""
    table = made(rng, sizes(rng, count))
    closed, ballots, votes = rng.random(count) < 0.1, np.asarray(table.ballots), table.votes[LEADER]
    ballots = np.where(closed, table.registered, ballots)
    votes = np.where(closed & (rng.random(count) < 0.5), ballots, np.minimum(votes, ballots))
    return replace(table, given=ballots, received=ballots, votes={LEADER: votes})


def mobile_boxes(rng: np.random.Generator, count: int = 1500) -> Stations:
    """Two stations in five also send out a box with exactly 25 or 50 ballots, all of which are used."""
    table = made(rng, sizes(rng, count))
    extra = np.where(rng.random(count) < 0.4, rng.choice([25, 50], count), 0)
    ballots = np.minimum(np.asarray(table.ballots) + extra, table.registered)
    more = (ballots - np.asarray(table.ballots)).astype(np.int64)
    return replace(table, given=ballots, received=ballots, votes={LEADER: table.votes[LEADER] + rng.binomial(more, 0.6)})


def postal_pro_rata(rng: np.random.Generator, count: int = 1500) -> Stations:
    """Postal votes are counted centrally and shared out to stations by their number of voters, rounded."""
    table = made(rng, sizes(rng, count))
    rest = table.registered - np.asarray(table.ballots)
    postal = np.minimum(np.round(0.12 * table.registered), rest)
    ballots = np.asarray(table.ballots) + postal
    return replace(table, given=ballots, received=ballots, votes={LEADER: table.votes[LEADER] + np.round(0.48 * postal)})


INNOCENT: dict[str, World] = {
    each.__name__: each
    for each in (
        plain, small_round, legal_max, round_registered, derived_registered, lists_in_50s, booklets, closed_institutions, mobile_boxes,
        postal_pro_rata,
    )
}  # fmt: skip


def raised_to_integer(rng: np.random.Generator, count: int = 1500, *, dose: float = 0.06) -> Stations:
    """A share of the stations reports the next higher whole percentage of turnout that ends in 0 or 5; all added ballots are for one party."""
    table = plain(rng, count)
    ballots, registered = np.asarray(table.ballots), table.registered
    wanted = np.minimum(np.ceil((100 * ballots / registered + 2) / 5) * 5, 95)
    raised = np.where(rng.random(count) < dose, np.maximum(np.round(wanted * registered / 100), ballots), ballots)
    return replace(table, name="simulated, some raised", given=raised, received=raised, votes={LEADER: table.votes[LEADER] + raised - ballots})


def stuffed(rng: np.random.Generator, count: int = 1500, *, dose: float = 0.25) -> Stations:
    """In a share of the stations a part of those who stayed away is given a ballot for one party: a tenth of them, or nearly all."""
    table = plain(rng, count)
    ballots = np.asarray(table.ballots)
    part = np.where(rng.random(count) < dose, rng.beta(1.2, 1.0, count), 0.0)
    added = np.floor(part * (table.registered - ballots))
    votes = {LEADER: table.votes[LEADER] + added}
    return replace(table, name="simulated, some stuffed", given=ballots + added, received=ballots + added, votes=votes)


def _share(logit: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-logit)))


def _stations(name: str, size: Ints, ballots: Ints, votes: Ints, region: Ints, regions: int) -> Stations:
    given, names = ballots.astype(np.float64), tuple(f"region {number:02}" for number in range(1, regions + 1))
    return Stations(
        name=name, registered=size.astype(np.float64), given=given, received=given, votes={LEADER: votes.astype(np.float64)}, region=region,
        regions=names,
    )  # fmt: skip
