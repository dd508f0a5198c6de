"""Links from a record of the casebook to sealed evidence: what it supports or contradicts, and on which page or at which time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from counterwatch.api.case import NO_SUCH_EVIDENCE, SEE_LOG, evidence_named, open_case, signer_of
from counterwatch.api.incidents import KIND, history, incident_from, record_of
from counterwatch.api.incidents_hand import CORRECT, FAULT, checked_reason
from counterwatch.api.incidents_statements import KIND as STATEMENT
from counterwatch.api.incidents_statements import statement_from, statement_record
from counterwatch.case import Case
from counterwatch.case.records import CaseRecords
from counterwatch.core import Evidence, Template, WrongUsage
from counterwatch.incidents.contacts import contact_in
from counterwatch.incidents.incident import Incident, Stance, Support
from counterwatch.incidents.statement import Statement
from counterwatch.incidents.support import place_of

LINKED = Template("api.incidents_links.linked", "evidence {evidence} linked")
UNLINKED = Template("api.incidents_links.unlinked", "evidence {evidence} no longer linked")
TWICE = Template("api.incidents_links.twice", "{id} is linked to that place of {name} already")
NOT_LINKED = Template("api.incidents_links.not_linked", "{id} is not linked to {name}")
SEE_SHOW = Template("api.incidents_links.see_show", "`cw incidents show {id}` lists what it is linked to")
SAY_IT_ELSE = Template("api.incidents_links.say_it_else", "say in the note what the place shows, and of whom no more than a role")
SHORT = 12
Linkable = Incident | Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A link with the evidence that it leads to; None where that was erased."""

    support: Support
    evidence: Evidence | None


def support_of(case: Case, evidence: str, *, pages: str = "", time: str = "", stance: Stance = "supports", note: str = "") -> Support:
    """Return a link to evidence that the case holds, named by its name or the first digits of its number. Raises `WrongUsage` for any other."""
    held = evidence_named(case, evidence)
    if note and (fault := contact_in(note)):
        raise WrongUsage(FAULT(field="note", fault=fault), hint=SAY_IT_ELSE())
    place = place_of(pages, time, name=held.name, media_type=held.media_type)
    return Support(evidence=held.id, place=place, stance=stance, note=" ".join(note.split()))


def link(
    case: Case | Path | str, id: str, evidence: str, *, pages: str = "", time: str = "", stance: Stance = "supports", note: str = "", reason: str = ""
) -> Linkable:
    """Link sealed evidence to an incident or a statement, in a new version of it."""
    opened = open_case(case)
    known, version = _newest(opened, id)
    made = support_of(opened, evidence, pages=pages, time=time, stance=stance, note=note)
    if made in known.support:
        raise WrongUsage(TWICE(id=id, name=evidence[:80]), hint=SEE_SHOW(id=id))
    why = checked_reason(reason) if reason else str(LINKED(evidence=made.evidence[:SHORT]))
    return _write(opened, msgspec.structs.replace(known, support=(*known.support, made), reason=why), version + 1)


def unlink(case: Case | Path | str, id: str, evidence: str, *, pages: str = "", time: str = "", reason: str = "") -> Linkable:
    """Take evidence off an incident or a statement: all links to it, or that of one place; the version before still holds them."""
    opened = open_case(case)
    known, version = _newest(opened, id)
    number = _number_of(opened, known, evidence)
    place = place_of(pages, time, name=evidence, media_type="")
    gone = [each for each in known.support if each.evidence == number and place in ("", each.place)]
    if not gone:
        raise WrongUsage(NOT_LINKED(id=id, name=evidence[:80]), hint=SEE_SHOW(id=id))
    why = checked_reason(reason) if reason else str(UNLINKED(evidence=number[:SHORT]))
    left = tuple(each for each in known.support if each not in gone)
    return _write(opened, msgspec.structs.replace(known, support=left, reason=why), version + 1)


def _newest(case: Case, id: str) -> tuple[Linkable, int]:
    """Return the newest version of the incident of an id, or else of the statement of that id, and its number."""
    statement = [] if CaseRecords(case).dated(f"{KIND}/{id}") else CaseRecords(case).dated(f"{STATEMENT}/{id}")
    if statement:
        return statement_from(statement[-1].record), statement[-1].record.version
    record = history(case, id)[-1].record
    return incident_from(record), record.version


def _write(case: Case, made: Linkable, version: int) -> Linkable:
    record = record_of(made, version=version) if isinstance(made, Incident) else statement_record(made, version=version)
    CaseRecords(case, lambda: signer_of(case)).append([record], verb=CORRECT)
    return made


def linked(case: Case, support: tuple[Support, ...]) -> list[Linked]:
    """Return links with the evidence that they lead to."""
    held = {each.id: each for each in case.evidence()} if support else {}
    return [Linked(support=each, evidence=held.get(each.evidence)) for each in support]


def _number_of(case: Case, known: Linkable, evidence: str) -> str:
    """Return the number of linked evidence: of what the case holds, or of what it held and erased."""
    numbers = {each.evidence for each in known.support if each.evidence.startswith(evidence) and len(evidence) >= SHORT // 2}
    if len(numbers) == 1:
        return numbers.pop()
    found = [each for each in known.support if each.evidence in {held.id for held in case.evidence() if held.name == evidence}]
    if not found and not any(each.name == evidence for each in case.evidence()):
        raise WrongUsage(NO_SUCH_EVIDENCE(name=evidence), hint=SEE_LOG())
    return found[0].evidence if found else ""
