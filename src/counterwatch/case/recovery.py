"""What the next writer repairs after an interrupted write, and nothing else; docs/spec/case-v1.md, section 8."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from counterwatch.case.defect import Defect
from counterwatch.case.disk import replace_synced, sync_folder, write_synced
from counterwatch.case.entries import Ledger
from counterwatch.case.holdings import remove_gone
from counterwatch.case.layout import Layout
from counterwatch.case.settings import place_change
from counterwatch.core import Template, sha256_hex
from counterwatch.core.errors import VerificationFailed

DAMAGED = Template(
    "case.recovery.damaged", "{file}: {what}; the case can only be read", "{file}: {what}; {n} places are not as signed; the case can only be read"
)
VERIFY = Template("case.recovery.verify", "cw verify lists what is wrong and what rests on it, cw rescue copies what is intact; nothing was changed")


def refuse_damaged(defects: Sequence[Defect]) -> None:
    """Refuse to write behind a ledger that is not whole: the next entry would vouch for what is wrong."""
    if defects:
        raise VerificationFailed(DAMAGED(file=defects[0].file, what=defects[0].message, n=len(defects)), hint=VERIFY())


def recover(layout: Layout, ledger: Ledger) -> dict[str, Any] | None:
    """Finish or set aside an interrupted write, under the lock; return what to record about a torn line."""
    torn = _set_aside(layout, ledger)
    if ledger.is_prepared and ledger.open_segment is not None:
        _write_again(layout, layout.segment(ledger.open_segment))
        if ledger.newest:
            place_change(layout, ledger.newest)
        replace_synced(layout.prepared, layout.checkpoint(ledger.open_segment))
        ledger.open_segment = None
    for leftover in [*layout.tmp.glob("batch-*"), *layout.tmp.glob("index-*")]:
        shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
    for unused in (layout.prepared, layout.prepared_case_file, layout.prepared_secret):
        unused.unlink(missing_ok=True)
    remove_gone(layout, ledger.entries[-1:])
    return torn


def _write_again(layout: Layout, segment: Path) -> None:
    # After a sync that failed, a file reads well and need not be on the disk, and syncing it once more says nothing.
    copy = layout.tmp / f"batch-{segment.name}"
    write_synced(copy, segment.read_bytes())
    replace_synced(copy, segment)


def _set_aside(layout: Layout, ledger: Ledger) -> dict[str, Any] | None:
    if not ledger.torn or ledger.open_segment is None:
        return None
    segment, hash = layout.segment(ledger.open_segment), sha256_hex(ledger.torn)
    kept = layout.tmp / f"torn-{ledger.open_segment:06d}-{hash[:16]}"
    write_synced(kept, ledger.torn)
    sync_folder(layout.tmp)
    descriptor = os.open(segment, os.O_WRONLY)
    try:
        os.ftruncate(descriptor, segment.stat().st_size - len(ledger.torn))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    described = {"segment": ledger.open_segment, "bytes": len(ledger.torn), "sha256": hash, "kept": layout.shown(kept)}
    ledger.torn = b""
    return described
