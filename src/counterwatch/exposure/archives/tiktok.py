"""The sections of a TikTok export and what each reveals, under every name that they have had."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from counterwatch.exposure.archive import Event, Reveals
from counterwatch.exposure.archives.making import Making
from counterwatch.exposure.archives.phones import phones
from counterwatch.exposure.archives.rows import drained, plain, rows, table
from counterwatch.exposure.archives.when import ms_of

Value = str | int | float | bool | None
Raw = msgspec.Raw
Read = Callable[[bytes | memoryview, Making, str], None]


class Dated(msgspec.Struct, gc=False):
    """A row of which only the date counts."""

    Date: Value = None
    date: Value = None
    TimeStamp: Value = None


class Full(msgspec.Struct, gc=False):
    """A row with what else it may hold."""

    Date: Value = None
    date: Value = None
    TimeStamp: Value = None
    WatchTime: Value = None
    IP: Value = None
    DeviceModel: Value = None
    UserName: Value = None
    Content: Value = None


def key(name: str) -> str:
    """Return a name of a section without what changes between editions: spaces, case and signs."""
    return "".join(each for each in name.casefold() if each.isalnum())


def lists(data: bytes | memoryview) -> list[bytes | memoryview]:
    """Return every list in a section, however its wrapping is called."""
    found: list[bytes | memoryview] = []
    for value in table(data).values():
        start = bytes(memoryview(value)[:1])
        if start == b"[":
            found.append(value)
        elif start == b"{":
            found += lists(value)
    return found


def dated(reveals: Reveals, what: str = "") -> Read:
    """Return a reader of lists of which only the dates count."""

    def read(data: bytes | memoryview, making: Making, place: str) -> None:
        for each in lists(data):
            making.extend(
                [
                    Event(reveals=reveals, locator=place, row=number, time=ms_of(row.Date or row.date or row.TimeStamp), what=what)
                    for number, row in enumerate(drained(rows(each, Dated, making, place)), start=1)
                ]
            )

    return read


def people(what: str) -> Read:
    """Return a reader of lists of other persons."""

    def read(data: bytes | memoryview, making: Making, place: str) -> None:
        for each in lists(data):
            for number, row in enumerate(rows(each, Full, making, place), start=1):
                making.add("contact", place, row=number, time=ms_of(row.Date or row.date), what=what, third=making.third(row.UserName))

    return read


def logins(data: bytes | memoryview, making: Making, place: str) -> None:
    """Read sign-ins with their address and device."""
    for each in lists(data):
        for number, row in enumerate(rows(each, Full, making, place), start=1):
            where = {"network": str(row.IP or ""), "device": str(row.DeviceModel or "")}
            making.add("login", place, row=number, time=ms_of(row.Date or row.date), **where)


def identifiers(data: bytes | memoryview, making: Making, place: str) -> None:
    """Read what the account says about its owner; a phone, an address or a user name says whose export it is."""
    for kind, own, names in IDENTIFIERS:
        for name in names:
            value = _deep(plain(data), name)
            if isinstance(value, str | int) and str(value).strip() not in ("", "N/A", "None"):
                making.add("account", f"{place}, {name}", what=kind)
                _ = own and making.belongs(own, value)


IDENTIFIERS = (
    ("phone", "phone", ("PhoneNumber", "telephoneNumber")),
    ("email", "email", ("Email", "emailAddress")),
    ("birthdate", "", ("birthDate", "BirthDate")),
    ("name", "", ("FirstName", "LastName", "displayName")),
    ("user name", "account", ("userName",)),
    ("postal address", "", ("Address",)),
    ("picture", "", ("profilePhoto",)),
)
RISKY = {
    ("Private Account", "off"), ("Allow Others to Find Me", "on"), ("Suggest your account to others", "on"), ("Personalized Ads", "on"),
    ("Interests", "on"), ("Sync Contacts", "on"), ("Location Services", "on"), ("Activity Status", "on"), ("Allow Download", "on"),
    ("Web Browsing", "on"), ("Using Off-TikTok activity for ad targeting", "on"),
}  # fmt: skip
"""Settings as they stand that give more away than the other choice."""


def settings(data: bytes | memoryview, making: Making, place: str) -> None:
    """Read the settings that give more away than their other choice."""
    known = {(key(name), value): f"{name}={value.capitalize()}" for name, value in RISKY}
    for name, value in _flat(plain(data)):
        if isinstance(value, str) and (found := known.get((key(name), value.casefold()))):
            making.add("setting", place, what=found)


def orders(data: bytes | memoryview, making: Making, place: str) -> None:
    """Read orders: when, and whether with an address."""
    for number, order in enumerate(_orders(plain(data)), start=1):
        names = {key(name): value for name, value in _flat(order)}
        when = next((each for name, value in names.items() if "date" in name or "time" in name if (each := ms_of(value))), None)
        address = any("address" in name and value for name, value in names.items())
        making.add("order", f"{place}, order {number}", time=when, what="with address" if address else "")
        if address:
            making.add("address", f"{place}, order {number}", time=when, what="shipping address")


def addresses(data: bytes | memoryview, making: Making, place: str) -> None:
    """Read saved addresses."""
    for each in lists(data):
        for number, _ in enumerate(rows(each, Dated, making, place), start=1):
            making.add("address", place, row=number, what="saved address")


def cards(data: bytes | memoryview, making: Making, place: str) -> None:
    """Read cards that pay."""
    for each in lists(data):
        for number, _ in enumerate(rows(each, Dated, making, place), start=1):
            making.add("payment", place, row=number, what="card last4")


def messages(data: bytes | memoryview, making: Making, place: str) -> None:
    """Read direct messages: when, with how many others, and how many telephone numbers of others stand in them."""
    chats = [chat for value in table(data).values() for chat in table(value).items()] or list(table(data).items())
    for number, (name, chat) in enumerate(chats, start=1):
        other = making.third(name.removeprefix("Chat History with ").removesuffix(":"))
        for each, row in enumerate(rows(chat, Full, making, place), start=1):
            locator, when = f"{place}, chat {number}, message {each}", ms_of(row.Date)
            making.add("message", locator, time=when, third=other)
            for found in phones(row.Content) if isinstance(row.Content, str) and making.knows_numbers else ():
                if not making.is_own(found):
                    making.add("contact", locator, time=when, what="phone in text", third=making.third(f"phone:{found}"))


def region(data: bytes | memoryview, making: Making, place: str) -> None:
    """Read the last place, which is a name and no coordinates."""
    found = dict(_flat(plain(data)))
    making.add("place", place, time=ms_of(found.get("Date")), what="region") if any(found.values()) else None


def _orders(value: Any) -> list[Any]:
    if isinstance(value, dict) and len(value) == 1:
        value = next(iter(value.values()))
        return _orders(value) if isinstance(value, dict) and len(value) == 1 and "OrderHistories" in value else _orders_of(value)
    return _orders_of(value)


def _orders_of(value: Any) -> list[Any]:
    given = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [each for each in given if isinstance(each, dict)]


def _flat(value: Any, depth: int = 0) -> list[tuple[str, Any]]:
    if not isinstance(value, dict) or depth > 4:
        return []
    return [pair for name, each in value.items() for pair in ([(name, each)] if not isinstance(each, dict) else _flat(each, depth + 1))]


def _deep(value: Any, name: str) -> Any:
    return next((each for found, each in _flat(value) if key(found) == key(name)), None)


def nothing(data: bytes | memoryview, making: Making, place: str) -> None:
    """Read nothing: the section is known to hold nothing about its owner that is counted here."""


SECTIONS: dict[str, tuple[str, Read]] = {
    **dict.fromkeys(("watchhistory", "videobrowsinghistory"), ("watch history", dated("view", "watched"))),
    **dict.fromkeys(("likelist", "likes"), ("likes", dated("view", "liked"))),
    **dict.fromkeys(("favoritevideos", "favoritevideo"), ("favourite videos", dated("view", "kept"))),
    **dict.fromkeys(("sharehistory",), ("share history", dated("view", "shared"))),
    **dict.fromkeys(("searches", "searchhistory"), ("searches", dated("search"))),
    **dict.fromkeys(("loginhistory",), ("login history", logins)),
    **dict.fromkeys(("following", "followinglist"), ("following", people("following"))),
    **dict.fromkeys(("follower", "followerlist", "fanslist"), ("followers", people("follower"))),
    **dict.fromkeys(("blocklist", "block"), ("blocked", people("blocked"))),
    **dict.fromkeys(("autofill",), ("autofill", identifiers)),
    **dict.fromkeys(("profileinfo", "profileinformation"), ("profile", identifiers)),
    **dict.fromkeys(("settings",), ("settings", settings)),
    **dict.fromkeys(("directmessages", "chathistory", "groupchat"), ("direct messages", messages)),
    **dict.fromkeys(("comments", "commentslist"), ("comments", dated("message", "comment"))),
    **dict.fromkeys(("posts", "videos", "recentlydeletedposts"), ("posts", dated("message", "post"))),
    **dict.fromkeys(("offtiktokactivity",), ("activity outside", dated("ad profile", "activity outside the platform"))),
    **dict.fromkeys(("adinterests", "usagedatafromthirdpartyapps", "instantformadsresponses"), ("ad interests", dated("ad profile", "interest"))),
    **dict.fromkeys(("mostrecentlocationdata", "locationreview", "locationreviews"), ("most recent place", region)),
    **dict.fromkeys(("orderhistory",), ("orders", orders)),
    **dict.fromkeys(("savedaddressinformation", "savedaddress"), ("saved addresses", addresses)),
    **dict.fromkeys(("currentpaymentinformation",), ("cards", cards)),
    **dict.fromkeys(("status", "statuslist"), ("device identifiers", dated("device", "device number"))),
    **dict.fromkeys(("aimoji",), ("picture of the face", dated("biometric", "picture made from the face"))),
    **dict.fromkeys(("purchasehistory", "purchases"), ("purchases", dated("payment", "purchase"))),
    **dict.fromkeys(("watchlivehistory", "golivehistory"), ("live", dated("view", "live"))),
    **dict.fromkeys(
        ("favoriteeffects", "favoritehashtags", "favoritesounds", "hashtag", "watchlivesettings", "golivesettings", "vouchers", "shoppingcartlist"),
        ("other", nothing),
    ),
}
"""What a section is called here and how it is read, by its name without spaces, case and signs."""


def stands_open(place: tuple[str, ...], _is_list: bool) -> bool:
    """Return whether a part is told of an object in which the export is damaged: not of a row, an order, or the most recent place."""
    section = key(place[1]) if len(place) > 1 else ""
    deepest = next((most for names, most in WHOLE.items() if section in names), len(place))
    return len(place) <= deepest and "item" not in place


WHOLE = {("orderhistory",): 3, ("mostrecentlocationdata", "locationreview", "locationreviews"): 1}
"""Sections with objects that are one row, and down to which level a part of one is told."""
