"""What is said beside the answer about whole percentages: effect, innocent explanations, questions, and a table by region."""

from __future__ import annotations

import numpy as np

from counterwatch.core import Attachment, Estimate, Message, Template
from counterwatch.figures.attached import csv_text
from counterwatch.figures.integers.excess import Excess
from counterwatch.figures.integers.shares import TELLING, Shares
from counterwatch.figures.shapes.stations import Ints, Stations

LEVEL = 0.95
TABLE = "whole_percentages.csv"

UNIT = Template("figures.integers.unit", "stations with a whole percentage beyond those expected by chance")
LIMITS = (
    Template(
        "figures.integers.limit_round",
        "Round numbers of voters make whole percentages: legal maxima, lists cut at 50 or 100 names, households that vote together",
    ),
    Template("figures.integers.limit_derived", "A number that somebody computed from a published percentage gives that percentage back"),
    Template(
        "figures.integers.limit_who",
        "It says that some numbers look made from percentages; not who made them, in whose favour, or whether the result would differ",
    ),
)
SET_ASIDE = Template(
    "figures.integers.set_aside",
    "{n} station with a round total was set aside: there whole percentages come about by themselves",
    "{n} stations with round totals were set aside: there whole percentages come about by themselves",
)
SMALL = Template(
    "figures.integers.small",
    "{n} station has fewer than {telling} voters or ballots and can say next to nothing",
    "{n} stations have fewer than {telling} voters or ballots and can say next to nothing",
)
NOT_FITTING = Template(
    "figures.integers.not_fitting",
    "{n} station was left out: a number is missing or not whole, or a part is larger than its total",
    "{n} stations were left out: a number is missing or not whole, or a part is larger than its total",
)
UNGUARDED = Template(
    "figures.integers.unguarded",
    "The published definition keeps stations with round totals and takes no account of the placebos; innocent round lists make it depart",
)
NO_PROOF = Template(
    "figures.integers.no_proof",
    "Finding nothing is no proof: ballots can be added without any round percentage, and a few raised stations are not seen",
)
ASK_PROTOCOLS = Template(
    "figures.integers.ask_protocols", "Ask for the protocols of the stations with whole percentages, and compare them with observers' copies"
)
ASK_LISTS = Template("figures.integers.ask_lists", "Ask how lists of voters are cut, and whether the percentage or the count is written down first")
SEE_REGIONS = Template("figures.integers.see_regions", "Look in {table} where the whole percentages are: in a few regions, or everywhere alike")
SEE_COMPARABLE = Template("figures.integers.see_comparable", "Run the check on earlier elections in the same stations: round lists show there too")


def estimate(excess: Excess) -> Estimate:
    """Return the excess; its interval is as wide as chance, or as the placebos spread where they spread more."""
    from scipy.special import ndtri

    value = float(excess.found[0] - excess.expected[0])
    reach = float(ndtri((1 + LEVEL) / 2)) * float(excess.sd[0]) * max(excess.placebo_spread, 1.0)
    return Estimate(value=value, low=value - reach, high=value + reach, level=LEVEL, unit=UNIT())


def limits(stations: Stations, shares: tuple[Shares, ...], *, departs: bool, guarded: bool) -> tuple[Message, ...]:
    """Return innocent explanations, then what was set aside."""
    said = [each() for each in LIMITS] if departs else [NO_PROOF()]
    said += [] if guarded else [UNGUARDED()]
    said += [SET_ASIDE(n=each.round_totals) for each in shares if each.round_totals]
    said += [SMALL(n=each.small, telling=TELLING) for each in shares[:1] if each.small]
    left_out = int((~stations.usable()).sum())
    return (*said, *((NOT_FITTING(n=left_out),) if left_out else ()))


def steps(*, departs: bool) -> tuple[Message, ...]:
    """Return questions to the source; an answer without a departure needs none."""
    return (ASK_PROTOCOLS(), ASK_LISTS(), SEE_REGIONS(table=TABLE), SEE_COMPARABLE()) if departs else ()


def numbers(excess: Excess, shares: tuple[Shares, ...]) -> dict[str, float | None]:
    """Return all intermediate figures by name."""
    z = excess.z
    even = [int((each.counts % 2 == 0).sum()) for each in shares]
    return {
        "stations": float(len(excess.hits)),
        "whole": float(excess.found[0]),
        "expected": float(excess.expected[0]),
        "sd": float(excess.sd[0]),
        "z": float(z[0]),
        "placebo spread": excess.placebo_spread,
        "p chance": excess.p_chance,
        "p placebo": excess.p_placebo,
        **{f"z at .{offset}": float(z[offset]) for offset in range(1, len(z))},
        **{f"even counts, {each.label}": count / max(len(each.counts), 1) for each, count in zip(shares, even, strict=True)},
    }


def by_region(stations: Stations, excess: Excess, shares: Shares) -> Attachment:
    """Return stations, whole percentages and expectation by region; one line where the file names no regions."""
    region = np.zeros(len(stations.registered), dtype=np.int64) if stations.region is None else stations.region
    names = stations.regions or (stations.name,)
    inside: Ints = region[shares.kept]
    sums = [np.bincount(inside, weights, minlength=len(names)) for weights in (np.ones(len(inside)), excess.hits.astype(float), excess.chances)]
    variance = np.bincount(inside, excess.chances * (1 - excess.chances), minlength=len(names))
    rows = [
        (name, int(count), int(whole), float(expected), float((whole - expected) / np.sqrt(spread)) if spread > 0 else None)
        for name, count, whole, expected, spread in zip(names, *sums, variance, strict=True)
    ]
    return Attachment.of(TABLE, csv_text(("region", "stations", "whole", "expected", "z"), rows))
