"""Statements of a case: recorded, corrected, listed, computed again where they hold a number, and taken as the answer of a named party."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from counterwatch.api.answer import Answer
from counterwatch.api.case import evidence_named, open_case, signer_of
from counterwatch.api.incidents import history, incident_from, record_of, vocabulary_of
from counterwatch.api.incidents_hand import CORRECT, NOTHING_TO_DO, SAME, checked_reason, refuse_faults, refuse_protected
from counterwatch.case import Case
from counterwatch.case.records import CaseRecords
from counterwatch.core import Found, Record, Template, WrongUsage
from counterwatch.core.progress import Progress, quiet
from counterwatch.incidents.incident import Support
from counterwatch.incidents.roles import FIELDS as FIELDS_ARE
from counterwatch.incidents.roles import NO_FIELD
from counterwatch.incidents.statement import FIELDS, Statement, fields_of, statement_of

KIND, VERB = "statement", "record"
SEARCHABLE = ("words", "interest")
NONE = Template("api.incidents_statements.none", "there is no statement {id} in this case")
SEE_LIST = Template("api.incidents_statements.see_list", "`cw incidents statement list` shows what there is")
TAKEN = Template("api.incidents_statements.taken", "there is a statement {id} already, and it says something else")
CORRECT_IT = Template("api.incidents_statements.correct_it", "correct it with `cw incidents statement correct {id}`, or choose another id")
ANSWERED = Template("api.incidents_statements.answered", "answer of the named party: statement {id}")
COMPUTED = Template("api.incidents_statements.computed", "computed again: run {run}")
SHORT = 12


def add_statement(
    case: Case | Path | str, said: Mapping[str, str], *, about: Sequence[str] = (), answers: str = "", support: Sequence[Support] = ()
) -> tuple[Statement, bool]:
    """Record a statement from its fields, and say whether it was new; the same again changes nothing.

    `about` are ids of incidents. `answers` is that of an incident or statement that it responds to: an incident without a response takes
    these words as one, in the same write. Raises `WrongUsage` with every fault.
    """
    opened = open_case(case)
    made = _made(opened, {**said, "id": said.get("id") or _id_of(said)})
    for each in about:
        history(opened, each)
    made = msgspec.structs.replace(made, incidents=tuple(about), answers=answers, support=tuple(support))
    before = CaseRecords(opened).dated(f"{KIND}/{made.id}")
    if before:
        if said.get("id") and statement_from(before[-1].record) != made:
            raise WrongUsage(TAKEN(id=made.id), hint=CORRECT_IT(id=made.id))
        return statement_from(before[-1].record), False
    _write(opened, [statement_record(made), *_answering(opened, made)])
    return made, True


def correct_statement(case: Case | Path | str, id: str, said: Mapping[str, str], *, reason: str) -> Statement:
    """Write a new version of a statement with the fields that are said; the old one stays."""
    opened = open_case(case)
    before = statement_history(opened, id)[-1].record
    known = statement_from(before)
    speaker = {"office", "role"} & said.keys()
    kept = {name: text for name, text in fields_of(known).items() if not (speaker and name in ("office", "role"))}
    made = _made(opened, {**kept, **said, "id": id})
    linked = {name: getattr(known, name) for name in ("incidents", "answers", "support", "findings")}
    made = msgspec.structs.replace(made, **linked, reason=known.reason)
    if made == known:
        raise WrongUsage(SAME(id=id), hint=NOTHING_TO_DO(id=id))
    made = msgspec.structs.replace(made, reason=checked_reason(reason))
    _write(opened, [statement_record(made, version=before.version + 1)], verb=CORRECT)
    return made


def claim_statement(case: Case | Path | str, id: str, *, sentence: str = "", progress: Progress = quiet) -> Answer:
    """Compute a statement again, or one sentence of it, as `cw claim` does: the run is recorded, and the statement names it."""
    opened = open_case(case)
    before = statement_history(opened, id)[-1].record
    known = statement_from(before)
    from counterwatch.api.claims import ask_claim

    answer = ask_claim(sentence or known.words, case=opened, progress=progress)
    if answer.run.id not in known.findings:
        made = msgspec.structs.replace(known, findings=(*known.findings, answer.run.id), reason=str(COMPUTED(run=answer.run.id[:SHORT])))
        _write(opened, [statement_record(made, version=before.version + 1)], verb=CORRECT)
    return answer


def statements(case: Case | Path | str) -> list[Statement]:
    """Return every statement of a case as it stands now."""
    return [statement_from(each) for each in CaseRecords(open_case(case)).current(KIND)]


def statement_history(case: Case | Path | str, id: str) -> list[Found]:
    """Return every version of a statement with the time at which it was written, oldest first."""
    found: list[Found] = CaseRecords(open_case(case)).dated(f"{KIND}/{id}")
    if not found:
        raise WrongUsage(NONE(id=id[:40]), hint=SEE_LIST())
    return found


def statement_from(record: Record) -> Statement:
    """Return the statement that a record holds."""
    return msgspec.convert(record.data, type=Statement)


def _made(case: Case, said: Mapping[str, str]) -> Statement:
    for name in said:
        if name not in FIELDS:
            raise WrongUsage(NO_FIELD(field=name[:40]), hint=FIELDS_ARE(fields=", ".join(FIELDS)))
    made, faults = statement_of({name: " ".join(text.split()) for name, text in said.items() if text.strip()}, vocabulary_of(case))
    refuse_faults(faults)
    refuse_protected(case, said)
    number = made.number
    if number is None or not number.document:
        return made
    held = [each for each in case.evidence() if each.name == number.document]
    document = evidence_named(case, number.document).id if held else number.document
    return msgspec.structs.replace(made, number=msgspec.structs.replace(number, document=document))


def _answering(case: Case, made: Statement) -> list[Record]:
    """Return the next version of the incident that a statement answers, where that has no response yet."""
    if not made.answers:
        return []
    if CaseRecords(case).dated(f"{KIND}/{made.answers}"):
        return []
    before = history(case, made.answers)[-1].record
    known = incident_from(before)
    if known.response:
        return []
    answered = msgspec.structs.replace(known, response=made.words, reason=str(ANSWERED(id=made.id)))
    return [record_of(answered, version=before.version + 1)]


def statement_record(made: Statement, *, version: int = 1) -> Record:
    """Return a version of the record of a statement."""
    data = msgspec.to_builtins(made)
    return Record(id=f"{KIND}/{made.id}", kind=KIND, version=version, data=data, searchable=tuple(name for name in SEARCHABLE if name in data))


def _write(case: Case, records: list[Record], *, verb: str = VERB) -> None:
    CaseRecords(case, lambda: signer_of(case)).append(records, verb=verb)


def _id_of(said: Mapping[str, str]) -> str:
    told = "\x1f".join(f"{name}={said[name]}" for name in sorted(said) if said[name])
    return f"said-{hashlib.sha256(told.encode()).hexdigest()[:10]}"
