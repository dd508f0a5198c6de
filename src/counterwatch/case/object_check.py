"""Level 1: every object that the ledger lists is there, is a file, and is its own name."""

from __future__ import annotations

from collections.abc import Callable

from counterwatch.case.defect import Defect
from counterwatch.case.entries import Placed
from counterwatch.case.layout import Layout
from counterwatch.case.objects import hash_of
from counterwatch.core import Message, Template
from counterwatch.core.progress import Cancel, Progress, stop_if

CHECKING = Template("case.object_check.checking", "checking the stored bytes")
MISSING = Template("case.object_check.missing", "the object is missing")
NOT_A_FILE = Template("case.object_check.not_a_file", "a file belongs here, and something else lies in its place")
UNREADABLE = Template("case.object_check.unreadable", "the object cannot be read: {reason}")
CHANGED = Template("case.object_check.changed", "the object is not what its name says: its content was changed")


def check_objects(layout: Layout, entries: list[Placed], progress: Progress, cancel: Cancel) -> tuple[int, list[Defect]]:
    """Hash every listed object; return how many there are and what is wrong."""
    listed: dict[str, int] = {}
    for placed in entries:
        for name in placed.entry.objects:
            listed.setdefault(name, placed.entry.seq)
    found = []
    for done, (name, seq) in enumerate(listed.items()):
        progress(CHECKING(), done, len(listed))
        stop_if(cancel)
        if message := _difference(layout, name, lambda _done: stop_if(cancel)):
            found.append(Defect(file=layout.shown(layout.object(name)), message=message, seq=seq, objects=(name,)))
    return len(listed), found


def _difference(layout: Layout, name: str, tick: Callable[[int], None]) -> Message | None:
    path = layout.object(name)
    if path.is_symlink() or (path.exists() and not path.is_file()):
        return NOT_A_FILE()
    if not path.exists():
        return MISSING()
    try:
        return None if hash_of(path, tick) == name else CHANGED()
    except OSError as error:
        return UNREADABLE(reason=error.strerror or "")
