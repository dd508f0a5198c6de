"""What holds other things: the parts of a form with files, and the strings of a binary message (protobuf, also in gRPC frames)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from counterwatch.exposure.leaks.views import CONTAINERS, Budget, View

BOUNDARY = re.compile(rb"(?:^|\r?\n)(--[^\r\n]{1,200})\r?\n")
HEADERS_END = re.compile(rb"\r?\n\r?\n")
NESTED = 8
SHORTEST_MESSAGE = 10
LARGEST = 1 << 20
MOST_FIELDS = 20_000
VARINT, FIXED64, LENGTH, FIXED32 = 0, 1, 2, 5
FIXED = {FIXED64: 8, FIXED32: 4}
FRAME = 5


class _NoMessageError(ValueError):
    """These bytes are no protobuf message."""


def multipart(view: View, _budget: Budget) -> Iterator[View]:
    """Yield the contents of the parts of a multipart body."""
    if _inside(view) or (found := BOUNDARY.search(view.data[: 4 << 10])) is None:
        return
    sections = view.data.split(found[1])
    made = view.joined("multipart", (_body(each) for each in sections if HEADERS_END.search(each)))
    if made is not None:
        yield made


def protobuf(view: View, budget: Budget) -> Iterator[View]:
    """Yield the strings of the messages that a view holds."""
    if _inside(view):
        return
    spans = [each for each in view.spans if SHORTEST_MESSAGE <= each[1] - each[0] <= LARGEST]
    if not spans:
        return
    pieces = [piece for start, end in spans if budget.try_once() for piece in strings(view.data[start:end])]
    made = view.joined("protobuf", pieces)
    if made is not None:
        yield made


def strings(data: bytes) -> list[bytes]:
    """Return the strings of a protobuf message, or of one in a gRPC frame; none where the bytes are no message."""
    framed = len(data) > FRAME and data[0] in (0, 1) and int.from_bytes(data[1:FRAME]) == len(data) - FRAME
    try:
        return list(_strings(data[FRAME:] if framed else data, 0))
    except _NoMessageError:
        return []


def _inside(view: View) -> bool:
    return bool(view.path) and view.path[-1] in CONTAINERS


def _body(section: bytes) -> bytes:
    return HEADERS_END.split(section, maxsplit=1)[1].removesuffix(b"--").removesuffix(b"\n").removesuffix(b"\r")


def _strings(data: bytes, depth: int) -> Iterator[bytes]:
    for field in _fields(data):
        try:
            inner = list(_strings(field, depth + 1)) if depth < NESTED and len(field) > 1 else []
        except _NoMessageError:
            inner = []
        yield field
        yield from inner


def _fields(data: bytes) -> list[bytes]:
    """Return the fields of a message that have a length; all of the bytes must be fields."""
    found, at, count = list[bytes](), 0, 0
    while at < len(data):
        tag, at = _varint(data, at)
        kind, count = tag & 7, count + 1
        if tag >> 3 == 0 or tag >> 3 >= 1 << 29 or count > MOST_FIELDS:
            raise _NoMessageError
        if kind == VARINT:
            _, at = _varint(data, at)
        elif kind == LENGTH:
            size, at = _varint(data, at)
            found.append(data[at : at + size])
            at += size
        elif kind in FIXED:
            at += FIXED[kind]
        else:
            raise _NoMessageError
    if at != len(data):
        raise _NoMessageError
    return found


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(10):
        if at + place >= len(data):
            raise _NoMessageError
        byte = data[at + place]
        value |= (byte & 0x7F) << 7 * place
        if byte < 0x80:
            return value, at + place + 1
    raise _NoMessageError
