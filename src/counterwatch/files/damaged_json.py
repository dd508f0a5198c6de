"""JSON that breaks off or is damaged: what stands whole before the damage, made whole again."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

Place = tuple[str, ...]
"""The keys that lead to a value; `item` for what stands in a list."""
StandsOpen = Callable[[Place, bool], bool]
"""Says whether a part is kept of an object, or (told by the second argument) of a list, in which the damage is."""
TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|["\[\]{}:,]', re.DOTALL)
OBJECT, LIST = ord("{"), ord("[")
CLOSED_BY = {OBJECT: b"}", LIST: b"]"}
ITEM = "item"


@dataclass(slots=True, kw_only=True)
class _Open:
    """An object or a list that is not closed yet: what opened it, under which key, where it begins, and up to where it is whole."""

    opener: int
    key: bytes | None
    start: int
    whole: int


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Kept:
    """What is left of damaged JSON, closed again, and the keys that lead to where it is damaged."""

    data: bytes
    place: Place


def not_in_lists(place: Place, is_list: bool) -> bool:  # noqa: ARG001 - one of several that are asked so
    """Return whether a value is in no list: one that is in a list is a row, which is kept whole or not at all."""
    return ITEM not in place


def before_damage(data: bytes, end: int, *, stands_open: StandsOpen = not_in_lists, deepest: int) -> Kept | None:
    """Return what stands whole before the byte `end`, or None where that is nothing, or is deeper than `deepest`.

    Of an object or list in which the damage is, its whole members are kept where `stands_open` says so of it and of all around it; elsewhere
    it is left out. A number or text is whole when something follows it. `data[:end]` must be the beginning of some JSON.
    """
    opened, done = _scanned(data, end, deepest)
    if done is not None:
        return Kept(data=data[:done], place=())
    if not opened:
        return None
    place = _place(opened)
    most = next((depth for depth in range(1, len(opened)) if not stands_open(place[:depth], opened[depth].opener == LIST)), len(opened))
    # What holds nothing whole would be told as an empty section that the file may not have.
    while most > 1 and opened[most - 1].whole == opened[most - 1].start + 1:
        most -= 1
    closing = b"".join(CLOSED_BY[each.opener] for each in reversed(opened[:most]))
    return Kept(data=data[: opened[most - 1].whole] + closing, place=place)


def _scanned(data: bytes, end: int, deepest: int) -> tuple[list[_Open], int | None]:
    """Return what is still open at a byte, outermost first, or where the whole ends that came before it."""
    opened, text, key = list[_Open](), b"", None
    for found in TOKEN.finditer(data, 0, end):
        sign, first = data[found.start()], found.start()
        if sign == ord('"'):
            if found.end() == first + 1:
                break
            text = found[0]
        elif sign == ord(":"):
            key = text
        elif sign in CLOSED_BY:
            if len(opened) >= deepest:
                return [], None
            opened.append(_Open(opener=sign, key=key if opened and opened[-1].opener == OBJECT else None, start=first, whole=first + 1))
        elif not opened:
            break
        elif sign == ord(","):
            opened[-1].whole = first
        else:
            opened.pop()
            if not opened:
                return [], found.end()
            opened[-1].whole = found.end()
    return opened, None


def _place(opened: list[_Open]) -> Place:
    return tuple(ITEM if each.key is None else _text(each.key) for each in opened[1:])


def _text(key: bytes) -> str:
    import msgspec

    try:
        return str(msgspec.json.decode(key))
    except (msgspec.DecodeError, UnicodeDecodeError):
        return key.decode(errors="replace")
