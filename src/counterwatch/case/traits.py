"""What lists of records are narrowed by, whatever their kind: when, where, of which status and which kind of act; told without reading a record."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from counterwatch.core import Record

Asked = tuple[str, list[Any]]
"""A piece of SQL and what fills it."""

FIELDS = {"country": "where.country", "starts": "date.start", "ends": "date.end", "status": "status", "acts": "acts.tactic"}
"""The columns, and the fields of the data that they hold; a list is held as one text, each item between bars."""
TRAITS = f"CREATE TABLE traits (place INTEGER PRIMARY KEY, kind TEXT, {', '.join(f'{name} TEXT' for name in FIELDS)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """Which records of a kind are wanted: of one of the countries and statuses, with one of the acts (or of a family, such as TD, of them), and with
    days (ISO 8601) that may lie after `since` and before `until`. What is empty narrows nothing; a record whose days are not known is left out
    where days are wanted.
    """

    kind: str
    countries: Collection[str] = ()
    statuses: Collection[str] = ()
    acts: Collection[str] = ()
    since: str = ""
    until: str = ""

    @property
    def conditions(self) -> Asked:
        """The condition on the traits of a record, as SQL."""
        every = [("kind = ?", [self.kind]), *self._days(), *_any("country", self.countries), *_any("status", self.statuses)]
        if self.acts:
            begun = [mark for act in self.acts for mark in (f"|{act}|", f"|{act}.")]
            every.append((f"({' OR '.join(['instr(acts, ?)'] * len(begun))})", begun))
        return " AND ".join(sql for sql, _ in every), [one for _, filled in every for one in filled]

    def _days(self) -> Iterator[Asked]:
        if self.since or self.until:
            yield "starts != ''", []
        if self.since:
            yield "ends >= ?", [self.since]
        if self.until:
            yield "starts <= ?", [self.until]


def _any(column: str, values: Collection[str]) -> Iterator[Asked]:
    if values:
        yield f"{column} IN ({', '.join('?' * len(values))})", [*values]


def rows_of(places: Sequence[int], records: Sequence[Record]) -> Iterator[tuple[int | str, ...]]:
    """Yield the traits of records at their places; of a record without any of them there is no row."""
    for place, record in zip(places, records, strict=True):
        # Most records of a large case describe evidence and have no id: they are not looked into.
        told = [_told(record.data, name) for name in FIELDS.values()] if record.id else []
        if any(told):
            yield place, record.kind, *told


def _told(data: Any, name: str) -> str:
    from counterwatch.case.search import texts_in, value_at

    value = value_at(data, name)
    return f"|{'|'.join(texts_in(value))}|" if isinstance(value, list) and value else value if isinstance(value, str) else ""
