"""The bytes of a file, bounded, unpacked where they are gzip, and what kind of file they really are."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path

from counterwatch.core import Template, UnreadableEvidence

TOO_LARGE = Template("files.contents.too_large", "{name} holds more than {most} bytes, the most that is read at once")
SPLIT = Template("files.contents.split", "split it by year or by place, or save it as Parquet")
CANNOT_OPEN = Template("files.contents.cannot_open", "cannot open {name}: {reason}")
NOT_FOUND = Template("files.contents.not_found", "there is no file {name}")
NOT_A_FILE = Template("files.contents.not_a_file", "{name} is not a plain file: it may be a folder, a pipe or a device")
CHECK_PATH = Template("files.contents.check_path", "check the path, and that you may read the file")
BROKEN_GZIP = Template("files.contents.broken_gzip", "{name} is a gzip file that is cut off or damaged")
AGAIN = Template("files.contents.again", "fetch it again from its source, and compare the sizes")
MOST = 1 << 30

KINDS = {
    b"PAR1": "Parquet",
    b"PK\x03\x04": "ZIP",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "XLS",
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"SQLite format 3\x00": "SQLite",
    b"7z\xbc\xaf'\x1c": "7z",
    b"Rar!": "RAR",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "Zstandard",
    b"ARROW1": "Arrow",
    b"{\\rtf": "RTF",
}


def contents(source: Path | bytes, *, name: str) -> bytes:
    """Return the bytes of a file; gzip is unpacked, and more than 1 GiB is refused by name."""
    data = source if isinstance(source, bytes) else _read(source, name)
    if len(data) > MOST:
        raise UnreadableEvidence(TOO_LARGE(name=name, most=MOST), hint=SPLIT())
    return _unpacked(data, name) if data.startswith(b"\x1f\x8b") else data


def kind_of(data: bytes) -> str:
    """Return what a file is by its first bytes, or nothing where it may be text."""
    return next((kind for start, kind in KINDS.items() if data.startswith(start)), "")


def must_be_file(path: Path, *, name: str) -> None:
    """Refuse what is no plain file: opening a pipe would wait for somebody to write into it."""
    if not path.exists():
        raise UnreadableEvidence(NOT_FOUND(name=name), hint=CHECK_PATH())
    if not path.is_file():
        raise UnreadableEvidence(NOT_A_FILE(name=name), hint=CHECK_PATH())


def _read(path: Path, name: str) -> bytes:
    must_be_file(path, name=name)
    try:
        if path.stat().st_size > MOST:
            raise UnreadableEvidence(TOO_LARGE(name=name, most=MOST), hint=SPLIT())
        with path.open("rb") as file:
            return file.read(MOST + 1)
    except OSError as error:
        raise UnreadableEvidence(CANNOT_OPEN(name=name, reason=error.strerror or type(error).__name__), hint=CHECK_PATH()) from error


def _unpacked(data: bytes, name: str) -> bytes:
    try:
        with gzip.open(io.BytesIO(data)) as file:
            plain = file.read(MOST + 1)
    except (EOFError, OSError, zlib.error) as error:
        raise UnreadableEvidence(BROKEN_GZIP(name=name), hint=AGAIN()) from error
    if len(plain) > MOST:
        raise UnreadableEvidence(TOO_LARGE(name=name, most=MOST), hint=SPLIT())
    return plain
