"""A postal address, whole and in its pieces: forms ask for street and town in fields of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from counterwatch.exposure.leaks.forms.form import Form
from counterwatch.exposure.leaks.forms.name import worded
from counterwatch.exposure.leaks.limits import SHORT

PARTED = re.compile(r"\s*[,;\n，、；]\s*")


def address_forms(address: str) -> Iterator[Form]:
    """Yield the forms of an address; a piece of it is coarse."""
    pieces = [each for each in PARTED.split(address) if each]
    for mark in (", ", ",", " ", "", "\n", "\r\n", "; ", "，"):
        yield from worded(mark.join(pieces), hashed=mark == ", ")
    yield from worded(address)
    for piece in pieces[:8]:
        telling = len(piece.encode()) >= SHORT and any(each.isdigit() for each in piece)
        if telling and len(pieces) > 1:
            for each in worded(piece):
                yield Form(text=each.text, name="a piece", exactness="coarse")


def account_forms(name: str) -> Iterator[Form]:
    """Yield the forms of a user name or number."""
    for each in dict.fromkeys((name, name.lower(), name.upper())):
        yield Form(text=each, name="as entered", hashed=True)
