"""Double counting: incidents that stand apart and share a source, a place, an act and a time."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from counterwatch.core import Finding, Template, Verdict, check
from counterwatch.incidents.incident import Incident
from counterwatch.incidents.pages import page_of
from counterwatch.incidents.table import Incidents, table_of
from counterwatch.incidents.worlds import careful

if TYPE_CHECKING:
    import numpy as np

NOTHING = Template("incidents.double_counting.nothing", "no two incidents have a source, a tactic and a date that can be compared")
NONE = Template(
    "incidents.double_counting.none",
    "none of {n} incident shares a source, a country, a tactic and a time with another",
    "none of {n} incidents shares a source, a country, a tactic and a time with another",
)
SOME = Template(
    "incidents.double_counting.some",
    "{n} pair of incidents shares a source, a country, a tactic and a time, and is counted twice: {pairs}",
    "{n} pairs of incidents share a source, a country, a tactic and a time, and are counted twice: {pairs}",
)
TWICE = Template(
    "incidents.double_counting.twice", "one page may tell of two acts of one kind: the same letter to two theatres, or one threat on two days"
)
UNSEEN = Template(
    "incidents.double_counting.unseen", "only pairs that cite the same page are seen here; the same event told by two papers is not among them"
)
READ = Template("incidents.double_counting.read", "read both records of each pair beside their source; merge them, or write down why they are two")
NEAR, LONGEST, SHOWN = 3, 31, 6
"""Days between two dates of one event; the longest interval that is a time and not a period; pairs named in the sentence."""


def planted(rng: np.random.Generator) -> Incidents:
    """A casebook in which ten incidents came in twice under other ids."""
    book = careful(rng)
    twice = tuple(replace(each, id=f"{each.id}-again") for each in book.every[:10])
    return Incidents(name=book.name, every=(*book.every, *twice))


@check(
    reads=Incidents, cites="Christen 2012, Data Matching, ch. 4: blocking", honest=careful, planted=planted, extreme="none", libraries=(), version=2,
)  # fmt: skip
def double_counting(casebook: Incidents) -> Finding:
    """Are incidents counted twice?

    Two incidents that cite the same page, with the same tactic in the same country and dates at most three days apart, are one pair. A rule,
    not a test: no error rate is claimed. What else could be the same is the question of `cw incidents duplicates`.
    """
    able = [each for each in casebook.counted if _days(each) and each.sources and each.acts]
    if len(able) < 2:
        return Finding(subject=casebook.name, verdict=Verdict.NOT_TESTED, statement=NOTHING())
    pairs = sorted({(one.id, other.id, reference) for reference, one, other in _pairs(able)})
    ids = list(dict.fromkeys((one, other) for one, other, _ in pairs))
    named = "; ".join(f"{one} = {other}" for one, other in ids[:SHOWN]) + ("; …" if len(ids) > SHOWN else "")
    said = SOME(n=len(ids), pairs=named) if ids else NONE(n=len(able))
    return Finding(
        subject=casebook.name, verdict=Verdict.DEPARTS if ids else Verdict.CONSISTENT, statement=said,
        numbers={"incidents compared": len(able), "pairs": len(ids)}, limits=(TWICE(), UNSEEN()), steps=(READ(),) if ids else (),
        attachments=(table_of("pairs.csv", ("id", "other id", "source that both cite"), pairs),),
    )  # fmt: skip


def _pairs(incidents: list[Incident]) -> Iterator[tuple[str, Incident, Incident]]:
    """Yield pairs of one source, country and tactic whose dates meet: each group in order of time, so that it ends where nothing can meet."""
    groups: dict[tuple[str, str, str], list[Incident]] = {}
    for each in incidents:
        for key in {(page_of(source.reference), each.where.country, act.tactic) for source in each.sources for act in each.acts}:
            groups.setdefault(key, []).append(each)
    for (reference, _, _), found in groups.items():
        found.sort(key=lambda each: (each.date.start, each.id))
        for at, one in enumerate(found):
            last = _day(one.date.end) + datetime.timedelta(days=NEAR)
            for other in itertools.takewhile(lambda each, last=last: _day(each.date.start) <= last, found[at + 1 :]):  # type: ignore[misc]
                first, second = sorted((one, other), key=lambda each: each.id)
                yield reference, first, second


def _days(incident: Incident) -> int:
    """Return how many days a date can mean; 0 where it cannot be told or is a period."""
    if not incident.date.start:
        return 0
    days = (_day(incident.date.end) - _day(incident.date.start)).days + 1
    return days if days <= LONGEST else 0


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)
