"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

import re

STARTS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "jpeg"), (0, b"\x89PNG\r\n\x1a\n", "png"), (0, b"GIF87a", "gif"), (0, b"GIF89a", "gif"), (0, b"II*\x00", "tiff"),
    (0, b"MM\x00*", "tiff"), (0, b"BM", "bmp"), (0, b"%PDF-", "pdf"), (0, b"PK\x03\x04", "zip"), (0, b"PK\x05\x06", "zip"), (0, b"PK\x07\x08", "zip"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"), (0, b"7z\xbc\xaf\x27\x1c", "7z"), (0, b"Rar!\x1a\x07", "rar"), (0, b"\x1f\x8b", "gzip"),
    (0, b"BZh", "bzip2"), (0, b"\xfd7zXZ\x00", "xz"), (0, b"\x28\xb5\x2f\xfd", "zstd"), (0, b"MSCF", "cab"), (0x8001, b"CD001", "disk"),
    (257, b"ustar", "tar"), (0, b"{\\rtf", "rtf"), (0, b"age-encryption.org/", "age"), (0, b"-----BEGIN AGE", "age"), (0, b"-----BEGIN PGP", "pgp"),
    (0, b"MZ", "program"), (0, b"\x7fELF", "program"), (0, b"\xca\xfe\xba\xbe", "program"), (0, b"\xfe\xed\xfa", "program"),
    (0, b"\xcf\xfa\xed\xfe", "program"), (0, b"\xce\xfa\xed\xfe", "program"), (0, b"dex\n", "program"),
    (0, b"\x00asm", "program"), (0, b"#!AMR", "audio"), (0, b"#!", "program"),
    (0, b"L\x00\x00\x00\x01\x14\x02\x00", "shortcut"), (0, b"[InternetShortcut]", "shortcut"), (0, b"[Desktop Entry]", "shortcut"),
    (0, b"ID3", "audio"), (0, b"OggS", "audio"), (0, b"fLaC", "audio"), (8, b"WAVE", "audio"), (0, b"\xff\xfb", "audio"),
    (0, b"\xff\xf3", "audio"), (0, b"\xff\xf1", "audio"), (8, b"WEBP", "webp"), (8, b"AVI ", "video"), (0, b"\x1aE\xdf\xa3", "video"),
    (4, b"ftyphei", "heic"), (4, b"ftypmif", "heic"), (4, b"ftypavif", "heic"), (4, b"ftypM4A", "audio"), (4, b"ftyp", "video"),
    (0, b"SQLite format 3\x00", "database"),
)  # fmt: skip
"""Place, bytes there, and kind; the first that fits counts."""
ELEMENT = re.compile(rb"<(?:[\w.-]{1,40}:)?([\w.-]{1,40})")
BEFORE = ((b"<?xml", b"?>"), (b"<!--", b"-->"), (b"<!doctype", b">"))
"""What may stand before the first element of markup: how each begins and ends."""
MOST_BEFORE = 1_000
HTML = frozenset({b"html", b"head", b"body", b"script", b"iframe", b"meta", b"title", b"hta"})
WIDE = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
LOOKED = 1 << 16
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")

ARCHIVES = frozenset({"zip", "7z", "rar", "gzip", "bzip2", "xz", "zstd", "cab", "disk", "tar"})
PICTURES = frozenset({"jpeg", "png", "gif", "tiff", "bmp", "webp", "heic"})
SHORT = (b"BM", b"MZ", b"II", b"BZh", b"ID3")
KINDS = frozenset(kind for _, _, kind in STARTS) | {"office", "svg", "html", "xml", "text", "empty", "other"}


def kind_of(data: bytes) -> str:
    """Return what a file is by its first bytes: one of `KINDS`. `office` is told from `zip` by who reads its directory."""
    if not data:
        return "empty"
    found = next((kind for place, start, kind in STARTS if data.startswith(start, place)), "")
    # A few letters are little to go by: text may begin with them.
    if found and not (data.startswith(SHORT) and _is_text(data)):
        return found
    return _markup(data[:LOOKED]) or ("text" if _is_text(data) else "other")


def readable(data: bytes) -> bytes:
    """Return text as UTF-8 where it begins with the mark of UTF-16; else as it is."""
    encoding = WIDE.get(data[:2])
    return data[2:].decode(encoding, "replace").encode("utf-8", "replace") if encoding else data


def _markup(data: bytes) -> str:
    match = ELEMENT.match(_first_element(readable(data)))
    if match is None:
        return ""
    name = match[1].lower()
    return "svg" if name == b"svg" else "html" if name in HTML else "xml"


def _first_element(data: bytes) -> bytes:
    """Return text from its first element on: declarations and comments are passed over one by one, each once."""
    rest = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    for _ in range(MOST_BEFORE):
        end = next((end for begin, end in BEFORE if rest[: len(begin)].lower() == begin), None)
        if end is None or (place := rest.find(end)) < 0:
            return rest
        rest = rest[place + len(end) :].lstrip()
    return rest


def _is_text(data: bytes) -> bool:
    try:
        text = readable(data[:LOOKED]).decode("utf-8", "strict" if len(data) <= LOOKED else "ignore")
    except UnicodeDecodeError:
        return False
    return not CONTROL.search(text)
