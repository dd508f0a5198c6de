"""Fixing a head outside the case: on paper, by a time-stamp authority, in OpenTimestamps; docs/spec/case-v1.md, section 11."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from counterwatch.case.beside import keep, read_small
from counterwatch.case.case import Case
from counterwatch.case.custody import Head
from counterwatch.case.entries import Ledger, Placed
from counterwatch.case.heads import line_of
from counterwatch.case.kinds import Anchored
from counterwatch.case.opentimestamps import HEADER, BadProof, proof_from_answer, read_proof
from counterwatch.case.signing import Signer
from counterwatch.case.timestamp import BadToken, nonce_of, read_reply, request_for
from counterwatch.core import Template, UnreadableEvidence, WrongUsage, canonical, sha256_hex
from counterwatch.core.errors import VerificationFailed

NOT_AN_ANSWER = Template("case.anchor.not_an_answer", "{file} is neither the reply of a time-stamp authority nor an OpenTimestamps proof: {reason}")
KEEP_REPLY = Template("case.anchor.keep_reply", "fetch the reply again and name it as it came; nothing was recorded")
OTHER_HEAD = Template("case.anchor.other_head", "{file} is over {hash}, and no entry of this case has that hash")
RIGHT_CASE = Template(
    "case.anchor.right_case", "run it in the case whose head was stamped; if it is this one, cw verify tells whether it was set back"
)
OTHER_REQUEST = Template("case.anchor.other_request", "{file} answers another request than the one that this case keeps for entry {seq:raw}")
KNOWN = Template("case.anchor.known", "this anchor was recorded before, in entry {seq:raw}")
SEE_LOG = Template("case.anchor.see_log", "there is nothing to do: cw log shows it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """An anchor as it was accepted: for which entry, in which form, what it says of the time, and the file that holds it."""

    head: Head
    form: Literal["printed", "rfc3161", "opentimestamps"]
    time: str
    file: Path | None = None


def note_printed(case: Case, *, signer: Signer, note: str) -> Head:
    """Record that the head of now was printed or mailed, and where it went; return that head."""
    head = case.head
    said = Anchored(head=head.hash, seq=head.seq, form="printed", sha256=sha256_hex(line_of(case.id, head).encode()), note=note)
    with case.write("anchor", signer=signer) as batch:
        batch.record("anchor", msgspec.to_builtins(said))
    return head


def write_request(case: Case) -> tuple[Head, Path]:
    """Write a request for a time-stamp over the head beside the case; it says nothing but the hash."""
    placed = case.ledger().entries[-1]
    path = case.layout.anchors / f"{placed.hash}.tsq"
    keep(path, request_for(canonical(placed.entry)))
    return _head(placed), path


def write_digest(case: Case) -> tuple[Head, Path]:
    """Write the 32 bytes that a calendar of OpenTimestamps takes."""
    placed = case.ledger().entries[-1]
    return _head(placed), keep(case.layout.anchors / f"{placed.hash}.digest", bytes.fromhex(placed.hash))


def accept(case: Case, file: Path, *, signer: Signer) -> Anchor:
    """Keep the reply of an authority, a proof, or the answer of a calendar to the newest digest; the hash of its own bytes is recorded."""
    data, ledger = read_small(file), case.ledger()
    anchor, data = _recognised(case, ledger, file, data)
    _refuse_known(case, data)
    with case.write("anchor", signer=signer) as batch:
        batch.put(data)
        said = Anchored(head=anchor.head.hash, seq=anchor.head.seq, form=anchor.form, sha256=sha256_hex(data))
        batch.record("anchor", msgspec.to_builtins(said))
    suffix = "tsr" if anchor.form == "rfc3161" else "ots"
    kept = keep(case.layout.anchors / f"{anchor.head.hash}.{suffix}", data)
    return Anchor(head=anchor.head, form=anchor.form, time=anchor.time, file=kept)


def _recognised(case: Case, ledger: Ledger, file: Path, data: bytes) -> tuple[Anchor, bytes]:
    try:
        if data.startswith(HEADER):
            return Anchor(head=_entry(ledger, file, read_proof(data).digest), form="opentimestamps", time=""), data
        if data[:1] == b"\x30":
            return _stamped(case, ledger, file, data), data
        return _answered(case, ledger, data)
    except (BadProof, BadToken) as error:
        raise UnreadableEvidence(NOT_AN_ANSWER(file=file.name, reason=error.message), hint=KEEP_REPLY()) from error


def _stamped(case: Case, ledger: Ledger, file: Path, data: bytes) -> Anchor:
    token = read_reply(data)
    head = _entry(ledger, file, token.imprint)
    request = case.layout.anchors / f"{head.hash}.tsq"
    asked = nonce_of(request.read_bytes()) if request.is_file() else None
    if asked is not None and token.nonce != asked:
        raise VerificationFailed(OTHER_REQUEST(file=file.name, seq=head.seq), hint=KEEP_REPLY())
    return Anchor(head=head, form="rfc3161", time=token.time)


def _answered(case: Case, ledger: Ledger, answer: bytes) -> tuple[Anchor, bytes]:
    """Take the answer of a calendar: it does not say to which hash, so it is the newest that a digest was written for."""
    asked = [placed for placed in ledger.entries if (case.layout.anchors / f"{placed.hash}.digest").is_file()]
    placed = asked[-1] if asked else ledger.entries[-1]
    return Anchor(head=_head(placed), form="opentimestamps", time=""), proof_from_answer(placed.hash, answer)


def _entry(ledger: Ledger, file: Path, hash: str) -> Head:
    found = next((placed for placed in ledger.entries if placed.hash == hash), None)
    if found is None:
        raise VerificationFailed(OTHER_HEAD(file=file.name, hash=hash[:16]), hint=RIGHT_CASE())
    return _head(found)


def _refuse_known(case: Case, data: bytes) -> None:
    hash = sha256_hex(data)
    for event in case.custody():
        if any(each.sha256 == hash for each in event.anchors):
            raise WrongUsage(KNOWN(seq=event.seq), hint=SEE_LOG())


def _head(placed: Placed) -> Head:
    return Head(seq=placed.entry.seq, hash=placed.hash, time=placed.entry.time)
