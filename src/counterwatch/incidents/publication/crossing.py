"""Incidents of persons as a table of one way or two: each lies in one cell, and what is not one thing lies in the rest."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from counterwatch.core import Template, WrongUsage
from counterwatch.core.errors import Refused
from counterwatch.incidents.counting import NO_WAY, UNKNOWN, WAYS, WAYS_ARE
from counterwatch.incidents.incident import Incident
from counterwatch.stats.disclosure.published import Axis, Table

COARSER: Mapping[str, tuple[str, ...]] = {"month": ("quarter", "year"), "quarter": ("year",), "tactic": ("family",)}
"""The coarser ways of each way, the coarsest last."""

MOST_WAYS = 2
UNITS = ("incidents", "acts")
TOO_MANY = Template("incidents.crossing.too_many", "a published table is counted by one way or two, not by {n:raw}")
DROP = Template("incidents.crossing.drop", "leave ways out: {by}")
TWICE = Template("incidents.crossing.twice", "«{first}» and «{second}» are the same way, one finer than the other")
ONE_OF_THEM = Template("incidents.crossing.one_of_them", "take one of the two")
PERSONS = Template("incidents.crossing.persons", "numbers of persons are ranges, and a range is no count: a table of them cannot be protected")
TAKE = Template("incidents.crossing.take", "count incidents or acts")


def crossing(incidents: Sequence[Incident], by: Sequence[str], unit: str, *, state: int) -> Table:
    """Return the table of some incidents, with every category that any of them has. Raises errors that say what can be counted."""
    refuse_ways(by, unit)
    labels = [tuple(_label(each, way) for way in by) for each in _items(incidents, unit)]
    cells = Counter(tuple(label for label, _ in each) for each in labels)
    axes = []
    for number, way in enumerate(by):
        above = dict(each[number] for each in labels)
        listed = tuple(sorted(label for label in above if not label.startswith("?")))
        axes.append(Axis(name=way, listed=listed, coarser={each: {k: v[each] for k, v in above.items()} for each in COARSER.get(way, ())}))
    return Table(axes=tuple(axes), cells=dict(cells), state=state, unit=unit)


def refuse_ways(by: Sequence[str], unit: str) -> None:
    """Refuse what is no table that could be published."""
    if unit not in UNITS:
        raise Refused(PERSONS(), hint=TAKE())
    for each in by:
        if each not in WAYS:
            raise WrongUsage(NO_WAY(by=each[:40]), hint=WAYS_ARE(ways=", ".join(WAYS)))
    for first, second in itertools.combinations(by, 2):
        if first == second or {*COARSER.get(first, (first,))} & {second, *COARSER.get(second, (second,))} or first in COARSER.get(second, ()):
            raise WrongUsage(TWICE(first=first, second=second), hint=ONE_OF_THEM())
    if not by or len(by) > MOST_WAYS:
        raise Refused(TOO_MANY(n=len(by)), hint=DROP(by=",".join(by[:MOST_WAYS]) or "year"))


def coarsenings(by: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield coarser tables, the least coarsening first: one step on one way, more steps, then with one way left out."""
    steps = [(way, *COARSER.get(way, ())) for way in by]
    every = sorted(itertools.product(*(range(len(each)) for each in steps)), key=sum)
    yield from (tuple(steps[at][step] for at, step in enumerate(chosen)) for chosen in every if any(chosen))
    if len(by) > 1:
        for kept in by:
            yield from ((each,) for each in (kept, *COARSER.get(kept, ())))


def _items(incidents: Sequence[Incident], unit: str) -> Iterator[Incident]:
    """Yield what is counted: an incident, or an incident of each of its acts."""
    import msgspec

    for each in incidents:
        yield from [each] if unit == "incidents" else (msgspec.structs.replace(each, acts=(act,)) for act in each.acts)


def _label(incident: Incident, way: str) -> tuple[str, dict[str, str]]:
    """Return the category of an incident, and its categories by the coarser ways; one that starts with `?` is known only to those."""
    above = {each: value_of(incident, each) for each in COARSER.get(way, ())}
    return value_of(incident, way) or "?" + "|".join(above.values()), above


def value_of(incident: Incident, way: str) -> str:
    """Return what all acts of an incident have in common; nothing where they differ or it is not known."""
    values = {WAYS[way](incident, act) for act in incident.acts}
    return values.pop() if len(values) == 1 else UNKNOWN
