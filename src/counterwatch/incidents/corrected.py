"""A correction by hand: the fields that were said, and nothing else; and what stays of it when the sheet comes in again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import msgspec

from counterwatch.core import Message, Template, WrongUsage
from counterwatch.incidents.contacts import contacts_in
from counterwatch.incidents.incident import Attribution, Incident, Source
from counterwatch.incidents.roles import FIELDS, NAMES, NO_FIELD
from counterwatch.incidents.rows import Row, incident_of

KEPT = Template("incidents.corrected.kept", "what was changed by hand stays where the sheet says the same as before")
FIXED = Template("incidents.corrected.fixed", "«{field}» is how the record is known, and stays as it is")
WITHDRAW_IT = Template("incidents.corrected.withdraw_it", "withdraw the record with its reason, and add another one")
WHICH_ACT = Template("incidents.corrected.which_act", "{id} has {n} acts, and «{field}» belongs to one of them")
SAY_ACT = Template("incidents.corrected.say_act", "say which one with --act: {acts}")
NO_ACT = Template("incidents.corrected.no_act", "{id} has no act {act}")
Rows = Callable[[Mapping[str, str]], Row]
Part = TypeVar("Part", bound=msgspec.Struct)
FIXED_FIELDS = frozenset({"id", "event"})
OF_DATE = frozenset({"date", "end_date", "date_precision"})
OF_PLACE = {"host_country": "country", "host_place": "place"}
OF_ACT = {
    "tactic": "tactic", "channel": "channel", "target_type": "target_type", "target_community": "target_community", "organisation": "organisation",
    "perpetrator_type": "perpetrator_type", "harm": "harm", "persons_affected": "persons", "persons_unit": "persons",
}  # fmt: skip
NUMBERS = ("", *(f"_{number}" for number in range(2, 100)))
OF_ATTRIBUTION = tuple(
    {f"origin_state{each}": "origin_state", f"attributed_by{each}": "by", f"basis{each}": "basis"}
    for each in NUMBERS
    if f"origin_state{each}" in NAMES
)
OF_SOURCE = tuple(f"source{each}" for each in NUMBERS if f"source{each}" in NAMES)
OF_ALL_SOURCES = {"source_reliability": "reliability", "info_credibility": "credibility", "source_origin": "origin"}
OF_ONE_SOURCE = tuple({f"{field}_{number}": name for field, name in OF_ALL_SOURCES.items()} for number in range(1, len(OF_SOURCE) + 1))
"""What a sheet may say of one source by its number."""
TEXTS = (
    "summary", "host_place", "response", "organisation", "source_origin", "date", "end_date", "persons_affected", *OF_SOURCE,
    *(name for fields in OF_ATTRIBUTION for name in fields if name.startswith("basis")),
)  # fmt: skip
"""Fields of free text that somebody types, looked through for how to reach a person."""


def field_named(name: str) -> str:
    """Return the field that is called so, or by one of its usual names in four languages. Raises `WrongUsage` where there is none."""
    wanted = name.strip().casefold()
    found = next((field for field, names in NAMES.items() if wanted == field or wanted in names), "")
    if not found:
        raise WrongUsage(NO_FIELD(field=name[:40]), hint=FIELDS(fields=", ".join(NAMES)))
    return found


def faults_of(row: Row) -> tuple[Incident, dict[str, Message]]:
    """Return the incident that typed fields make, and what is wrong by field: all that a row of a sheet is held against, and contacts."""
    made = incident_of(row)
    return made, row.faults | contacts_in(row.cells, (name for name in TEXTS if name not in row.faults))


def corrected(incident: Incident, said: Mapping[str, str], make: Rows, *, act: str = "") -> tuple[Incident, dict[str, Message]]:
    """Return an incident with the fields that were said, and what is wrong with these; an empty field is cleared.

    `make` makes a row of fields; `act` is the id of the act that is corrected, where there are several.
    """
    for name in sorted(FIXED_FIELDS & said.keys()):
        raise WrongUsage(FIXED(field=name), hint=WITHDRAW_IT())
    number = _act_of(incident, said, act)
    now, faults = faults_of(make({**cells_of(incident, number), **said}))
    acts = list(incident.acts)
    acts[number] = _taken(acts[number], now.acts[0], OF_ACT, said)
    whole = {name: getattr(now, name) for name in said if name in Incident.__struct_fields__ and name not in OF_DATE}
    made = msgspec.structs.replace(
        incident, **whole, acts=tuple(acts), where=_taken(incident.where, now.where, OF_PLACE, said),
        date=now.date if OF_DATE & said.keys() else incident.date,
        sources=_sources(incident, said, now), attributions=_attributed(incident, said, now),
    )  # fmt: skip
    return made, {name: fault for name, fault in faults.items() if name in said or name == "organisation"}


def cells_of(incident: Incident, number: int = 0) -> dict[str, str]:
    """Return the cells of a row that says what an incident says with one of its acts, as far as a row can."""
    act, cells = incident.acts[number], {"id": incident.id, "date": incident.date.as_written}
    cells |= {field: getattr(act, name) for field, name in OF_ACT.items() if name != "persons"}
    cells |= {"persons_affected": act.persons.as_written, "persons_unit": act.persons.unit} if act.persons else {}
    cells |= {field: getattr(incident.where, name) for field, name in OF_PLACE.items()}
    for fields, each in zip(OF_ATTRIBUTION, incident.attributions, strict=False):
        cells |= {field: getattr(each, name) for field, name in fields.items()}
    cells |= dict(zip(OF_SOURCE, (each.reference for each in incident.sources), strict=False))
    scalars = ("outcome", "status", "confidence", "summary", "response", "consent", "consent_until", "sharing", "state_responsibility")
    return cells | {name: getattr(incident, name) for name in scalars}


def carried(base: Incident, now: Incident, sheet: Incident) -> Incident:
    """Return what a row of a sheet makes of a record that was changed by hand: what the sheet changed since it last came in (`base`), and else `now`.

    What a person linked, corrected or withdrew stays, as long as the sheet says the same as before about that.
    """
    changed = {name: getattr(sheet, name) for name in Incident.__struct_fields__ if getattr(sheet, name) != getattr(base, name)}
    return msgspec.structs.replace(now, **{**changed, "reason": ""})


def after_row(versions: Sequence[Incident], row: Incident) -> list[Incident]:
    """Return the versions that follow those of a record that was changed by hand, when its row comes in again: none where the row is the same.

    Else the row as it is now, and then what was changed by hand laid over it. What was written by hand has a reason, what a row brought has none.
    """
    rows = [each for each in versions if not each.reason]
    if not rows:
        return [row]
    if rows[-1] == row:
        return []
    both = carried(rows[-1], versions[-1], row)
    return [row] if both == row else [row, msgspec.structs.replace(both, reason=str(KEPT()))]


def _act_of(incident: Incident, said: Mapping[str, str], act: str) -> int:
    ids = [each.id for each in incident.acts]
    if act:
        if act not in ids:
            raise WrongUsage(NO_ACT(id=incident.id, act=act[:40]), hint=SAY_ACT(acts=", ".join(ids)))
        return ids.index(act)
    if len(ids) > 1 and (field := next((each for each in said if each in OF_ACT), "")):
        raise WrongUsage(WHICH_ACT(id=incident.id, n=len(ids), field=field), hint=SAY_ACT(acts=", ".join(ids)))
    return 0


def _taken(old: Part, new: Part, fields: Mapping[str, str], said: Mapping[str, str]) -> Part:
    return msgspec.structs.replace(old, **{name: getattr(new, name) for field, name in fields.items() if field in said})


def _sources(incident: Incident, said: Mapping[str, str], now: Incident) -> tuple[Source, ...]:
    if not said.keys() & {*OF_SOURCE, *OF_ALL_SOURCES, *(field for fields in OF_ONE_SOURCE for field in fields)}:
        return incident.sources
    known = {each.reference: each for each in incident.sources}
    kept = [
        _taken(known.get(each.reference, each), each, {**OF_ALL_SOURCES, **of_one}, said)
        for each, of_one in zip(now.sources, OF_ONE_SOURCE, strict=False)
    ]
    return (*kept, *incident.sources[len(OF_SOURCE) :])


def _attributed(incident: Incident, said: Mapping[str, str], now: Incident) -> tuple[Attribution, ...]:
    if not any(field in said for fields in OF_ATTRIBUTION for field in fields):
        return incident.attributions
    return (*now.attributions, *incident.attributions[len(OF_ATTRIBUTION) :])
