"""How far a part of a request is taken apart, and how much an owner may type: one place for every bound, with the code that tells of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A bound and the code by which a report tells that it was met."""

    code: str
    most: int


DEPTH = Limit(code="leak-depth", most=3)
"""Encodings inside one another. What lies deeper is not looked at, and no report tells of it: nobody knows that it is there."""
VIEWS = Limit(code="leak-views", most=400)
"""Decoded views of one part."""
INFLATED = Limit(code="leak-inflated", most=1 << 20)
"""Bytes of one compressed stream."""
DECODED = Limit(code="leak-decoded", most=64 << 20)
"""Bytes of all views of one part, or eight times its size where that is more."""
TRIES = Limit(code="leak-tries", most=2_000)
"""Places of one part at which it is tried whether a compressed stream or a message begins, and one more for each 16 bytes of it."""
REMEMBERED = Limit(code="leak-remembered", most=4_096)
"""Parts whose answer is kept, for when the same bytes are sent again."""

GROWTH = 8
BYTES_A_TRY = 16
CHUNK = 4 << 20
"""Bytes that are searched at a time."""
SHORTEST = 4
"""An identifier of fewer bytes is not looked for: it would be found everywhere."""
SHORT = 8
"""An identifier of fewer bytes counts only beside the name of a field or between delimiters."""

TYPED = Limit(code="persona-length", most=400)
"""Characters of one identifier."""
ENTERED = Limit(code="persona-identifiers", most=200)
"""Identifiers of one persona."""
