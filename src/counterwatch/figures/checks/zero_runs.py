"""A daily figure that stands still for weeks, at zero or at one value, where many cases a day stood before and after."""

from __future__ import annotations

import numpy as np

from counterwatch.core import Attachment, Estimate, Finding, Message, Template, Verdict, WrongUsage, check, replace
from counterwatch.core.message import Param
from counterwatch.figures.attached import csv_text
from counterwatch.figures.charts.standstill_line import standstill_line
from counterwatch.figures.habit import habits_of, refusals
from counterwatch.figures.standstill import Record, Standstill, records_of, would_have_been
from counterwatch.figures.table import Kind, Panel, Step

ZERO = Template(
    "figures.zero_runs.zero",
    "no report, or zero? {days} days from {start:date} show 0, where {before:s3} a day stood before and {after:s3} after, "
    "and little of it came later; meanwhile the other units reported on {others:%} of days",
)
ZERO_ALONE = Template(
    "figures.zero_runs.zero_alone",
    "no report, or zero? {days} days from {start:date} show 0, where {before:s3} a day stood before and {after:s3} after, "
    "and little of it came later",
)
SAME = Template(
    "figures.zero_runs.same",
    "one figure repeated? {days} days from {start:date} all show {shown:s6}, where {before:s3} a day stood before and {after:s3} after; "
    "meanwhile the other units reported something new on {others:%} of days",
)
SAME_ALONE = Template(
    "figures.zero_runs.same_alone",
    "one figure repeated? {days} days from {start:date} all show {shown:s6}, where {before:s3} a day stood before and {after:s3} after",
)
NONE = Template(
    "figures.zero_runs.none",
    "while the usual level was {level} or more a day, the figure never stood still for {shortest} days; this is no proof that it is complete",
)
MADE_GOOD = Template(
    "figures.zero_runs.made_good",
    "{days} days from {start:date} show {shown:s6}, and what was missing seems to have been added afterwards: an outage that was made good",
)
PAUSED = Template(
    "figures.zero_runs.paused", "{days} days from {start:date} show {shown:s6}, but so do most other units: the whole publication paused"
)
ORDINARY = Template(
    "figures.zero_runs.ordinary",
    "{days} days from {start:date} show {shown:s6}; this series stands still like that at other times too (the next longest time: {other} days)",
)
LIMITED = Template(
    "figures.zero_runs.limited",
    "{days} days from {start:date} all show {shown:s6}, where {before:s3} a day stood before and {after:s3} after: as when a limit lets no more "
    "through (a capacity, a strike, a minimum of service)",
)
ASK_LIMIT = Template(
    "figures.zero_runs.ask_limit", "ask the source: what limited the figure on these days, and where are the cases counted that waited?"
)
NOT_DAILY = Template("figures.zero_runs.not_daily", "this check looks for stretches without reports in daily counts or amounts, and these are not")
TOO_LOW = Template(
    "figures.zero_runs.too_low", "{level} or more a day was usual on only {n} day; {fewest} are needed to tell a stretch of zeros from few cases",
    "{level} or more a day was usual on only {n} days; {fewest} are needed to tell a stretch of zeros from few cases",
)  # fmt: skip
NO_LEVEL = Template("figures.zero_runs.no_level", "{level} a day is too low a level to be told from zero")
TRY_LEVEL = Template("figures.zero_runs.try_level", "leave the option out, or set it to 5 or more")
UNIT = Template("figures.zero_runs.unit", "days in the longest such stretch")
COUNTED = Template("figures.zero_runs.counted", "the days of a run are counted, not estimated")

LIMITS = (
    Template(
        "figures.zero_runs.limit_missing",
        "a missing report stored as zero looks the same: an outage, a strike, a cyber-attack or a broken file, whose cases were never added",
    ),
    Template("figures.zero_runs.limit_holiday", "a holiday, or an office that closes for weeks"),
    Template(
        "figures.zero_runs.limit_definition", "the definition may have changed, or reporting may have moved to another office or table, for a time"
    ),
    Template(
        "figures.zero_runs.limit_back", "cases may have been added later to the days on which they happened, in an edition that is not this one"
    ),
    Template(
        "figures.zero_runs.limit_real", "events can truly stop, by a lockdown for example; they seldom stop and start again from one day to the next"
    ),
    Template("figures.zero_runs.limit_collector", "the collector of the figures may have missed what the source did publish"),
)
STEPS = (
    Template("figures.zero_runs.ask", "ask the source: were there no cases on these days, or no report, and where are those cases counted now?"),
    Template("figures.zero_runs.parts", "look at the parts: what did hospitals, districts and neighbouring offices publish for the same days?"),
    Template("figures.zero_runs.editions", "compare earlier and later editions of the same table, and archived copies of the source's own page"),
    Template(
        "figures.zero_runs.news",
        "look for an announced outage, strike, holiday or change of definition, and write down the date on which it was announced",
    ),
)

SHORTEST = 14
SMALLEST_LEVEL = 5
TIMES_OTHER = 3
FEWEST_DAYS = 90
LISTED = 7
_HEADER = ("unit", "value", "start", "days", "shown", "level_before", "level_after", "catch_up", "share_of_others_reporting")


def honest(rng: np.random.Generator, days: int = 560) -> Panel:
    """Overdispersed counts with waves and weekdays at levels from 3 to 3,000 a day; closed week-ends, weekly reports, an outage made good."""
    time, level = np.arange(days), np.geomspace(3, 3000, 10)[:, np.newaxis]
    wave = np.exp(np.sin(2 * np.pi * (time / rng.uniform(120, 250, (10, 1)) + rng.random((10, 1)))))
    mean = level * wave * rng.uniform(0.6, 1.3, (10, 7))[:, time % 7]
    values = rng.negative_binomial(8, 8 / (8 + mean)).astype(np.float64)
    closed = time % 7 > 4
    values[4, closed] = 0
    weeks = values[6].reshape(-1, 7).sum(axis=1)
    values[6] = np.where(time % 7 == 2, np.repeat(weeks, 7), 0)
    start, length = int(rng.integers(150, 400)), int(rng.integers(10, 30))
    values[8, start + length] += values[8, start : start + length].sum()
    values[8, start : start + length] = 0
    return Panel.many(name="simulated", values=values)


def planted(rng: np.random.Generator) -> Panel:
    """The same, where one unit shows nothing for 40 days at the height of its wave."""
    values = honest(rng).values[""].copy()
    height = np.convolve(values[7], np.ones(41), mode="same")[100:-100]
    start = 80 + int(np.argmax(height))
    values[7, start : start + 40] = 0
    return Panel.many(name="simulated, 40 days of one unit set to zero", values=values)


@check(
    reads=Panel,
    cites="World Health Organization 2017, Data quality review, module 2: desk review of data quality",
    honest=honest,
    planted=planted,
    compares_units=True,
    version=2,
)
def zero_runs(panel: Panel, *, level: int = 10, alpha: float = 0.01) -> list[Finding]:
    """Does the figure stand still for weeks, at zero or at one value, where many cases a day stood before and after?

    A run counts where `level` steps of the figures or more were usual a day on both sides, where it lasts 14 days or more and three times
    as long as any other such run, where less than a third of what was missing came in the weeks after, and where the rest of the panel did
    not pause as well. A figure that stands at its maximum, or at less than half of what is usual, is told as a limit.
    """
    if level < SMALLEST_LEVEL:
        raise WrongUsage(NO_LEVEL(level=level), hint=TRY_LEVEL())
    return [finding for value in panel.values for finding in _ask(panel, value, level, alpha)]


def _ask(panel: Panel, value: str, level: int, alpha: float) -> list[Finding]:
    subjects = [each.subject for each in panel.series() if each.value == value]
    if panel.step is not Step.DAY or panel.kinds[value] is Kind.RATES:
        return [_not_tested(subject, NOT_DAILY()) for subject in subjects]
    records = records_of(panel, value, level=level)
    refused = [refusals(habits, "zero_runs") for habits in habits_of(panel, value)]
    table = Attachment.of("runs.csv", csv_text(_HEADER, _rows(panel, value, records)))
    findings = []
    for subject, record, habits in zip(subjects, records, refused, strict=True):
        if habits:
            first = next(iter(habits.values()))
            findings.append(_not_tested(subject, first.statement, first.question))
        elif (usable := int(record.judged.sum())) < FEWEST_DAYS:
            findings.append(_not_tested(subject, TOO_LOW(n=usable, level=level, fewest=FEWEST_DAYS)))
        else:
            findings.append(_answer(panel, subject, record, level=level, alpha=alpha, table=table))
    return findings


def _answer(panel: Panel, subject: str, record: Record, *, level: int, alpha: float, table: Attachment) -> Finding:
    candidates = [each for each in record.standstills if each.late >= SHORTEST and each.usual >= level * record.step]
    left = [each for each in candidates if _unexplained(record, each, level)]
    best = max(left or candidates, key=lambda each: each.days, default=None)
    p = min(1.0, best.chance) if best and left else 1.0
    if best is None:
        return _finding(subject, Verdict.CONSISTENT, NONE(level=level * record.step, shortest=SHORTEST), p, table)
    found = p <= alpha
    statement = _departs(panel, best) if found else _consistent(panel, record, best, level)
    finding = _finding(subject, Verdict.DEPARTS if found else Verdict.CONSISTENT, statement, p, table)
    if statement.id == LIMITED.id:
        finding = replace(finding, steps=(ASK_LIMIT(), *finding.steps))
    return replace(finding, **_details(panel, subject, record, best, level, draw=found))


def _unexplained(record: Record, one: Standstill, level: int) -> bool:
    return one.days >= TIMES_OTHER * record.longest_other(one, level) and not (one.made_good or one.all_paused or one.is_limited)


def _departs(panel: Panel, one: Standstill) -> Message:
    known: dict[str, Param] = {"days": one.days, "start": str(panel.times[one.start]), "before": one.before, "after": one.after}
    if one.shown == 0:
        return ZERO_ALONE(**known) if one.others is None else ZERO(**known, others=one.others)
    return SAME_ALONE(**known, shown=one.shown) if one.others is None else SAME(**known, shown=one.shown, others=one.others)


def _consistent(panel: Panel, record: Record, one: Standstill, level: int) -> Message:
    known: dict[str, Param] = {"days": one.days, "start": str(panel.times[one.start]), "shown": one.shown}
    if one.made_good:
        return MADE_GOOD(**known)
    if one.is_limited:
        return LIMITED(**known, before=one.before, after=one.after)
    return PAUSED(**known) if one.all_paused else ORDINARY(**known, other=record.longest_other(one, level))


def _details(panel: Panel, subject: str, record: Record, one: Standstill, level: int, *, draw: bool) -> dict[str, object]:
    usual, low, high = would_have_been(record, one)
    numbers = {
        "days": one.days, "shown": one.shown, "before": one.before, "after": one.after, "catch_up": one.catch_up, "made_up": one.made_up,
        "others_reporting": one.others,
        "longest_other": record.longest_other(one, level), "would_have_been": usual, "would_have_been_low": low, "would_have_been_high": high,
    }  # fmt: skip
    chart = (standstill_line(panel, subject, record.flows, one.start, one.days),) if draw else ()
    return {"estimate": Estimate(value=one.days, unit=UNIT(), no_interval=COUNTED()), "numbers": numbers, "charts": chart}


def _finding(subject: str, verdict: Verdict, statement: Message, p: float, table: Attachment) -> Finding:
    return Finding(
        subject=subject, verdict=verdict, statement=statement, p_value=p, attachments=(table,),
        limits=tuple(limit() for limit in LIMITS), steps=tuple(step() for step in STEPS),
    )  # fmt: skip


def _not_tested(subject: str, statement: Message, *steps: Message) -> Finding:
    return Finding(subject=subject, verdict=Verdict.NOT_TESTED, statement=statement, limits=tuple(limit() for limit in LIMITS), steps=steps)


def _rows(panel: Panel, value: str, records: list[Record]) -> list[tuple[str | float | None, ...]]:
    return [
        (unit, value, str(panel.times[each.start]), each.days, each.shown, each.before, each.after, each.catch_up, each.others)
        for unit, record in zip(panel.units, records, strict=True)
        for each in record.standstills
        if each.days >= LISTED
    ]
