"""The sections of a Telegram Desktop export and what each reveals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from counterwatch.core import Template
from counterwatch.exposure.archives.making import Making
from counterwatch.exposure.archives.phones import digits, phones
from counterwatch.exposure.archives.rows import drained, rows, table
from counterwatch.exposure.archives.when import ms_of, unix

Value = str | int | float | bool | None
Read = Callable[[bytes | memoryview, Making], None]
LOCAL = Template(
    "exposure.telegram.local",
    "the export gives times as the clock of that computer showed them, without a zone: they are taken for UTC, and may be hours off",
)


class Owner(msgspec.Struct):
    """Whose export it is."""

    user_id: Value = None
    first_name: Value = None
    last_name: Value = None
    phone_number: Value = None
    username: Value = None


class Person(msgspec.Struct, gc=False):
    """A contact."""

    user_id: Value = None
    id: Value = None
    phone_number: Value = None
    first_name: Value = None
    name: Value = None
    date: Value = None
    date_unixtime: Value = None


class Session(msgspec.Struct, gc=False):
    """A sign-in that is still open."""

    last_active: Value = None
    last_active_unixtime: Value = None
    last_ip: Value = None
    last_country: Value = None
    device_model: Value = None
    browser: Value = None


class Spot(msgspec.Struct, gc=False):
    """A place that was sent."""

    latitude: float | None = None
    longitude: float | None = None


class Text(msgspec.Struct, rename={"from_": "from"}):
    """A message."""

    type: Value = None
    date: Value = None
    date_unixtime: Value = None
    from_: Value = None
    from_id: Value = None
    text: Any = None
    location_information: Spot | None = None
    contact_information: Any = None


class Chat(msgspec.Struct):
    """A chat with its messages."""

    messages: msgspec.Raw = msgspec.Raw(b"[]")


def time_of(row: Any, field: str = "date") -> int | None:
    """Return when a row is dated, by its count of seconds where it has one."""
    return unix(getattr(row, f"{field}_unixtime")) or ms_of(getattr(row, field))


def owner(data: bytes | memoryview, making: Making) -> None:
    """Read whose export it is."""
    for found in rows(b"[" + bytes(data) + b"]", Owner, making, "personal information"):
        for what, kind, value in (
            ("user number", "account", found.user_id),
            ("phone", "phone", found.phone_number),
            ("user name", "account", found.username),
        ):
            if making.belongs(kind, value):
                making.add("account", "personal information", what=what)
        if found.first_name or found.last_name:
            making.add("account", "personal information", what="name")
            making.names |= {
                f"user{found.user_id}",
                " ".join(str(each) for each in (found.first_name, found.last_name) if each),
                str(found.first_name),
            }


def contacts(what: str) -> Read:
    """Return a reader of other persons."""

    def read(data: bytes | memoryview, making: Making) -> None:
        for number, row in enumerate(rows(listed(data), Person, making, what), start=1):
            third = making.third(
                f"phone:{digits(str(row.phone_number))}" if row.phone_number else row.user_id or row.id or row.name or row.first_name
            )
            making.add("contact", what, row=number, time=time_of(row), what=what, third=third)

    return read


def sessions(what: str) -> Read:
    """Return a reader of open sessions."""

    def read(data: bytes | memoryview, making: Making) -> None:
        for number, row in enumerate(rows(listed(data), Session, making, what), start=1):
            making.add(
                "login", what, row=number, time=time_of(row, "last_active"), what="session", network=str(row.last_ip or ""),
                device=str(row.device_model or row.browser or ""), country=str(row.last_country or ""),
            )  # fmt: skip

    return read


def chats(data: bytes | memoryview, making: Making) -> None:
    """Read chats, one after another."""
    for number, chat in enumerate(rows(listed(data), Chat, making, "chats"), start=1):
        messages(chat.messages, making, f"chat {number}")


def messages(data: bytes | memoryview, making: Making, place: str) -> None:
    """Read the messages of a chat."""
    for number, row in enumerate(drained(rows(data, Text, making, place)), start=1):
        message(row, making, place, number)


def message(row: Text, making: Making, place: str, number: int) -> None:
    """Read one message: when, whose, a place in it, and telephone numbers of others."""
    when, own = time_of(row), str(row.from_id or row.from_ or "") in making.names
    if row.type is None:
        making.unread(place)
        return
    making.local_clock = making.local_clock or row.date_unixtime is None
    if row.type == "message":
        making.add("message", place, row=number, time=when, third="" if own else making.third(row.from_id or row.from_))
    if row.location_information is not None and row.location_information.latitude is not None and row.location_information.longitude is not None:
        making.add(
            "place", place, row=number, time=when, what="sent place", place=(row.location_information.latitude, row.location_information.longitude)
        )
    if isinstance(row.contact_information, dict):
        making.add("contact", place, row=number, time=when, what="contact in text", third=making.third(row.contact_information.get("phone_number")))
    for found in _phones(row.text) if making.knows_numbers else ():
        if not making.is_own(found):
            making.add("contact", place, row=number, time=when, what="phone in text", third=making.third(f"phone:{found}"))


def _phones(text: Any) -> list[str]:
    if isinstance(text, str):
        return phones(text)
    found: list[str] = []
    for each in text if isinstance(text, list) else ():
        if isinstance(each, str):
            found += phones(each)
        elif isinstance(each, dict) and isinstance(said := each.get("text"), str):
            found += [digits(said)] if each.get("type") == "phone" else phones(said)
    return found


def listed(data: bytes | memoryview) -> bytes | memoryview:
    """Return the list in a section, which stands under `list` beside a word of explanation."""
    return table(data).get("list", b"[]") if bytes(memoryview(data)[:1]) == b"{" else data


def nothing(data: bytes | memoryview, making: Making) -> None:
    """Read nothing: the section is known and holds nothing that is counted."""


SECTIONS: dict[str, Read] = {
    "personal_information": owner, "contacts": contacts("address book"), "frequent_contacts": contacts("often written to"),
    "sessions": sessions("sessions"), "web_sessions": sessions("web sessions"), "chats": chats, "left_chats": chats, "other_data": nothing,
    "about": nothing, "profile_pictures": nothing, "stories": nothing, "ringtones": nothing, "drafts": nothing, "gifts": nothing,
}  # fmt: skip


def stands_open(place: tuple[str, ...], _is_list: bool) -> bool:
    """Return whether a part is told of an object in which the export is damaged: of a chat its messages, of no row."""
    chat = len(place) > 2 and place[0] in ("chats", "left_chats") and place[1:3] == ("list", "item")
    return place[3:] in ((), ("messages",)) if chat else "item" not in place
