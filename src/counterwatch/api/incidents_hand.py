"""The casebook by hand: an incident added, corrected or withdrawn, each as a new version that says why."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from counterwatch.api.case import open_case, seal, signer_of
from counterwatch.api.incidents import KIND, VERB, history, incident_from, record_of, vocabulary_of
from counterwatch.api.incidents_protected import protected_of
from counterwatch.case import Case
from counterwatch.case.records import CaseRecords
from counterwatch.core import Evidence, Message, Record, Template, WrongUsage
from counterwatch.core.progress import Progress, quiet
from counterwatch.incidents.asking import NOT_TOLD
from counterwatch.incidents.contacts import contact_in
from counterwatch.incidents.corrected import OF_DATE, OF_PLACE, corrected, faults_of, field_named
from counterwatch.incidents.events import joined
from counterwatch.incidents.guard import PROTECTED
from counterwatch.incidents.incident import Incident, Support
from counterwatch.incidents.rows import Row

CORRECT, WITHDRAW = "correct", "withdraw"
FAULT = Template("api.incidents_hand.fault", "{field}: {fault}")
SEVERAL = Template("api.incidents_hand.several", "{first}; {rest}")
MEND = Template("api.incidents_hand.mend", "nothing was stored; say these fields otherwise")
SAME = Template("api.incidents_hand.same", "{id} says that already")
NOTHING_TO_DO = Template("api.incidents_hand.nothing_to_do", "`cw incidents show {id}` prints what it says")
NO_REASON = Template("api.incidents_hand.no_reason", "a change by hand needs a reason")
SAY_REASON = Template("api.incidents_hand.say_reason", "say it with --reason: what was found out, or who asked for it (an office or a role, no name)")
TAKEN = Template("api.incidents_hand.taken", "there is an incident {id} already, and it says something else")
CORRECT_IT = Template(
    "api.incidents_hand.correct_it", "correct it with `cw incidents correct {id} --set FIELD=VALUE --reason ...`, or choose another id"
)
IS_WITHDRAWN = Template("api.incidents_hand.is_withdrawn", "{id} is withdrawn already")
GIVEN_ID = 10
OF_EVENT = {"date": OF_DATE, "where": frozenset(OF_PLACE)} | {
    name: frozenset({name}) for name in ("outcome", "status", "confidence", "consent", "consent_until", "sharing", "state_responsibility")
}
"""What belongs to an event as a whole, and the fields that say it."""


def add_incident(case: Case | Path | str, cells: Mapping[str, str], attached: Sequence[str] = ()) -> tuple[Incident, bool]:
    """Record an incident from fields as a sheet has them, with sealed evidence (ids) that speaks for it; say whether it was new.

    The same again changes nothing. With an `event` that is known it becomes a further act of that incident. Raises `WrongUsage` with every fault.
    """
    opened = open_case(case)
    known = _before(opened, cells.get("event", "")) if cells.get("event") else None
    said = {**({"date": incident_from(known).date.as_written} if known else {}), **cells, "id": cells.get("id") or _id_of(cells)}
    made, faults = faults_of(rows_of(opened)(said))
    refuse_faults(faults)
    made = msgspec.structs.replace(made, support=tuple(Support(evidence=each) for each in attached))
    if known:
        return _with_act(opened, known, made, cells)
    before = _before(opened, made.id)
    if before is None:
        return write_version(opened, made, version=1), True
    if cells.get("id") and incident_from(before) != made:
        raise WrongUsage(TAKEN(id=made.id), hint=CORRECT_IT(id=made.id))
    return incident_from(before), False


def checked_fields(case: Case | Path | str, said: Mapping[str, str]) -> dict[str, str]:
    """Return what was said by field, or refuse it before anything is sealed; a further act of a known event needs no date of its own."""
    opened = open_case(case)
    cells = {field_named(name): " ".join(text.split()) for name, text in said.items()}
    told = {**({"date": NOT_TOLD} if cells.get("event") and _before(opened, cells["event"]) else {}), **cells}
    refuse_faults(faults_of(rows_of(opened)(told))[1])
    return cells


def _with_act(case: Case, before: Record, made: Incident, cells: Mapping[str, str]) -> tuple[Incident, bool]:
    """Add an act to an incident; of what belongs to the event as a whole, that which was not said again is the same."""
    known = incident_from(before)
    if any(each.id == made.acts[0].id for each in known.acts):
        return known, False
    unsaid = {name: getattr(known, name) for name, fields in OF_EVENT.items() if not fields & cells.keys()}
    both, differing = joined(known, msgspec.structs.replace(made, **unsaid), row=1)
    refuse_faults(differing)
    return write_version(case, both, version=before.version + 1), True


def correct(case: Case | Path | str, id: str, said: Mapping[str, str], *, reason: str, act: str = "") -> Incident:
    """Write a new version of an incident with the fields that are said, called as in a sheet; an empty field is cleared. The old one stays."""
    opened, before = _newest(case, id)
    fields = {field_named(name): " ".join(text.split()) for name, text in said.items()}
    made, faults = corrected(incident_from(before), fields, rows_of(opened), act=act)
    refuse_faults(faults)
    if made == incident_from(before):
        raise WrongUsage(SAME(id=id), hint=NOTHING_TO_DO(id=id))
    return write_version(opened, made, version=before.version + 1, reason=checked_reason(reason), verb=CORRECT)


def withdraw(case: Case | Path | str, id: str, *, reason: str, consent: bool = False) -> Incident:
    """Withdraw an incident: it is counted and published no more, and its history stays. `consent` says that consent to it was withdrawn."""
    opened, before = _newest(case, id)
    known = incident_from(before)
    if known.status == "withdrawn" and (known.consent == "withdrawn" or not consent):
        raise WrongUsage(IS_WITHDRAWN(id=id), hint=NOTHING_TO_DO(id=id))
    made = msgspec.structs.replace(known, status="withdrawn", consent="withdrawn" if consent else known.consent)
    verb = WITHDRAW if consent else CORRECT
    return write_version(opened, made, version=before.version + 1, reason=checked_reason(reason), verb=verb)


def attach(case: Case | Path | str, text: str, *, progress: Progress = quiet) -> list[Evidence]:
    """Seal a file now, or all files of a folder, unless they are sealed already; a name or number in the case stands for its evidence."""
    opened = open_case(case)
    place = Path(text).expanduser()
    if place.is_dir():
        return [seal(opened, each, progress=progress)[0] for each in sorted(place.iterdir()) if each.is_file()]
    return [seal(opened, place if place.exists() else text, progress=progress)[0]]


def write_version(case: Case, incident: Incident, *, version: int, reason: str = "", verb: str = VERB) -> Incident:
    """Write a version of an incident, and return it as it was written."""
    made = msgspec.structs.replace(incident, reason=reason)
    refuse_protected(case, {"reason": reason, **{f"note {number}": each.note for number, each in enumerate(incident.support, 1)}})
    CaseRecords(case, lambda: signer_of(case)).append([record_of(made, version=version)], verb=verb)
    return made


def rows_of(case: Case) -> Callable[[Mapping[str, str]], Row]:
    """Return what makes a row of fields under the rules of a case: its own terms beside those of the vocabulary."""
    vocabulary, holds = vocabulary_of(case), protected_of(case).holds
    return lambda cells: Row(cells=cells, vocabulary=vocabulary, mapped={}, holds=holds)


def refuse_protected(case: Case, said: Mapping[str, str]) -> None:
    """Raise `WrongUsage` where a text, given by field, holds a term that the case protects."""
    holds = protected_of(case).holds
    refuse_faults({name: PROTECTED() for name, text in said.items() if text and holds(text)})


def refuse_faults(faults: Mapping[str, Message]) -> None:
    """Raise `WrongUsage` that names every field in which something is wrong."""
    said: Message | None = None
    for field, fault in faults.items():
        one = FAULT(field=field, fault=fault)
        said = SEVERAL(first=said, rest=one) if said else one
    if said:
        raise WrongUsage(said, hint=MEND())


def checked_reason(reason: str) -> str:
    """Return a reason, or refuse one that is empty or says how to reach somebody."""
    told = " ".join(reason.split())
    if not told:
        raise WrongUsage(NO_REASON(), hint=SAY_REASON())
    if fault := contact_in(told):
        raise WrongUsage(FAULT(field="reason", fault=fault), hint=SAY_REASON())
    return told


def _newest(case: Case | Path | str, id: str) -> tuple[Case, Record]:
    opened = open_case(case)
    return opened, history(opened, id)[-1].record


def _before(case: Case, id: str) -> Record | None:
    found = CaseRecords(case).dated(f"{KIND}/{id}")
    return found[-1].record if found else None


def _id_of(cells: Mapping[str, str]) -> str:
    """Return an id for what was typed: the same fields get the same again."""
    told = "\x1f".join(f"{name}={cells[name]}" for name in sorted(cells) if cells[name])
    return f"hand-{hashlib.sha256(told.encode()).hexdigest()[:GIVEN_ID]}"
