"""The media type of evidence, guessed from its first bytes: a description, never a decision."""

from __future__ import annotations

import codecs

FIRST = 4096

BEGINNINGS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"PAR1", "application/vnd.apache.parquet"),
    (b"SQLite format 3\0", "application/vnd.sqlite3"),
    (b"\x1f\x8b", "application/gzip"),
    (b"PK\x03\x04", "application/zip"),
    (b"OggS", "application/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/vnd.ms-office"),
)


def media_type(first: bytes) -> str:
    """Return the media type that the first bytes of a file suggest."""
    for beginning, found in BEGINNINGS:
        if first.startswith(beginning):
            return found
    if first[4:8] == b"ftyp":
        return "video/mp4"
    if not first:
        return "application/x-empty"
    if first.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return "application/json"
    return "text/plain" if _is_text(first) else "application/octet-stream"


def _is_text(first: bytes) -> bool:
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    try:
        # Incremental: the last character of the piece may be cut.
        codecs.getincrementaldecoder("utf-8")().decode(first)
    except UnicodeDecodeError:
        return False
    return b"\0" not in first
