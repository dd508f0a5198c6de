"""Rows of a list in JSON as one type: at once where all are of its shape, else one by one, counting those that are not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from counterwatch.core import UnreadableEvidence
from counterwatch.exposure.archives.making import Making
from counterwatch.files.deep_json import decoded

R = TypeVar("R")


def rows(data: bytes | memoryview, kind: type[R], making: Making, place: str) -> list[R]:
    """Return the rows of a list; what is no row is counted, and a list that is none is one row that cannot be read. Null is no row."""
    import msgspec

    try:
        return msgspec.json.decode(data, type=list[kind] | None, strict=False) or []  # type: ignore[valid-type]
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        pass
    try:
        raw = decoded(data, list[msgspec.Raw], name=making.name, place=place)
    except UnreadableEvidence:
        making.unread(place)
        return []
    found = [each for each in (_one(piece, kind) for piece in raw) if each is not None]
    making.unread(place, len(raw) - len(found))
    return found


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
