"""A history of purchases or parcels as a table (CSV): who got one's name, telephone and address."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from counterwatch.core import Template, UnreadableEvidence, reader
from counterwatch.exposure.archive import Archive
from counterwatch.exposure.archives.limits import TEXT
from counterwatch.exposure.archives.making import Making
from counterwatch.exposure.archives.orders import is_history, read_orders, roles, table
from counterwatch.exposure.archives.recognising import Seen, known_by
from counterwatch.files.archive import members
from counterwatch.files.text import decode

NONE = Template("exposure.orders.none", "{name} holds no table of orders or parcels: no column of what was sent, or none of what was handed over")
HEADINGS = Template(
    "exposure.orders.headings", "the first row names the columns, such as order, seller, recipient, phone and address, in English, French or Chinese"
)


def is_orders(seen: Sequence[Seen]) -> bool:
    """Say whether files hold a table of orders or parcels."""
    return any(each.head and each.head[:1] not in (b"{", b"[", b"<") and _is_table(each.head) for each in seen)


def _is_table(head: bytes) -> bool:
    try:
        heading, _ = table(decode(head.rpartition(b"\n")[0] or head, name="table").text)
        return len(heading) > 1 and is_history(roles(heading))
    except (UnreadableEvidence, csv.Error):
        return False


def sample() -> bytes:
    """Return a small table, invented."""
    return (
        "订单号,下单时间,店铺名称,收件人,手机,收货地址\n"
        "1,2024-01-13 12:00:00,某店,某人,+44 20 7946 0000,某街1号\n2,2024-02-13 12:00:00,别店,某人,+44 20 7946 0000,某街1号\n"
        "3,2024-03-13 12:00:00,某店,别人,+44 20 7946 0018,某街2号\n"
    ).encode()


@known_by(is_orders, turn=9)
@reader(makes=Archive, suffixes=(".csv", ".tsv"), sample=sample)
def orders(source: Path | bytes, *, name: str, pseudonym: Callable[[str], str], columns: Mapping[str, str] | None = None) -> Archive:
    """Orders or parcels as a table (CSV).

    `columns` names the heading of a column by its role: time, party, name, phone, email, address, item, order.
    """
    making = Making(name=name, platform="orders", pseudonym=pseudonym)
    for member in members(source, name=name, problems=making.problems):
        place = f"file {member.number}"
        text = making.trying(lambda: decode(member.read(TEXT), name=name).text, place)  # noqa: B023 - done at once
        try:
            heading, lines = table(text or "")
        except csv.Error:
            making.unread(place)
            continue
        if columns or is_history(roles(heading)):
            read_orders(heading, lines, making, columns)
    if not making.sections:
        raise UnreadableEvidence(making.problems[0].message if making.problems else NONE(name=name), hint=HEADINGS())
    return making.made()
