"""The stations that can be asked about turnout and share, with what is needed of each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterwatch.core import Message, Template
from counterwatch.figures.integers.shares import NO_BALLOTS
from counterwatch.figures.shapes.stations import Ints, Stations
from counterwatch.figures.table import Floats

FEWEST = 500
SMALLEST = 100
HIGHEST = 0.99
"""Hospitals, ships and barracks, where everybody votes, are another kind of place."""

TOO_FEW = Template(
    "figures.fingerprint.too_few",
    "{n} station has at least {smallest} registered voters, ballots and votes that fit each other; {fewest} would be needed",
    "{n} stations have at least {smallest} registered voters, ballots and votes that fit each other; {fewest} would be needed",
)
NOTHING_VARIES = Template(
    "figures.fingerprint.nothing_varies", "turnout or the leader's share is the same in most stations, so nothing can be said of how they go together"
)
ASK_STATIONS = Template(
    "figures.fingerprint.ask_stations", "ask for registered voters, ballots and votes of every party in each station, not in districts"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Stations as registered voters, ballots, votes for the leader and for all others; `region` has no gaps in its numbering."""

    registered: Floats
    ballots: Floats
    leader: Floats
    others: Floats
    region: Ints
    regions: int
    full: int

    @property
    def turnout(self) -> Floats:
        return self.ballots / self.registered

    @property
    def share(self) -> Floats:
        return self.leader / np.maximum(self.leader + self.others, 1)

    def logits(self) -> tuple[Floats, Floats]:
        """Return turnout and share on the logistic scale; none and all are half a person away from the end."""
        return _logit(self.ballots, self.registered), _logit(self.leader, self.leader + self.others)


def places_of(stations: Stations) -> Places | tuple[Message, ...]:
    """Return the places of an election, or the reason why nothing can be asked of it."""
    ballots, counted, leader = stations.ballots, stations.counted, stations.leader
    if ballots is None or counted is None or leader is None:
        return NO_BALLOTS(), ASK_STATIONS()
    fitting = stations.usable() & (stations.registered >= SMALLEST)
    asked = fitting & (ballots <= HIGHEST * stations.registered) & (np.nan_to_num(np.minimum(ballots, counted)) > 0)
    if (count := int(asked.sum())) < FEWEST:
        return TOO_FEW(n=count, smallest=SMALLEST, fewest=FEWEST), ASK_STATIONS()
    # The same stations in another order must meet the same draws.
    kept = _in_order(asked, stations.registered, ballots, stations.votes[leader])
    votes = stations.votes[leader][kept]
    numbered = np.zeros(count, dtype=np.int64) if stations.region is None else np.unique(stations.region[kept], return_inverse=True)[1]
    region = np.asarray(numbered, dtype=np.int64)
    full = int((fitting & (ballots > HIGHEST * stations.registered)).sum())
    places = Places(
        registered=stations.registered[kept], ballots=ballots[kept], leader=votes, others=counted[kept] - votes, region=region,
        regions=int(region.max()) + 1, full=full,
    )  # fmt: skip
    if not all(_spreads(each) for each in (places.turnout, places.share)):
        return NOTHING_VARIES(), ASK_STATIONS()
    return places


def _in_order(kept: NDArray[np.bool_], *lists: Floats) -> Ints:
    rows = np.flatnonzero(kept)
    return np.asarray(rows[np.lexsort([each[rows] for each in lists])])


def _spreads(values: Floats) -> bool:
    low, high = np.quantile(values, (0.25, 0.75))
    return bool(high > low)


def _logit(part: Floats, whole: Floats) -> Floats:
    return np.asarray(np.log((part + 0.5) / (whole - part + 0.5)))
