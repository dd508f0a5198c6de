"""What is said beside the answer about turnout and share: the model's assumption first, innocent explanations, questions, a table."""

from __future__ import annotations

import numpy as np

from counterwatch.core import Attachment, Estimate, Message, Template
from counterwatch.figures.attached import csv_text
from counterwatch.figures.fingerprint.excess import ByTurnout
from counterwatch.figures.fingerprint.innocent import Innocent
from counterwatch.figures.fingerprint.places import Places
from counterwatch.figures.fingerprint.slope import Slope
from counterwatch.figures.shapes.stations import Stations

LEVEL = 0.95
TABLE = "votes_by_turnout.csv"

UNIT = Template(
    "figures.fingerprint.unit",
    "votes beyond the share up to the usual turnout, by a model named in the limits; the low end takes off what differing places would make",
)
NO_INTERVAL = Template("figures.fingerprint.no_interval", "without regions nothing is known of how much places differ innocently")
MODEL = Template(
    "figures.fingerprint.model",
    "The excess assumes that without added ballots the leader has the same share at every turnout; where that is untrue it is no number of ballots",
)
PLACES = Template(
    "figures.fingerprint.places",
    "Town and country, peoples, strongholds, and a party that brings its supporters tie turnout to the leader's share without any added ballot",
)
ALREADY_THERE = Template(
    "figures.fingerprint.already_there",
    "What was done alike in most stations of a region is taken for a trait of that region: this comparison does not see it",
)
NO_PROOF = Template("figures.fingerprint.no_proof", "Finding no departure is no proof that ballots were counted as cast")
FULL = Template(
    "figures.fingerprint.full",
    "{n} station with a turnout above {highest:%} was set aside: hospitals, ships and barracks are places of their own",
    "{n} stations with a turnout above {highest:%} were set aside: hospitals, ships and barracks are places of their own",
)
STEEP = Template(
    "figures.fingerprint.steep",
    "With each ballot more, between stations of one region, {leader} gains {slope:.2} votes ({low:.2} to {high:.2}); "
    "{usual:.2} would be its share up to the usual turnout, and above 1 all others lose votes as turnout rises",
)
ASK_PROTOCOLS = Template(
    "figures.fingerprint.ask_protocols", "Compare the protocols of stations with high turnout with observers' copies and counts of people entering"
)
ASK_NEIGHBOURS = Template(
    "figures.fingerprint.ask_neighbours", "Compare stations in the same building or street: they share their people, and differ only in who counts"
)
ASK_EARLIER = Template("figures.fingerprint.ask_earlier", "Compare with earlier elections in the same stations, and with other parties")


def estimate(votes: ByTurnout, innocent: Innocent, total: float) -> Estimate:
    """Return the published excess in votes.

    The low end takes off all that differing places would make. The draws learn from the stations themselves, added ballots included, so
    the high end asks only how much votes could be hidden by chance where turnout and share are untied.
    """
    most = float(np.quantile(innocent.as_found, (1 + LEVEL) / 2)) * total
    least = min(float(np.quantile(innocent.untied, (1 - LEVEL) / 2)), 0.0) * total
    return Estimate(value=votes.excess, low=votes.excess - max(most, 0.0), high=votes.excess - least, level=LEVEL, unit=UNIT())


def limits(places: Places, slope: Slope, votes: ByTurnout, leader: str, *, departs: bool, highest: float) -> tuple[Message, ...]:
    """Return the assumption, what else makes such a picture, and what was set aside."""
    said = (MODEL(), PLACES()) if departs else (NO_PROOF(), ALREADY_THERE(), MODEL())
    steep = STEEP(leader=leader, slope=slope.value, low=slope.low, high=slope.high, usual=votes.usual_share)
    return (*said, steep, *((FULL(n=places.full, highest=highest),) if places.full else ()))


def steps() -> tuple[Message, ...]:
    """Return what to ask and compare next."""
    return ASK_PROTOCOLS(), ASK_NEIGHBOURS(), ASK_EARLIER()


def numbers(places: Places, votes: ByTurnout, slope: Slope) -> dict[str, float | None]:
    """Return all intermediate figures by name."""
    return {
        "stations": float(len(places.leader)),
        "regions": float(places.regions),
        "votes of the leader": float(places.leader.sum()),
        "published excess": votes.excess,
        "published excess, part of the leader's votes": votes.excess_share,
        "mode of turnout": float(votes.mode),
        "share up to the mode": votes.usual_share,
        "slope": slope.value,
        "slope low": slope.low,
        "slope high": slope.high,
        "correlation": slope.correlation,
        "bimodality": slope.bimodality,
    }


def table_of(votes: ByTurnout, stations: Stations, places: Places) -> Attachment:
    """Return stations and votes by percent of turnout, and the votes of all others times the usual ratio."""
    count = np.bincount(np.clip((places.turnout * 100).astype(np.int64), 0, 99), minlength=100)
    rows = [
        (at, int(count[at]), int(votes.leader[at]), int(votes.others[at]), float(votes.others[at] * votes.ratio))
        for at in np.flatnonzero(count).tolist()
    ]
    return Attachment.of(TABLE, csv_text(("turnout", "stations", stations.leader or "", "others", "others_times_ratio"), rows))
