"""Facebook's and Instagram's exports: walked file by file, those about the owner first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from counterwatch.exposure.archives.limits import LINES, SMALL_JSON
from counterwatch.exposure.archives.making import Making
from counterwatch.exposure.archives.meta import LISTS, OWNERS, Kind, chat, edition, facts, owner
from counterwatch.exposure.archives.rows import plain, rows, table
from counterwatch.files.archive import Member, members
from counterwatch.files.damaged_json import Place

ABOUT_OWNER = ("profile_information.json", "personal_information.json", "profile_user.json")


def read_meta(source: Path | bytes, making: Making) -> bool:
    """Read an export into what is being made, and say whether any of its files was understood."""
    found = False
    # Whose export it is must be known before messages are told apart, and stands anywhere in the file: so it is walked twice.
    # Where all stands in one folder, that is called after the account, and is no section.
    tops = {member.path.partition("/")[0] for member in members(source, name=making.name, problems=[])}
    for wanted in (True, False):
        for member in members(source, name=making.name, problems=[] if wanted else making.problems):
            if member.path.lower().endswith(ABOUT_OWNER) is wanted:
                found = _file(member, making, wrapped=len(tops) == 1) or found
    return found


def _file(member: Member, making: Making, *, wrapped: bool) -> bool:
    if not member.path.lower().endswith((".json", making.name.lower())):
        return False
    place = f"file {member.number}"
    parts = member.path.split("/")[int(wrapped) :]
    section = parts[0] if len(parts) > 1 else "one file"
    data = making.standing(lambda: member.read(SMALL_JSON), place, lambda _: section, stands_open)
    understood = data is not None and _data(data, member.path.lower(), making, place)
    making.saw(section, understood=understood)
    return understood


def stands_open(place: Place, is_list: bool) -> bool:
    """Return whether a part is told of a value in which a file is damaged: of a list under a key its rows, and of what wraps an address book."""
    wraps = edition(place[0]) == "address_book"
    return "item" not in place and (is_list or wraps) and len(place) <= 1 + wraps


def _data(data: bytes, path: str, making: Making, place: str) -> bool:
    if data.lstrip()[:1] == b"[":
        stem = path.rpartition("/")[2].removesuffix(".json").rstrip("_0123456789")
        return _list(edition(stem), data, making, place)
    parts = table(data)
    if "participants" in parts and "messages" in parts:
        chat(_rows(parts["messages"], making, place), making, f"chat in {place}")
        return True
    understood = [_list(edition(key), each, making, place) for key, each in parts.items()]
    return any(understood)


def _list(key: str, data: bytes | memoryview, making: Making, place: str) -> bool:
    if key in OWNERS:
        owner(plain(data), making, "profile")
        return True
    if (kind := LISTS.get(key)) is None:
        return False
    if bytes(memoryview(data)[:1]) == b"{":
        # Some stand one level deeper, as the entries of an address book.
        inner = [each for each in table(data).values() if bytes(memoryview(each)[:1]) == b"["]
        data = inner[0] if len(inner) == 1 else b"[" + bytes(data) + b"]"
    for number, row in enumerate(_rows(data, making, place), start=1):
        _row(kind, row, making, f"{kind.called}, {place}", number)
    return True


def _rows(data: bytes | memoryview, making: Making, place: str) -> Iterator[Any]:
    """Yield the rows of a list one by one: taken at once they would fill the memory."""
    import msgspec

    found = rows(data, msgspec.Raw, making, place)
    if len(found) > LINES:
        making.too_many(LINES)
    return (plain(each) for each in found[:LINES])


def _row(kind: Kind, row: Any, making: Making, place: str, number: int) -> None:
    said = facts(row)
    who = making.third((said.names or said.texts or [""])[0]) if kind.persons else ""
    if kind.reveals == "place" and kind.what == "fix" and said.place is None:
        making.unread(place)
        return
    when = said.latest if kind.what == "session" else said.time
    making.add(
        kind.reveals, place, row=number, time=when, what=kind.what, network=said.network, device=said.device, country=said.country,
        place=said.place if kind.reveals == "place" else None, third=who,
    )  # fmt: skip
