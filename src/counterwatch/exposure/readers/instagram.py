"""Instagram's export (JSON in a ZIP file, or one file of it)."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from counterwatch.core import Template, UnreadableEvidence, reader
from counterwatch.exposure.archive import Archive
from counterwatch.exposure.archives.making import Making
from counterwatch.exposure.archives.meta_export import read_meta
from counterwatch.exposure.archives.recognising import Seen, known_by

NONE = Template("exposure.instagram.none", "{name} holds no part of an Instagram export that is known")
AS_JSON = Template("exposure.instagram.as_json", "in the Accounts Centre, under Download your information, choose the format JSON and not HTML")
MARKS = (
    b'"account_history_login_history"', b'"profile_user"', b'"relationships_following"', b'"searches_user"', b'"inferred_data_ig_interest"',
    b'"devices_devices"', b'"contacts_contact_info"', b'"ig_custom_audiences_all_types"', b'"string_map_data"', b'"string_list_data"',
)  # fmt: skip

PATHS = ("your_instagram_activity/", "login_and_profile_creation/login_activity.json", "followers_and_following/followers_1.json")
"""Files of an export with many thousands of others before them, of which the beginnings are not looked at."""


def is_instagram(seen: Sequence[Seen]) -> bool:
    """Say whether files are an export of Instagram."""
    return any(any(mark in each.head for mark in MARKS) or any(path in each.path for path in PATHS) for each in seen)


def sample() -> bytes:
    """Return one file of an export, invented, with its labels in French."""
    said = {"Adresse IP": {"value": "203.0.113.7"}, "Heure": {"timestamp": 1714557600}, "Agent utilisateur": {"value": "Instagram 300 Android"}}
    user = {"string_map_data": {"E-mail": {"value": "sample@example.org"}, "Username": {"value": "sample"}}}
    return json.dumps({"account_history_login_history": [{"title": "2024", "string_map_data": said}], "profile_user": [user]}).encode()


@known_by(is_instagram, turn=4)
@reader(makes=Archive, suffixes=(".zip", ".json"), sample=sample)
def instagram(source: Path | bytes, *, name: str, pseudonym: Callable[[str], str]) -> Archive:
    """Instagram (JSON)."""
    making = Making(name=name, platform="Instagram", pseudonym=pseudonym)
    if not read_meta(source, making):
        raise UnreadableEvidence(making.problems[0].message if making.problems else NONE(name=name), hint=AS_JSON())
    return making.made()
