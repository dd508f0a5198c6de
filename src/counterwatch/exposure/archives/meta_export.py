"""Facebook's and Instagram's exports: walked file by file, those about the owner first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from counterwatch.exposure.archives.limits import JSON
from counterwatch.exposure.archives.making import Making
from counterwatch.exposure.archives.meta import LISTS, OWNERS, Kind, chat, edition, facts, owner
from counterwatch.exposure.archives.rows import plain
from counterwatch.files.archive import Member, members
from counterwatch.files.deep_json import whole

ABOUT_OWNER = ("profile_information.json", "personal_information.json", "profile_user.json")


def read_meta(source: Path | bytes, making: Making) -> bool:
    """Read an export into what is being made, and say whether any of its files was understood."""
    found = False
    # Whose export it is must be known before messages are told apart, and stands anywhere in the file: so it is walked twice.
    for wanted in (True, False):
        for member in members(source, name=making.name, problems=[] if wanted else making.problems):
            if member.path.lower().endswith(ABOUT_OWNER) is wanted or (not wanted and member.path == making.name):
                found = _file(member, making) or found
    return found


def _file(member: Member, making: Making) -> bool:
    if not member.path.lower().endswith((".json", making.name.lower())):
        return False
    place = f"file {member.number}"
    data = making.trying(lambda: whole(member.read(JSON), name=making.name, place=place), place)
    value = plain(data) if data else None
    understood = value is not None and _value(value, member.path.lower(), making, place)
    making.saw(member.path.split("/")[0] if "/" in member.path else "one file", understood=understood)
    return understood


def _value(value: Any, path: str, making: Making, place: str) -> bool:
    if isinstance(value, list):
        stem = path.rpartition("/")[2].removesuffix(".json").rstrip("_0123456789")
        return _list(edition(stem), value, making, place)
    if not isinstance(value, dict):
        return False
    if "participants" in value and "messages" in value:
        chat(value["messages"], making, f"chat in {place}")
        return True
    understood = [_list(edition(key), each, making, place) for key, each in value.items()]
    return any(understood)


def _list(key: str, value: Any, making: Making, place: str) -> bool:
    if key in OWNERS:
        owner(value, making, "profile")
        return True
    if (kind := LISTS.get(key)) is None:
        return False
    if isinstance(value, dict):
        # Some stand one level deeper, as the entries of an address book.
        inner = [each for each in value.values() if isinstance(each, list)]
        value = inner[0] if len(inner) == 1 else [value]
    for number, row in enumerate(value if isinstance(value, list) else [], start=1):
        _row(kind, row, making, f"{kind.called}, {place}", number)
    return True


def _row(kind: Kind, row: Any, making: Making, place: str, number: int) -> None:
    said = facts(row)
    who = making.third((said.names or said.texts or [""])[0]) if kind.persons else ""
    if kind.reveals == "place" and kind.what == "fix" and said.place is None:
        making.unread(place)
        return
    making.add(
        kind.reveals, place, row=number, time=said.time, what=kind.what, network=said.network, device=said.device, country=said.country,
        place=said.place if kind.reveals == "place" else None, third=who,
    )  # fmt: skip
