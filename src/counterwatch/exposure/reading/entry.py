"""One entry of a HAR file: what of its request was sent, and what of it the format lost."""

from __future__ import annotations

import json
from base64 import b64decode
from binascii import Error
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import msgspec

from counterwatch.exposure.reading.places import place_of_url
from counterwatch.exposure.table import Request, Unreadable

LOST = "\N{REPLACEMENT CHARACTER}"
Parts = tuple[tuple[str, bytes], ...]


class PostData(msgspec.Struct):
    """The body of a request, as text, as base64 (an extension that some programs write) or as the fields of a form."""

    text: str | None = None
    encoding: str | None = None
    params: list[dict[str, Any]] | None = None


class Sent(msgspec.Struct):
    """The request of an entry. Headers are objects with name and value, or pairs."""

    method: str
    url: str
    headers: list[Any] = []
    cookies: list[Any] | None = None
    postData: PostData | None = None  # noqa: N815 - as the format spells it
    bodySize: Any = None  # noqa: N815


class Entry(msgspec.Struct):
    """What is read of an entry; the response is passed over."""

    request: Sent
    startedDateTime: str | None = None  # noqa: N815
    messages: list[dict[str, Any]] | None = msgspec.field(default=None, name="_webSocketMessages")


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
        told = json.loads(data.decode("utf-8", "replace"))
        return msgspec.convert(_whole(told), Entry)
    except RecursionError as error:
        raise ValueError from error


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
    for header in sent.headers:
        name, value = _pair(header)
        names.add(name.lower())
        yield f"header:{name.lower()}", _bytes(value)
    # Programs that leave the header out for privacy may still list the cookies.
    if sent.cookies and "cookie" not in names:
        yield "cookies", _bytes("; ".join("=".join(_pair(each)) for each in sent.cookies))


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
    if data.params:
        return (("body", _bytes(urlencode([(str(each.get("name")), str(each.get("value") or "")) for each in data.params]))),), 0
    size = sent.bodySize if isinstance(sent.bodySize, int) else 0
    return (), max(0, size)


def _messages(entry: Entry) -> Iterator[tuple[str, bytes]]:
    """Yield what was sent over a WebSocket (an extension of Chrome); binary messages are base64 there."""
    for number, message in enumerate(entry.messages or (), start=1):
        data = message.get("data")
        if message.get("type") != "send" or not isinstance(data, str):
            continue
        try:
            yield f"message {number}", b64decode(data, validate=True) if message.get("opcode") == 2 else _bytes(data)
        except Error:
            yield f"message {number}", _bytes(data)


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


def _whole(value: Any) -> Any:
    """Return a value of JSON with halves of characters read as replacement signs."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_whole(key): _whole(each) for key, each in value.items()}
    return [_whole(each) for each in value] if isinstance(value, list) else value
