"""One entry of a HAR file: what of its request was sent, and what of it the format lost."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import urlencode

import msgspec

from counterwatch.exposure.reading.limits import FIELDS, LISTED, MESSAGES, Limit
from counterwatch.exposure.reading.places import place_of_url
from counterwatch.exposure.table import Request, Unreadable

NOTHING = msgspec.Raw(b"null")
LOST = "\N{REPLACEMENT CHARACTER}"
HALVES = re.compile(rb"\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}(\\u[dD][c-fC-F][0-9a-fA-F]{2})?|\\u[dD][c-fC-F][0-9a-fA-F]{2}")
"""An escaped backslash, a character written in two halves (a group), or half of one."""
ESCAPED = b"\\\\"
Parts = tuple[tuple[str, bytes], ...]
T = TypeVar("T")


class TooMuch(ValueError):
    """A part of an entry is larger than is read: `limit` says which, before any of it was made into values."""

    def __init__(self, limit: Limit) -> None:
        super().__init__(limit.code)
        self.limit = limit


class PostData(msgspec.Struct):
    """The body of a request, as text, as base64 (an extension that some programs write) or as the fields of a form."""

    text: str | None = None
    encoding: str | None = None
    params: msgspec.Raw = NOTHING


class Sent(msgspec.Struct):
    """The request of an entry. Headers are objects with name and value, or pairs."""

    method: str
    url: str
    headers: msgspec.Raw = NOTHING
    cookies: msgspec.Raw = NOTHING
    postData: PostData | None = None  # noqa: N815 - as the format spells it
    bodySize: int | float | None = None  # noqa: N815


class Message(msgspec.Struct, gc=False):
    """A message of a WebSocket, as Chrome writes it."""

    type: str
    data: str
    opcode: int | None = None


class Entry(msgspec.Struct):
    """What is read of an entry; the response is passed over."""

    request: Sent
    startedDateTime: str | None = None  # noqa: N815
    messages: msgspec.Raw = msgspec.field(default=NOTHING, name="_webSocketMessages")


ENTRY = msgspec.json.Decoder(Entry)


def entry_of(data: bytes) -> Entry:
    """Return the entry that JSON tells of; `ValueError` (`msgspec.DecodeError` is one) where it tells of none.

    Bytes that are no UTF-8 and halves of characters are read as replacement signs.
    """
    try:
        return ENTRY.decode(data)
    except msgspec.ValidationError:
        raise
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ENTRY.decode(repaired(data))
    except RecursionError as error:
        raise ValueError from error


def repaired(data: bytes) -> bytes:
    """Return JSON in which bytes that are no UTF-8, and escapes of half a character, became replacement signs."""
    plain = data.decode("utf-8", "replace").encode()
    return HALVES.sub(lambda found: found[0] if found[0] == ESCAPED or found[1] else b"\\ufffd", plain)


def listed(part: msgspec.Raw, limit: Limit, type: type[T]) -> T | None:
    """Return a part of an entry, which may be missing; `TooMuch` where it is larger than is read."""
    if memoryview(part).nbytes > limit.most:
        raise TooMuch(limit)
    return msgspec.json.decode(part, type=type | None)


def request_of(entry: Entry, *, locator: str, offset: int) -> Request | None:
    """Return the request of an entry, or None where its URL names no host."""
    place = place_of_url(entry.request.url)
    if place is None:
        return None
    body, lost = _body(entry.request)
    parts = (("method", _bytes(entry.request.method)), ("url", _bytes(entry.request.url)), *_headers(entry.request), *body, *_messages(entry))
    unreadable: dict[Unreadable, int] = {"binary lost": lost} if lost else {}
    return Request(
        locator=locator, endpoint=place[1], protocol=place[0], time=_time(entry.startedDateTime), parts=parts, unreadable=unreadable, offset=offset
    )


def _headers(sent: Sent) -> Iterator[tuple[str, bytes]]:
    names = set()
    for header in listed(sent.headers, LISTED, list[Any]) or ():
        name, value = _pair(header)
        names.add(name.lower())
        yield f"header:{name.lower()}", _bytes(value)
    # Programs that leave the header out for privacy may still list the cookies.
    cookies = listed(sent.cookies, LISTED, list[Any])
    if cookies and "cookie" not in names:
        yield "cookies", _bytes("; ".join("=".join(_pair(each)) for each in cookies))


def _pair(given: Any) -> tuple[str, str]:
    """Return name and value; what has another shape, as a header that lacks its value, is a `ValueError`."""
    pair = (given.get("name"), given.get("value")) if isinstance(given, dict) else given
    if not isinstance(pair, list | tuple) or len(pair) < 2 or not all(isinstance(each, str) for each in pair[:2]):
        raise ValueError
    return pair[0], pair[1]


def _body(sent: Sent) -> tuple[Parts, int]:
    """Return the body, and how many bytes of it the file does not hold."""
    data = sent.postData or PostData()
    if data.text and data.encoding == "base64":
        try:
            return (("body", b64decode(data.text, validate=True)),), 0
        except Error as error:
            raise ValueError from error
    if data.text:
        # Each replacement sign stands for at least one byte that was there.
        return (("body", _bytes(data.text)),), data.text.count(LOST)
    if params := listed(data.params, FIELDS, list[dict[str, Any]]):
        return (("body", _bytes(urlencode([(str(each.get("name")), str(each.get("value") or "")) for each in params]))),), 0
    size = sent.bodySize if isinstance(sent.bodySize, int) else 0
    return (), max(0, size)


def _messages(entry: Entry) -> Iterator[tuple[str, bytes]]:
    """Yield what was sent over a WebSocket (an extension of Chrome); binary messages are base64 there."""
    for number, message in enumerate(listed(entry.messages, MESSAGES, list[Message]) or (), start=1):
        if message.type != "send":
            continue
        try:
            yield f"message {number}", b64decode(message.data, validate=True) if message.opcode == 2 else _bytes(message.data)
        except Error:
            yield f"message {number}", _bytes(message.data)


def _time(text: str | None) -> int | None:
    """Return milliseconds UTC; a time without a zone is taken as UTC."""
    try:
        stamp = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    stamp = stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)
    return round(stamp.timestamp() * 1000)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
