"""Facebook's and Instagram's files: what a list reveals, by the key it stands under, whatever the labels of its rows are called in a language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from counterwatch.exposure.archive import Reveals
from counterwatch.exposure.archives.making import Making
from counterwatch.exposure.archives.networks import is_network
from counterwatch.exposure.archives.phones import phones
from counterwatch.exposure.archives.when import ms_of, unix

TIMES = ("timestamp", "timestamp_ms", "creation_timestamp", "created_timestamp", "updated_timestamp", "time", "created_time", "added_timestamp")
DEVICE = re.compile(r"Mozilla/|Instagram \d|Android|iPhone|iPad|Windows|Macintosh|Linux")
EMAIL = re.compile(r"^[^\s@]{1,64}@[^\s@]{1,190}\.[^\s@]{2,}$")
PHONE = re.compile(r"^\+\d[\d\s().-]{6,20}$")
DEPTH = 6


def mended(text: str) -> str:
    """Return text that was written as UTF-8, read as Latin-1 and written again, as both platforms do."""
    try:
        return text.encode("latin-1").decode()
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


@dataclass(slots=True, repr=False)
class Facts:
    """What stands in a row, however deep and however its labels are called: its first time, and its latest."""

    time: int | None = None
    latest: int | None = None
    network: str = ""
    device: str = ""
    country: str = ""
    place: tuple[float, float] | None = None
    names: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


def facts(row: Any) -> Facts:
    """Return what stands in a row."""
    found = Facts()
    for name, value in leaves(row, 0):
        _fact(found, name, value)
    spots = {name: value for name, value in leaves(row, 0) if name in ("latitude", "longitude") and isinstance(value, int | float)}
    if len(spots) == 2 and abs(spots["latitude"]) <= 90 and abs(spots["longitude"]) <= 180:
        found.place = (float(spots["latitude"]), float(spots["longitude"]))
    return found


def _fact(found: Facts, name: str, value: Any) -> None:
    if name in TIMES and (when := unix(value) or ms_of(value)) is not None:
        found.time = when if found.time is None else found.time
        found.latest = max(when, found.latest or when)
    if not isinstance(value, str):
        return
    text = mended(value)
    if is_network(text):
        found.network = found.network or text
    elif name in ("user_agent", "device", "device_name") or DEVICE.search(text[:200]):
        found.device = found.device or text
    elif name == "country":
        found.country = text
    elif name in ("name", "value", "username", "sender_name", "full_name", "title"):
        found.names.append(text)
    else:
        found.texts.append(text)


def leaves(value: Any, depth: int, name: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the plain values of a row with the key that each stands under."""
    if depth > DEPTH:
        return
    if isinstance(value, dict):
        for key, each in value.items():
            yield from leaves(each, depth + 1, str(key).casefold())
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each, depth + 1, name)
    else:
        yield name, value


def owner(value: Any, making: Making, place: str) -> None:
    """Read whose export it is: addresses and numbers by their shape, the rest by its key."""
    for name, each in leaves(value, 0):
        if not isinstance(each, str) or not each:
            continue
        text = mended(each)
        if EMAIL.match(text):
            making.owned("email", text, place)
        elif PHONE.match(text):
            making.owned("phone", text, place)
        elif name in ("username", "full_name"):
            making.belongs("account" if name == "username" else "name", text)
            making.names.add(text)
            making.add("account", place, what="user name" if name == "username" else "name")
    for label, each in labelled(value):
        if label in ("username", "name") and mended(each) not in making.names:
            making.belongs("account" if label == "username" else "name", mended(each))
            making.names.add(mended(each))
            making.add("account", place, what="user name" if label == "username" else "name")
    if any(name == "birthday" or "birth" in name for name in _keys(value, 0)):
        making.add("account", place, what="birthdate")


def labelled(value: Any) -> Iterator[tuple[str, str]]:
    """Yield label and value of Instagram's maps."""
    for each in value if isinstance(value, list) else [value]:
        found = each.get("string_map_data") if isinstance(each, dict) else None
        for label, inner in (found or {}).items() if isinstance(found, dict) else ():
            if isinstance(inner, dict) and isinstance(said := inner.get("value"), str) and said:
                yield label.casefold(), said


def _keys(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, dict) and depth <= DEPTH:
        for key, each in value.items():
            yield str(key).casefold()
            yield from _keys(each, depth + 1)
    elif isinstance(value, list) and depth <= DEPTH:
        for each in value:
            yield from _keys(each, depth + 1)


def chat(rows: Iterable[Any], making: Making, place: str) -> None:
    """Read the messages of a chat: when, by whom, and telephone numbers of others in the text."""
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            making.unread(place)
            continue
        sender, text = mended(str(row.get("sender_name") or "")), row.get("content")
        when = unix(row.get("timestamp_ms"))
        making.add("message", place, row=number, time=when, third="" if sender in making.names else making.third(sender))
        for found in phones(mended(text)) if isinstance(text, str) else ():
            if not making.is_own(found):
                making.add("contact", place, row=number, time=when, what="phone in text", third=making.third(f"phone:{found}"))


@dataclass(frozen=True, slots=True)
class Kind:
    """What a list reveals; `persons` says that each of its rows is another person."""

    called: str
    reveals: Reveals
    what: str = ""
    persons: bool = False


LISTS: dict[str, Kind] = {
    **dict.fromkeys(("account_activity", "account_accesses", "account_history_login_history", "login_protection_data"), Kind("logins", "login")),
    **dict.fromkeys(("account_history_logout_history", "admin_records", "recognized_devices"), Kind("sign-outs and changes", "login", "other")),
    **dict.fromkeys(("active_sessions",), Kind("open sessions", "login", "session")),
    **dict.fromkeys(("devices_devices", "devices", "mobile_devices"), Kind("devices", "device")),
    **dict.fromkeys(("friends", "relationships_following", "following"), Kind("friends", "contact", "friend", persons=True)),
    **dict.fromkeys(("relationships_followers", "followers"), Kind("followers", "contact", "follower", persons=True)),
    **dict.fromkeys(("address_book", "contacts_contact_info"), Kind("address book", "contact", "address book", persons=True)),
    **dict.fromkeys(("searches", "searches_user", "searches_keyword", "searches_place"), Kind("searches", "search")),
    **dict.fromkeys(("location_history", "last_location", "photos_location"), Kind("places", "place", "fix")),
    **dict.fromkeys(("primary_location", "primary_public_location", "inferred_data_primary_location"), Kind("main place", "place", "region")),
    **dict.fromkeys(("custom_audiences_all_types", "ig_custom_audiences_all_types"), Kind("advertisers", "ad profile", "advertiser with a list")),
    **dict.fromkeys(("topics", "inferred_data_ig_interest", "inferred_topics"), Kind("interests", "ad profile", "interest")),
    **dict.fromkeys(
        ("off_facebook_activity", "apps_and_websites_off_meta_activity"), Kind("activity outside", "ad profile", "activity outside the platform")
    ),
    **dict.fromkeys(("facial_data", "face_recognition"), Kind("face", "biometric", "template of the face")),
    **dict.fromkeys(("payments", "payment_account_info", "p2p_payments"), Kind("payments", "payment")),
    **dict.fromkeys(
        ("impressions_history_posts_seen", "impressions_history_videos_watched", "recently_viewed", "likes_media_likes"), Kind("seen", "view")
    ),
    **dict.fromkeys(("comments", "comments_media_comments", "status_updates"), Kind("posts and comments", "message", "post")),
}  # fmt: skip
"""What stands under a key, without the number of its edition."""
OWNERS = ("profile", "profile_user", "profile_information")


def edition(key: str) -> str:
    """Return a key without the number of its edition: `friends_v2` is `friends`."""
    return re.sub(r"_v\d+$", "", key)
