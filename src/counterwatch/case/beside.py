"""Files about a case that people exchange: read within a limit, and kept beside the ledger without replacing any."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from counterwatch.case.defect import Defect
from counterwatch.case.disk import PRIVATE_FOLDER, sync_folder, write_synced, writing_to
from counterwatch.case.entries import Placed
from counterwatch.case.layout import ABOUT, Layout, shown
from counterwatch.core import Template, UnreadableEvidence

LARGEST = 1 << 20
HEAD_IN = re.compile("[0-9a-f]{64}")

CANNOT_READ = Template("case.beside.cannot_read", "cannot read {file}: {reason}")
CHECK_NAME = Template("case.beside.check_name", "check the name and the permissions of the file")
TOO_LARGE = Template("case.beside.too_large", "{file} is larger than any offer, receipt, time-stamp or proof")
RIGHT_FILE = Template("case.beside.right_file", "name the file as it came from the other side")

SET_BACK = Template(
    "case.beside.set_back", "it is about {head}, and no entry of this ledger has that hash: the ledger was set back or written anew after that"
)


def set_back(layout: Layout, entries: Callable[[], list[Placed]]) -> list[Defect]:
    """Return the files that are named for a head which no entry has: whoever writes on would make a second history.

    `entries` reads the whole ledger; it is asked only where there are such files.
    """
    heads: set[str] | None = None
    found = []
    for path in sorted(layout.anchors.iterdir()) if layout.anchors.is_dir() else ():
        head = next(iter(HEAD_IN.findall(path.name)), None) if ABOUT.match(path.name) else None
        if head and heads is None:
            heads = {placed.hash for placed in entries()}
        if head and heads is not None and head not in heads:
            found.append(Defect(file=layout.shown(path), message=SET_BACK(head=head[:16])))
    return found


def read_small(file: Path) -> bytes:
    """Return the bytes of a file that somebody sent; one of a megabyte is none of ours."""
    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST + 1)
    except OSError as error:
        raise UnreadableEvidence(CANNOT_READ(file=shown(file.name), reason=error.strerror or ""), hint=CHECK_NAME()) from error
    if len(data) > LARGEST:
        raise UnreadableEvidence(TOO_LARGE(file=shown(file.name)), hint=RIGHT_FILE())
    return data


def keep(path: Path, data: bytes) -> Path:
    """Write a file about the case beside it; one that is there already stays as it is."""
    with writing_to(path):
        path.parent.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        if not path.exists():
            write_synced(path, data)
            sync_folder(path.parent)
    return path
