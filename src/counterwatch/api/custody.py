"""Custody: what was done with the evidence and why, handing a case over, fixing its head outside, and saving what is left of a damaged one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from counterwatch.api.case import MAKE_CASE, NO_CASE, evidence_named, find_case, open_case, signer_of
from counterwatch.api.criteria import Criterion, criteria_of
from counterwatch.api.keys import own_identity, signer
from counterwatch.case import Case, Head, Identity, Locked, handover
from counterwatch.case import anchor as anchors
from counterwatch.case.anchor import Anchor
from counterwatch.case.exhibits import Exhibit, as_csv, as_text, exhibits_of
from counterwatch.case.handover import Handing
from counterwatch.case.heads import line_of
from counterwatch.case.kinds import Accepted
from counterwatch.case.rescue import Saved, takes_key
from counterwatch.case.rescue import rescue as save
from counterwatch.core import Template, WrongUsage
from counterwatch.core.errors import NoCase
from counterwatch.core.progress import Cancel, Progress, never, quiet

VERBS = ("collect", "receive", "view", "derive", "redact", "export", "verify", "correct", "withdraw", "seal")
"""What a person can say was done; the other verbs are written by the commands that do them."""

NOT_A_VERB = Template("api.custody.not_a_verb", "{verb} is not one of the verbs of custody that a person records")
VERB_LIST = Template("api.custody.verb_list", "use one of: {verbs}")
EXISTS = Template("api.custody.exists", "{file} exists already")
OTHER_FOLDER = Template("api.custody.other_folder", "name another folder; nothing is ever overwritten")


def record(case: Case | Path | str, verb: str, evidence: Sequence[str] = (), *, purpose: str = "", authority: str = "", note: str = "") -> None:
    """Record that something was done with evidence, named by its name or the first digits of its number, and why and by what right."""
    if verb not in VERBS:
        raise WrongUsage(NOT_A_VERB(verb=verb), hint=VERB_LIST(verbs=", ".join(VERBS)))
    opened = open_case(case)
    ids = [evidence_named(opened, each).id for each in evidence]
    with opened.write(verb, signer=signer_of(opened)) as batch:
        batch.record("custody", {"purpose": purpose, "authority": authority, "note": note, "evidence": ids})


def exhibits(case: Case | Path | str = ".") -> list[Exhibit]:
    """Return every piece of evidence with a number, in the order of sealing."""
    return exhibits_of(open_case(case))


def offer(
    case: Case | Path | str, output: Path | str, *, purpose: str = "", authority: str = "", receiver: str = "", language: str = "en"
) -> tuple[Handing, list[Path]]:
    """Offer a case as it is now; write the exhibit list (CSV and plain text) and the signed offer into a new folder."""
    folder, opened = Path(output), open_case(case)
    if folder.exists() and any(folder.iterdir() if folder.is_dir() else [folder]):
        raise WrongUsage(EXISTS(file=str(folder)), hint=OTHER_FOLDER())
    made = handover.offer(opened, signer=signer_of(opened), purpose=purpose, authority=authority, receiver=receiver)
    page = as_text(list(made.exhibits), case=opened.id, seq=made.head.seq, head=made.head.hash, time=made.head.time, language=language)
    folder.mkdir(parents=True, exist_ok=True)
    written = {"exhibits.csv": as_csv(list(made.exhibits)), "exhibits.txt": page.encode(), made.file.name: made.data}
    return made, [_written(folder / name, data) for name, data in written.items()]


def accept_copy(
    copy: Case | Path | str, output: Path | str, *, offer_file: Path | None = None, progress: Progress = quiet, cancel: Cancel = never
) -> tuple[Handing, Handing, Path]:
    """Check a copy against the offer that came with it and sign a receipt into a folder; return offer, receipt and where it was written."""
    opened = _as_far_as_it_opens(copy)
    given, receipt = handover.sign_receipt(opened, signer=signer_of(opened), offer_file=offer_file, progress=progress, cancel=cancel)
    file = Path(output) / receipt.file.name
    if file.exists():
        raise WrongUsage(EXISTS(file=str(file)), hint=OTHER_FOLDER())
    return given, receipt, _written(file, receipt.data)


def accept_receipt(case: Case | Path | str, receipt: Path | str) -> Accepted:
    """Record the receipt that came back from the receiver."""
    opened = open_case(case)
    return handover.record_receipt(opened, Path(receipt), signer=signer_of(opened))


def head_line(case: Case | Path | str = ".") -> tuple[Head, str]:
    """Return the head and the one line to print, mail or photograph."""
    opened = _unopened(case)
    head = opened.head
    return head, line_of(opened.id, head)


def note_printed(case: Case | Path | str, note: str) -> Head:
    """Record that the head of now was printed or mailed, and where it went."""
    opened = open_case(case)
    return anchors.note_printed(opened, signer=signer_of(opened), note=note)


def request_timestamp(case: Case | Path | str = ".") -> tuple[Head, Path]:
    """Write a request (RFC 3161) over the head; it is sent by whatever program and network the user trusts."""
    return anchors.write_request(_unopened(case))


def write_digest(case: Case | Path | str = ".") -> tuple[Head, Path]:
    """Write the 32 bytes of the head that a calendar of OpenTimestamps takes."""
    return anchors.write_digest(_unopened(case))


def accept_anchor(case: Case | Path | str, reply: Path | str) -> Anchor:
    """Keep a reply or a proof and record the hash of its own bytes."""
    opened = open_case(case)
    return anchors.accept(opened, Path(reply), signer=signer_of(opened))


def rescue(
    damaged: Path | str,
    new: Path | str,
    *,
    unsigned: bool = False,
    identity: Identity | None = None,
    progress: Progress = quiet,
    cancel: Cancel = never,
) -> tuple[Case, Saved]:
    """Copy what is intact of a damaged case into a new one, with the story in its ledger; the damaged folder is only read.

    An encrypted case takes a key; `take_recovery()` of the new one returns its recovery key, once.
    """
    own = (identity or own_identity()) if takes_key(Path(damaged)) else identity
    by = own.signer if own else signer()
    return save(Path(damaged), Path(new), signer=by, identity=own, unsigned=unsigned, progress=progress, cancel=cancel)


def criteria(case: Case | Path | str = ".") -> list[Criterion]:
    """Hold a case against the Berkeley Protocol's criteria for preservation: what it can show, in part, or not at all."""
    return criteria_of(open_case(case))


def _unopened(case: Case | Path | str) -> Case:
    """Open a case for its history alone, which takes no key."""
    if isinstance(case, Case):
        return case
    found = find_case(case)
    if found is None:
        raise NoCase(NO_CASE(folder=str(case)), hint=MAKE_CASE())
    return Case.open(found)


def _as_far_as_it_opens(case: Case | Path | str) -> Case:
    """Open a case, or leave it locked: one who may not read it can still hold it and say that it is whole."""
    try:
        return open_case(case)
    except Locked:
        return _unopened(case)


def _written(file: Path, data: bytes) -> Path:
    file.write_bytes(data)
    return file
