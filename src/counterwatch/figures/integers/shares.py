"""Turnout and shares of stations as counts and totals, and those of them that can tell whole percentages from others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterwatch.core import Message, Template
from counterwatch.figures.shapes.stations import LARGEST, Ints, Stations
from counterwatch.figures.table import Floats

SMALLEST = 100
TELLING = 220
HIGHEST = 0.99
ROUND = 10
FEWEST = 300
NEAR = 0.25
DERIVED_SHARE = 0.75

NO_BALLOTS = Template(
    "figures.integers.no_ballots", "turnout and shares need the number of ballots in each station and the votes of a party, and they are not here"
)
TOO_FEW = Template(
    "figures.integers.too_few",
    "{n} station has at least {smallest} voters and a share up to {highest:%}; {fewest} would be needed",
    "{n} stations have at least {smallest} voters and a share up to {highest:%}; {fewest} would be needed",
)
DERIVED = Template(
    "figures.integers.derived",
    "{share:%} of the percentages are next to a whole number: numbers were computed from published percentages, or stations are small and round",
)
ROUND_TOTALS = Template(
    "figures.integers.round_totals",
    "{n} station is left when those with round totals are set aside, in which whole percentages come about by themselves; {fewest} would be needed",
    "{n} stations are left when those with round totals are set aside, in which whole percentages come about by themselves; {fewest} would be needed",
)
TOO_SMALL = Template(
    "figures.integers.too_small",
    "{n} station has {telling} voters or more; in smaller ones whole percentages can hardly be told from others, and {fewest} would be needed",
    "{n} stations have {telling} voters or more; in smaller ones whole percentages can hardly be told from others, and {fewest} would be needed",
)
ASK_COUNTS = Template("figures.integers.ask_counts", "ask for the protocols of the stations: counted ballots and the list of voters")
ASK_WHOLE = Template("figures.integers.ask_whole", "ask for all stations of the election, not a part of them")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """One share, such as turnout: `counts` of `totals` in the stations kept, which of all stations these are, and how many were set aside."""

    label: str
    counts: Ints
    totals: Ints
    kept: NDArray[np.bool_]
    round_totals: int = 0

    @property
    def small(self) -> int:
        """How many of the stations kept are too small to tell whole percentages from others."""
        return int((self.totals < TELLING).sum())


Answerable = Shares | tuple[Message, ...]
"""What can be asked about, or the reason why not and what to ask for."""


def turnout_of(stations: Stations, *, guarded: bool) -> Answerable:
    """Return ballots of registered voters."""
    if stations.ballots is None:
        return NO_BALLOTS(), ASK_COUNTS()
    label = f"{stations.called('ballots')} / {stations.called('registered')}"
    return _asked(label, stations.ballots, stations.registered, registered_of(stations), guarded=guarded)


def votes_of(stations: Stations, *, guarded: bool) -> Answerable:
    """Return votes of the leading party of ballots counted."""
    if stations.counted is None or stations.leader is None:
        return NO_BALLOTS(), ASK_COUNTS()
    label = f"{stations.leader} / {stations.called('counted')}"
    return _asked(label, stations.votes[stations.leader], stations.counted, registered_of(stations), guarded=guarded)


def registered_of(stations: Stations) -> NDArray[np.bool_]:
    """Return where all counts fit each other and at least a hundred voters are registered."""
    return np.asarray(stations.usable() & (stations.registered >= SMALLEST) & (stations.registered <= LARGEST))


def _asked(label: str, counts: Floats, totals: Floats, allowed: NDArray[np.bool_], *, guarded: bool) -> Answerable:
    least = SMALLEST if guarded else 1
    kept = allowed & (totals >= least) & (counts > 0) & (counts <= HIGHEST * totals)
    if kept.sum() < FEWEST:
        return TOO_FEW(n=int(kept.sum()), smallest=SMALLEST, highest=HIGHEST, fewest=FEWEST), ASK_WHOLE()
    if not guarded:
        return _shares(label, counts, totals, kept, 0)
    percent = 100 * counts[kept] / totals[kept]
    near = float((np.abs(percent - np.round(percent)) <= NEAR).mean())
    if near > DERIVED_SHARE:
        return DERIVED(share=near), ASK_COUNTS()
    off_round = kept & (np.gcd(np.where(kept, totals, 1).astype(np.int64), 100) < ROUND)
    if off_round.sum() < FEWEST:
        return ROUND_TOTALS(n=int(off_round.sum()), fewest=FEWEST), ASK_COUNTS()
    telling = int((totals[off_round] >= TELLING).sum())
    if telling < FEWEST:
        return TOO_SMALL(n=telling, telling=TELLING, fewest=FEWEST), ASK_WHOLE()
    return _shares(label, counts, totals, off_round, int(kept.sum() - off_round.sum()))


def _shares(label: str, counts: Floats, totals: Floats, kept: NDArray[np.bool_], round_totals: int) -> Shares:
    return Shares(label=label, counts=counts[kept].astype(np.int64), totals=totals[kept].astype(np.int64), kept=kept, round_totals=round_totals)


def both(first: Shares, second: Shares) -> tuple[Shares, Shares]:
    """Return two shares in the stations that are kept for both, as the published definition has it."""
    kept = first.kept & second.kept
    return _narrowed(first, kept), _narrowed(second, kept)


def _narrowed(shares: Shares, kept: NDArray[np.bool_]) -> Shares:
    inside = kept[shares.kept]
    return Shares(label=shares.label, counts=shares.counts[inside], totals=shares.totals[inside], kept=kept, round_totals=shares.round_totals)
