"""Objects inside objects as one: `{"user": {"id": 1}}` is `{"user.id": 1}`."""

from __future__ import annotations

from typing import Any

import msgspec

from counterwatch.coordination.reading.head import Head
from counterwatch.coordination.reading.pulling import BrokenOff, Pull, walk
from counterwatch.coordination.reading.taking import NO_OBJECT, at

DEPTH = 3
WRAPPERS = ("posts", "data", "items", "tweets", "messages", "results", "statuses", "records", "rows")
"""Keys under which a document keeps its list of posts."""


def flat(value: Any, before: str = "", depth: int = DEPTH) -> dict[str, Any]:
    """Return the values of an object by the path of their names."""
    if not isinstance(value, dict):
        raise msgspec.ValidationError(NO_OBJECT)
    found: dict[str, Any] = {}
    for key, each in value.items():
        if isinstance(each, dict) and depth > 1:
            found |= flat(each, f"{before}{key}.", depth - 1)
        else:
            found[f"{before}{key}"] = each
    return found


def under(value: Any, name: str) -> Any:
    """Return one of these values without making the others."""
    if not isinstance(value, dict):
        raise msgspec.ValidationError(NO_OBJECT)
    return value[name] if name in value else at(value, *name.split("."))


def names_of(start: Head, wrapper: str | None) -> tuple[str, ...]:
    """Return the names in the objects at the beginning of a file, in the order in which they are met."""
    names: dict[str, None] = {}
    for value in start.records() if wrapper is None else _wrapped(start, wrapper):
        if isinstance(value, dict):
            names |= dict.fromkeys(flat(value))
    return tuple(names)


def _wrapped(start: Head, wrapper: str) -> list[Any]:
    found: list[Any] = []
    try:
        for path, value in walk(Pull(iter((start.text,))), lambda path, _sign: path in ((), (wrapper,))):
            found += [value] if path == (wrapper, "*") else []
    except BrokenOff:
        return found
    return found
