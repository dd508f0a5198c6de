"""FollowTheMoney: an event for each incident, the organisations that were its target, one line each. Values are counted in and out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from counterwatch.core import Template
from counterwatch.core.country import country_name
from counterwatch.incidents.incident import Act, Attribution, Incident, Source
from counterwatch.incidents.interchange.leaving import site_of
from counterwatch.incidents.interchange.library import library
from counterwatch.incidents.interchange.outgoing import Outgoing, bounds

NOT_TAKEN = Template("incidents.interchange.not_taken", "FollowTheMoney takes no such value there")
UNTOLD = Template("incidents.interchange.untold", "a date that cannot be told has no place among dates; it stands in the notes")
SAYS = "attribution, as stated by {by}: {state}{basis}; what a source says, and no finding"


class Entities:
    """Makes entities, and counts every value that is handed over and that is taken: the library drops what it does not like, and is silent."""

    def __init__(self, book: Outgoing) -> None:
        self.book, self.model = book, library("followthemoney").model

    def make(self, schema: str, *key: str) -> Any:
        """Return an empty entity whose id comes from that of the case and a key."""
        made = self.model.make_entity(schema)
        made.id = "cw-" + hashlib.sha256("\x1f".join((self.book.id, schema, *key)).encode()).hexdigest()[:40]
        return made

    def put(self, entity: Any, field: str, values: Iterable[str], id: str) -> None:
        """Hand over the values of a field that say something; what is not taken is counted by its name."""
        for value in dict.fromkeys(each for each in values if each):
            self.book.tally.offered += 1
            before = len(entity.get(field))
            entity.add(field, value)
            if len(entity.get(field)) > before:
                self.book.tally.taken += 1
            elif entity.schema.get(field).type.clean(value) in entity.get(field):
                self.book.tally.offered -= 1
            else:
                self.book.tally.lose(field, NOT_TAKEN, id)


def write(book: Outgoing) -> Iterator[bytes]:
    """Yield the lines: first a note that says what this copy is, then events, organisations that were their target, and the links between them."""
    entities, seen = Entities(book), set[str]()
    note = entities.make("Note", "copy", book.note)
    note.add("name", "About this file")
    note.add("description", book.note)
    yield _line(note)
    for incident in book.single():
        for each in _entities(incident, entities):
            if each.id not in seen or each.schema.name == "Event":
                yield _line(each)
            if each.schema.name == "Organization":
                seen.add(each.id)


def _line(entity: Any) -> bytes:
    return json.dumps(entity.to_dict(), ensure_ascii=False).encode() + b"\n"


def _entities(incident: Incident, entities: Entities) -> Iterator[Any]:
    event = entities.make("Event", incident.id)
    for field, values in _fields(incident, entities.book).items():
        entities.put(event, field, values, incident.id)
    if not incident.date.start:
        entities.book.tally.lose("date", UNTOLD, incident.id)
    yield event
    for name in dict.fromkeys(each.organisation for each in incident.acts if each.organisation):
        target = entities.make("Organization", name)
        entities.put(target, "name", [name], incident.id)
        if not target.has("name"):
            continue
        link = entities.make("UnknownLink", incident.id, name)
        link.add("subject", target)
        link.add("object", event)
        entities.put(link, "role", ["target"], incident.id)
        yield from (target, link)


def _fields(incident: Incident, book: Outgoing) -> dict[str, list[str]]:
    """Return the values of an event by field. The country is where it happened; a state that a source names stands in the notes alone."""
    start, end = bounds(incident.date)
    dates = {"date": [start]} if start == end else {"startDate": [start], "endDate": [end]}
    acts = [book.called("tactic", each.tactic) for each in incident.acts]
    place = country_name(incident.where.country) or "place not told"
    links = [each.reference for each in incident.sources if site_of(each.reference)]
    return dates | {
        "name": [f"{', '.join(dict.fromkeys(acts))} · {place} · {incident.date.edtf or 'date not told'}"],
        "recordId": [incident.id], "country": [incident.where.country.lower()], "location": [incident.where.place], "summary": [incident.summary],
        "sourceUrl": links, "keywords": _keywords(incident), "notes": list(_notes(incident, book)),
    }  # fmt: skip


def _keywords(incident: Incident) -> list[str]:
    """Return the codes of an incident with their scheme; those of an act that has none are left out."""
    of_acts = [f"{name}:{code}" for act in incident.acts for name, code in _codes(act).items() if code]
    of_all = {"status": incident.status, "confidence": incident.confidence, "outcome": incident.outcome, "sharing": incident.sharing}
    return [*of_acts, *(f"{name}:{code}" for name, code in of_all.items() if code)]


def _codes(act: Act) -> dict[str, str]:
    return {
        "tactic": act.tactic, "channel": act.channel, "target_type": act.target_type, "target_community": act.target_community,
        "perpetrator_type": act.perpetrator_type, "harm": act.harm,
    }  # fmt: skip


def _notes(incident: Incident, book: Outgoing) -> Iterator[str]:
    yield f"date as written: {incident.date.as_written} ({incident.date.precision})"
    for number, act in enumerate(incident.acts, start=1):
        if said := act.persons:
            bound = "or more" if said.high is None else f"to {said.high}"
            yield f"act {number}, affected {said.unit}: {said.low} {bound}, written {said.as_written!r}"
    yield from (_says(each, book) for each in incident.attributions if each.origin_state)
    yield from (_source(each) for each in incident.sources)
    if incident.response:
        yield f"answer of the named party: {incident.response}"


def _says(named: Attribution, book: Outgoing) -> str:
    basis = f", on the basis of {named.basis}" if named.basis else ""
    return SAYS.format(by=book.called("attributed_by", named.by), state=country_name(named.origin_state) or named.origin_state, basis=basis)


def _source(source: Source) -> str:
    origin = f", repeats {source.origin}" if source.origin else ""
    return f"source {source.reference}: reliability {source.reliability}, credibility {source.credibility}{origin}"
