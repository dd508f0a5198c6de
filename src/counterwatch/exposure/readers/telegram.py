"""Telegram Desktop's export of one's own account (result.json, alone or in a ZIP file)."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from counterwatch.core import Template, UnreadableEvidence, reader
from counterwatch.exposure.archive import Archive
from counterwatch.exposure.archives.limits import BAD, JSON, ROWS, STREAMED
from counterwatch.exposure.archives.making import Making
from counterwatch.exposure.archives.recognising import Seen, known_by
from counterwatch.exposure.archives.rows import table
from counterwatch.exposure.archives.telegram import LOCAL, SECTIONS, Text, message, stands_open
from counterwatch.files.archive import Member, members
from counterwatch.files.deep_json import streamed

NONE = Template("exposure.telegram.none", "{name} holds no result.json of a personal export of Telegram")
AS_JSON = Template(
    "exposure.telegram.as_json",
    "in Telegram Desktop's settings, under Advanced, Export Telegram data, choose machine-readable JSON and leave account information ticked",
)
MARKS = (b'"personal_information":', b'"frequent_contacts":', b'"left_chats":', b"Here is the data you requested")
SMALL = ("personal_information", "contacts.list.item", "frequent_contacts.list.item", "sessions.list.item", "web_sessions.list.item")
LARGE = ("chats.list.item.messages.item", "left_chats.list.item.messages.item")


def is_telegram(seen: Sequence[Seen]) -> bool:
    """Say whether files are a personal export of Telegram."""
    return any(mark in each.head.replace(b'" :', b'":') for each in seen for mark in MARKS)


def sample() -> bytes:
    """Return a small export, invented."""
    session = {"last_active": "2024-05-01T10:00:00", "last_active_unixtime": "1714557600", "last_ip": "203.0.113.7", "device_model": "Phone 1"}
    text = {"id": 1, "type": "message", "date": "2024-02-01T12:00:00", "from": "Other", "from_id": "user2", "text": ["call ", "+44 20 7946 0018"]}
    spot = {"id": 2, "type": "message", "date": "2024-02-01T12:01:00", "from_id": "user1", "location_information": {"latitude": 1.5, "longitude": 2}}
    said = {
        "about": "",
        "personal_information": {"user_id": 1, "first_name": "Sample", "phone_number": "+44 20 7946 0000"},
        "contacts": {"about": "", "list": [{"first_name": "Other", "phone_number": "+44 20 7946 0018", "date": "2024-01-01T00:00:00"}]},
        "sessions": {"list": [session]}, "chats": {"about": "", "list": [{"type": "personal_chat", "id": 2, "messages": [text, spot]}]},
    }  # fmt: skip
    return json.dumps(said).encode()


@known_by(is_telegram, turn=2)
@reader(makes=Archive, suffixes=(".json", ".zip"), sample=sample)
def telegram(source: Path | bytes, *, name: str, pseudonym: Callable[[str], str]) -> Archive:
    """Telegram Desktop (result.json of a personal export)."""
    making, found = Making(name=name, platform="Telegram", pseudonym=pseudonym), False
    for member in members(source, name=name, problems=making.problems):
        if member.path.lower().endswith(".json") or member.path == name:
            found = _member(member, making) or found
    if not found and not making.events:
        raise UnreadableEvidence(making.problems[0].message if making.problems else NONE(name=name), hint=AS_JSON())
    if making.local_clock:
        making.said.append(LOCAL())
    return making.made()


def _member(member: Member, making: Making) -> bool:
    place = f"file {member.number}"
    if member.size > STREAMED:
        return bool(making.trying(lambda: _pieces(member, making, place), place))
    data = making.standing(lambda: member.read(JSON), place, lambda at: at[0] if at else "one file", stands_open)
    if data is None:
        return False
    parts = table(data)
    # Whose export it is comes first: one's own messages and number are told from those of others by it.
    for section in sorted(parts, key=lambda each: each != "personal_information"):
        making.saw(section, understood=section in SECTIONS)
        SECTIONS.get(section, _skip)(parts[section], making)
    return bool(SECTIONS.keys() & parts.keys())


def _skip(data: bytes | memoryview, making: Making) -> None:
    """Leave a section that is not known."""


def _pieces(member: Member, making: Making, place: str) -> bool:
    """Read a long export piece by piece; messages keep the number in which they came."""
    count = 0
    for prefix, value in streamed(member.stream(), (*SMALL, *LARGE), name=making.name, place=place):
        section = prefix.partition(".")[0]
        making.saw(section, understood=True)
        if prefix in LARGE:
            count += 1
            try:
                message(msgspec.convert(value, Text, strict=False), making, "chats", count)
            except msgspec.ValidationError:
                making.unread("chats")
            if making.full or making.bad.get("chats", 0) > BAD or count > ROWS:
                making.too_many(count)
                break
        else:
            packed = msgspec.json.encode(value)
            SECTIONS[section](packed if section == "personal_information" else b"[" + packed + b"]", making)
    return bool(making.sections)
