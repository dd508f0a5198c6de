"""The bytes that go out, searched for protected terms: in several encodings, behind escapes and tags, inside packed files, and in Latin letters."""

from __future__ import annotations

import gzip
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from counterwatch.incidents.protected import Protected
from counterwatch.incidents.publication.romanised import romanised

DEEPEST, MOST_MEMBERS, MOST_BYTES = 4, 2_000, 1 << 26
TAG = re.compile(r"<[^<>]{0,2000}>")
PACKED, ZIPPED = b"PK\x03\x04", b"\x1f\x8b"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a protected term stands: the file, the file within it where it is packed, and the line. Which term it is, is not said."""

    file: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """Where protected terms stand, and the files that could not be read: those are not checked, which is not clean."""

    found: tuple[Place, ...]
    not_checked: tuple[str, ...]


def scan(files: Mapping[str, bytes], protected: Protected) -> Scanned:
    """Search files, by their names, and their names."""
    found: list[Place] = []
    unread: list[str] = []
    for name, data in files.items():
        for file, content in _unpacked(name, data, depth=0):
            if content is None:
                unread.append(file)
                continue
            texts, is_read = _texts(content)
            found += [Place(file=file, line=line) for line in sorted({line for text in (*texts, file) for line in _lines(text, protected)})]
            unread += [] if is_read else [file]
    return Scanned(found=tuple(dict.fromkeys(found)), not_checked=tuple(dict.fromkeys(unread)))


def _lines(text: str, protected: Protected) -> Iterator[int]:
    """Yield the lines of a text in which a protected term begins; 0 where only the text without its tags and escapes holds it."""
    for each in (text, *_plain(text)):
        for start, _ in protected.places(each).spans:
            yield each.count("\n", 0, start) + 1 if each is text else 0


def _plain(text: str) -> Iterator[str]:
    """Yield a text as a reader would see it: without escapes and tags, and in Latin letters."""
    shown = html.unescape(TAG.sub("", text))
    forms = dict.fromkeys((shown, html.unescape(TAG.sub(" ", text)), unquote(text), romanised(shown)))
    yield from (each for each in forms if each != text)


def _texts(content: bytes) -> tuple[list[str], bool]:
    """Return what bytes may say as text, and whether one of these is how they were meant."""
    found = []
    try:
        found.append(content.decode("utf-8-sig"))
        is_read = b"\0" not in content
    except UnicodeDecodeError:
        found.append(content.decode("utf-8", "replace"))
        is_read = False
    if not is_read:
        found += [content[start:].decode(encoding, "replace") for encoding in ("utf-16-le", "utf-16-be") for start in (0, 1)]
        is_read = content[:2] in (b"\xff\xfe", b"\xfe\xff") and len(content) % 2 == 0
    return found, is_read


def _unpacked(name: str, data: bytes, *, depth: int) -> Iterator[tuple[str, bytes | None]]:
    """Yield a file, or the files that are packed in it, each with its name; None where it cannot be unpacked."""
    if data[:4] != PACKED and data[:2] != ZIPPED:
        yield name, data
    elif depth == DEEPEST:
        yield name, None
    else:
        try:
            for inner, content in _members(name, data):
                yield from _unpacked(inner, content, depth=depth + 1)
        except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, ValueError, zlib.error):
            yield name, None


def _members(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    if data[:2] == ZIPPED:
        with gzip.open(io.BytesIO(data)) as stream:
            yield f"{name}/content", _bounded(stream.read(MOST_BYTES + 1))
        return
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if len(packed.infolist()) > MOST_MEMBERS:
            raise ValueError(name)
        yield f"{name}/comment", packed.comment
        for each in packed.infolist():
            with packed.open(each) as stream:
                yield f"{name}/{each.filename}", _bounded(stream.read(MOST_BYTES + 1))


def _bounded(content: bytes) -> bytes:
    if len(content) > MOST_BYTES:
        raise ValueError("larger than is unpacked")
    return content
