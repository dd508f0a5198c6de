"""Later editions change what earlier ones said; how much, which way and since which day is a fact that its source can explain."""

from __future__ import annotations

import numpy as np

from counterwatch.core import Attachment, Estimate, Finding, Message, Template, Verdict, check
from counterwatch.figures.attached import csv_text
from counterwatch.figures.charts.edition_lines import edition_lines
from counterwatch.figures.editions.changes import Changes, changes_of
from counterwatch.figures.editions.facts import HEADER, Facts, facts_of, known, rows_of
from counterwatch.figures.editions.words import TABLE, limits, steps
from counterwatch.figures.shapes.vintages import Vintages
from counterwatch.figures.table import Kind, Panel

UP = Template(
    "figures.revisions.up",
    "revised by +{size:.1%}: {before} in {first}, {after} in {last}, for the same times until {end:date}; {share:.1%} of {of} numbers were changed",
)
DOWN = Template(
    "figures.revisions.down",
    "revised by −{size:.1%}: {before} in {first}, {after} in {last}, for the same times until {end:date}; {share:.1%} of {of} numbers were changed",
)
FROM_ZERO = Template(
    "figures.revisions.from_zero",
    "revised from zero: {after} in {last} for the times for which {first} says {before}; {share:.1%} of {of} numbers differ",
)
SMALL = Template(
    "figures.revisions.small",
    "revised by less than {least:.1%} in all: {before} in {first}, {after} in {last}; {share:.1%} of {of} numbers were changed",
)
SAME = Template("figures.revisions.same", "none of {of} numbers was changed between {first} and {last}; this is no proof that they are right")
ONE_EDITION = Template("figures.revisions.one_edition", "this needs two editions of the same figures, and here is {n}")
NO_PARTNER = Template("figures.revisions.no_partner", "no unit and value is in both editions; the same names on both sides would be needed")
OTHER_STEP = Template("figures.revisions.other_step", "the editions have different steps of time, so their numbers are not about the same times")
TOO_FEW = Template("figures.revisions.too_few", "both editions have a number for {n} of the same times; {fewest} would be needed")
UNIT = Template("figures.revisions.unit", "of what the first edition said")
NO_SAMPLE = Template("figures.revisions.no_sample", "the two editions are compared in full, not by sample")

FEWEST, FEW_SERIES, SMALLEST = 8, 12, 10


def honest(rng: np.random.Generator, units: int = 6, days: int = 300) -> Vintages:
    """Counts whose last two weeks were not yet complete in the first edition, and of which some earlier ones were corrected either way."""
    last = rng.negative_binomial(12, 12 / (12 + np.geomspace(20, 800, units)[:, np.newaxis]), (units, days))
    seen = np.where(np.arange(days) < days - 14, 1.0, np.linspace(0.98, 0.5, days)[np.newaxis, :].clip(0.5, 1))
    first = rng.binomial(last, np.broadcast_to(seen, last.shape))
    first = np.maximum(first + rng.integers(-3, 4, last.shape) * (rng.random(last.shape) < 0.1), 0)
    return _editions(first, last)


def planted(rng: np.random.Generator) -> Vintages:
    """The same, with a third more in the last edition from some day on."""
    table, start = honest(rng), int(rng.integers(50, 200))
    last = table.editions[-1].values[""].copy()
    last[:, start:] += rng.poisson(last[:, start:] / 3)
    return _editions(table.editions[0].values[""], last)


def _editions(*blocks: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> Vintages:
    labels = tuple(f"edition {number}" for number in range(1, len(blocks) + 1))
    return Vintages(editions=tuple(Panel.many(name="place", values=each) for each in blocks), labels=labels)


@check(
    reads=Vintages,
    cites="Mincer & Zarnowitz 1969, Economic Forecasts and Expectations; Croushore & Stark 2001, Journal of Econometrics 105(1)",
    honest=honest,
    planted=planted,
)
def revisions(table: Vintages, *, least: float = 0.05) -> list[Finding]:
    """By how much, which way and since when did later editions change what the first one said?

    The first edition is held against the last for the times that both have. A series departs when its total (for rates: its mean) was revised
    by `least` or more, counts also by ten or more. That is a question for the reason, never a grade: careful offices revise.
    """
    if len(table.editions) < 2:
        return [Finding(subject=table.name, verdict=Verdict.NOT_TESTED, statement=ONE_EDITION(n=len(table.editions)))]
    if len({each.step for each in table.editions}) > 1:
        return [Finding(subject=table.name, verdict=Verdict.NOT_TESTED, statement=OTHER_STEP())]
    found = [finding for changes in changes_of(table) for finding in _ask(table, changes, least)]
    return found or [Finding(subject=table.name, verdict=Verdict.NOT_TESTED, statement=NO_PARTNER())]


def _ask(table: Vintages, changes: Changes, least: float) -> list[Finding]:
    if not changes.units:
        return []
    told = facts_of(changes)
    attached = Attachment.of(TABLE, csv_text(HEADER, rows_of(told)))
    return [_finding(table, told, row, least, attached) for row in range(len(changes.units))]


def _finding(table: Vintages, told: Facts, row: int, least: float, attached: Attachment) -> Finding:
    changes = told.changes
    subject = f"{changes.units[row]} · {changes.value}" if changes.value else changes.units[row]
    if told.shared[row] < FEWEST:
        few = TOO_FEW(n=int(told.shared[row]), fewest=FEWEST)
        return Finding(subject=subject, verdict=Verdict.NOT_TESTED, statement=few, problems=changes.problems)
    before, after = float(told.totals[0][row]), float(told.totals[1][row])
    size = (after - before) / abs(before) if before else None
    departs = abs(after - before) >= (SMALLEST if changes.kind is Kind.COUNTS else 0) and after != before and (size is None or abs(size) >= least)
    shown = departs or (len(changes.units) <= FEW_SERIES and bool(told.changed[row]))
    labels, lines = table.labels, [each[row] for each in changes.editions]
    return Finding(
        subject=subject, verdict=Verdict.DEPARTS if departs else Verdict.CONSISTENT,
        statement=_statement(table, told, row, size, least, departs=departs),
        estimate=None if size is None else Estimate(value=size, unit=UNIT(), no_interval=NO_SAMPLE()), numbers=_numbers(told, row, size),
        limits=limits(departs=departs, withdrawn=int(told.withdrawn[row])), steps=_steps(told, row) if departs else (),
        charts=(edition_lines(subject, labels, lines, changes.times),) if shown else (), attachments=(attached,), problems=changes.problems,
    )  # fmt: skip


def _statement(table: Vintages, told: Facts, row: int, size: float | None, least: float, *, departs: bool) -> Message:
    first, last, of = table.labels[0], table.labels[-1], int(told.shared[row])
    share = float(told.changed[row] / told.shared[row])
    before, after = (_short(float(each[row])) for each in told.totals)
    if not told.changed[row]:
        return SAME(of=of, first=first, last=last)
    if not departs:
        return SMALL(least=least, before=before, after=after, first=first, last=last, share=share, of=of)
    if size is None:
        return FROM_ZERO(before=before, after=after, first=first, last=last, share=share, of=of)
    end = str(told.changes.times[told.last_shared[row]])
    way = UP if size > 0 else DOWN
    return way(size=abs(size), before=before, after=after, first=first, last=last, share=share, of=of, end=end)


def _short(number: float) -> float | int:
    return int(number) if number.is_integer() and abs(number) < 1e15 else float(f"{number:.6g}")


def _numbers(told: Facts, row: int, size: float | None) -> dict[str, float | None]:
    everything = float(told.changed.sum() / max(told.shared.sum(), 1))
    return {
        "times": float(told.shared[row]), "changed": float(told.changed[row]), "withdrawn": float(told.withdrawn[row]),
        "first edition": float(told.totals[0][row]), "last edition": float(told.totals[1][row]), "revised by": size,
        "new amounts that went up": float(told.up[row]),
        "new amounts that went down": float(told.down[row]), "p of direction": float(told.p_way[row]),
        "Mincer-Zarnowitz constant": known(told.line.constant[row]), "Mincer-Zarnowitz slope": known(told.line.slope[row]),
        "Mincer-Zarnowitz p": known(told.line.p[row]), "share of the largest change": float(told.share_largest[row]),
        "share at first times of quarters": float(told.quarter[row]), "share of times that are first of a quarter": told.quarters,
        "share changed in all series": everything,
    }  # fmt: skip


def _steps(told: Facts, row: int) -> tuple[Message, ...]:
    changes = told.changes
    largest = (str(changes.times[int(told.largest[row])]), float(told.share_largest[row])) if told.share_largest[row] else None
    quarter = (float(told.quarter[row]), told.quarters) if told.quarters else None
    return steps(one_way=(int(told.up[row]), int(told.down[row]), float(told.p_way[row])), largest=largest, quarter=quarter)
