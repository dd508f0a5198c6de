"""A list of owners that the user brings: a CSV whose rows add to the packaged table, or override it."""

from __future__ import annotations

import csv
import datetime
import gzip
import io
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from counterwatch.core import Message, Problem, Template, UnreadableEvidence
from counterwatch.core.country import country_codes
from counterwatch.exposure.owner import Owner
from counterwatch.exposure.owners.limits import BYTES, LARGEST, LONGEST, MOST_ROWS, ROWS, SHOWN, refuse
from counterwatch.exposure.owners.suffixes import suffix_of

NOT_TEXT = Template("exposure.owners.not_text", "{name} is not a table in UTF-8: {reason}")
NO_COLUMN = Template("exposure.owners.no_column", "{name} has no column for {what}")
COLUMNS_HINT = Template("exposure.owners.columns_hint", "the first line names the columns: domain, owner, country, and if known category, date, note")
DOMAIN = Template("exposure.owners.domain", "the domain")
OWNER = Template("exposure.owners.owner", "the owner")
LEFT_OUT = Template("exposure.owners.left_out", "a row of {name} is left out: {reason}")
NO_DOMAIN = Template("exposure.owners.no_domain", "it names no domain")
NO_OWNER = Template("exposure.owners.no_owner", "it names no owner")
NO_COUNTRY = Template("exposure.owners.no_country", "what stands for the country is no code of two letters (ISO 3166-1)")
TWICE = Template("exposure.owners.twice", "its domain was given another owner before")
MORE = Template("exposure.owners.more_left_out", "{n} more row of {name} is left out", "{n} more rows of {name} are left out")
ROW = Template("exposure.owners.row", "row {number:raw}")

NAMES: Mapping[str, tuple[str, ...]] = {
    "suffix": ("suffix", "domain", "host"),
    "owner": ("owner", "company", "organisation", "organization", "owner_name"),
    "seat": ("seat", "country", "hq_country", "owner_country"),
    "category": ("category",),
    "source": ("source",),
    "date": ("date", "seen"),
    "note": ("note", "tracker"),
}
"""What a column may be called, by what it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """A list that was brought: its name, the youngest date in it (empty where it tells none), its owners by suffix, and rows left out."""

    name: str
    date: str
    owners: Mapping[str, Owner]
    problems: tuple[Problem, ...]


def overlay(name: str, data: bytes) -> Overlay:
    """Read a list of owners (CSV, gzip allowed). Raises `UnreadableEvidence` where it is no table, has no domains or owners, or is too large."""
    reader = csv.reader(io.StringIO(_text(name, data), newline=""))
    try:
        place = _columns(name, next(reader, []))
        found, problems = _gather(name, reader, place)
    except csv.Error as error:
        raise UnreadableEvidence(NOT_TEXT(name=name, reason=str(error)), hint=COLUMNS_HINT()) from error
    dates = [each.date for each in found.values() if each.date]
    return Overlay(name=name, date=max(dates, default=""), owners=found, problems=problems)


def _text(name: str, data: bytes) -> str:
    try:
        if data[:2] == b"\x1f\x8b":
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
                data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise refuse(name, LARGEST, BYTES, "owners-size")
        return data.decode("utf-8-sig")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise UnreadableEvidence(NOT_TEXT(name=name, reason=type(error).__name__), hint=COLUMNS_HINT()) from error


def _columns(name: str, header: list[str]) -> dict[str, int]:
    plain = [each.strip().lower().replace(" ", "_") for each in header]
    place = {what: next(plain.index(each) for each in called if each in plain) for what, called in NAMES.items() if set(called) & set(plain)}
    for what, said in (("suffix", DOMAIN), ("owner", OWNER)):
        if what not in place:
            raise UnreadableEvidence(NO_COLUMN(name=name, what=said()), hint=COLUMNS_HINT())
    return place


def _gather(name: str, reader: Iterator[list[str]], place: Mapping[str, int]) -> tuple[dict[str, Owner], tuple[Problem, ...]]:
    found: dict[str, Owner] = {}
    problems: list[Problem] = []
    for number, row in enumerate(filter(any, reader), start=2):
        if number > MOST_ROWS + 1:
            raise refuse(name, MOST_ROWS, ROWS, "owners-rows")
        owner = _owner(name, {what: row[at].strip()[:LONGEST] if at < len(row) else "" for what, at in place.items()})
        reason = owner if isinstance(owner, Message) else _contradicted(owner, found)
        if reason is not None:
            problems.append(Problem(message=LEFT_OUT(name=name, reason=reason), place=str(ROW(number=number)), records=1))
        elif isinstance(owner, Owner):
            found[owner.rule] = owner
    return found, _told(name, problems)


def _owner(name: str, cell: Mapping[str, str]) -> Owner | Message:
    suffix, seat = suffix_of(cell["suffix"]), cell.get("seat", "").upper()
    if not suffix:
        return NO_DOMAIN()
    if isinstance(suffix, Message):
        return suffix
    if not cell["owner"]:
        return NO_OWNER()
    if seat and seat not in country_codes():
        return NO_COUNTRY()
    return Owner(
        name=cell["owner"], seat=seat, basis="overlay", category=cell.get("category", ""), rule=suffix, list=name, date=_date(cell.get("date", "")),
        note=cell.get("note", ""), source=cell.get("source", ""),
    )  # fmt: skip


def _contradicted(owner: Owner, found: Mapping[str, Owner]) -> Message | None:
    before = found.get(owner.rule)
    return None if before is None or (before.name, before.seat) == (owner.name, owner.seat) else TWICE()


def _date(text: str) -> str:
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def _told(name: str, problems: list[Problem]) -> tuple[Problem, ...]:
    if len(problems) <= SHOWN:
        return tuple(problems)
    more = len(problems) - SHOWN
    return (*problems[:SHOWN], Problem(message=MORE(n=more, name=name), records=more))
