"""Added ballots raise turnout and one party's share together. So do many innocent things: this check raises a question, never a grade.

The excess is that of S. Shpilkin, the slope that of Sobyanin & Suhovolskiy 1993, the picture that of Klimek, Yegorov, Hanel & Thurner 2012.
"""

from __future__ import annotations

import numpy as np

from counterwatch.core import Estimate, Finding, Message, Template, Verdict, check
from counterwatch.core.message import Param
from counterwatch.figures.charts.fingerprint import fingerprint
from counterwatch.figures.charts.votes_by_turnout import votes_by_turnout
from counterwatch.figures.fingerprint.excess import ByTurnout, by_turnout
from counterwatch.figures.fingerprint.innocent import innocent_excesses
from counterwatch.figures.fingerprint.places import HIGHEST, Places, places_of
from counterwatch.figures.fingerprint.slope import slope_of
from counterwatch.figures.fingerprint.words import NO_INTERVAL, UNIT, estimate, limits, numbers, steps, table_of
from counterwatch.figures.shapes.stations import Stations
from counterwatch.figures.table import Floats
from counterwatch.figures.worlds.places import DIFFERENT_PLACES
from counterwatch.figures.worlds.stations import stuffed

DEPARTS = Template(
    "figures.turnout_share.departs",
    "above a turnout of {mode:%}, {leader} has {votes:.0} votes more than its share up to there would give ({part:%} of its votes); "
    "regions, and hidden kinds of place up to {points} points apart, make that less often (p = {p:p})",
)
CONSISTENT = Template(
    "figures.turnout_share.consistent",
    "above a turnout of {mode:%}, {leader} has {votes:.0} votes more than its share up to there would give ({part:%} of its votes); "
    "regions that differ as these do, and hidden kinds of place up to {points} points apart, make as much (p = {p:p}); this clears nothing",
)
NO_EXCESS = Template(
    "figures.turnout_share.no_excess",
    "above a turnout of {mode:%}, {leader} has no more votes than its share up to there would give ({votes:.0}; p = {p:p}); this clears nothing",
)
NO_REGIONS = Template(
    "figures.turnout_share.no_regions",
    "above a turnout of {mode:%}, {leader} has {votes:.0} votes more than its share up to there would give ({part:%} of its votes); "
    "whether differing regions explain that cannot be asked, since the file names fewer than {fewest} regions",
)
NAME_REGIONS = Template("figures.turnout_share.name_regions", "name the column of regions: --map region=COLUMN")
FEWEST_REGIONS = 5


def honest(rng: np.random.Generator) -> Stations:
    """Return an election in which places differ in one of nine innocent ways."""
    return DIFFERENT_PLACES[str(rng.choice(list(DIFFERENT_PLACES)))](rng, 1500)


def planted(rng: np.random.Generator) -> Stations:
    """Return an election in which a quarter of the stations gives ballots for one party to some who stayed away."""
    return stuffed(rng, 3000, dose=0.25)


@check(
    reads=Stations,
    cites="Klimek, Yegorov, Hanel & Thurner 2012, PNAS 109(41); Sobyanin & Suhovolskiy 1993; Kobak, Shpilkin & Pshenichnikov 2016",
    honest=honest,
    planted=planted,
    family="context",
)
def turnout_share(stations: Stations, *, points: float = 10.0, alpha: float = 0.01, draws: int = 399, seed: int = 0) -> Finding:
    """Does the leader have more votes at high turnout than regions and places that differ would give it?

    The excess counts the leader's votes above the usual turnout that its ratio to all other votes, up to there, does not explain. It is
    held against elections drawn around the regions' own middles, widths and ties, with hidden kinds of place up to `points` apart.
    """
    places = places_of(stations)
    if not isinstance(places, Places):
        return Finding(subject=stations.name, verdict=Verdict.NOT_TESTED, statement=places[0], steps=places[1:])
    leader = stations.leader or ""
    votes, slope = by_turnout(places.turnout, places.leader, places.others), slope_of(places)
    shown = numbers(places, votes, slope)
    charts = (
        fingerprint(stations.name, leader, places.turnout, places.share),
        votes_by_turnout(stations.name, leader, votes),
    )
    table = table_of(votes, stations, places)
    if places.regions < FEWEST_REGIONS:
        why = NO_REGIONS(**_amounts(votes, leader), fewest=FEWEST_REGIONS)
        alone = Estimate(value=votes.excess, unit=UNIT(), no_interval=NO_INTERVAL())
        return Finding(
            subject=stations.name, verdict=Verdict.NOT_TESTED, statement=why, estimate=alone, charts=charts,
            limits=limits(places, slope, votes, leader, departs=False, highest=HIGHEST), steps=(NAME_REGIONS(),), numbers=shown, attachments=(table,),
        )  # fmt: skip
    innocent = innocent_excesses(places, points=points, draws=draws, rng=np.random.default_rng(seed))
    p = float((1 + (innocent.as_found >= votes.excess_share).sum()) / (1 + draws))
    departs = p <= alpha
    return Finding(
        subject=stations.name,
        verdict=Verdict.DEPARTS if departs else Verdict.CONSISTENT,
        statement=_said(votes, leader, points=points, p=p, departs=departs),
        estimate=estimate(votes, innocent, float(places.leader.sum())),
        p_value=p,
        limits=limits(places, slope, votes, leader, departs=departs, highest=HIGHEST),
        steps=steps(),
        charts=charts,
        attachments=(table,),
        numbers=shown
        | {f"innocent excess, {name}": float(each) for name, each in zip(("low", "middle", "high"), _range(innocent.as_found), strict=True)},
    )


def _said(votes: ByTurnout, leader: str, *, points: float, p: float, departs: bool) -> Message:
    if votes.excess <= 0 and not departs:
        return NO_EXCESS(mode=(votes.mode + 1) / 100, leader=leader, votes=votes.excess, p=p)
    return (DEPARTS if departs else CONSISTENT)(**_amounts(votes, leader), points=points, p=p)


def _amounts(votes: ByTurnout, leader: str) -> dict[str, Param]:
    return {"mode": (votes.mode + 1) / 100, "leader": leader, "votes": votes.excess, "part": votes.excess_share}


def _range(innocent: Floats) -> list[float]:
    return [float(each) for each in np.quantile(innocent, (0.025, 0.5, 0.975))]
