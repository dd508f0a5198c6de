"""Deaths of all causes are harder to leave out than deaths of one cause: what exceeds the expected ones can be held against what was reported."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Literal

import numpy as np

from counterwatch.core import Attachment, Estimate, Finding, Message, Template, Verdict, WrongUsage, check, replace
from counterwatch.core.message import Param
from counterwatch.figures.attached import Cell, csv_text
from counterwatch.figures.charts.baseline_band import baseline_band
from counterwatch.figures.shapes.alignment import Aligned, align
from counterwatch.figures.shapes.pairs import Pairs, Relation
from counterwatch.figures.shapes.steps import first_and_last_day, summed
from counterwatch.figures.sources.baseline import year_and_season
from counterwatch.figures.sources.excess import FEWEST_YEARS, Excess, excess_of, pre_years
from counterwatch.figures.sources.excess_words import limits, steps
from counterwatch.figures.table import Kind, Panel, Step

DEPARTS = Template(
    "figures.excess_mortality.departs",
    "from {start:date} to {end:date} {excess:.0} more people died than earlier years lead one to expect (between {low:.0} and {high:.0}), and "
    "{reported:.0} deaths were reported: {ratio:.2} excess deaths for each reported one (p = {p:p})",
)
DEPARTS_NONE = Template(
    "figures.excess_mortality.departs_none",
    "from {start:date} to {end:date} {excess:.0} more people died than earlier years lead one to expect (between {low:.0} and {high:.0}), and no "
    "death was reported (p = {p:p})",
)
CONSISTENT = Template(
    "figures.excess_mortality.consistent",
    "from {start:date} to {end:date} {reported:.0} deaths were reported, and {excess:.0} more people died than earlier years lead one to expect "
    "(between {low:.0} and {high:.0}; p = {p:p}): the reported deaths may be all; this is no proof that they are",
)
OTHER_QUESTION = Template(
    "figures.excess_mortality.other_question",
    "the second source would have to be the deaths of all causes over several years, and it is not said to be",
)
NO_PARTNER = Template("figures.excess_mortality.no_partner", "no unit is in both sources; the same names on both sides would be needed")
NOT_COUNTS = Template("figures.excess_mortality.not_counts", "both sources must give numbers of deaths, not rates or amounts")
NOT_SPACED = Template("figures.excess_mortality.not_spaced", "deaths of all causes are needed by day, week, month, quarter or year, evenly spaced")
NO_TIME = Template("figures.excess_mortality.no_time", "there is no time from which deaths were reported and for which all deaths are known too")
TOO_FEW_YEARS = Template(
    "figures.excess_mortality.too_few_years",
    "{n} whole year of all deaths is known before {before:raw}; {fewest} would be needed",
    "{n} whole years of all deaths are known before {before:raw}; {fewest} would be needed",
)
NO_BASELINE = Template(
    "figures.excess_mortality.no_baseline", "some weeks or months of the year are missing in all earlier years; they would be needed"
)
SWAPPED = Template(
    "figures.excess_mortality.swapped", "more deaths are reported ({reported:.0}) than people died at all ({died:.0}); are the two sources swapped?"
)
NO_DATE = Template("figures.excess_mortality.no_date", 'the start "{start}" is not a date')
WRITE_DATE = Template("figures.excess_mortality.write_date", "write it as in 2020-03-01, or leave it out to begin with the first reported death")
RATIO = Template("figures.excess_mortality.ratio", "excess deaths for each reported death")
DEATHS = Template("figures.excess_mortality.deaths", "excess deaths")

LEVEL = 0.95
FEW_SERIES = 12
TABLE = "expected_deaths.csv"
_HEADER = ("series", "time", "deaths", "expected", "excess", "reported")
_WEEKS, _BEFORE = 430, 270


def honest(rng: np.random.Generator, units: int = 6, reported: float = 1.0) -> Pairs:
    """Five years with winters of different strength, then an epidemic of which all deaths are reported."""
    week = np.arange(_WEEKS)
    level = np.geomspace(150, 6000, units)[:, np.newaxis]
    season = 1 + 0.12 * np.cos(2 * np.pi * week / 52.18)
    winters = np.exp(-(((week[:, np.newaxis] - np.arange(4, _WEEKS, 52.18)) / 4) ** 2))
    flu = (rng.gamma(2, 0.05, (units, winters.shape[1])) @ winters.T) + rng.normal(0, 0.01, (units, 1))
    mean = level * season * (1 + rng.uniform(-0.01, 0.03, (units, 1)) * week / 52) * (1 + flu)
    wave = np.where(week >= _BEFORE, 0.25 * np.sin((week - _BEFORE) / 12) ** 2, 0.0)
    dead = rng.poisson(level * wave)
    told = np.where(week >= _BEFORE, rng.binomial(dead, reported), np.nan)
    first, second = (Panel.many(name="place", values=each, start="2015-01-05", step=Step.WEEK) for each in (told, rng.poisson(mean) + dead))
    return Pairs(first=first, second=second, relation=Relation.ALL_DEATHS)


def planted(rng: np.random.Generator) -> Pairs:
    """The same, with a quarter of the deaths of the epidemic reported."""
    return honest(rng, units=3, reported=0.25)


@check(reads=Pairs, cites="Karlinsky & Kobak 2021, eLife 10:e69336", honest=honest, planted=planted, family="second source")
def excess_mortality(
    pairs: Pairs, *, start: str = "", years: int = 5, trend: Literal["held", "continued"] = "continued", alpha: float = 0.01
) -> list[Finding]:
    """Do the reported deaths account for the deaths beyond what was expected?

    Expected deaths are a level for each week or month of the year and a linear trend over the last `years` whole years before the `start` (the
    first reported death if it is left out). The `trend` goes on, or is held at its value for the first year after, as in the paper.
    """
    first_day = _day(start)
    if pairs.relation is not Relation.ALL_DEATHS:
        return [_not_tested(pairs.name, OTHER_QUESTION())]
    aligned = [_weekly(each) for each in align(pairs.first, pairs.second)]
    findings = [finding for pair in aligned for finding in _ask(pair, first_day, years, trend == "held", alpha)]
    return findings or [_not_tested(pairs.name, NO_PARTNER())]


def _day(start: str) -> np.datetime64 | None:
    try:
        return np.datetime64(start, "D") if start else None
    except ValueError:
        raise WrongUsage(NO_DATE(start=start), hint=WRITE_DATE()) from None


def _weekly(pair: Aligned) -> Aligned:
    if pair.step is not Step.DAY:
        return pair
    sums = [summed(pair.times, each, fine=Step.DAY, coarse=Step.WEEK) for each in (pair.first, pair.second)]
    return dataclasses.replace(pair, times=sums[0][0], step=Step.WEEK, first=sums[0][1], second=sums[1][1])


def _ask(pair: Aligned, first_day: np.datetime64 | None, years: int, hold: bool, alpha: float) -> list[Finding]:
    findings: list[Finding] = []
    known: dict[int, Excess] = {}
    for row in range(len(pair.units)):
        found = _excess(pair, row, first_day, years=years, hold=hold)
        if isinstance(found, Message):
            findings.append(replace(_not_tested(pair.subject(row), found), problems=pair.problems))
            continue
        known[row] = found
        findings.append(replace(_answer(pair, row, found, alpha), problems=pair.problems))
    table = Attachment.of(TABLE, csv_text(_HEADER, _rows(pair, known)))
    for row, found in known.items():
        drawn = findings[row].verdict is Verdict.DEPARTS or len(known) <= FEW_SERIES
        chart = (baseline_band(pair.subject(row), found, pair.second[row], pair.first[row], pair.times, pair.step, level=LEVEL),) if drawn else ()
        findings[row] = replace(findings[row], charts=chart, attachments=(table,))
    return findings


def _excess(pair: Aligned, row: int, first_day: np.datetime64 | None, *, years: int, hold: bool) -> Excess | Message:
    reported, deaths, times = pair.first[row], pair.second[row], pair.times
    if set(pair.kinds) != {Kind.COUNTS}:
        return NOT_COUNTS()
    if pair.step is Step.IRREGULAR:
        return NOT_SPACED()
    given = np.isfinite(reported) & np.isfinite(deaths)
    begun = times >= first_day if first_day is not None else np.cumsum(np.where(given, np.maximum(reported, 0), 0)) > 0
    counted = given & begun
    if not counted.any():
        return NO_TIME()
    before = int(year_and_season(times, pair.step)[0][counted.argmax()])
    fitted = pre_years(deaths, times, pair.step, before=before, years=years)
    whole = len(np.unique(year_and_season(times, pair.step)[0][fitted]))
    if whole < FEWEST_YEARS:
        return TOO_FEW_YEARS(n=whole, before=before, fewest=FEWEST_YEARS)
    found = excess_of(reported, deaths, times, pair.step, fitted=fitted, counted=counted, hold=hold)
    if found is None:
        return NO_BASELINE()
    return SWAPPED(reported=found.reported, died=found.died) if found.reported > found.died else found


def _answer(pair: Aligned, row: int, found: Excess, alpha: float) -> Finding:
    p, reach, times = max(found.chances), found.reach(LEVEL), pair.times[found.counted]
    low, high, departs = found.excess - reach, found.excess + reach, p <= alpha
    told: dict[str, Param] = {
        "start": first_and_last_day(times[0], pair.step)[0],
        "end": first_and_last_day(times[-1], pair.step)[1],
        "excess": found.excess,
        "low": low,
        "high": high,
        "p": p,
    }
    if found.reported > 0:
        estimate = Estimate(
            value=found.excess / found.reported, low=low / found.reported, high=high / found.reported, level=LEVEL, unit=RATIO()
        )  # fmt: skip
        said = DEPARTS(**told, reported=found.reported, ratio=estimate.value) if departs else CONSISTENT(**told, reported=found.reported)
    else:
        estimate = Estimate(value=found.excess, low=low, high=high, level=LEVEL, unit=DEATHS())
        said = DEPARTS_NONE(**told) if departs else CONSISTENT(**told, reported=found.reported)
    numbers = {
        "reported": found.reported, "excess": found.excess, "excess low": low, "excess high": high, "expected": found.expected, "died": found.died,
        "error of independent steps": found.error, "error of whole years": found.error_of_years, "years": found.baseline.years,
        "steps counted": int(found.counted.sum()), "p of independent steps": found.chances[0], "p of whole years": found.chances[1],
        "excess for each expected": found.excess / found.expected if found.expected > 0 else None,
    }  # fmt: skip
    return Finding(
        subject=pair.subject(row), verdict=Verdict.DEPARTS if departs else Verdict.CONSISTENT, statement=said, estimate=estimate, p_value=p,
        numbers=numbers, limits=limits(departs=departs), steps=steps(TABLE, departs=departs),
    )  # fmt: skip


def _not_tested(subject: str, why: Message) -> Finding:
    return Finding(subject=subject, verdict=Verdict.NOT_TESTED, statement=why)


def _rows(pair: Aligned, known: dict[int, Excess]) -> Iterator[tuple[Cell, ...]]:
    for row, found in known.items():
        for at in np.flatnonzero(found.counted).tolist():
            deaths, expected = float(pair.second[row, at]), float(found.baseline.expected[at])
            yield pair.subject(row), str(pair.times[at]), deaths, expected, deaths - expected, float(pair.first[row, at])
