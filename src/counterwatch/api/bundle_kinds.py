"""Which records of somebody else's case become records of one's own: those of the casebook, each read as what it says it is."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from counterwatch.api import incidents, incidents_statements, incidents_takedowns
from counterwatch.case.search import value_at
from counterwatch.core import Record
from counterwatch.incidents.incident import Incident
from counterwatch.incidents.interchange.leaving import rank
from counterwatch.incidents.statement import Statement
from counterwatch.incidents.takedown import Takedown

WITHDRAWN, FOREVER = "withdrawn", "9999-12-31"


@dataclass(frozen=True, slots=True)
class Taken:
    """A kind of record: its type, and what of it can be searched."""

    type: type[msgspec.Struct]
    searchable: tuple[str, ...]


KINDS: Mapping[str, Taken] = {
    incidents.KIND: Taken(Incident, incidents.SEARCHABLE),
    incidents_statements.KIND: Taken(Statement, incidents_statements.SEARCHABLE),
    incidents_takedowns.KIND: Taken(Takedown, incidents_takedowns.SEARCHABLE),
}
"""Merges, answers of organisations, plans, releases, protected terms and keys stay where they are: they decide what one's own case counts and
publishes."""


def as_own(record: Record, rename: Callable[[Any], Any], holds: Callable[[str], bool]) -> Record | None:
    """Return a record as this case would have written it, with evidence called by this case's names.

    None where it is not what its kind says, has days that are none, or holds a term that this case protects.
    """
    kind = KINDS[record.kind]
    try:
        data = msgspec.to_builtins(msgspec.convert(rename(record.data), type=kind.type))
    except (msgspec.ValidationError, RecursionError):
        return None
    if record.id != f"{record.kind}/{data.get('id', '')}" or any(map(holds, texts_of(data))) or not all(map(_is_date, dates_of(data))):
        return None
    searchable = tuple(each for each in kind.searchable if value_at(data, each))
    return Record(id=record.id, kind=record.kind, version=record.version, data=data, searchable=searchable)


def normal(record: Record) -> Any:
    """Return the data of a record as this version writes it, so that what says the same is the same; as it is where it is not what its kind says."""
    try:
        return msgspec.to_builtins(msgspec.convert(record.data, type=KINDS[record.kind].type))
    except (msgspec.ValidationError, RecursionError):
        return record.data


def widens(ours: Record, theirs: Record) -> bool:
    """Would a version of somebody else let more of a record out than one's own: by consent, its end, the mark of sharing, or what was withdrawn?"""
    before, after = ours.data, theirs.data
    if after.get("consent", "none") not in (before.get("consent", "none"), WITHDRAWN):
        return True
    if before.get("status") == WITHDRAWN != after.get("status"):
        return True
    is_longer = before.get("consent_until", "") and (after.get("consent_until", "") or FOREVER) > before["consent_until"]
    return bool(is_longer) or rank(after.get("sharing", "red")) < rank(before.get("sharing", "red"))


def texts_of(data: Any) -> Iterator[str]:
    """Yield every text of a record."""
    if isinstance(data, str):
        yield data
    for each in (data.values() if isinstance(data, dict) else data) if isinstance(data, dict | list | tuple) else ():
        yield from texts_of(each)


def dates_of(data: Any) -> Iterator[Mapping[str, Any]]:
    """Yield every date of a record."""
    if isinstance(data, dict) and {"as_written", "precision"} <= data.keys():
        yield data
    for each in (data.values() if isinstance(data, dict) else data) if isinstance(data, dict | list | tuple) else ():
        yield from dates_of(each)


def _is_date(date: Mapping[str, Any]) -> bool:
    start, end = str(date.get("start", "")), str(date.get("end", ""))
    if not start and not end:
        return True
    try:
        return start <= end and all(datetime.date.fromisoformat(each).isoformat() == each for each in (start, end))
    except ValueError:
        return False
