"""Ballots that are counted one by one fall on whole percentages no more often than on any other; numbers made from percentages do.

After Kobak, Shpilkin & Pshenichnikov 2016, with exact chances in place of simulation, placebo percentages, and without round totals.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from counterwatch.core import Chart, Finding, Message, Template, Verdict, check
from counterwatch.figures.charts.offset_bars import offset_bars
from counterwatch.figures.charts.percentage_spikes import percentage_spikes
from counterwatch.figures.integers.excess import Excess, excess_of, excess_of_either
from counterwatch.figures.integers.shares import Answerable, Shares, both, turnout_of, votes_of
from counterwatch.figures.integers.words import by_region, estimate, limits, numbers, steps
from counterwatch.figures.shapes.stations import Stations
from counterwatch.figures.worlds.stations import INNOCENT, raised_to_integer
from counterwatch.stats.binomial_tiles import BINS, Tiles, tenths

DEPARTS = Template(
    "figures.integer_percentages.departs",
    "{whole} of {n} stations have a whole percentage, {expected:.0} would by chance (p = {chance:p}); "
    "whole percentages also stand out from those in between (p = {placebo:p})",
)
CONSISTENT = Template(
    "figures.integer_percentages.consistent",
    "{whole} of {n} stations have a whole percentage, {expected:.0} would by chance (p = {chance:p}); "
    "held against those in between, p = {placebo:p}; this is no proof that the numbers are sound",
)
PUBLISHED = Template(
    "figures.integer_percentages.published",
    "By the published definition {whole} of {n} stations have a whole percentage of turnout or of votes for the leader, "
    "{expected:.0} would by chance (p = {chance:p})",
)


def honest(rng: np.random.Generator) -> Stations:
    """Return an election in one of ten innocent worlds."""
    return INNOCENT[str(rng.choice(list(INNOCENT)))](rng, 1500)


def planted(rng: np.random.Generator) -> Stations:
    """Return an election in which 6 % of the stations report a round percentage of turnout."""
    return raised_to_integer(rng, 1500, dose=0.06)


@check(
    reads=Stations,
    cites="Kobak, Shpilkin & Pshenichnikov 2016, Annals of Applied Statistics 10(1)",
    honest=honest,
    planted=planted,
    family="digits",
)
def integer_percentages(stations: Stations, *, rule: Literal["guarded", "published"] = "guarded", alpha: float = 0.01) -> list[Finding]:
    """Do polling stations report whole percentages of turnout or votes more often than counting brings about?

    The rule `guarded` asks turnout and the leader's share apart, sets stations with round totals aside, and departs only where whole
    percentages stand out from chance and from the nine percentages in between. The rule `published` reproduces the paper: both
    together, all stations, chance alone.
    """
    asked = tuple(each(stations, guarded=rule == "guarded") for each in (turnout_of, votes_of))
    labels = (stations.called("ballots") + " / " + stations.called("registered"), f"{stations.leader or 'votes'} / {stations.called('counted')}")
    if rule == "guarded":
        return [_guarded(stations, each, f"{stations.name} · {label}", alpha) for each, label in zip(asked, labels, strict=True)]
    return [_published(stations, asked, alpha)]


def _guarded(stations: Stations, asked: Answerable, subject: str, alpha: float) -> Finding:
    if not isinstance(asked, Shares):
        return _not_tested(subject, asked)
    excess, tiles = excess_of(asked)
    p = max(excess.p_chance, excess.p_placebo)
    said = DEPARTS if p <= alpha else CONSISTENT
    statement = said(
        whole=int(excess.found[0]), n=len(asked.counts), expected=float(excess.expected[0]), chance=excess.p_chance, placebo=excess.p_placebo
    )
    return _finding(stations, (asked,), excess, (tiles,), subject=subject, statement=statement, p=p, departs=p <= alpha, guarded=True)


def _published(stations: Stations, asked: tuple[Answerable, ...], alpha: float) -> Finding:
    turnout, votes = asked
    if not isinstance(turnout, Shares):
        return _not_tested(stations.name, turnout)
    if not isinstance(votes, Shares):
        return _not_tested(stations.name, votes)
    pair = both(turnout, votes)
    tiles = tuple(excess_of(each)[1] for each in pair)
    excess = excess_of_either(*pair, (tiles[0], tiles[1]))
    statement = PUBLISHED(whole=int(excess.found[0]), n=len(excess.hits), expected=float(excess.expected[0]), chance=excess.p_chance)
    departs = excess.p_chance <= alpha
    return _finding(
        stations, pair, excess, tiles, subject=stations.name, statement=statement, p=excess.p_chance, departs=departs, guarded=False
    )  # fmt: skip


def _finding(  # noqa: PLR0913
    stations: Stations, shares: tuple[Shares, ...], excess: Excess, tiles: tuple[Tiles, ...],
    *, subject: str, statement: Message, p: float, departs: bool, guarded: bool,
) -> Finding:  # fmt: skip
    spikes = tuple(_spikes(each, made, f"{stations.name} · {each.label}") for each, made in zip(shares, tiles, strict=True))
    return Finding(
        subject=subject,
        verdict=Verdict.DEPARTS if departs else Verdict.CONSISTENT,
        statement=statement,
        estimate=estimate(excess),
        p_value=p,
        limits=limits(stations, shares, departs=departs, guarded=guarded),
        steps=steps(departs=departs),
        charts=(*spikes, offset_bars(subject, excess.z)),
        attachments=(by_region(stations, excess, shares[0]),),
        numbers=numbers(excess, shares),
    )


def _spikes(shares: Shares, tiles: Tiles, subject: str) -> Chart:
    found = np.bincount(tenths(shares.counts, shares.totals), minlength=BINS).astype(np.float64)
    return percentage_spikes(subject, found, tiles.expected)


def _not_tested(subject: str, why: tuple[Message, ...]) -> Finding:
    return Finding(subject=subject, verdict=Verdict.NOT_TESTED, statement=why[0], steps=why[1:])
