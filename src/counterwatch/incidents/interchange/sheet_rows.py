"""Incidents as the rows of a sheet that `cw incidents import` reads: the same columns, an act in each row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from counterwatch.core import Template
from counterwatch.incidents.incident import Act, Attribution, Incident, Persons, Source
from counterwatch.incidents.interchange.outgoing import Outgoing, Tally
from counterwatch.incidents.interchange.reading_back import COPY, OWN
from counterwatch.incidents.interchange.sheet_dates import date_cells
from counterwatch.incidents.persons import persons
from counterwatch.incidents.roles import MOST, NAMES, NUMBERED

NO_ROOM = Template("incidents.interchange.no_room", "a row of a sheet has room for nine")
NOT_IN_SHEETS = Template("incidents.interchange.not_in_sheets", "a link to sealed evidence has no column; it stays in the case")
READ_OTHERWISE = Template("incidents.interchange.read_otherwise", "it would be read otherwise from a sheet")
FIXED = tuple(names[0] for field, names in NAMES.items() if field not in NUMBERED)
"""Columns that every sheet has, filled or not: without them, an own column could be taken for a field by another of its names."""

TAKEN = frozenset(name for names in NAMES.values() for name in names) | {COPY, *NAMES}
ALL = ("source_reliability", "info_credibility", "source_origin")


def columns_of(book: Outgoing) -> list[str]:
    """Return the columns of a sheet: those of the fields, further ones that are needed, own ones, and what kind of copy this is."""
    numbered: dict[str, None] = {}
    own: dict[str, None] = {}
    for incident in book.incidents():
        for row in rows_of(incident):
            numbered |= {name: None for name in row if name in TAKEN and name not in FIXED}
            own |= {name: None for name in row if name not in TAKEN}
    return [*FIXED, *sorted(numbered), *own, COPY]


def sheet_of(book: Outgoing, columns: Sequence[str]) -> Iterator[list[str]]:
    """Yield the rows of a sheet, and count in the tally what has no place in one."""
    for incident in book.incidents():
        book.tally.records += 1
        for row in rows_of(incident, book.tally):
            row[COPY] = book.note
            yield [row.get(name, "") for name in columns]


def rows_of(incident: Incident, tally: Tally | None = None) -> list[dict[str, str]]:
    """Return the rows of an incident, by column, without empty cells."""
    tally = Tally() if tally is None else tally
    acts, whole = incident.acts or (Act(tactic=""),), _whole(incident, tally)
    is_event = len(acts) > 1 or bool(acts[0].id)
    named = _portions(incident.attributions, len(acts), incident, tally)
    sources = [incident.sources[start : start + MOST] for start in range(0, len(acts) * MOST, MOST)]
    if (more := len(incident.sources) - len(acts) * MOST) > 0:
        tally.lose("sources", NO_ROOM, incident.id, n=more)
    rows = []
    for number, act in enumerate(acts):
        ids = {"id": act.id, "event": incident.id} if is_event else {"id": incident.id}
        once = _once(incident) if number == 0 else {}
        row = ids | whole | once | _act(act, incident, tally) | _named(named[number]) | _sources(sources[number])
        rows.append({name: text for name, text in row.items() if text})
    return rows


def _whole(incident: Incident, tally: Tally) -> dict[str, str]:
    """Return what every row of an incident says alike."""
    if incident.support:
        tally.lose("support", NOT_IN_SHEETS, incident.id, n=len(incident.support))
    date, is_exact = date_cells(incident.date)
    if not is_exact:
        tally.lose("date", READ_OTHERWISE, incident.id)
    return {
        **date, "host_country": incident.where.country, "host_place": incident.where.place, "outcome": incident.outcome, "status": incident.status,
        "confidence": incident.confidence, "consent": incident.consent, "consent_until": incident.consent_until, "sharing": incident.sharing,
        "state_responsibility": incident.state_responsibility,
    }  # fmt: skip


def _once(incident: Incident) -> dict[str, str]:
    """Return what stands in the first row alone: texts and own columns are gathered from the rows of an event."""
    own = {OWN + name if _is_taken(name) else name: text for name, text in incident.other.items()}
    return own | {"summary": incident.summary, "response": incident.response}


def _is_taken(name: str) -> bool:
    plain = name.strip()
    return plain != name or not name or plain.casefold().replace(" ", "_") in TAKEN or name in TAKEN or name.startswith(OWN)


def _act(act: Act, incident: Incident, tally: Tally) -> dict[str, str]:
    cells = {
        "tactic": act.tactic, "channel": act.channel, "target_type": act.target_type, "target_community": act.target_community,
        "target_org": act.organisation, "perpetrator_type": act.perpetrator_type, "harm": act.harm,
    }  # fmt: skip
    if act.persons is None:
        return cells
    text = _number(act.persons)
    if text != act.persons.as_written:
        tally.lose("persons_affected", READ_OTHERWISE, incident.id)
    return cells | {"persons_affected": text, "persons_unit": act.persons.unit}


def _number(said: Persons) -> str:
    """Return a number as it was written, or else as it is read the same."""
    try:
        read = persons(said.as_written)
    except ValueError:
        read = None
    if read is not None and (read.low, read.high) == (said.low, said.high):
        return said.as_written
    return f">={said.low}" if said.high is None else f"{said.low}-{said.high}"


def _portions(named: Sequence[Attribution], rows: int, incident: Incident, tally: Tally) -> list[list[Attribution]]:
    """Return the attributions of each row. The first of a row may say that nobody named a state; rows without new ones repeat."""
    portions: list[list[Attribution]] = [[]]
    for each in named:
        if portions[-1] and (each == Attribution() or len(portions[-1]) == MOST):
            portions.append([])
        portions[-1].append(each)
    if more := sum(map(len, portions[rows:])):
        tally.lose("attributions", NO_ROOM, incident.id, n=more)
    return [*portions, *([portions[0][:1]] * rows)][:rows]


def _named(named: Sequence[Attribution]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for n, each in enumerate(named, start=1):
        end = "" if n == 1 else f"_{n}"
        cells |= {f"origin_state{end}": each.origin_state, f"attributed_by{end}": each.by, f"attribution_basis{end}": each.basis}
    return cells


def _sources(sources: Sequence[Source]) -> dict[str, str]:
    """Return the columns of sources: what is the same of all stands once."""
    cells = {"source" if n == 1 else f"source_{n}": each.reference for n, each in enumerate(sources, start=1)}
    graded = [dict(zip(ALL, (each.reliability, each.credibility, each.origin), strict=True)) for each in sources]
    if all(each == graded[0] for each in graded):
        return cells | (graded[0] if graded else {})
    return cells | {f"{name}_{n}": text for n, grades in enumerate(graded, start=1) for name, text in grades.items()}
