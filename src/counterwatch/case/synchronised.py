"""What programs that synchronise folders leave in a case: conflicted copies, renamed objects, names in other letters."""

from __future__ import annotations

import re
from pathlib import Path

from counterwatch.case.bare.hashing import hash_of
from counterwatch.case.layout import Layout
from counterwatch.core import Message, Template

CONFLICT = re.compile(
    r"^(?P<stem>.+?)(?:[ ._-]*\((?:[^()]*\b(?:conflict\w*|copy|copie|case)\b[^()]*|[0-9]{1,3})\)|\.sync-conflict-[0-9]{8}-[0-9]{6}(?:-\w+)?"
    r"|[ _-]+(?:copy|copie|conflict\w*|冲突|副本)(?:[ _-]?[0-9]+)?|[ _]?(?:的?冲突副本|衝突複本)[^.]*)(?P<ending>(?:\.[A-Za-z0-9]+)*)$",
    re.IGNORECASE,
)

MOVED = Template(
    "case.synchronised.moved", "this is the missing object {place} under another name: nothing is lost; stop synchronising and rename it back"
)
CONFLICTED = Template(
    "case.synchronised.conflicted",
    "a second version of {name}, left by a program that synchronises folders: keep it, stop synchronising, and write from one computer only; "
    "if {name} is damaged or missing, this may be the whole one",
)
PLACEHOLDER = Template(
    "case.synchronised.placeholder", "a placeholder for {name}: the file itself lies in somebody's cloud; fetch it back, then verify again"
)


def leftover(layout: Layout, path: Path, missing: set[str]) -> Message | None:
    """Say what a file that does not belong here is, where a synchronising program explains it; `missing` are the objects that are not there."""
    if path.is_symlink() or not path.is_file():
        return None
    if missing and (name := _object_in(path, missing)):
        return MOVED(place=layout.shown(layout.object(name)))
    if path.name.startswith(".") and path.suffix == ".icloud":
        return PLACEHOLDER(name=path.name[1 : -len(".icloud")])
    if match := CONFLICT.match(path.name):
        return CONFLICTED(name=match["stem"] + match["ending"])
    return None


def _object_in(path: Path, missing: set[str]) -> str:
    try:
        hash = hash_of(path)
    except OSError:
        return ""
    return hash if hash in missing else ""
