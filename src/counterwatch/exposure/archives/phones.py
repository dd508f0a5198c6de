"""Telephone numbers of others in the text of messages: counted under a pseudonym, never kept."""

from __future__ import annotations

import re

CANDIDATE = re.compile(r"(?<![\w.+])(?:\+|00)[\d\s().\-]{7,22}\d(?!\w)")
LEAST, MOST = 8, 15
"""Digits of an international number (ITU-T E.164, 2010)."""


def phones(text: str) -> list[str]:
    """Return the telephone numbers in a text that are written with a country code, as digits."""
    if "+" not in text and "00" not in text:
        return []
    return [each for found in CANDIDATE.findall(text) if (each := _digits(found))]


def digits(text: str) -> str:
    """Return the digits of a number, without the zeros or the plus before a country code."""
    plain = "".join(each for each in text if each.isdigit())
    return plain.removeprefix("00")


def _digits(text: str) -> str:
    import phonenumbers

    written = text if text.startswith("+") else f"+{digits(text)}"
    try:
        number = phonenumbers.parse(written, None)
    except phonenumbers.NumberParseException:
        return ""
    found = digits(written)
    return found if phonenumbers.is_possible_number(number) and LEAST <= len(found) <= MOST else ""
