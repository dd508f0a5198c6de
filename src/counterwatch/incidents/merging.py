"""Records of one event count once: a merge is said beside them, changes none of them, and can be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from counterwatch.core import Message, Template
from counterwatch.core.finding import Struct
from counterwatch.incidents.events import both_texts, gathered
from counterwatch.incidents.incident import Act, Attribution, Incident, Persons, Where

DIFFERS = Template("incidents.merging.differs", "{field}: {id} says «{one}», {other} says «{two}»; counts go by {id}")
OWN_ACT = Template("incidents.merging.own_act", "{id} holds an act ({tactic}) that {other} does not hold: both acts count")
HULL = Template("incidents.merging.hull", "persons: {id} says «{one}», {other} says «{two}»; counts take the range of both")
SHOWN = 80


class Merge(Struct, frozen=True):
    """Records that somebody holds for one event, the first of which leads: where they differ, counts go by it. `undone` takes it back."""

    ids: tuple[str, ...]
    reason: str = ""
    undone: bool = False


def is_countable(incident: Incident) -> bool:
    """Is this neither a published total nor withdrawn?"""
    return not incident.is_aggregate and incident.status != "withdrawn"


def together(merges: Iterable[Merge]) -> dict[str, tuple[str, ...]]:
    """Return for each record that is part of an event all records of that event, the first leading. Merges that share a record are one."""
    found: dict[str, tuple[str, ...]] = {}
    for merge in merges:
        if not merge.undone:
            ids = tuple(dict.fromkeys(id for each in merge.ids for id in found.get(each, (each,))))
            found |= dict.fromkeys(ids, ids)
    return found


def whole(incidents: Iterable[Incident], merges: Iterable[Merge]) -> list[Incident]:
    """Return incidents with one in the place of all records of an event; what is withdrawn or a published total meanwhile stands for itself.

    A record that does not exist any more is left out of its merge.
    """
    every, parts = list(incidents), together(merges)
    countable = {each.id: each for each in every if is_countable(each)}
    found, done = list[Incident](), set[tuple[str, ...]]()
    for each in every:
        ids = parts.get(each.id, ()) if each.id in countable else ()
        if not ids:
            found.append(each)
        elif ids not in done:
            found.append(merged([countable[id] for id in ids if id in countable]))
        done.add(ids)
    return found


def merged(records: Sequence[Incident]) -> Incident:
    """Return the one incident that records of one event are, under the id of the first: its acts, ranges of persons and sources are those of all.

    Where they differ the first counts, but for what protects people: the narrowest sharing and the least consent.
    """
    made = records[0]
    for other in records[1:]:
        made = _both(made, other)
    return made


def differences(lead: Incident, other: Incident) -> tuple[Message, ...]:
    """Return in what two records of one event differ, and what counts then."""
    names = {"id": lead.id, "other": other.id}
    pairs = [("date", lead.date.edtf or lead.date.as_written, other.date.edtf or other.date.as_written)]
    pairs += [("host_country", lead.where.country, other.where.country), ("host_place", lead.where.place, other.where.place)]
    pairs += [(name, str(getattr(lead, name)), str(getattr(other, name))) for name in ("status", "outcome", "confidence")]
    said = [DIFFERS(field=name, one=one[:SHOWN], two=two[:SHOWN], **names) for name, one, two in pairs if one and two and one != two]
    same, alone = matched_acts(lead.acts, other.acts)
    matched = [(lead.acts[place], act) for place, act in sorted(same.items(), key=lambda each: each[0])]
    ranges = [(one.persons, two.persons) for one, two in matched if one.persons and two.persons and _span(one.persons) != _span(two.persons)]
    said += [HULL(one=_written(one), two=_written(two), **names) for one, two in ranges]
    said += [OWN_ACT(tactic=act.tactic, id=other.id, other=lead.id) for act in alone]
    return (*said, *(OWN_ACT(tactic=act.tactic, id=lead.id, other=other.id) for act in matched_acts(other.acts, lead.acts)[1]))


def matched_acts(first: Sequence[Act], second: Sequence[Act]) -> tuple[dict[int, Act], list[Act]]:
    """Return by place in `first` the act of `second` that is the same, and the acts that only `second` holds.

    Of one tactic the first is the first, the second the second, and so on.
    """
    free: dict[str, list[int]] = {}
    for place, act in enumerate(first):
        free.setdefault(act.tactic, []).append(place)
    same, alone = dict[int, Act](), list[Act]()
    for act in second:
        if places := free.get(act.tactic):
            same[places.pop(0)] = act
        else:
            alone.append(act)
    return same, alone


def _both(lead: Incident, other: Incident) -> Incident:
    same, alone = matched_acts(lead.acts, other.acts)
    acts = [_one_act(each, same[place]) if place in same else each for place, each in enumerate(lead.acts)]
    same_country = not (lead.where.country and other.where.country) or lead.where.country == other.where.country
    until = [each for each in (lead.consent_until, other.consent_until) if each]
    return msgspec.structs.replace(
        lead, acts=(*acts, *alone), date=lead.date if lead.date.start or not other.date.start else other.date,
        where=Where(country=lead.where.country or other.where.country, place=lead.where.place or (other.where.place if same_country else "")),
        attributions=gathered(_said(lead), _said(other)) or lead.attributions or other.attributions, sources=gathered(lead.sources, other.sources),
        support=gathered(lead.support, other.support), outcome=lead.outcome or other.outcome,
        summary=both_texts(lead.summary, other.summary), response=both_texts(lead.response, other.response),
        consent=_least(lead.consent, other.consent), consent_until=min(until, default=""),
        sharing=lead.sharing if lead.sharing == other.sharing else "red", other={**other.other, **lead.other},
    )  # fmt: skip


def _said(incident: Incident) -> tuple[Attribution, ...]:
    """Return the attributions of a record; none where all it holds is that nobody named a state."""
    return incident.attributions if any(each != Attribution() for each in incident.attributions) else ()


def _least(one: str, other: str) -> str:
    """Return the consent that holds for both."""
    return "withdrawn" if "withdrawn" in (one, other) else one if one == other else "none"


def _one_act(mine: Act, theirs: Act) -> Act:
    fields = {name: getattr(mine, name) or getattr(theirs, name) for name in Act.__struct_fields__}
    return Act(**fields | {"persons": _hull(mine.persons, theirs.persons)})


def _hull(one: Persons | None, other: Persons | None) -> Persons | None:
    """Return the range that holds both; of a number of persons and one of families or households the former."""
    if one is None or other is None:
        return one or other
    if one.unit != other.unit:
        return other if other.unit == "persons" else one
    high = None if one.high is None or other.high is None else max(one.high, other.high)
    written = " | ".join(dict.fromkeys(filter(None, (one.as_written, other.as_written))))
    return Persons(low=min(one.low, other.low), high=high, as_written=written, unit=one.unit)


def _span(persons: Persons) -> tuple[int, int | None, str]:
    return persons.low, persons.high, persons.unit


def _written(persons: Persons) -> str:
    ends = str(persons.low) if persons.low == persons.high else f"{persons.low}-{persons.high}" if persons.high is not None else f">={persons.low}"
    return f"{persons.as_written or ends} {persons.unit}"
