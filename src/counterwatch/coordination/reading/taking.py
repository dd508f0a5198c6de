"""Takes values out of JSON that may lack any of them, or have another type there."""

from __future__ import annotations

from typing import Any

import msgspec

NO_OBJECT = "it is no object"
NOT_FOUND = "it has no {key}"


def at(value: Any, *keys: str) -> Any:
    """Return what stands under keys inside each other, nothing where one of them is not there."""
    for key in keys:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def items(value: Any, *keys: str) -> list[dict[str, Any]]:
    """Return the objects in the list that stands under keys, none where there is no list."""
    found = at(value, *keys)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def first(*values: Any) -> Any:
    """Return the first value that is something."""
    return next((each for each in values if each not in (None, "", [])), None)


def named(values: list[dict[str, Any]], *keys: str) -> list[Any]:
    """Return from each object the first of the keys that it has."""
    return [found for each in values if (found := first(*(each.get(key) for key in keys))) is not None]


def must_have(value: Any, *keys: str) -> dict[str, Any]:
    """Return an object that has one of the keys; anything else is no post."""
    if not isinstance(value, dict):
        raise msgspec.ValidationError(NO_OBJECT)
    if not any(key in value for key in keys):
        raise msgspec.ValidationError(NOT_FOUND.format(key=keys[0]))
    return value
