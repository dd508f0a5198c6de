"""Percent escapes and the escapes of JSON, undone where they stand; everything else stays."""

from __future__ import annotations

import re
from collections.abc import Iterator

from counterwatch.exposure.leaks.views import Budget, View

PERCENT = re.compile(rb"(?:%[0-9A-Fa-f]{2})+|(?:%u[0-9A-Fa-f]{4})+")
BACKSLASH = re.compile(rb"(?:\\u[0-9A-Fa-f]{4})+|\\x[0-9A-Fa-f]{2}|\\[\"'\\/bfnrt]")
VALUE = re.compile(rb"[A-Za-z0-9_.~%!*'()-]{10,}")
MEANT = {b"\\b": b"\b", b"\\f": b"\f", b"\\n": b"\n", b"\\r": b"\r", b"\\t": b"\t"}


def url(view: View, _budget: Budget) -> Iterator[View]:
    """Yield the text without percent escapes, and after it each escaped value that is no text: what is compressed begins with it."""
    if b"%" not in view.data or not PERCENT.search(view.text):
        return
    whole = PERCENT.sub(_byte, view.text)
    values = (PERCENT.sub(_byte, each) for each in VALUE.findall(view.text) if b"%" in each)
    made = view.joined("url", (whole, *(each for each in values if not _is_text(each))))
    if made is not None:
        yield made


def json(view: View, _budget: Budget) -> Iterator[View]:
    """Yield the text without backslash escapes."""
    if b"\\" in view.data and BACKSLASH.search(view.text):
        data = BACKSLASH.sub(_meant, view.text)
        yield view.then("json", data, ((0, len(data)),))


def _is_text(data: bytes) -> bool:
    try:
        return data.decode().isprintable()
    except UnicodeDecodeError:
        return False


def _byte(found: re.Match[bytes]) -> bytes:
    escape = found[0]
    # The older escapes of scripts in pages write letters, not bytes.
    return _letters(escape.replace(b"%u", b"")) if escape[1:2] == b"u" else bytes.fromhex(escape.replace(b"%", b"").decode())


def _meant(found: re.Match[bytes]) -> bytes:
    escape = found[0]
    if escape.startswith(b"\\u"):
        return _letters(escape.replace(b"\\u", b""))
    return bytes.fromhex(escape[2:].decode()) if escape.startswith(b"\\x") else MEANT.get(escape, escape[1:])


def _letters(units: bytes) -> bytes:
    # Halves of a pair belong together; half a pair alone is no letter.
    return bytes.fromhex(units.decode()).decode("utf-16-be", "replace").encode()
