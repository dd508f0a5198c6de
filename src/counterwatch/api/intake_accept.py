"""Deciding on a submission: accepted, it becomes an incident with its attachments as evidence; rejected, it stays sealed with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from counterwatch.api.case import open_case, signer_of
from counterwatch.api.incidents_hand import add_incident, checked_reason, refuse_faults, refuse_protected, rows_of
from counterwatch.api.intake import intakes
from counterwatch.api.intake_triage import decision_of, submission_named
from counterwatch.case import Case
from counterwatch.case.records import CaseRecords
from counterwatch.core import Evidence, Message, Record, Template, UnreadableEvidence, WrongUsage, sha256_hex
from counterwatch.files.confined.sizes import Refused as Unread
from counterwatch.files.quarantine.words import WARNINGS
from counterwatch.incidents.corrected import faults_of, field_named
from counterwatch.incidents.incident import Incident
from counterwatch.incidents.intake.consent import counting
from counterwatch.incidents.intake.drafted import drafted
from counterwatch.incidents.intake.reading import Reader
from counterwatch.incidents.intake.reasons import reason as words_of
from counterwatch.incidents.intake.received import DECISION, Decision, Received, decision_key
from counterwatch.incidents.intake.submission import Submission

QUARANTINED = Template("api.intake_accept.quarantined", "quarantined, kind {kind:raw}: nothing of it was opened")
WARNED = Template("api.intake_accept.warned", "{before}; {warning}")
ATTACHMENT_OF = Template("api.intake_accept.attachment_of", "attachment {number:raw} of submission {id}")
TAKEN_OUT = Template("api.intake_accept.taken_out", "attachments of submission {id}, taken out of it unopened")
IS_DECIDED = Template("api.intake_accept.is_decided", "{id} was accepted already: it is the incident {incident}")
SEE_INCIDENT = Template(
    "api.intake_accept.see_incident", "`cw incidents show {incident}` prints it; `cw incidents withdraw` takes it out of what is counted"
)
NOT_A_FORM = Template("api.intake_accept.not_a_form", "{id} cannot become an incident: {why}")
REJECT_IT = Template(
    "api.intake_accept.reject_it", "it stays sealed as it came; `cw incidents intake reject {id} --reason ...` takes it out of the queue"
)
CANNOT_OPEN = Template("api.intake_accept.cannot_open", "the sealed file of {id} does not open as it did: {why}")
RUN_VERIFY = Template("api.intake_accept.run_verify", "cw verify tells whether anything in the case is damaged; nothing was stored")
NOT_SAID_HERE = Template("api.intake_accept.not_said_here", "{field} is not said with --set here")
SAY_CONSENT = Template("api.intake_accept.say_consent", "the submission says what was agreed to; --consent-confirmed says how somebody confirmed it")
TAKEN = "derive"
FIXED = ("consent", "id", "event")


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The incident that a submission became, its attachments as evidence, answers that were left out by field, and what consent it asked for."""

    incident: Incident
    attachments: tuple[Evidence, ...]
    left_out: Mapping[str, Message]
    asked: str


def accept(case: Case | Path | str, id: str, *, said: Mapping[str, str] | None = None, consent_confirmed: str = "") -> Accepted:
    """Make an incident of a submission; fields that are said go before its answers. Doing it again after a power cut goes on where it stopped.

    Consent counts as the writer gave it where the form could confirm it, or where somebody says how it was confirmed; else it is none.
    """
    opened = open_case(case)
    received = submission_named(opened, id)
    submission, version = _undecided(opened, received)
    intake = next((each for each in intakes(opened) if each.id == submission.intake), None)
    how = checked_reason(consent_confirmed) if consent_confirmed else ""
    refuse_protected(opened, {"consent": how})
    rows, fields = rows_of(opened), _fields(said or {})
    cells, left = drafted(received, submission, fields, rows, consent=counting(submission, intake, how=how))
    refuse_faults(faults_of(rows(cells))[1])
    attachments = _taken_out(opened, received, submission)
    made, _ = add_incident(opened, cells, [received.evidence, *dict.fromkeys(each.id for each in attachments)])
    _decide(opened, Decision(evidence=received.evidence, what="accepted", incident=made.id, consent=how), version)
    return Accepted(incident=made, attachments=tuple(attachments), left_out=left, asked=submission.consent.scope)


def reject(case: Case | Path | str, id: str, *, reason: str) -> Received:
    """Take a submission out of the queue for a reason. It stays sealed and can be accepted later."""
    opened = open_case(case)
    received = submission_named(opened, id)
    known, version = decision_of(opened, received.evidence)
    if known and known.what == "accepted":
        raise WrongUsage(IS_DECIDED(id=received.id, incident=known.incident), hint=SEE_INCIDENT(incident=known.incident))
    why = checked_reason(reason)
    refuse_protected(opened, {"reason": why})
    if known is None or known.reason != why:
        _decide(opened, Decision(evidence=received.evidence, what="rejected", reason=why), version)
    return received


def _undecided(case: Case, received: Received) -> tuple[Submission, int]:
    """Return what a submission says and how often something was decided of it; refuse one that was accepted, or that no form wrote."""
    known, version = decision_of(case, received.evidence)
    if known and known.what == "accepted":
        raise WrongUsage(IS_DECIDED(id=received.id, incident=known.incident), hint=SEE_INCIDENT(incident=known.incident))
    if received.submission is None:
        raise WrongUsage(NOT_A_FORM(id=received.id, why=words_of(received.fault)), hint=REJECT_IT(id=received.id))
    return received.submission, version


def _fields(said: Mapping[str, str]) -> dict[str, str]:
    fields = {field_named(name): " ".join(text.split()) for name, text in said.items()}
    for name in FIXED:
        if name in fields:
            raise WrongUsage(NOT_SAID_HERE(field=name), hint=SAY_CONSENT())
    return fields


def _taken_out(case: Case, received: Received, submission: Submission) -> list[Evidence]:
    """Seal the attachments of a submission as evidence under names of ours; those that are there already are not sealed again."""
    if not submission.attachments:
        return []
    held = _attachments(case, received, submission)
    sources = [str(ATTACHMENT_OF(number=number, id=received.id)) for number, _ in enumerate(held, 1)]
    known = {each.source: each for each in case.evidence() if each.source in sources}
    if known.keys() == set(sources):
        return [known[each] for each in sources]
    with case.write(TAKEN, signer=signer_of(case)) as writing:
        sealed = [
            writing.seal_content(data, name=f"{received.id}-{number}.quarantined", note=str(note_of(look.kind, look.warnings)), source=source)
            for number, (data, look, source) in enumerate(zip(held, received.looks, sources, strict=True), 1)
        ]
        evidence = [received.evidence, *dict.fromkeys(each.id for each in sealed)]
        writing.record("custody", {"purpose": "", "authority": "", "note": str(TAKEN_OUT(id=received.id)), "evidence": evidence})
    return sealed


def _attachments(case: Case, received: Received, submission: Submission) -> list[bytes]:
    """Return the attachments from the sealed file, each held against what was recorded when it came."""
    source = case.evidence_source(received.evidence)
    data = source if isinstance(source, bytes) else source.read_bytes()
    try:
        with Reader(intakes(case)) as reader:
            held = reader.attachments(data)
        if [(len(each), sha256_hex(each)) for each in held] != [(each.size, each.sha256) for each in submission.attachments]:
            raise Unread("attachments")
    except Unread as refusal:
        raise UnreadableEvidence(CANNOT_OPEN(id=received.id, why=words_of(refusal.code)), hint=RUN_VERIFY()) from refusal
    return held


def note_of(kind: str, warnings: tuple[str, ...]) -> Message:
    """Return what is said of an attachment that is locked up: its kind, and what speaks for care."""
    said = QUARANTINED(kind=kind)
    for each in warnings:
        said = WARNED(before=said, warning=WARNINGS[each]())
    return said


def _decide(case: Case, decision: Decision, version: int) -> None:
    record = Record(id=decision_key(decision.evidence), kind=DECISION, version=version + 1, data=msgspec.to_builtins(decision))
    CaseRecords(case, lambda: signer_of(case)).append([record])
