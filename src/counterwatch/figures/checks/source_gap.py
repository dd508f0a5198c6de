"""Two independent counts of one thing may differ, but by about the same factor all the time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from counterwatch.core import Attachment, Chart, Estimate, Finding, Message, Template, Verdict, check, replace
from counterwatch.figures.attached import Cell, csv_text
from counterwatch.figures.charts.ratio_path import TITLE, ratio_path
from counterwatch.figures.shapes.alignment import Aligned, align
from counterwatch.figures.shapes.pairs import Pairs, Relation
from counterwatch.figures.sources.gap import FEWEST, SLACK, Gap, gap_of
from counterwatch.figures.sources.gap_words import FREIGHT_BAND, TABLE, limits, steps
from counterwatch.figures.sources.periods import Ratios, ratios_of
from counterwatch.figures.table import Kind, Panel
from counterwatch.stats.median import median_interval

CHANGED = Template(
    "figures.source_gap.changed",
    "from about {start:date} on the first source gives {factor:s3} times as much for each one of the second as before "
    "({before:s3} before, {after:s3} after; p = {p:p}): the two sources do not tell the same story",
)
PERIODS = Template(
    "figures.source_gap.periods",
    "{n} of {of} periods, the first from {start:date}, is further from the usual ratio of {usual:s3} than chance and a slack of {slack:%} explain "
    "(p = {p:p})",
    "{n} of {of} periods, the first from {start:date}, are further from the usual ratio of {usual:s3} than chance and a slack of {slack:%} explain "
    "(p = {p:p})",
)
CONSISTENT = Template(
    "figures.source_gap.consistent",
    "in {of} periods the first source gives about {usual:s3} for each one of the second, all the time (p = {p:p}); "
    "this is no proof that either is sound",
)
OTHER_QUESTION = Template(
    "figures.source_gap.other_question", "the second source is not a count of the same thing, so the ratio of the two need not stay the same"
)
NO_PARTNER = Template("figures.source_gap.no_partner", "no unit and value is in both sources; the same names on both sides would be needed")
TOO_FEW = Template(
    "figures.source_gap.too_few",
    "{n} period can be compared; {fewest} would be needed (four weeks each where there are days or weeks)",
    "{n} periods can be compared; {fewest} would be needed (four weeks each where there are days or weeks)",
)
DIFFERENT = Template("figures.source_gap.different", "one source gives rates and the other numbers; both must be of one kind")
COPIED = Template(
    "figures.source_gap.copied",
    "{share:%} of the values are exactly equal in both sources, so one of them repeats the other or both come from one place; "
    "an independent source would be needed",
)
UNIT = Template("figures.source_gap.unit", "of the first source for each one of the second (median of the periods)")

MOST_COPIED = 0.5
FEW_SERIES = 12
LEVEL = 0.95
_HEADER = ("series", "period_start", "first", "second", "ratio", "p_of_period")


def honest(rng: np.random.Generator, units: int = 6, days: int = 700) -> Pairs:
    """An office and a registry that sees about 60 % of the same events two to five days later, on its own working days."""
    warm = 6
    drift = np.cumsum(np.cumsum(rng.normal(0, 0.0003, (units, days + warm)), axis=1), axis=1).clip(-1.5, 1.5)
    events = rng.negative_binomial(10, 10 / (10 + np.geomspace(15, 400, units)[:, np.newaxis] * np.exp(drift)))
    week = np.array([1.1, 1.1, 1.05, 1.05, 1.0, 0.85, 0.85])[np.arange(days) % 7]
    seen = rng.binomial(events, 0.6 * np.exp(np.cumsum(rng.normal(0, 0.002, events.shape), axis=1)).clip(0.7, 1.4))
    late = np.stack([row[warm - lag : warm - lag + days] for row, lag in zip(seen, rng.integers(2, 6, units).tolist(), strict=True)])
    return _pairs(rng.poisson(events[:, warm:] * week), late)


def planted(rng: np.random.Generator, units: int = 3, days: int = 700) -> Pairs:
    """The same, with four in ten events left out from some day on."""
    pairs, start = honest(rng, units, days), int(rng.integers(200, 500))
    values = pairs.first.values[""].copy()
    values[:, start:] = rng.binomial(values[:, start:].astype(int), 0.6)
    return _pairs(values, pairs.second.values[""])


def _pairs(first: NDArray[np.generic], second: NDArray[np.generic]) -> Pairs:
    return Pairs(first=Panel.many(name="place", values=first), second=Panel.many(name="place", values=second), relation=Relation.SAME)


@check(
    reads=Pairs,
    cites="Andrews 1993, Econometrica 61(4); Bhagwati 1964, Oxford Bulletin 26(1)",
    honest=honest,
    planted=planted,
    family="second source",
    extreme="none",
)
def source_gap(pairs: Pairs, *, slack: float = SLACK, alpha: float = 0.01) -> list[Finding]:
    """Do two sources about the same thing keep to one ratio?

    Sources are aligned at the lag at which they agree best and compared in sums of four weeks (or step by step where steps are longer).
    A departure is a period, or a level from some day on, that leaves the usual ratio by more than `slack` and more than its own scatter.
    """
    if pairs.relation is not Relation.SAME:
        return [Finding(subject=pairs.name, verdict=Verdict.NOT_TESTED, statement=OTHER_QUESTION())]
    findings = [finding for pair in align(pairs.first, pairs.second) for finding in _ask(pairs, pair, slack, alpha)]
    return findings or [Finding(subject=pairs.name, verdict=Verdict.NOT_TESTED, statement=NO_PARTNER())]


def _ask(pairs: Pairs, pair: Aligned, slack: float, alpha: float) -> list[Finding]:
    ratios = ratios_of(pair)
    gaps = [gap_of(logs, noise, slack=slack) for logs, noise in zip(ratios.logs, ratios.noise, strict=True)]
    table = Attachment.of(TABLE, csv_text(_HEADER, _rows(pair, ratios, gaps)))
    findings = []
    for row, gap in enumerate(gaps):
        if (why := _why_not(pair, ratios, row, gap)) is not None:
            findings.append(Finding(subject=pair.subject(row), verdict=Verdict.NOT_TESTED, statement=why, problems=pair.problems))
            continue
        found = _answer(pair, ratios, row, gap, slack=slack, alpha=alpha)
        drawn = found.verdict is Verdict.DEPARTS or len(gaps) <= FEW_SERIES
        charts = (_chart(pairs, ratios, row, gap, found, alpha),) if drawn else ()
        findings.append(replace(found, charts=charts, attachments=(table,), problems=pair.problems))
    return findings


def _why_not(pair: Aligned, ratios: Ratios, row: int, gap: Gap) -> Message | None:
    if len(set(pair.kinds)) > 1 and Kind.RATES in pair.kinds:
        return DIFFERENT()
    if len(gap.places) < FEWEST:
        return TOO_FEW(n=len(gap.places), fewest=FEWEST)
    return COPIED(share=float(ratios.same[row])) if ratios.same[row] > MOST_COPIED else None


def _answer(pair: Aligned, ratios: Ratios, row: int, gap: Gap, *, slack: float, alpha: float) -> Finding:
    departs, change = gap.p <= alpha, _change(ratios, gap)
    value, low, high = (float(np.exp(each)) for each in median_interval(ratios.logs[row][list(gap.places)], level=LEVEL))
    level = {"before": value, "after": value, "factor": 1.0, "factor_low": 1.0, "factor_high": 1.0}
    if gap.change is not None:
        known, place = ratios.logs[row][list(gap.places)], gap.change.place
        reach = gap.change.interval(LEVEL)
        level = {
            "before": float(np.exp(np.median(known[:place]))), "after": float(np.exp(np.median(known[place:]))),
            "factor": float(np.exp(gap.change.shift)), "factor_low": float(np.exp(reach[0])), "factor_high": float(np.exp(reach[1])),
        }  # fmt: skip
    marked = gap.departing(alpha)
    by_change = departs and gap.p_change <= gap.p_periods
    if by_change and change is not None:
        statement = CHANGED(start=change, factor=level["factor"], before=level["before"], after=level["after"], p=gap.p)
    elif departs:
        statement = PERIODS(n=len(marked), of=len(gap.places), start=str(ratios.starts[marked[0]]), usual=value, slack=slack, p=gap.p)
    else:
        statement = CONSISTENT(of=len(gap.places), usual=value, p=gap.p)
    amounts = pair.kinds == (Kind.AMOUNTS, Kind.AMOUNTS)
    numbers = {
        "periods": len(gap.places), "periods beyond": len(marked), "usual ratio": value, "lag": int(ratios.lag[row]), "scatter": gap.scatter,
        "allowed": gap.slack, "p of periods": gap.p_periods, "p of change": gap.p_change, **level,
        "overlap": _overlap(pair, ratios, row, gap),
        "in the band of freight": float(FREIGHT_BAND[0] <= value <= FREIGHT_BAND[1]) if amounts else None,
    }  # fmt: skip
    return Finding(
        subject=pair.subject(row), verdict=Verdict.DEPARTS if departs else Verdict.CONSISTENT, statement=statement, p_value=gap.p, numbers=numbers,
        estimate=Estimate(value=value, low=low, high=high, level=LEVEL, unit=UNIT()), limits=limits(amounts=amounts, departs=departs),
        steps=steps(change if by_change else None, departs=departs),
    )  # fmt: skip


def _overlap(pair: Aligned, ratios: Ratios, row: int, gap: Gap) -> float:
    """Return the share of the first source's own steps that lie in compared periods."""
    known = int(np.isfinite(pair.first[row]).sum())
    steps = (ratios.starts[1] - ratios.starts[0]) / (pair.times[1] - pair.times[0]) if len(ratios.starts) > 1 else 1.0
    return float(min(1.0, len(gap.places) * steps / known)) if known else 0.0


def _change(ratios: Ratios, gap: Gap) -> str | None:
    return str(ratios.starts[gap.places[gap.change.place]]) if gap.change else None


def _chart(pairs: Pairs, ratios: Ratios, row: int, gap: Gap, found: Finding, alpha: float) -> Chart:
    band = float(np.exp(gap.usual - gap.slack)), float(np.exp(gap.usual + gap.slack))
    change = _change(ratios, gap) if 2 * gap.p_change <= alpha else None
    title = TITLE(subject=found.subject, first=pairs.first.name, second=pairs.second.name)
    return ratio_path(title, ratios.starts, np.exp(ratios.logs[row]), band=band, marked=gap.departing(alpha), change=change)


def _rows(pair: Aligned, ratios: Ratios, gaps: list[Gap]) -> Iterator[tuple[Cell, ...]]:
    for row, gap in enumerate(gaps):
        for place, chance in zip(gap.places, gap.chances.tolist(), strict=True):
            first, second = float(ratios.first[row, place]), float(ratios.second[row, place])
            yield pair.subject(row), str(ratios.starts[place]), first, second, float(np.exp(ratios.logs[row, place])), chance
