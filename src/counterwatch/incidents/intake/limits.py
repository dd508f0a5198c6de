"""The numbers of docs/spec/intake-v1.md: what an envelope may hold, and the lengths to which it is padded."""

from __future__ import annotations

from types import MappingProxyType

VERSION = 1
MAGIC = b"counterwatch-intake-v1\n"
LENGTH_BYTES = 4
KIB, MIB = 1 << 10, 1 << 20
CLASSES = (64 * KIB, 256 * KIB, MIB, 4 * MIB, 8 * MIB, 16 * MIB, 24 * MIB)
"""Lengths of an envelope; it is padded with zero bytes to the smallest that holds it."""

MOST_JSON = MIB
MOST_ATTACHMENTS, MOST_BYTES = 20, 20_000_000
"""Attachments of one submission, and the sum of their sizes."""
LONGEST_NAME = 120

ANSWERS = MappingProxyType(
    {"what": 20_000, "when": 300, "where": 300, "how": 2_000, "who_targeted": 2_000, "persons": 300, "by_whom": 2_000, "harm": 2_000}
    | {"known": 2_000, "contact": 300}
)
"""The answers in the order in which they are asked, with the most UTF-16 code units of each."""

TAGS = ("en", "fr", "zh-Hans", "zh-Hant", "ug", "bo")
"""The languages that a form can hold, in the order of its buttons."""
SCOPES = ("none", "internal", "statistics", "pseudonymous")
"""The terms of consent that a form offers; the others take a talk."""

CHUNK, OVERHEAD, NONCE, MOST_HEADER = 64 * KIB, 16, 16, 4_096
"""How age encrypts: 16 bytes more for every 64 KiB, and a nonce before them, behind the header."""


def body_of(envelope: int) -> int:
    """Return how many bytes stand behind the header of an age file that holds an envelope of so many bytes."""
    return NONCE + envelope + OVERHEAD * max(1, -(-envelope // CHUNK))


def class_of(size: int) -> int:
    """Return the smallest size class that holds so many bytes; ValueError where none does."""
    for each in CLASSES:
        if size <= each:
            return each
    raise ValueError(f"no envelope holds {size} bytes")
