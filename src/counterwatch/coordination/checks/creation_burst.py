"""Accounts of people come over years, with the growth of a platform; many made within a day or two came for a reason."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np

from counterwatch.coordination.charts.creation_days import creation_days
from counterwatch.coordination.creation.burst import Burst, burst
from counterwatch.coordination.creation.days import DAY, Days, Integers, Window, days_of, smooth
from counterwatch.coordination.creation.worlds import added, collection, grown
from counterwatch.coordination.table import Posts
from counterwatch.core import Attachment, Estimate, Finding, Grade, Message, Template, Verdict, check
from counterwatch.files.csv_text import csv_text

DEPARTS = Template(
    "coordination.creation_burst.departs",
    "why were so many of these accounts made together? {accounts} of {all} were made on {n} day, {day:date} (UTC), where the time before and after "
    "leads one to expect {expected:s2} (p = {p:p})",
    "why were so many of these accounts made together? {accounts} of {all} were made within {n} days from {day:date} (UTC), where the time before "
    "and after leads one to expect {expected:s2} (p = {p:p})",
)
CONSISTENT = Template(
    "coordination.creation_burst.consistent",
    "the days on which these {all} accounts were made are as full as growth, weekdays and chance explain (p = {p:p}); accounts made one by one, or "
    "bought old, are not seen by this",
)
NO_DATES = Template("coordination.creation_burst.no_dates", "the source does not say when accounts were made")
TOO_FEW = Template("coordination.creation_burst.too_few", "the source says of {known} accounts when they were made; {fewest} are needed")
TOO_SHORT = Template(
    "coordination.creation_burst.too_short",
    "all {known} accounts were made within {days} days, so that there is no usual rate to compare with; {fewest} days are needed: add accounts "
    "that take part in other things",
)
UNIT = Template("coordination.creation_burst.unit", "times the accounts that the time before and after leads one to expect")
RANGE = Template("coordination.creation_burst.range", "the window was chosen because it stands out, so an interval for it alone would be too narrow")
UNKNOWN = Template(
    "coordination.creation_burst.unknown",
    "of {n} account the source does not say when it was made",
    "of {n} accounts the source does not say when they were made",
)

LIMITS = (
    Template(
        "coordination.creation_burst.limit_news",
        "a ban, a migration from another platform, an election or a disaster brings many people within a day",
    ),
    Template("coordination.creation_burst.limit_event", "a school, an office or a training course makes accounts together"),
    Template(
        "coordination.creation_burst.limit_chosen",
        "a collection chosen by a date, a topic or a list holds more accounts of some days than the platform",
    ),
    Template("coordination.creation_burst.limit_date", "some sources give the day an account was first seen, or moved, as the day it was made"),
)
ASK = Template(
    "coordination.creation_burst.ask", "compare with the same days among accounts that were not chosen for this: did the whole platform grow then?"
)
TOGETHER = Template(
    "coordination.creation_burst.together", "see whether the accounts in {table} stand in the groups of synchrony: made together alone says little"
)

FEWEST, SHORTEST = 100, 60
TABLE, MEMBERS = "creation_days.csv", "made_together.csv"


def honest(rng: np.random.Generator) -> Posts:
    """A platform that grows, with waves of some weeks, a step, weekdays, and days that differ by more than chance."""
    return collection(grown(rng))


def planted(rng: np.random.Generator) -> Posts:
    """The same, where one account in twenty-five was made within the same two days."""
    dates = grown(rng)
    return collection(added(rng, dates, max(12, len(dates) // 25)))


@check(
    reads=Posts,
    cites="Kulldorff 1997, Communications in Statistics 26(6) (scan statistic); Sharma et al. 2021, KDD (accounts made together)",
    honest=honest,
    planted=planted,
    family="context",
    libraries=("numpy", "scipy", "polars"),
)
def creation_burst(posts: Posts, *, alpha: float = 0.01, draws: int = 199, seed: int = 0) -> Finding:
    """Were many accounts of the collection made within the same days?

    Windows of one to three days are compared with the time before and after; the chance that the fullest stands out as much is found by
    simulating days with the same smooth rate, weekdays and spread. Waves of weeks, as platforms grow, are part of the smooth rate.
    """
    known = _known(posts)
    reason = _reason(posts, known)
    if reason is not None:
        return Finding(subject=posts.name, verdict=Verdict.NOT_TESTED, statement=reason, steps=(ASK(),))
    days = days_of(known)
    return _answer(posts, known, days, burst(days, draws=draws, seed=seed), alpha)


def _known(posts: Posts) -> Integers:
    """Return the dates of creation that the source gives; 1970 is what it writes where it knows none."""
    dates = np.zeros(0, np.int64) if posts.created is None else posts.created.drop_nulls().to_numpy().astype(np.int64)
    return dates[dates >= DAY]


def _reason(posts: Posts, known: Integers) -> Message | None:
    if posts.created is None or not len(known):
        return NO_DATES()
    if len(known) < FEWEST:
        return TOO_FEW(known=len(known), fewest=FEWEST)
    days = int(known.max() // DAY - known.min() // DAY) + 1
    return TOO_SHORT(known=len(known), days=days, fewest=SHORTEST) if days < SHORTEST else None


def _answer(posts: Posts, known: Integers, days: Days, found: Burst, alpha: float) -> Finding:
    window, departs, unknown = found.window, found.p <= alpha, len(posts.accounts) - len(known)
    said: dict[str, Any] = {"accounts": window.accounts, "n": window.length, "day": _date(days.first + window.place), "expected": window.expected}
    return Finding(
        subject=posts.name, verdict=Verdict.DEPARTS if departs else Verdict.CONSISTENT, grade=Grade.QUESTION if departs else None,
        statement=DEPARTS(all=len(known), p=found.p, **said) if departs else CONSISTENT(all=len(known), p=found.p),
        estimate=Estimate(value=window.accounts / window.expected, unit=UNIT(), no_interval=RANGE()) if window.accounts else None, p_value=found.p,
        weighed=(UNKNOWN(n=unknown),) if unknown else (), limits=tuple(each() for each in LIMITS),
        steps=(ASK(), TOGETHER(table=MEMBERS)) if departs else (ASK(),), charts=(creation_days(posts.name, days, window),),
        attachments=(_days_table(days), *((_members(posts, days, window),) if departs else ())),
        numbers={
            "accounts": len(known), "days": len(days.counts), "fullest": window.accounts, "expected": window.expected, "window_days": window.length,
            "spread": days.spread, "side_days": days.side, "unknown": unknown,
        },
    )  # fmt: skip


def _date(day: int) -> str:
    return str(datetime.date(1970, 1, 1) + datetime.timedelta(days=day))


def _days_table(days: Days) -> Attachment:
    found = enumerate(zip(days.counts.tolist(), smooth(days).tolist(), strict=True))
    rows = ((_date(days.first + at), count, f"{rate:.4g}") for at, (count, rate) in found if count)
    return Attachment.of(TABLE, csv_text(("day", "accounts", "expected"), rows))


def _members(posts: Posts, days: Days, window: Window) -> Attachment:
    """Return the pseudonyms of the accounts made in the window, in their own order, which says nothing."""
    import polars as pl

    begin = (days.first + window.place) * DAY
    inside = pl.DataFrame({"account": posts.accounts, "created": posts.created}).filter(
        (pl.col("created") >= begin) & (pl.col("created") < begin + window.length * DAY)
    )
    return Attachment.of(MEMBERS, csv_text(("account",), ((each,) for each in inside["account"].sort().to_list())))
