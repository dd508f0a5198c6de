"""The exact rule: each window given its total, then all windows of a series together, with a known error rate."""

from __future__ import annotations

from counterwatch.core import Finding, Template, Verdict
from counterwatch.figures.dispersion.spread import SMALLEST_TOTAL, Spread, probability
from counterwatch.figures.dispersion.windows import Block
from counterwatch.figures.dispersion.words import estimate, limits, numbers, steps
from counterwatch.figures.habit import Habit

FEWEST: dict[Block, int] = {"day": 20, "week": 6}
"""Fewer blocks of weeks than 6 have no 95 % interval for their median."""

WHOLE = 0.9
"""A habit on more of the days than this leaves no rest worth asking about."""

SAID_DAYS = Template(
    "figures.underdispersion.exact_days",
    "In {marked} of {n} week the daily values vary so little that independent events would do so in only "
    "1 week of 20 ({expected:.1} such weeks expected), at most {run} in a row",
    "In {marked} of {n} weeks the daily values vary so little that independent events would do so in "
    "only 1 week of 20 ({expected:.1} such weeks expected), at most {run} in a row",
)
SAID_WEEKS = Template(
    "figures.underdispersion.exact_weeks",
    "In {marked} of {n} block of ten weeks the weekly sums vary so little that independent events would "
    "do so in only 1 block of 20 ({expected:.1} such blocks expected),"
    " at most {run} in a row",
    "In {marked} of {n} blocks of ten weeks the weekly sums vary so little that independent events would "
    "do so in only 1 block of 20 ({expected:.1} such blocks expected),"
    " at most {run} in a row",
)
SAID: dict[Block, Template] = {"day": SAID_DAYS, "week": SAID_WEEKS}
TOO_FEW = Template(
    "figures.underdispersion.exact_too_few",
    "{n} window can be used: complete, whole, not negative and adding up to at least {total}; at least {fewest} are needed",
    "{n} windows can be used: complete, whole, not negative and adding up to at least {total}; at least {fewest} are needed",
)
LONGER = Template("figures.underdispersion.exact_longer", "Give a longer series, or add up units until a window holds at least {total} events")
CUT = Template(
    "figures.underdispersion.exact_cut",
    "Where the habit holds for part of the time only, cut the file at its dates ({first:date} and {last:date}) and ask again of the rest",
)


def exact_findings(spread: Spread, subjects: list[str], habits: list[dict[str, Habit]], *, block: Block, alpha: float) -> list[Finding]:
    """Return the answer for each series of one value."""
    chances = probability(spread)
    return [_finding(spread, row, subject, habits[row], float(chances[row]), block=block, alpha=alpha) for row, subject in enumerate(subjects)]


def _finding(spread: Spread, row: int, subject: str, habits: dict[str, Habit], p_value: float, *, block: Block, alpha: float) -> Finding:
    windows = int(spread.windows[row])
    if windows < FEWEST[block]:
        reason = TOO_FEW(n=windows, total=SMALLEST_TOTAL[block], fewest=FEWEST[block])
        return Finding(subject=subject, verdict=Verdict.NOT_TESTED, statement=reason, steps=(LONGER(total=SMALLEST_TOTAL[block]),))
    if habits:
        return _refused(subject, habits, numbers=numbers(spread, row))
    departs = p_value <= alpha
    return Finding(
        subject=subject,
        verdict=Verdict.DEPARTS if departs else Verdict.CONSISTENT,
        statement=SAID[block](n=windows, marked=int(spread.count[row]), expected=float(spread.expected[row]), run=int(spread.run[row])),
        estimate=estimate(spread, row),
        p_value=p_value,
        limits=limits(spread, row, block=block, departs=departs),
        steps=steps(departs=departs),
        numbers=numbers(spread, row),
    )


def _refused(subject: str, habits: dict[str, Habit], *, numbers: dict[str, float | None]) -> Finding:
    """A habit that explains the values leaves them untested: the habit is the statement, its question the first step."""
    first, *more = habits.values()
    cut = (CUT(first=first.first, last=first.last),) if first.share < WHOLE else ()
    return Finding(
        subject=subject,
        verdict=Verdict.NOT_TESTED,
        statement=first.statement,
        limits=tuple(each.statement for each in more),
        steps=tuple(each.question for each in habits.values()) + cut,
        numbers=numbers,
    )
