"""Typed netstrings, in which mitmproxy writes flows: `5:hello,` is a length, a colon, so many bytes, and a sign for the type.

Described at tnetstrings.info (2011); mitmproxy adds `;` for text in UTF-8.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from counterwatch.exposure.reading.limits import FLOW_DEPTH, VALUES

COMMA, BRACE, BRACKET = b",}]"
DIGITS = 12
"""The longest length, in digits, that is believed."""


def read_value(data: bytes, *, keys: Collection[str] | None = None) -> Any:
    """Return the one value that the bytes hold; `ValueError` where they hold none, or more.

    Keys of objects are text, whether they were written so or as bytes. Of the outermost object only `keys` are read.
    """
    start, end = _span(data, 0, len(data))
    if end + 1 != len(data):
        raise ValueError
    left = [VALUES.most]
    return _object(data, start, end, 1, left, keys) if data[end] == BRACE else _value(data, 0, len(data), 0, left)[0]


def head_of_value(data: bytes, place: int) -> tuple[int, int] | None:
    """Return where the content of a value begins and where it ends, or None where the bytes held do not tell yet; `ValueError` if none is there."""
    colon = data.find(b":", place, place + DIGITS + 1)
    if colon < 0:
        if len(data) - place > DIGITS or not data[place:].isdigit():
            raise ValueError
        return None
    if not data[place:colon].isdigit():
        raise ValueError
    return colon + 1, colon + 1 + int(data[place:colon])


def _value(data: bytes, place: int, stop: int, depth: int, left: list[int]) -> tuple[Any, int]:
    """Return the value at a place and the place behind it; `left` counts down how many more are read."""
    left[0] -= 1
    start, end = _span(data, place, stop)
    kind = data[end]
    if depth > FLOW_DEPTH.most or left[0] < 0:
        raise ValueError
    if kind == COMMA:
        return data[start:end], end + 1
    if kind == BRACE:
        return _object(data, start, end, depth + 1, left), end + 1
    if kind == BRACKET:
        return _list(data, start, end, depth + 1, left), end + 1
    return _plain(kind, data[start:end]), end + 1


def _span(data: bytes, place: int, stop: int) -> tuple[int, int]:
    colon = data.find(b":", place, place + DIGITS + 1)
    digits = data[place:colon]
    if colon < 0 or not digits.isdigit():
        raise ValueError
    end = colon + 1 + int(digits)
    if end >= stop:
        raise ValueError
    return colon + 1, end


def _plain(kind: int, content: bytes) -> Any:
    match chr(kind):
        case ";":
            return content.decode("utf-8", "replace")
        case "#":
            return int(content)
        case "^":
            return float(content)
        case "!" if content in (b"true", b"false"):
            return content == b"true"
        case "~" if not content:
            return None
    raise ValueError


def _list(data: bytes, place: int, stop: int, depth: int, left: list[int]) -> list[Any]:
    values = []
    while place < stop:
        value, place = _value(data, place, stop, depth, left)
        values.append(value)
    return values


def _object(data: bytes, place: int, stop: int, depth: int, left: list[int], keys: Collection[str] | None = None) -> dict[str, Any]:
    values = {}
    while place < stop:
        key, place = _value(data, place, stop, depth, left)
        name = key.decode("utf-8", "replace") if isinstance(key, bytes) else str(key)
        if keys is not None and name not in keys:
            place = _span(data, place, stop)[1] + 1
            continue
        values[name], place = _value(data, place, stop, depth, left)
    return values


def written(value: Any) -> bytes:
    """Return a value as a typed netstring: text as UTF-8, keys as they are."""
    sign, content_of = WRITERS[type(value)]
    content = content_of(value)
    return b"%d:%b%b" % (len(content), content, sign)


WRITERS: Mapping[type, tuple[bytes, Callable[[Any], bytes]]] = {
    type(None): (b"~", lambda _: b""),
    bool: (b"!", lambda value: str(value).lower().encode()),
    int: (b"#", lambda value: str(value).encode()),
    float: (b"^", lambda value: repr(value).encode()),
    bytes: (b",", bytes),
    str: (b";", str.encode),
    list: (b"]", lambda value: b"".join(map(written, value))),
    dict: (b"}", lambda value: b"".join(written(key) + written(each) for key, each in value.items())),
}
