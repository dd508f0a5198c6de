"""What the check of exports says: kinds of rows and identifiers in words, and what an export cannot show."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from counterwatch.core import Message, Template
from counterwatch.exposure.archive import Archive, Event

AND = Template("exposure.reveals.and", "{one}, {rest}")
IDENTIFIERS = {
    "email": Template("exposure.reveals.email", "e-mail"),
    "phone": Template("exposure.reveals.phone", "telephone number"),
    "birthdate": Template("exposure.reveals.birthdate", "day of birth"),
    "name": Template("exposure.reveals.name", "name"),
    "user name": Template("exposure.reveals.user_name", "user name"),
    "user number": Template("exposure.reveals.user_number", "number of the account"),
    "postal address": Template("exposure.reveals.postal_address", "postal address"),
    "picture": Template("exposure.reveals.picture", "picture"),
    "gender": Template("exposure.reveals.gender", "gender"),
    "name handed over": Template("exposure.reveals.name_handed", "name, handed to sellers or couriers"),
    "phone handed over": Template("exposure.reveals.phone_handed", "telephone number, handed to sellers or couriers"),
    "email handed over": Template("exposure.reveals.email_handed", "e-mail, handed to sellers or couriers"),
}
"""Kinds of identifiers that an export may hold about its owner, in the order in which they are told."""
KINDS = {
    "place": Template("exposure.reveals.kind_place", "places"),
    "login": Template("exposure.reveals.kind_login", "sign-ins"),
    "device": Template("exposure.reveals.kind_device", "devices"),
    "contact": Template("exposure.reveals.kind_contact", "other persons"),
    "message": Template("exposure.reveals.kind_message", "messages and posts"),
    "search": Template("exposure.reveals.kind_search", "searches"),
    "view": Template("exposure.reveals.kind_view", "what was looked at"),
    "order": Template("exposure.reveals.kind_order", "orders"),
    "address": Template("exposure.reveals.kind_address", "addresses"),
    "payment": Template("exposure.reveals.kind_payment", "payments"),
    "biometric": Template("exposure.reveals.kind_biometric", "face or voice"),
    "ad profile": Template("exposure.reveals.kind_ads", "advertising"),
    "account": Template("exposure.reveals.kind_account", "identifiers"),
    "setting": Template("exposure.reveals.kind_setting", "settings"),
}
"""What rows of a kind are called."""

KEPT = Template(
    "exposure.reveals.kept",
    "an export holds what the platform chose to hand out: it may keep more, and what is missing here is not shown to be absent there",
)
DRIFT = Template(
    "exposure.reveals.drift",
    "{n} section of the export is not understood, and was not looked at",
    "{n} sections of the export are not understood, and were not looked at",
)
UNREAD = Template(
    "exposure.reveals.unread",
    "{n} row or file of the export could not be read and is not counted",
    "{n} rows or files of the export could not be read and are not counted",
)
PARTIAL = Template(
    "exposure.reveals.partial",
    "what is told of {names} is partial: the file is cut off or damaged there, and what followed is not known",
)
LINES = Template("exposure.reveals.lines", "{share:.1%} of the lines of the export could not be read")
CLOCK = Template("exposure.reveals.clock", "nights and days follow the clock of the export, or the sun where it tells none: to within two hours")
SHARED = Template("exposure.reveals.shared", "a network address may be that of a telephone company, a VPN or a café, and changes by itself")
DATES = Template("exposure.reveals.dates", "{first:date} to {last:date}")
DATE = Template("exposure.reveals.date", "{first:date}")
NO_DATES = Template("exposure.reveals.no_dates", "without dates")


def joined(messages: Sequence[Message]) -> Message:
    """Return messages in a row, parted by commas; there must be one at least."""
    found = messages[-1]
    for each in reversed(messages[:-1]):
        found = AND(one=each, rest=found)
    return found


def limits(archive: Archive, *more: Message) -> tuple[Message, ...]:
    """Return what an export cannot show, and what of it was not read."""
    unknown = sum(not understood for understood in archive.sections.values())
    unread = sum(each.records for each in archive.problems)
    found = [KEPT(), *more]
    if unknown:
        found.append(DRIFT(n=unknown))
    if unread:
        found.append(UNREAD(n=unread))
    if archive.partial:
        found.append(PARTIAL(names=", ".join(archive.partial)))
    if archive.unparsed:
        found.append(LINES(share=archive.unparsed / max(archive.lines, 1)))
    return tuple(found)


def span(events: Iterable[Event]) -> Message:
    """Return from when to when some rows are."""
    times = [each.time for each in events if each.time is not None]
    if not times:
        return NO_DATES()
    first, last = day(min(times)), day(max(times))
    return DATES(first=first, last=last) if first != last else DATE(first=first)


def day(time: int) -> str:
    """Return the day of a moment (UTC) as an ISO date."""
    return str(datetime.datetime.fromtimestamp(time / 1000, datetime.UTC).date())
