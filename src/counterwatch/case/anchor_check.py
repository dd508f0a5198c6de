"""Holding a ledger against what fixes it from outside. Nothing inside a case can show that it was not set back to an earlier whole state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from counterwatch.case.defect import Defect
from counterwatch.case.entries import Ledger, Placed
from counterwatch.case.heads import WrittenHead
from counterwatch.case.holdings import Holdings
from counterwatch.case.kinds import Accepted, Anchored
from counterwatch.case.layout import ABOUT, Layout
from counterwatch.case.offers import read_offer, read_receipt, receipt_path
from counterwatch.case.opentimestamps import BadProof, Proof, read_proof
from counterwatch.case.statement import BadStatement
from counterwatch.case.timestamp import BadToken, read_reply, refuse_other_authority
from counterwatch.case.vault import Unopened
from counterwatch.case.verification import Anchoring, AnchorOutcome, Note
from counterwatch.core import Message, Record, Template, sha256_hex

GONE = Template(
    "case.anchor_check.gone",
    "it fixes {head}, and no entry of this ledger has that hash: the ledger was set back or written anew, or the file is about another case",
)
OTHER_ENTRY = Template("case.anchor_check.other_entry", "it fixes entry {seq:raw} as {head}; the ledger holds another one there, or none")
OTHER_CASE = Template("case.anchor_check.other_case", "it speaks of another case ({other})")
NOT_ITS_NAME = Template("case.anchor_check.not_its_name", "it is not about the head that its name says")
TOKEN_CHANGED = Template("case.anchor_check.token_changed", "it is not the file that entry {seq:raw} recorded: it was changed or replaced")
TOKEN_GONE = Template(
    "case.anchor_check.token_gone", "the file that entry {seq:raw} recorded is not here; its bytes are among the objects of that entry"
)
NO_SUCH_HEAD = Template(
    "case.anchor_check.no_such_head",
    "no entry of this ledger has the head «{text}»: it was set back or written anew since, or the text has a slip in it",
)
STAMPED = Template(
    "case.anchor_check.stamped", "fixes entry {seq:raw}: the authority dates it {time}; its signature leads to the certificate that was given"
)
STAMPED_LOOSELY = Template(
    "case.anchor_check.stamped_loosely",
    "fixes entry {seq:raw}: dated {time}; whether an authority signed it was not checked: name its root certificate with --root",
)
PROOF_PENDING = Template("case.anchor_check.proof_pending", "fixes entry {seq:raw}: the calendar {place} promised it; complete the proof there later")
PROOF_BLOCK = Template(
    "case.anchor_check.proof_block",
    "fixes entry {seq:raw} if block {height:raw} of {chain} has the Merkle root {root}; compare that with any list of blocks",
)
PROOF_OTHER = Template("case.anchor_check.proof_other", "fixes entry {seq:raw} by an attestation of a kind that is not known here ({tag})")
OFFERED = Template("case.anchor_check.offered", "an offer of entry {seq:raw}, signed {signer}")
RECEIVED = Template(
    "case.anchor_check.received", "a receipt for entry {seq:raw}, dated {time}, signed {signer}; compare that key with the receiver's own word"
)
ASKED = Template("case.anchor_check.asked", "a request about entry {seq:raw}; no answer is needed for the case to be whole")

PASSED = Template("case.anchor_check.passed", "the ledger was not set back before entry {seq:raw} of {last:raw}, nor written anew up to there")
FAILED = Template("case.anchor_check.failed", "an anchor and the ledger disagree: it was set back or written anew")
UNCHECKED = Template(
    "case.anchor_check.unchecked",
    "files beside the ledger fix entry {seq:raw} of {last:raw} and agree; whether they are genuine was not checked: see the notes, or use --head",
)
NOT_CHECKABLE = Template(
    "case.anchor_check.not_checkable", "no anchor: an earlier whole state that was put back could not be told from this one; cw anchor makes one"
)

SHORT = 16


@dataclass(slots=True)
class _Found:
    """What the anchors say: the entries they fix, what is wrong, and what a reader should know of each."""

    defects: list[Defect] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    firm: list[int] = field(default_factory=list)
    loose: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What a person brings to a verification: heads they hold on paper, and certificates (PEM) of authorities they trust."""

    heads: Sequence[WrittenHead] = ()
    roots: bytes = b""
    roots_file: str = ""


class _Departs(Exception):
    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


def check_anchors(layout: Layout, ledger: Ledger, keys: dict[str, bytes], outside: Outside) -> tuple[Anchoring, list[Defect], list[Note]]:
    """Compare the ledger with every anchor beside it and every head that was brought."""
    found = _Found()
    by_hash = {placed.hash: placed for placed in ledger.entries}
    for path in sorted(layout.anchors.iterdir()) if layout.anchors.is_dir() else ():
        try:
            _check_file(found, layout, path, ledger.case, by_hash, keys, outside)
        except (_Departs, BadToken, BadProof, BadStatement) as departs:
            found.defects.append(Defect(file=layout.shown(path), message=departs.message))
    for head in outside.heads:
        _check_head(found, layout, head, ledger.entries)
    return _outcome(found, ledger), found.defects, found.notes


def record_defects(held: Holdings, seq: int, record: Record) -> tuple[list[Defect], list[Note]]:
    """Compare a recorded token or receipt with the file beside the ledger: parts of a token are covered by no signature."""
    layout = held.layout
    if record.kind == "anchor":
        said = msgspec.convert(record.data, type=Anchored)
        suffix = {"rfc3161": "tsr", "opentimestamps": "ots"}.get(said.form)
        return _compared(layout, seq, layout.anchors / f"{said.head}.{suffix}", said.sha256) if suffix else ([], [])
    if record.kind == "receipt":
        receipt = msgspec.convert(record.data, type=Accepted)
        hash = _content_hash(held, receipt.object)
        return _compared(layout, seq, receipt_path(layout, receipt.head, receipt.signer), hash) if hash else ([], [])
    return [], []


def _content_hash(held: Holdings, name: str) -> str:
    """Return the hash of what an object holds; empty where it is gone or damaged, which is named elsewhere."""
    try:
        return sha256_hex(held.content(name)) if held.current(name) else ""
    except (OSError, Unopened):
        return ""


def _compared(layout: Layout, seq: int, path: Path, hash: str) -> tuple[list[Defect], list[Note]]:
    if not path.is_file():
        return [], [Note(file=layout.shown(path), message=TOKEN_GONE(seq=seq))]
    same = sha256_hex(path.read_bytes()) == hash
    return ([] if same else [Defect(file=layout.shown(path), message=TOKEN_CHANGED(seq=seq), seq=seq)]), []


def _check_file(found: _Found, layout: Layout, path: Path, case: str, by_hash: dict[str, Placed], keys: dict[str, bytes], outside: Outside) -> None:
    if not ABOUT.match(path.name) or not path.is_file() or path.is_symlink():
        return
    file, data = layout.shown(path), path.read_bytes()
    if path.suffix == ".tsr":
        _check_token(found, file, path.stem, data, by_hash, outside)
    elif path.suffix == ".ots":
        _check_proof(found, file, path.stem, read_proof(data), by_hash)
    elif path.suffix in (".tsq", ".digest"):
        found.notes.append(Note(file=file, message=ASKED(seq=_entry(by_hash, path.stem).entry.seq)))
    else:
        _check_statement(found, file, path, data, case, by_hash, keys)


def _check_token(found: _Found, file: str, head: str, data: bytes, by_hash: dict[str, Placed], outside: Outside) -> None:
    token = read_reply(data)
    if token.imprint != head:
        raise _Departs(NOT_ITS_NAME())
    seq = _entry(by_hash, head).entry.seq
    if outside.roots:
        refuse_other_authority(data, head, outside.roots, outside.roots_file)
    (found.firm if outside.roots else found.loose).append(seq)
    template = STAMPED if outside.roots else STAMPED_LOOSELY
    found.notes.append(Note(file=file, message=template(seq=seq, time=token.time)))


def _check_proof(found: _Found, file: str, head: str, proof: Proof, by_hash: dict[str, Placed]) -> None:
    if proof.digest != head:
        raise _Departs(NOT_ITS_NAME())
    seq = _entry(by_hash, head).entry.seq
    found.loose.append(seq)
    for each in proof.attestations:
        if each.kind == "pending":
            said = PROOF_PENDING(seq=seq, place=each.place)
        elif each.commitment and each.kind in ("bitcoin", "litecoin"):
            # A block header is printed with its bytes reversed.
            root = bytes.fromhex(each.commitment)[::-1].hex()
            said = PROOF_BLOCK(seq=seq, height=int(each.place), chain=each.kind, root=root)
        else:
            said = PROOF_OTHER(seq=seq, tag=each.place)
        found.notes.append(Note(file=file, message=said))


def _check_statement(found: _Found, file: str, path: Path, data: bytes, case: str, by_hash: dict[str, Placed], keys: dict[str, bytes]) -> None:
    is_offer = path.name.startswith("offer-")
    said, signer = read_offer(data, keys) if is_offer else read_receipt(data)
    if said.case != case:
        raise _Departs(OTHER_CASE(other=said.case))
    if path.name.split("-")[1].removesuffix(".json") != said.head:
        raise _Departs(NOT_ITS_NAME())
    if said.head not in by_hash or by_hash[said.head].entry.seq != said.seq:
        raise _Departs(OTHER_ENTRY(seq=said.seq, head=said.head[:SHORT]))
    found.loose.append(said.seq)
    message = OFFERED(seq=said.seq, signer=signer[:SHORT]) if is_offer else RECEIVED(seq=said.seq, time=said.time, signer=signer)
    found.notes.append(Note(file=file, message=message))


def _entry(by_hash: dict[str, Placed], head: str) -> Placed:
    if head not in by_hash:
        raise _Departs(GONE(head=head[:SHORT]))
    return by_hash[head]


def _check_head(found: _Found, layout: Layout, head: WrittenHead, entries: list[Placed]) -> None:
    placed = next((each for each in entries if head.fits(each)), None)
    if placed is None:
        found.defects.append(Defect(file=layout.shown(layout.ledger), message=NO_SUCH_HEAD(text=head.text)))
    else:
        found.firm.append(placed.entry.seq)


def _outcome(found: _Found, ledger: Ledger) -> Anchoring:
    last = ledger.entries[-1].entry.seq if ledger.entries else 0
    if found.defects:
        return Anchoring(outcome=AnchorOutcome.FAIL, seq=None, message=FAILED())
    if found.firm:
        return Anchoring(outcome=AnchorOutcome.PASS, seq=max(found.firm), message=PASSED(seq=max(found.firm), last=last))
    if found.loose:
        return Anchoring(outcome=AnchorOutcome.NOT_CHECKED, seq=max(found.loose), message=UNCHECKED(seq=max(found.loose), last=last))
    return Anchoring(outcome=AnchorOutcome.NOT_CHECKABLE, seq=None, message=NOT_CHECKABLE())
