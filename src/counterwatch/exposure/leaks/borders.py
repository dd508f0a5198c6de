"""What may stand beside an identifier for it to be one: a number inside a longer number is another number, an address inside a longer one another."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from counterwatch.exposure.leaks.limits import SHORT

Border = Literal["digits", "email", "word", "open", "none"]
"""`digits`: no digit beside it; `email`: no further letter of an address; `word`: no letter or digit of an alphabet; `open`: as in Chinese, where
words stand without spaces; `none`: a digest, which is long and stands for itself."""

ESCAPE = re.compile(rb"%[0-9A-Fa-f]{2}")
KEYED = re.compile(rb"[A-Za-z_]{2,32}[\"']?\s{0,2}(?:[:=]|%3[AaDd])\s{0,2}[\"']?$")
ABROAD = re.compile(rb"(?:\+|(?<!\d)00)\d{1,3}[ +().-]{1,2}$")
"""The code of another country before a number: with the own one it would be a longer needle that holds this one."""
DELIMITERS = frozenset(b" \t\r\n\0\"'&=?;,:/|<>()[]{}#\\`")
DIGITS = frozenset(b"0123456789")
ALPHABET = frozenset(range(0x30, 0x3A)) | frozenset(range(0x41, 0x5B)) | frozenset(range(0x61, 0x7B))
JOINING_BEFORE, JOINING_AFTER = frozenset(b".-_"), frozenset(b"-_")
WIDE = 0x2E80
"""Scripts from here on are written without spaces, or have no letter cases: what stands beside is another word."""


def stands_alone(data: bytes, start: int, end: int, border: Border) -> bool:
    """Return whether what lies between two offsets is not a piece of something longer."""
    if border == "none":
        return True
    before, after = _before(data, start), _after(data, end)
    if end - start < SHORT:
        keyed = KEYED.search(data[max(0, start - 40) : start]) is not None
        return (keyed or _parts(before, data[max(0, start - 4) : start], last=True)) and _parts(after, data[end : end + 4], last=False)
    if border == "digits":
        return _no_digit(data, start, end, before, after)
    if border == "open":
        return True
    return _no_letter(data, start, end, (before, after), border)


def _parts(byte: int, around: bytes, *, last: bool) -> bool:
    """Return whether what stands beside parts words: an end, a delimiter, or punctuation beyond ASCII."""
    if byte < 0x80:
        return byte < 0 or byte in DELIMITERS
    text = around.decode("utf-8", "ignore")
    return bool(text) and unicodedata.category(text[-1 if last else 0])[0] in "PZ"


def _no_digit(data: bytes, start: int, end: int, before: int, after: int) -> bool:
    if data[start] in DIGITS and (before in DIGITS or (before == 0x2E and start > 1 and data[start - 2] in DIGITS)):
        return False
    if ABROAD.search(data[max(0, start - 8) : start]):
        return False
    return not (after in DIGITS or (after == 0x2E and data[end + 1 : end + 2].isdigit()))


def _no_letter(data: bytes, start: int, end: int, beside: tuple[int, int], border: Border) -> bool:
    before, after = beside
    if _is_letter(data[start]) and (before in ALPHABET or _cased(data[max(0, start - 4) : start], last=True)):
        return False
    if _is_letter(data[end - 1]) and (after in ALPHABET or _cased(data[end : end + 4], last=False)):
        return False
    if border != "email":
        return True
    longer = after == 0x2E and data[end + 1 : end + 2].isalnum()
    return before not in JOINING_BEFORE and after not in JOINING_AFTER and not longer


def _is_letter(byte: int) -> bool:
    return byte in ALPHABET or byte >= 0x80


def _cased(around: bytes, *, last: bool) -> bool:
    """Return whether a letter of a script with spaces between its words, beyond ASCII, stands there."""
    text = around.decode("utf-8", "ignore")
    beside = text[-1:] if last else text[:1]
    if not beside or around[-1 if last else 0] < 0x80:
        return False
    return beside.isalpha() and ord(beside) < WIDE


def _before(data: bytes, start: int) -> int:
    """Return the byte before an offset, as a percent escape means it; -1 at the beginning."""
    if ESCAPE.fullmatch(data[max(0, start - 3) : start]):
        return int(data[start - 2 : start], 16)
    return data[start - 1] if start else -1


def _after(data: bytes, end: int) -> int:
    if ESCAPE.fullmatch(data[end : end + 3]):
        return int(data[end + 1 : end + 3], 16)
    return data[end] if end < len(data) else -1
