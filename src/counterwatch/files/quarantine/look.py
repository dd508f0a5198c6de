"""A stranger's file looked at from outside: its kind, and codes of what speaks for care. What it is called and says goes nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from counterwatch.files.quarantine.ends import is_followed
from counterwatch.files.quarantine.kinds import ARCHIVES, PICTURES, kind_of, readable
from counterwatch.files.quarantine.marks import ACTIVE_IN_PICTURE, marks
from counterwatch.files.quarantine.names import of_name
from counterwatch.files.quarantine.zip_directory import Directory, directory

PDF_WITHIN, PDF = 1_024, b"%PDF-"
"""Readers take a file for a PDF where the mark stands in its first 1,024 bytes."""
OTHERS = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
"""Archives that their programs find wherever they begin."""
RAR_LOCKED = 0x80
TEXTUAL = frozenset({"svg", "html", "xml"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a file is (`kinds.KINDS`), and what speaks for care (`words.WARNINGS`), sorted."""

    kind: str
    warnings: tuple[str, ...]


def looked_at(data: bytes, name: str) -> Look:
    """Look at the bytes of a file once, from its first to its last, and at what its name says of them."""
    kind, listed = kind_of(data), directory(data)
    if kind == "zip" and listed and listed.is_office:
        kind = "office"
    if kind == "zip" and listed and "programs" in listed.warnings and b"classes.dex" in data:
        kind = "program"
    text = readable(data) if kind in TEXTUAL else data
    found = {*marks(text, kind), *of_name(name, kind), *_of_archive(data, kind, listed), *_of_two_kinds(data, kind, listed)}
    if is_followed(data, kind):
        found.add("trailing")
    return Look(kind=kind, warnings=tuple(sorted(found)))


def _of_archive(data: bytes, kind: str, listed: Directory | None) -> Iterator[str]:
    if kind in ("zip", "office", "program") and listed:
        yield from listed.warnings - ({"nested"} if kind == "office" else set())
    elif kind == "zip":
        yield "damaged"
    elif kind in ("7z", "rar"):
        # What they hold is listed in a part that may itself be packed or locked.
        yield "unlisted"
    if kind == "gzip" and data[3:4] and data[3] & 0x08 and b".tar" in data[10:300]:
        yield "nested"


def _of_two_kinds(data: bytes, kind: str, listed: Directory | None) -> Iterator[str]:
    """Yield `polyglot` for a file that another program takes for another kind."""
    is_zip = kind in ("zip", "office", "program")
    if listed and ((not is_zip and "damaged" not in listed.warnings) or (is_zip and listed.before > 0)):
        yield "polyglot"
    if kind != "pdf" and PDF in data[:PDF_WITHIN]:
        yield "polyglot"
    if kind not in ARCHIVES | {"office"} and any(each in data for each in OTHERS):
        yield "polyglot"
    if kind in PICTURES and ACTIVE_IN_PICTURE.search(data):
        yield "polyglot"
    if kind not in ("tar", "disk") and (data[257:262] == b"ustar" or data[0x8001:0x8006] == b"CD001"):
        yield "polyglot"
