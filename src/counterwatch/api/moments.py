"""A moment of a case, as somebody names it: a day, the number of an entry, or a head that a report or an anchor printed."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from counterwatch.case import Case
from counterwatch.core import Template, WrongUsage

NO_MOMENT = Template("api.moments.none", "«{said}» is no day such as 2026-05-31, no number of an entry and no head of this case")
SEE_LOG = Template("api.moments.see_log", "`cw log` lists the entries with their times; a report prints the head that it speaks of")
BEFORE = Template("api.moments.before", "on {said} there was nothing in this case yet: it begins with {time}")
SEVERAL = Template("api.moments.several", "{n} entry begins with «{said}»", "{n} entries begin with «{said}»")
WRITE_MORE = Template("api.moments.write_more", "give more of the head")
HEAD = re.compile(r"[0-9a-f]{8,64}")


@dataclass(frozen=True, slots=True)
class Moment:
    """The state of a case after an entry: its number, its hash, and its time by the clock of the machine that wrote it."""

    seq: int
    head: str
    time: str


def moment(case: Case, said: str) -> Moment:
    """Return the moment that somebody named. A day means its end, in UTC, by the times in the ledger."""
    found = [Moment(each.seq, each.hash, each.time) for each in case.custody()]
    if is_day(said):
        until = [each for each in found if each.time[:10] <= said]
        if not until:
            raise WrongUsage(BEFORE(said=said, time=found[0].time), hint=SEE_LOG())
        return until[-1]
    if said.isascii() and said.isdigit() and len(said) < len(found[0].head):
        fitting = [each for each in found if each.seq == int(said)]
    else:
        fitting = [each for each in found if HEAD.fullmatch(said) and each.head.startswith(said)]
    if len(fitting) > 1:
        raise WrongUsage(SEVERAL(n=len(fitting), said=said[:16]), hint=WRITE_MORE())
    if not fitting:
        raise WrongUsage(NO_MOMENT(said=said[:40]), hint=SEE_LOG())
    return fitting[0]


def is_day(said: str) -> bool:
    """Is this a day as ISO 8601 writes it?"""
    try:
        return datetime.date.fromisoformat(said).isoformat() == said
    except ValueError:
        return False
