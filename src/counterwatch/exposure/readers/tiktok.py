"""TikTok's export (user_data.json or user_data_tiktok.json, alone or in its ZIP file)."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from counterwatch.core import Template, UnreadableEvidence, reader
from counterwatch.exposure.archive import Archive
from counterwatch.exposure.archives.limits import JSON
from counterwatch.exposure.archives.making import Making
from counterwatch.exposure.archives.recognising import Seen, known_by
from counterwatch.exposure.archives.rows import table
from counterwatch.exposure.archives.tiktok import SECTIONS, key, stands_open
from counterwatch.files.archive import members

NONE = Template("exposure.tiktok.none", "{name} holds no file user_data.json of TikTok that can be read")
AS_JSON = Template("exposure.tiktok.as_json", "in TikTok's settings, under Account, Download your data, choose the format JSON")
FILES = ("user_data.json", "user_data_tiktok.json")
HEADS = ("Profile And Settings", "Your Activity", "App Settings", "Ads and data", "Tiktok Live", "TikTok Shop", "Tiktok Shopping", "Direct Messages")
FIRST = ("autofill", "profileinfo", "profileinformation")
"""Sections that say whose export it is are read first, so that one's own number is not counted as another's."""


def is_tiktok(seen: Sequence[Seen]) -> bool:
    """Say whether files are an export of TikTok."""
    return any(each.path.endswith(FILES) or any(f'"{name}": {{'.encode() in each.head.replace(b'":{', b'": {') for name in HEADS) for each in seen)


def sample() -> bytes:
    """Return a small export, invented."""
    said = {
        "Activity": {
            "Login History": {"LoginHistoryList": [{"Date": "2024-01-01 08:00:00 UTC", "IP": "203.0.113.7", "DeviceModel": "Phone 1"}]},
            "Video Browsing History": {"VideoList": [{"Date": "2024-01-01 21:00:00", "Link": "https://example.org/1"}]},
            "Search History": None,
        },
        "Profile": {"Profile Information": {"ProfileMap": {"userName": "sample", "emailAddress": "sample@example.org"}}},
        "Direct Messages": {
            "Chat History": {"ChatHistory": {"Chat History with other:": [{"Date": "2024-01-02 08:00:00", "Content": "+44 20 7946 0018"}]}}
        },
        "App Settings": {"Settings": {"SettingsMap": {"Private Account": "Off"}}},
    }
    return json.dumps(said).encode()


@known_by(is_tiktok, turn=1)
@reader(makes=Archive, suffixes=(".json", ".zip"), sample=sample)
def tiktok(source: Path | bytes, *, name: str, pseudonym: Callable[[str], str]) -> Archive:
    """TikTok (JSON, alone or zipped)."""
    making, found = Making(name=name, platform="TikTok", pseudonym=pseudonym), False
    for member in members(source, name=name, problems=making.problems):
        if member.path.lower().endswith(".json") or member.path == name:
            place = f"file {member.number}"
            data = making.standing(lambda: member.read(JSON), place, lambda at: " / ".join(at[:2]), stands_open)  # noqa: B023 - done at once
            found = found or bool(data and _read(data, making))
    if not found:
        raise UnreadableEvidence(making.problems[0].message if making.problems else NONE(name=name), hint=AS_JSON())
    return making.made()


def _read(data: bytes, making: Making) -> bool:
    """Read the sections, which stand one level below a heading, and say whether there were any."""
    pieces = [(heading, name, value) for heading, part in table(data).items() for name, value in (table(part) or {heading: part}).items()]
    for heading, name, value in sorted(pieces, key=lambda each: key(each[1]) not in FIRST):
        known = SECTIONS.get(key(name))
        making.saw(f"{heading} / {name}", understood=known is not None)
        if known is not None and bytes(memoryview(value)[:4]) != b"null":
            known[1](value, making, known[0])
    return any(key(name) in SECTIONS for _, name, _ in pieces)
