"""Numbers of devices and documents, with and without what parts them: MAC, IMEI, advertising numbers, ids."""

from __future__ import annotations

import re
from collections.abc import Iterator

from counterwatch.exposure.leaks.forms.form import Form

MAC, UUID, HEXADECIMAL = (re.compile(each) for each in (r"[0-9A-F]{12}", r"[0-9A-F]{32}", r"[0-9A-F]+"))
IMEI = re.compile(r"\d{15,16}")
UUID_GROUPS = (8, 4, 4, 4, 12)
SEPARATORS = str.maketrans("", "", " -:.,/_\u00a0\u2010\u2011\u2013")


def plain(number: str) -> str:
    """Return a number in capitals, without what parts it."""
    return number.translate(SEPARATORS).upper()


def device_forms(number: str) -> Iterator[Form]:
    """Yield the forms of the number of a device."""
    bare = plain(number)
    yield from _both_cases(number, "as entered")
    yield from _both_cases(bare, "without separators")
    if MAC.fullmatch(bare):
        for mark, size in ((":", 2), ("-", 2), (".", 4), ("-", 4), (" ", 2)):
            yield from _both_cases(mark.join(_pieces(bare, [size] * (12 // size))), "with separators", hashed=size == 2)
    if UUID.fullmatch(bare):
        yield from _both_cases("-".join(_pieces(bare, UUID_GROUPS)), "with separators")
    if IMEI.fullmatch(bare):
        yield from _imei(bare)


def device_bytes(number: str) -> Iterator[tuple[str, bytes]]:
    """Yield a number of 128 bits as binary messages hold it: as it is written, and with its first three groups turned round."""
    bare = plain(number)
    if UUID.fullmatch(bare):
        raw = bytes.fromhex(bare)
        yield "raw bytes", raw
        yield "raw bytes, turned round", raw[3::-1] + raw[5:3:-1] + raw[7:5:-1] + raw[8:]


def document_forms(number: str) -> Iterator[Form]:
    """Yield the forms of a number of an official document."""
    bare = plain(number)
    yield from _both_cases(number, "as entered")
    yield from _both_cases(bare, "without separators")
    for size in (3, 4):
        for mark in " -":
            yield Form(text=mark.join(_pieces(bare, [size] * -(-len(bare) // size))), name="in groups")


def _imei(bare: str) -> Iterator[Form]:
    """Yield an IMEI in the groups of 3GPP TS 23.003 and without its check digit."""
    yield Form(text=bare[:14], name="without check digit", hashed=True)
    for mark in "- ":
        yield Form(text=mark.join(_pieces(bare, (2, 6, 6, len(bare) - 14))), name="with separators", hashed=mark == "-")
        yield Form(text=mark.join(_pieces(bare, (6, 2, 6, len(bare) - 14))), name="with separators")


def _both_cases(text: str, name: str, *, hashed: bool = True) -> Iterator[Form]:
    for each in dict.fromkeys((text, text.upper(), text.lower())):
        yield Form(text=each, name=name, hashed=hashed)


def _pieces(text: str, sizes: list[int] | tuple[int, ...]) -> Iterator[str]:
    start = 0
    for size in sizes:
        if text[start : start + size]:
            yield text[start : start + size]
        start += size
