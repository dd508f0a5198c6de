"""Changes of the files in the clear: prepared beside the case, placed when the entry that says so is on the disk."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from counterwatch.case.case_file import CaseFile, Key, Recipient
from counterwatch.case.disk import replace_synced, write_synced
from counterwatch.case.layout import Layout
from counterwatch.case.signing import public_pem
from counterwatch.core import sha256_hex
from counterwatch.core.canonical import decoded

if TYPE_CHECKING:
    from counterwatch.case.checkpoint import Checkpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a batch changes: the recipients with the case secret encrypted to them, a signer who is admitted, or both."""

    what: str
    recipients: tuple[Recipient, ...] = ()
    secret: bytes = b""
    admitted: bytes = b""

    def applied(self, case_file: CaseFile) -> CaseFile:
        """Return the new `case.json`."""
        key = Key.of(self.admitted) if self.admitted else None
        if key and key not in case_file.signers:
            case_file = msgspec.structs.replace(case_file, signers=(*case_file.signers, key))
        return msgspec.structs.replace(case_file, recipients=self.recipients, secret=sha256_hex(self.secret)) if self.secret else case_file


def prepare_change(layout: Layout, case_file: CaseFile, change: Change) -> None:
    """Write what changes beside its place; the caller syncs the folder."""
    write_synced(layout.prepared_case_file, case_file.data)
    if change.secret:
        write_synced(layout.prepared_secret, change.secret)
    for key in (*case_file.signers, *case_file.recovery_keys):
        # One that is there is not touched: half of it would be damage.
        if not layout.key(key.id).exists() or (change.admitted and key == Key.of(change.admitted)):
            write_synced(layout.key(key.id), public_pem(base64.b64decode(key.key)))


def place_change(layout: Layout, checkpoint: Checkpoint) -> None:
    """Move prepared files to their places where they are those that a checkpoint covers: `case.json` first, so that readers find the secret."""
    if _hash(layout.prepared_case_file) == checkpoint.case_file:
        replace_synced(layout.prepared_case_file, layout.case_file)
    if not layout.prepared_secret.exists():
        return
    stated = decoded(layout.case_file.read_bytes(), type=CaseFile).secret
    if _hash(layout.prepared_secret) == stated:
        replace_synced(layout.prepared_secret, layout.secret)


def _hash(path: Path) -> str:
    return sha256_hex(path.read_bytes()) if path.is_file() else ""
