"""Rows of a list in JSON as one type: at once where all are of its shape, else one by one, counting those that are not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from counterwatch.core import UnreadableEvidence
from counterwatch.exposure.archives.limits import ROWS
from counterwatch.exposure.archives.making import Making
from counterwatch.files.deep_json import decoded

R = TypeVar("R")
LOOKED_INTO, COMMAS = 4 << 20, 2
"""Bytes from which a list is counted before it is read, and how many values a row has at least in one that is as long."""


def rows(data: bytes | memoryview, kind: type[R], making: Making, place: str) -> list[R]:
    """Return the rows of a list; what is no row is counted, and a list that is none is one row that cannot be read. Null is no row.

    A list of more rows than a platform hands out is not read, and that is said: it would take many times its size in memory.
    """
    import msgspec

    view = memoryview(data)
    if view.nbytes > LOOKED_INTO and max(view.tobytes().count(b"{"), view.tobytes().count(b",") // COMMAS) > ROWS:
        making.too_many(ROWS)
        return []
    try:
        return msgspec.json.decode(data, type=list[kind] | None, strict=False) or []  # type: ignore[valid-type]
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return list(_one_by_one(data, kind, making, place))


def _one_by_one(data: bytes | memoryview, kind: type[R], making: Making, place: str) -> Iterator[R]:
    import msgspec

    try:
        raw = decoded(data, list[msgspec.Raw], name=making.name, place=place)
    except UnreadableEvidence:
        making.unread(place)
        return
    bad = 0
    for piece in raw:
        row = _one(piece, kind)
        if row is None:
            bad += 1
        else:
            yield row
    making.unread(place, bad)


def drained(found: list[R]) -> Iterator[R]:
    """Yield what is in a list from its front and let go of each, so that a million rows are not held twice."""
    found.reverse()
    while found:
        yield found.pop()


def table(data: bytes | memoryview) -> dict[str, Any]:
    """Return an object of JSON with its values not yet read (`Raw`); empty for what is no object."""
    import msgspec

    try:
        return msgspec.json.decode(data, type=dict[str, msgspec.Raw])
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return {}


def plain(data: bytes | memoryview) -> Any:
    """Return a small piece of JSON as plain values; None where it cannot be read."""
    import msgspec

    try:
        return msgspec.json.decode(data)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return None


def _one(data: bytes | memoryview, kind: type[R]) -> R | None:
    import msgspec

    try:
        return msgspec.json.decode(data, type=kind, strict=False)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return None
