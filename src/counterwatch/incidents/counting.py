"""Counting acts, incidents or persons by what they share: ranges stay ranges, lower bounds lower bounds, and totals of others never add."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

from counterwatch.core import Template, WrongUsage
from counterwatch.core.finding import Struct
from counterwatch.incidents.incident import Act, Incident, Persons

Unit = Literal["acts", "incidents", "persons"]
UNITS: tuple[Unit, ...] = ("acts", "incidents", "persons")
NO_WAY = Template("incidents.counting.no_way", "nothing can be counted by «{by}»")
WAYS_ARE = Template("incidents.counting.ways_are", "count by {ways}, or by several with a comma between")
UNKNOWN = ""
"""The key of what is not known or not said."""


class Count(Struct, frozen=True):
    """How many of a unit fall under a key. For persons `low` and `high` bound the sum; `high` is None where a bound was open.

    `unstated` counts the acts that say nothing of persons, or count families or households: they may have affected any number of persons, and
    the sum is a floor.
    """

    key: tuple[str, ...]
    low: int
    high: int | None
    unstated: int = 0


class Counted(Struct, frozen=True):
    """A table of counts: what was counted by what, the rows by key, all of them together, those of whom every part of the key is `known`
    (the denominator of a share), and what was left out.

    An incident with several acts may fall under several keys, so rows of incidents can add up to more than `total`.
    """

    unit: Unit
    by: tuple[str, ...]
    rows: tuple[Count, ...]
    total: Count
    known: Count
    aggregates: int
    withdrawn: int


def _years(incident: Incident, _act: Act) -> str:
    """Return the year that a date lies in; none where it may lie in two."""
    start, end = incident.date.start[:4], incident.date.end[:4]
    return start if start == end else UNKNOWN


def _quarters(incident: Incident, _act: Act) -> str:
    quarters = {f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}" for day in (incident.date.start, incident.date.end) if day}
    return quarters.pop() if len(quarters) == 1 else UNKNOWN


def _months(incident: Incident, _act: Act) -> str:
    start, end = incident.date.start[:7], incident.date.end[:7]
    return start if start == end else UNKNOWN


def _origin(incident: Incident, _act: Act) -> str:
    """Return the state that all attributions name; none where nobody or not everybody names the same."""
    states = {each.origin_state for each in incident.attributions}
    return states.pop() if len(states) == 1 else UNKNOWN


WAYS: Mapping[str, Callable[[Incident, Act], str]] = {
    "tactic": lambda _, act: act.tactic, "family": lambda _, act: act.tactic.partition(".")[0], "channel": lambda _, act: act.channel,
    "harm": lambda _, act: act.harm, "target_type": lambda _, act: act.target_type, "target_community": lambda _, act: act.target_community,
    "perpetrator_type": lambda _, act: act.perpetrator_type, "host_country": lambda incident, _: incident.where.country,
    "origin_state": _origin, "status": lambda incident, _: incident.status, "outcome": lambda incident, _: incident.outcome,
    "confidence": lambda incident, _: incident.confidence, "year": _years, "quarter": _quarters, "month": _months,
}  # fmt: skip
"""By what can be counted. Counting by persons, names or accounts is not among it."""


def counted(incidents: Iterable[Incident], by: Sequence[str], unit: Unit) -> Counted:
    """Count incidents. Published totals and withdrawn records are left out and counted apart."""
    for each in by:
        if each not in WAYS:
            raise WrongUsage(NO_WAY(by=each[:40]), hint=WAYS_ARE(ways=", ".join(WAYS)))
    every = list(incidents)
    kept = [each for each in every if not each.is_aggregate and each.status != "withdrawn"]
    acts = [(incident, act) for incident in kept for act in incident.acts]
    groups: dict[tuple[str, ...], list[tuple[Incident, Act]]] = {}
    for incident, act in acts:
        groups.setdefault(tuple(WAYS[each](incident, act) for each in by), []).append((incident, act))
    rows = sorted((_count(key, found, unit) for key, found in groups.items()), key=lambda each: (-each.low, each.key))
    return Counted(
        unit=unit, by=tuple(by), rows=tuple(rows), total=_count((), acts, unit),
        known=_count((), [pair for key, found in groups.items() if UNKNOWN not in key for pair in found], unit),
        aggregates=sum(each.is_aggregate for each in every),
        withdrawn=sum(each.status == "withdrawn" for each in every),
    )  # fmt: skip


def _count(key: tuple[str, ...], found: Sequence[tuple[Incident, Act]], unit: Unit) -> Count:
    if unit == "acts":
        return Count(key=key, low=len(found), high=len(found))
    if unit == "incidents":
        number = len({incident.id for incident, _ in found})
        return Count(key=key, low=number, high=number)
    return _persons(key, found)


def _persons(key: tuple[str, ...], found: Sequence[tuple[Incident, Act]]) -> Count:
    """Add up ranges. Acts of one incident may have met the same persons or others: at least the largest of them, at most all together."""
    by_incident: dict[str, list[Persons]] = {}
    for incident, act in found:
        if act.persons is not None and act.persons.unit == "persons":
            by_incident.setdefault(incident.id, []).append(act.persons)
    said = [each for ranges in by_incident.values() for each in ranges]
    highs = [each.high for each in said if each.high is not None]
    return Count(
        key=key, low=sum(max(each.low for each in ranges) for ranges in by_incident.values()),
        high=sum(highs) if said and len(highs) == len(said) else None, unstated=len(found) - len(said),
    )  # fmt: skip
