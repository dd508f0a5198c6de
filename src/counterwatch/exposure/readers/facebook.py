"""Facebook's export (JSON in a ZIP file, or one file of it)."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from counterwatch.core import Template, UnreadableEvidence, reader
from counterwatch.exposure.archive import Archive
from counterwatch.exposure.archives.making import Making
from counterwatch.exposure.archives.meta_export import read_meta
from counterwatch.exposure.archives.recognising import Seen, known_by

NONE = Template("exposure.facebook.none", "{name} holds no part of a Facebook export that is known")
AS_JSON = Template("exposure.facebook.as_json", "in the Accounts Centre, under Download your information, choose the format JSON and not HTML")
MARKS = (
    b'"profile_v2"', b'"friends_v2"', b'"account_activity_v2"', b'"account_accesses_v2"', b'"active_sessions_v2"', b'"searches_v2"',
    b'"location_history_v2"', b'"address_book_v2"', b'"custom_audiences_all_types_v2"', b'"off_facebook_activity_v2"', b'"topics_v2"',
)  # fmt: skip

PATHS = ("your_facebook_activity/", "profile_information/profile_information.json", "security_and_login_information/account_activity.json")
"""Files of an export with many thousands of others before them, of which the beginnings are not looked at."""


def is_facebook(seen: Sequence[Seen]) -> bool:
    """Say whether files are an export of Facebook."""
    return any(any(mark in each.head for mark in MARKS) or any(path in each.path for path in PATHS) for each in seen)


def sample() -> bytes:
    """Return one file of an export, invented; the name in it is spoilt as the platform spoils it."""
    row = {"action": "Login", "timestamp": 1714557600, "ip_address": "203.0.113.7", "user_agent": "Mozilla/5.0", "city": "Z\u00c3\u00bcrich"}
    return json.dumps({"account_activity_v2": [row], "profile_v2": {"emails": {"emails": ["sample@example.org"]}}}).encode()


@known_by(is_facebook, turn=3)
@reader(makes=Archive, suffixes=(".zip", ".json"), sample=sample)
def facebook(source: Path | bytes, *, name: str, pseudonym: Callable[[str], str]) -> Archive:
    """Facebook (JSON)."""
    making = Making(name=name, platform="Facebook", pseudonym=pseudonym)
    if not read_meta(source, making):
        raise UnreadableEvidence(making.problems[0].message if making.problems else NONE(name=name), hint=AS_JSON())
    return making.made()
