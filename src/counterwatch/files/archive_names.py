"""Names of members of an archive: in any script and encoding, and whether they lead anywhere but into the archive."""

from __future__ import annotations

import re

from counterwatch.core import UnreadableEvidence

DRIVE = re.compile(r"[A-Za-z]:")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def name_of(name: str, *, is_utf8: bool) -> str:
    """Return a member's name as it was meant: old programs write it in the encoding of their place and do not say so."""
    if is_utf8 or name.isascii():
        return name
    from counterwatch.files.text import decode

    try:
        return decode(name.encode("cp437"), name="name").text
    except (UnicodeEncodeError, UnreadableEvidence):
        return name


def fault_of(path: str) -> str:
    """Return the code of what is wrong with a name; empty where nothing is."""
    plain = path.replace("\\", "/")
    if CONTROL.search(path) or not plain.strip("/"):
        return "archive-name"
    if plain.startswith("/"):
        return "archive-absolute"
    if DRIVE.match(plain):
        return "archive-drive"
    return "archive-parent" if ".." in plain.split("/") else ""
