"""The published rule (Kobak 2022) as it is: fixed counts of marked windows, made for 100 of them, and no error rate."""

from __future__ import annotations

from counterwatch.core import Finding, Template, Verdict
from counterwatch.figures.dispersion.spread import Spread
from counterwatch.figures.dispersion.windows import Block
from counterwatch.figures.dispersion.words import estimate, limits, numbers, steps
from counterwatch.figures.habit import Habit

COUNT: dict[Block, int] = {"day": 15, "week": 5}
RUN: dict[Block, int] = {"day": 4, "week": 5}

SAID_DAYS = Template(
    "figures.underdispersion.published_days",
    "The published rule marks {marked} of {n} week (it names a series from {count} weeks, or from {row} in a row); longest run {run}",
    "The published rule marks {marked} of {n} weeks (it names a series from {count} weeks, or from {row} in a row); longest run {run}",
)
SAID_WEEKS = Template(
    "figures.underdispersion.published_weeks",
    "The published rule marks {marked} of {n} block of ten weekly sums (it names a series from {count}, or from {row} in a row); longest run {run}",
    "The published rule marks {marked} of {n} blocks of ten weekly sums (it names a series from {count}, or from {row} in a row); longest run {run}",
)
SAID: dict[Block, Template] = {"day": SAID_DAYS, "week": SAID_WEEKS}
TOO_FEW = Template(
    "figures.underdispersion.published_too_few",
    "{n} window is complete; the published rule cannot name a series with fewer than {fewest}",
    "{n} windows are complete; the published rule cannot name a series with fewer than {fewest}",
)
LONGER = Template("figures.underdispersion.published_longer", "Give a longer series: the published rule was made for {n} windows")
NO_ERROR_RATE = Template(
    "figures.underdispersion.no_error_rate",
    "The published rule has fixed thresholds, made for {made} windows, and no stated error rate, so there is no p-value; this series has {n} window",
    "The published rule has fixed thresholds, made for {made} windows, and no stated error rate, so there is no p-value; this series has {n} windows",
)
MADE_FOR: dict[Block, int] = {"day": 100, "week": 10}


def published_findings(spread: Spread, subjects: list[str], habits: list[dict[str, Habit]], *, block: Block) -> list[Finding]:
    """Return the answer of the published rule for each series of one value, with the publication habits found printed beside it."""
    return [_finding(spread, row, subject, habits[row], block=block) for row, subject in enumerate(subjects)]


def _finding(spread: Spread, row: int, subject: str, habits: dict[str, Habit], *, block: Block) -> Finding:
    windows, marked, run = int(spread.windows[row]), int(spread.count[row]), int(spread.run[row])
    if windows < min(COUNT[block], RUN[block]):
        reason = TOO_FEW(n=windows, fewest=min(COUNT[block], RUN[block]))
        return Finding(subject=subject, verdict=Verdict.NOT_TESTED, statement=reason, steps=(LONGER(n=MADE_FOR[block]),))
    departs = marked >= COUNT[block] or run >= RUN[block]
    found = tuple(each.statement for each in habits.values())
    return Finding(
        subject=subject,
        verdict=Verdict.DEPARTS if departs else Verdict.CONSISTENT,
        statement=SAID[block](n=windows, marked=marked, run=run, count=COUNT[block], row=RUN[block]),
        estimate=estimate(spread, row),
        limits=(*found, *limits(spread, row, block=block, departs=departs), NO_ERROR_RATE(n=windows, made=MADE_FOR[block])),
        steps=tuple(each.question for each in habits.values()) + steps(departs=departs),
        numbers=numbers(spread, row),
    )
