"""Where a picture or document ends by its own account: what stands behind that is read by another program, or by nobody."""

from __future__ import annotations

import re
from collections.abc import Callable

MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""The next part of a JPEG behind its pixels: in pixels, a byte 0xFF is followed by 0 or by a mark of synchronisation."""
ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
SCAN, END_OF_PICTURE = 0xDA, 0xD9
SPARE = 1_024
"""Behind the end of a PDF, so many bytes are nothing unusual."""
MOST_PARTS = 100_000


def is_followed(data: bytes, kind: str) -> bool:
    """Does anything stand behind the end of a picture or PDF? A damaged one, whose end is not found, is followed by nothing."""
    end_of = ENDS.get(kind)
    end = end_of(data) if end_of else None
    return end is not None and bool(data[end:].strip(b"\x00\r\n\t "))


def _png(data: bytes) -> int | None:
    place = 8
    for _ in range(MOST_PARTS):
        if place + 12 > len(data):
            return None
        size, name = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        place += 12 + size
        if name == b"IEND":
            return place
    return None


def _jpeg(data: bytes) -> int | None:
    place = 2
    for _ in range(MOST_PARTS):
        if place + 2 > len(data) or data[place] != 0xFF:
            return None
        marker = data[place + 1]
        if marker == END_OF_PICTURE:
            return place + 2
        place += 2 if marker in ALONE else 1 if marker == 0xFF else 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        if marker == SCAN:
            found = MARKER.search(data, place)
            if found is None:
                return None
            place = found.start()
    return None


def _gif(data: bytes) -> int | None:
    if len(data) < 13:
        return None
    place = 13 + _colours(data[10])
    for _ in range(MOST_PARTS):
        mark = data[place : place + 1]
        if mark == b"\x3b":
            return place + 1
        if mark == b"\x2c" and place + 10 <= len(data):
            place = _behind_blocks(data, place + 10 + _colours(data[place + 9]) + 1)
        elif mark == b"\x21":
            place = _behind_blocks(data, place + 2)
        else:
            return None
    return None


def _colours(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _behind_blocks(data: bytes, place: int) -> int:
    while place < len(data) and data[place]:
        place += 1 + data[place]
    return place + 1


def _riff(data: bytes) -> int | None:
    return min(8 + int.from_bytes(data[4:8], "little") + 1, len(data)) if len(data) >= 12 else None


def _pdf(data: bytes) -> int | None:
    found = data.rfind(b"%%EOF")
    return None if found < 0 else min(found + 5 + SPARE, len(data))


ENDS: dict[str, Callable[[bytes], int | None]] = {"png": _png, "jpeg": _jpeg, "gif": _gif, "webp": _riff, "pdf": _pdf}
