"""A sheet as a casebook: every row an incident or named with what is wrong in which column; the guard against dates that claim too much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import msgspec

from counterwatch.core import Message, Problem, Template
from counterwatch.files.sheet import Sheet
from counterwatch.incidents.events import joined
from counterwatch.incidents.incident import Incident
from counterwatch.incidents.interchange.reading_back import read_back, with_own_names
from counterwatch.incidents.roles import roles_of
from counterwatch.incidents.rows import Row, incident_of
from counterwatch.incidents.vocabulary import Vocabulary
from counterwatch.incidents.when import When, when

FAULT = Template("incidents.sheets.fault", "row {row:raw}, column «{column}»: {fault}")
TWICE = Template("incidents.sheets.twice", "the id {id} stands in row {first:raw} already")
ROW = Template("incidents.sheets.row", "row {row:raw}")
ABOUT = Template("incidents.sheets.about", "row {row:raw}: the date «{text}» is taken for about {day:raw}, and kept as written")
NOT_TOLD = Template("incidents.sheets.not_told", "row {row:raw}: the date «{text}» cannot be told, and is kept as written; it counts under no time")
ODD = ("circa", "unknown")
FEWEST, MOSTLY = 20, 0.3
"""From so many dates without a stated precision on, and this share on the first of a month, it is asked what a first means."""

Firsts = Literal["ask", "day", "month"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Casebook:
    """What a sheet holds: incidents, what is wrong by row, and how many dates fall on the first of a month without saying how exact they are."""

    incidents: tuple[Incident, ...]
    faults: tuple[Problem, ...]
    remarks: tuple[Problem, ...]
    dates: int
    firsts: int

    @property
    def must_ask(self) -> bool:
        """Do so many dates fall on the first that a month may have been meant?"""
        return self.dates >= FEWEST and self.firsts > MOSTLY * self.dates


def casebook(
    sheet: Sheet,
    vocabulary: Vocabulary,
    *,
    said: Mapping[str, str],
    mapped: Mapping[tuple[str, str], str],
    firsts: Firsts = "ask",
    fixed: Mapping[str, str] = MappingProxyType({}),
) -> Casebook:
    """Return the incidents of a sheet. `firsts` says what a date on the first of a month means where no precision is stated.

    `fixed` are fields that have the same entry in every row that says nothing else.
    """
    sheet, is_own = read_back(sheet)
    said = {} if is_own else said
    roles = roles_of(sheet.columns, said, name=sheet.name, given=fixed)
    kept = {column: field for field, column in roles.items()}
    made: dict[str, tuple[int, Incident]] = {}
    faults: list[Problem] = []
    odd: list[tuple[int, When]] = []
    dates = on_first = 0
    for number, line in sheet.rows:
        cells = {kept.get(column, column): text for column, text in line.items()}
        cells |= {name: text for name, text in fixed.items() if not cells.get(name)}
        row = Row(cells=cells, vocabulary=vocabulary, mapped=mapped)
        incident = with_own_names(incident_of(row)) if is_own else incident_of(row)
        is_open = not cells.get("date_precision") and incident.date.precision == "day"
        dates, on_first = dates + is_open, on_first + (is_open and incident.date.start.endswith("-01"))
        if is_open and firsts == "month" and incident.date.start.endswith("-01"):
            incident = msgspec.structs.replace(incident, date=_month(incident.date))
        if incident.id in made and cells.get("event"):
            incident, differing = joined(made[incident.id][1], incident, row=made[incident.id][0])
            row.faults.update(differing)
        elif incident.id in made:
            row.faults["id"] = TWICE(id=incident.id[:40], first=made[incident.id][0])
        faults += [_fault(number, roles.get(name, name), message) for name, message in row.faults.items()]
        if not row.faults:
            made[incident.id] = (number, incident)
            odd += [(number, incident.date)] if incident.date.precision in ODD else []
    return Casebook(incidents=tuple(each for _, each in made.values()), faults=tuple(faults), remarks=_remarks(odd), dates=dates, firsts=on_first)


def _remarks(odd: Sequence[tuple[int, When]]) -> tuple[Problem, ...]:
    """Return what a reader must know of dates that are about some time, or cannot be told: all stay as written."""
    return tuple(Problem(message=_remark(row, date), place=str(ROW(row=row))) for row, date in odd)


def _remark(row: int, date: When) -> Message:
    return ABOUT(row=row, text=date.as_written[:40], day=date.start) if date.start else NOT_TOLD(row=row, text=date.as_written[:40])


def _month(date: When) -> When:
    return when(date.as_written, precision="month")


def _fault(row: int, column: str, fault: Message) -> Problem:
    return Problem(message=FAULT(row=row, column=column, fault=fault), place=str(ROW(row=row)), records=1)
