"""Counts do not repeat for ten days in a row by chance. A block that occurs twice was filled in, or entered twice."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from counterwatch.core import Attachment, Estimate, Finding, Message, Template, Verdict, check, replace
from counterwatch.core.message import Param
from counterwatch.figures.attached import csv_text
from counterwatch.figures.charts.block_match import block_match
from counterwatch.figures.copying.blocks import LEVEL, SAME_SERIES, SHORTEST, Block, blocks_of, usable_days
from counterwatch.figures.dispersion.adjusted import adjusted_of
from counterwatch.figures.habit import Habit, habits_of
from counterwatch.figures.table import Kind, Panel, Step

WITHIN = Template(
    "figures.copied_blocks.within",
    "were these days filled in? {days} days from {start:date} {how} those from {again:date}; chance would make {expected:p} such blocks",
)
ACROSS = Template(
    "figures.copied_blocks.across",
    "were these days filled in? {days} days from {start:date} {how} those of {other} from {again:date}; chance would make {expected:p} such blocks",
)
EXACT = Template("figures.copied_blocks.exact", "show the same figures as")
SHIFTED = Template("figures.copied_blocks.shifted", "differ by {constant} on each day from")
SCALED = Template("figures.copied_blocks.scaled", "stand in one ratio ({constant:.3}) to")
MIRRORED = Template("figures.copied_blocks.mirrored", "repeat in reverse order")
NONE = Template("figures.copied_blocks.none", "no block of {shortest} days or more occurs twice; this is no proof that nothing was filled in")
FILLED = Template(
    "figures.copied_blocks.filled",
    "{days} days from {start:date} stand as they stood {lag} days before: a missing report was probably filled in so, which the source should say",
)
CHANCE = Template("figures.copied_blocks.chance", "{days} days occur twice, but chance would make {expected:p} such blocks in series like these")
SAME = Template("figures.copied_blocks.same", "the figures agree with those of {other} nearly everywhere: one series stands here under two names")
NOT_DAILY = Template("figures.copied_blocks.not_daily", "repeated blocks are looked for in daily counts, and these are not")
TOO_FEW = Template(
    "figures.copied_blocks.too_few", "{n} day in a place where {level} a day is usual can be used; {fewest} are needed",
    "{n} days in places where {level} a day is usual can be used; {fewest} are needed",
)  # fmt: skip
UNIT = Template("figures.copied_blocks.unit", "days in the block")
COUNTED = Template("figures.copied_blocks.counted", "the days of a block are counted, not estimated")

LIMITS = (
    Template("figures.copied_blocks.limit_imputed", "missing reports are often filled in from another period, or from last year, openly"),
    Template("figures.copied_blocks.limit_part", "one unit may be part of the other, or the same place under two names"),
    Template("figures.copied_blocks.limit_file", "the file may have been joined wrongly after publication: compare it with the source's own page"),
    Template("figures.copied_blocks.limit_plan", "timetables, quotas and full capacity repeat themselves"),
)
STEPS = (
    Template("figures.copied_blocks.ask", "ask the source: are figures imputed for these dates, by which rule, and where is that written down?"),
    Template("figures.copied_blocks.see", "look up both periods in an archived copy of the source's own page, and in the reports of the parts"),
)
HOW = {"exact": EXACT, "shifted": SHIFTED, "scaled": SCALED, "mirrored": MIRRORED}
REFUSED_BY = ("spread", "plan", "limit", "grid", "mean", "weekly_shares")
FEWEST = 30
_HEADER = ("unit", "value", "start", "days", "way", "constant", "other_unit", "other_start", "expected_by_chance")


def honest(rng: np.random.Generator, units: int = 12, days: int = 500) -> Panel:
    """Clustered counts with waves and weekdays; two units have a missing week filled in with the week before."""
    time, level = np.arange(days), np.geomspace(5, 2000, units)[:, np.newaxis]
    wave = np.exp(0.7 * np.sin(2 * np.pi * (time / rng.uniform(120, 250, (units, 1)) + rng.random((units, 1)))))
    values = rng.negative_binomial(30, 30 / (30 + level * wave * rng.uniform(0.6, 1.3, (units, 7))[:, time % 7])).astype(np.float64)
    for row in (5, 9):
        start = int(rng.integers(100, 400))
        values[row, start : start + 7] = values[row, start - 7 : start]
    return Panel.many(name="counted", values=values)


def planted(rng: np.random.Generator) -> Panel:
    """The same, where four weeks of one unit stand again ten weeks later, and another unit takes four fifths of a neighbour's month."""
    values, start = honest(rng).values[""].copy(), int(rng.integers(100, 300))
    values[7, start + 70 : start + 98] = values[7, start : start + 28]
    values[10, start : start + 30] = np.round(0.8 * values[11, start : start + 30])
    return Panel.many(name="counted, four weeks entered twice", values=values)


@check(reads=Panel, cites="Simonsohn 2013, Psychological Science 24(10)", honest=honest, planted=planted, compares_units=True, version=2)
def copied_blocks(panel: Panel, *, alpha: float = 0.01) -> list[Finding]:
    """Do ten days or more stand twice: as they are, shifted, multiplied, in reverse, or in another unit?

    p is the number of such blocks that independent figures with the scatter of these series would show at most, over all pairs of
    windows. A month or less filled in with the weeks just before, or with those of a year before, is no finding: it is told as a habit.
    """
    return [finding for value in panel.values for finding in _ask(panel, value, alpha)]


def _ask(panel: Panel, value: str, alpha: float) -> list[Finding]:
    subjects, flows = [each.subject for each in panel.series() if each.value == value], panel.flows(value)
    if panel.step is not Step.DAY or panel.kinds[value] is not Kind.COUNTS:
        return [_finding(subject, Verdict.NOT_TESTED, NOT_DAILY()) for subject in subjects]
    refused = [[each for name, each in habits.items() if name in REFUSED_BY] for habits in habits_of(panel, value)]
    taken = np.array([not each for each in refused], dtype=bool)
    days = usable_days(flows).sum(axis=1)
    blocks = blocks_of(flows, adjusted_of(panel, value), taken)
    by_unit: dict[int, list[Block]] = defaultdict(list)
    for block in blocks:
        for row in {block.copy.first, block.copy.second}:
            by_unit[row].append(block)
    table = Attachment.of("blocks.csv", csv_text(_HEADER, [_row(panel, value, each) for each in blocks]))
    return [
        _refusal(subject, refused[row], int(days[row])) or replace(_answer(panel, value, subject, row, by_unit[row], alpha), attachments=(table,))
        for row, subject in enumerate(subjects)
    ]


def _refusal(subject: str, habits: list[Habit], days: int) -> Finding | None:
    if days < FEWEST:
        return _finding(subject, Verdict.NOT_TESTED, TOO_FEW(n=days, level=LEVEL, fewest=FEWEST))
    return replace(_finding(subject, Verdict.NOT_TESTED, habits[0].statement), steps=(habits[0].question,)) if habits else None


def _answer(panel: Panel, value: str, subject: str, row: int, blocks: list[Block], alpha: float) -> Finding:
    filled = [each for each in blocks if each.filled_in]
    left = [each for each in blocks if not each.filled_in and not any(each.is_seen_in(other) for other in filled)]
    if not left:
        said = _filled(panel, filled[0]) if filled else NONE(shortest=SHORTEST)
        return replace(_finding(subject, Verdict.CONSISTENT, said), p_value=1.0)
    best = min(left, key=lambda each: (each.expected, -each.copy.days, each.copy.way))
    flows, p = panel.flows(value), min(1.0, best.expected)
    copy, other = best.copy, best.copy.first if best.copy.second == row else best.copy.second
    usual = max(int(usable_days(flows[[row]]).sum()), 1)
    # The same series under two names is a matter of the file, not of its figures.
    same = other != row and sum(each.copy.days for each in left if {each.copy.first, each.copy.second} == {row, other}) >= SAME_SERIES * usual
    verdict = Verdict.DEPARTS if p <= alpha and not same else Verdict.CONSISTENT
    said = SAME(other=panel.units[other]) if same else _said(panel, row, best, departs=verdict is Verdict.DEPARTS)
    shown = [each for each in blocks if (each.copy.first, each.copy.second) == (copy.first, copy.second)]
    numbers = {
        "days": copy.days,
        "expected_by_chance": best.expected,
        "blocks": len(left),
        "constant": best.constant_of(row),
        "lag": abs(best.lag),
    }
    return replace(
        _finding(subject, verdict, said), p_value=1.0 if same else p, numbers=numbers,
        estimate=Estimate(value=copy.days, unit=UNIT(), no_interval=COUNTED()),
        charts=(block_match(panel, flows, best, shown),) if verdict is Verdict.DEPARTS else (),
    )  # fmt: skip


def _filled(panel: Panel, block: Block) -> Message:
    return FILLED(days=block.copy.days, start=str(panel.times[block.copy.again]), lag=block.lag)


def _said(panel: Panel, row: int, best: Block, *, departs: bool) -> Message:
    copy = best.copy
    if not departs:
        return CHANCE(days=copy.days, expected=best.expected)
    constant = best.constant_of(row)
    how = HOW[copy.way](**({"constant": abs(constant) if copy.way == "shifted" else constant} if HOW[copy.way].fields else {}))
    here, there = (copy.start, copy.again) if copy.second != row else (copy.again, copy.start)
    known: dict[str, Param] = {
        "days": copy.days,
        "start": str(panel.times[here]),
        "how": how,
        "again": str(panel.times[there]),
        "expected": best.expected,
    }
    if best.inside:
        return WITHIN(**known)
    return ACROSS(**known, other=panel.units[copy.first if copy.second == row else copy.second])


def _row(panel: Panel, value: str, block: Block) -> tuple[str | float | None, ...]:
    copy = block.copy
    start, again = str(panel.times[copy.start]), str(panel.times[copy.again])
    return panel.units[copy.first], value, start, copy.days, copy.way, block.constant, panel.units[copy.second], again, f"{block.expected:.3g}"


def _finding(subject: str, verdict: Verdict, statement: Message) -> Finding:
    return Finding(
        subject=subject, verdict=verdict, statement=statement, limits=tuple(limit() for limit in LIMITS), steps=tuple(step() for step in STEPS)
    )
