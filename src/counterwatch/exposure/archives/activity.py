"""What Google's exports hold besides places: what was searched and watched, sign-ins, devices, contacts, and whose account it is."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import msgspec

from counterwatch.exposure.archives.limits import CARDS, LINES
from counterwatch.exposure.archives.making import Making
from counterwatch.exposure.archives.networks import network
from counterwatch.exposure.archives.phones import digits
from counterwatch.exposure.archives.rows import drained, rows
from counterwatch.exposure.archives.when import ms_of

EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
SEARCHED = re.compile(r"[?&](?:q|query|search_query)=|/search\b")
STAMP = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z| UTC|[+-]\d\d:\d\d)?")
ROW = re.compile(r"<tr\b", re.IGNORECASE)
LONGEST_ROW = 4000
"""Characters of a row of a page that are looked at."""
CELL = 'content-cell mdl-cell mdl-cell--6-col mdl-typography--body-1">'
TAG = re.compile(r"<[^<>]{0,400}>")
LINK = re.compile(r'href="([^"]{1,2000})"')
ENGLISH = re.compile(r"([A-Z][a-z]{2}) (\d{1,2}), (\d{4}), (\d{1,2}):(\d\d):(\d\d)\s(AM|PM) UTC")
MONTHS = {name: number for number, name in enumerate(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], start=1)}


class Activity(msgspec.Struct, gc=False, rename="camel"):
    """A row of My Activity."""

    time: str | None = None
    title_url: str | None = None
    title: str | None = None


def activity(data: bytes, making: Making, place: str) -> None:
    """Read My Activity as JSON: searches are told by the address that was opened, in any language."""
    for number, row in enumerate(drained(rows(data, Activity, making, place)), start=1):
        searched = bool(SEARCHED.search(row.title_url or "")) or (row.title or "").startswith("Searched for")
        making.add("search" if searched else "view", place, row=number, time=ms_of(row.time), what="" if searched else "activity")


def activity_page(text: str, making: Making, place: str) -> None:
    """Read My Activity as a page; times are read where the page is English and in UTC, and are not told elsewhere."""
    for number, cell in enumerate(text.split(CELL)[1:], start=1):
        piece = cell[:6000]
        link = LINK.search(piece)
        searched = bool(link and SEARCHED.search(link[1])) or piece.startswith("Searched for")
        making.add("search" if searched else "view", place, row=number, time=_page_time(piece), what="" if searched else "activity")


def _page_time(piece: str) -> int | None:
    found = ENGLISH.search(piece)
    if not found or found[1] not in MONTHS:
        return None
    hour = int(found[4]) % 12 + 12 * (found[7] == "PM")
    return ms_of(f"{found[3]}-{MONTHS[found[1]]:02}-{int(found[2]):02} {hour:02}:{found[5]}:{found[6]}")


def profile(value: Any, making: Making, place: str) -> None:
    """Read Profile.json: addresses, names, the day of birth."""
    if not isinstance(value, dict):
        return
    for each in value.get("emails") or ():
        if isinstance(each, dict) and making.belongs("email", each.get("value")):
            making.add("account", place, what="email")
    for name, what in (("name", "name"), ("birthday", "birthdate"), ("gender", "gender")):
        if value.get(name):
            making.add("account", place, what=what)


def subscriber(text: str, making: Making, place: str) -> None:
    """Read the page about the account: its address, its numbers, and a table of sign-ins with their network addresses."""
    for found in sorted(set(EMAIL.findall(text[:20_000]))):
        making.owned("email", found, place)
    for number, piece in enumerate(ROW.split(text)[1 : LINES + 1], start=1):
        row = TAG.sub(" ", piece[:LONGEST_ROW])
        address, stamp = network(row), STAMP.search(row)
        if address and stamp:
            making.add("login", place, row=number, time=ms_of(stamp[0].strip()), network=address)


def owner_page(text: str, making: Making) -> None:
    """Read the page of contents, which names the account where it names just one address."""
    found = set(EMAIL.findall(text))
    if len(found) == 1:
        making.belongs("email", found.pop())


def sheet(text: str, making: Making, place: str) -> bool:
    """Read a table of accesses or devices; says whether it was one. A table that breaks off keeps the rows before."""
    try:
        return _sheet(text, making, place)
    except csv.Error:
        making.unread(place)
        return False


def _sheet(text: str, making: Making, place: str) -> bool:
    lines = csv.DictReader(io.StringIO(text), strict=True)
    names = {(each or "").strip().casefold(): each for each in lines.fieldnames or ()}
    when = next((names[each] for each in names if "timestamp" in each or each.endswith("time")), None)
    address = next((names[each] for each in names if each.startswith("ip address")), None)
    device = next((names[each] for each in names if "model" in each or "marketing name" in each), None)
    if address is None and device is None:
        return False
    for number, row in enumerate(lines, start=1):
        where = {"network": (row.get(address) or "").strip() if address else "", "device": (row.get(device) or "").strip() if device else ""}
        making.add("login" if address else "device", place, row=number, time=ms_of((row.get(when) or "").strip()) if when else None, **where)
    return True


def cards(text: str, making: Making, place: str) -> None:
    """Read a file of contacts (vCard): each is one other person, told apart by number or address, else by name."""
    for number, card in enumerate(text.split("BEGIN:VCARD")[1 : CARDS + 1], start=1):
        lines = [line.partition(":") for line in card.splitlines()]
        known = {name.partition(";")[0].rpartition(".")[2].upper(): value for name, _, value in reversed(lines)}
        third = f"phone:{digits(known['TEL'])}" if known.get("TEL") else known.get("EMAIL") or known.get("FN", "")
        making.add("contact", place, row=number, what="address book", third=making.third(third))
