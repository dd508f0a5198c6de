"""One spelling for what differs only in case or in how a form writes a space: ASCII letters become small, a plus becomes a space."""

from __future__ import annotations

TABLE = bytes(ord(chr(each).lower()) if each < 0x80 else each for each in range(256)).replace(b"+", b" ")


def folded(data: bytes) -> bytes:
    """Return bytes of the same length with small ASCII letters, and a space for each plus."""
    return data.translate(TABLE)
