"""Making a batch part of the case: objects, sync, ledger, sync, checkpoint, in the order that docs/spec/case-v1.md, section 7 gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from counterwatch.case.case_file import CaseFile
from counterwatch.case.checkpoint import Checkpoint, signed
from counterwatch.case.clock import now
from counterwatch.case.disk import append_synced, replace_synced, sync_folder, sync_many, write_synced
from counterwatch.case.entries import RECOVER, Entry, Ledger, Placed
from counterwatch.case.layout import Layout
from counterwatch.case.objects import move_in
from counterwatch.case.settings import Change, place_change, prepare_change
from counterwatch.case.signing import Signer
from counterwatch.core import Template, canonical, sha256_hex
from counterwatch.core.errors import Refused

NOT_ADMITTED = Template("case.writer.not_admitted", "your signing key {signer} is not admitted to this case")
ASK_A_SIGNER = Template("case.writer.ask_a_signer", "write with the key that made the case, or make a case of your own and hand it over")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearFiles:
    """The bytes of `case.json` and `VERIFY.txt`, which each checkpoint covers, and who may sign."""

    case_file: CaseFile
    instructions: bytes
    change: Change | None = None

    @property
    def described(self) -> dict[str, str]:
        """The record of how these files came to be as they are."""
        what = self.change.what if self.change else "create"
        return {"change": what, "case_file": sha256_hex(self.case_file.data), "instructions": sha256_hex(self.instructions)}


def refuse_stranger(ledger: Ledger, signer: Signer, verb: str) -> None:
    """Refuse a signer whom the newest checkpoint does not admit for this; in an empty ledger, anybody founds the case."""
    if ledger.admitted and signer.id not in (ledger.recovery if verb == RECOVER else ledger.admitted):
        raise Refused(NOT_ADMITTED(signer=signer.id[:16]), hint=ASK_A_SIGNER())


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What a batch gathered: the names for its entry, the folder that the objects lie in, and the folders of those that lie apart."""

    names: tuple[str, ...]
    folder: Path
    apart: Mapping[str, str]


def commit(layout: Layout, ledger: Ledger, gathered: Gathered, *, verb: str, signer: Signer, clear: ClearFiles) -> Placed:
    """Put a batch into the case. When this returns, it is on the disk; the entry's own line is the moment it happens."""
    moved = move_in(gathered.folder, layout, {name for placed in ledger.entries for name in placed.entry.objects}, gathered.apart)
    sync_many(layout.root, moved)
    seq, prev = ledger.next
    entry = Entry(v=1, seq=seq, prev=prev, time=now(), signer=signer.id, verb=verb, objects=gathered.names)
    line = canonical(entry)
    number = ledger.open_segment or ledger.segments + 1
    checkpoint = _checkpoint(ledger, number, entry, line, clear)
    if clear.change:
        prepare_change(layout, clear.case_file, clear.change)
        sync_folder(layout.keys)
    write_synced(layout.prepared, signed(checkpoint, signer))
    sync_folder(layout.tmp)
    append_synced(layout.segment(number), line + b"\n")
    if clear.change:
        place_change(layout, checkpoint)
    replace_synced(layout.prepared, layout.checkpoint(number))
    return Placed(entry, sha256_hex(line), number)


def _checkpoint(ledger: Ledger, number: int, entry: Entry, line: bytes, clear: ClearFiles) -> Checkpoint:
    return Checkpoint(
        v=1, case=ledger.case, segment=number, first=entry.seq, last=entry.seq, count=1, head=sha256_hex(line), sha256=sha256_hex(line + b"\n"),
        previous=ledger.link, case_file=sha256_hex(clear.case_file.data), instructions=sha256_hex(clear.instructions),
        signers=tuple(sorted(each.id for each in clear.case_file.signers)), time=entry.time,
        recovery=tuple(sorted(each.id for each in clear.case_file.recovery_keys)),
    )  # fmt: skip
