"""How many needles would stand there by chance: bytes x forms / letters^length (Feller 1968), for random bytes and for random text."""

from __future__ import annotations

import math
from collections.abc import Iterable

from counterwatch.exposure.leaks.forms.place import WINDOW
from counterwatch.exposure.leaks.needles import Needle

BYTES = 256
NEAR_DEGREES, NEAR_MILLIONTHS = 3, 21
"""Cells beside each other in which the beginning of a latitude or longitude that is near may fall."""
DEGREES = 12
"""Letters of coordinates: digits, a point and what parts them."""
PARTING = frozenset(b" +-.:_()/,")


def in_random_bytes(needles: Iterable[Needle], size: int) -> float:
    """Return how many needles are expected to stand in as many random bytes; borders, which only lower it, are left out."""
    return size * math.fsum(_with_pair(each, _beginning(each)) for each in needles)


def in_random_text(needles: Iterable[Needle], size: int) -> float:
    """Return how many are expected if all of it were random text of the letters in which each is written: digits for a number. An upper bound."""
    return size * math.fsum(_with_pair(each, float(_letters(each)) ** -_length(each)) for each in needles)


def _beginning(needle: Needle) -> float:
    """Return the chance that a needle stands at one place of random bytes: a letter may be large or small, a space may be a plus."""
    chance = 1.0
    for byte in needle.key:
        both = not needle.strict and (0x61 <= byte <= 0x7A or byte == 0x20)
        chance *= (2 if both else 1) / BYTES
    return chance


def _with_pair(needle: Needle, chance: float) -> float:
    """Return the chance of a latitude and, within the window around it, a longitude that begins as near; anything else is alone."""
    if needle.prefix and needle.identifier.kind == "email":
        return 0.0  # what follows is longer than any other form of the address: it is counted with those
    near = NEAR_DEGREES if b"." in needle.key else NEAR_MILLIONTHS
    return chance * min(1.0, 2 * WINDOW * near * chance) if needle.prefix else chance


def _letters(needle: Needle) -> int:
    """Return how many letters the alphabet of a needle has: digits 10, hexadecimal 16, letters and digits 36, anything else 256."""
    text = _text(needle)
    if needle.prefix:
        return DEGREES
    if needle.strict or not text.isascii():
        return BYTES
    if text.isdigit():
        return 10
    return 16 if all(each in b"0123456789abcdef" for each in text) else 36


def _length(needle: Needle) -> int:
    # What parts a coordinate from the text before it is one letter more.
    return len(needle.key) + needle.prefix if needle.strict or needle.prefix else len(_text(needle))


def _text(needle: Needle) -> bytes:
    """Return the letters of a needle without what parts them, which random text of its alphabet would not hold."""
    return bytes(each for each in needle.key if each not in PARTING) or needle.key
