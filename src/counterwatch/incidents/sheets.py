"""A sheet as a casebook: every row an incident or named with what is wrong in which column; the guard against dates that claim too much."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import msgspec

from counterwatch.core import Message, Problem, Template
from counterwatch.files.sheet import Sheet
from counterwatch.incidents.events import joined
from counterwatch.incidents.guard import is_personal_column
from counterwatch.incidents.incident import Incident
from counterwatch.incidents.interchange.reading_back import read_back, with_own_names
from counterwatch.incidents.personal import personal_in
from counterwatch.incidents.remarks import ROW, of_characters, of_date
from counterwatch.incidents.roles import roles_of
from counterwatch.incidents.rows import Row, incident_of
from counterwatch.incidents.vocabulary import Vocabulary
from counterwatch.incidents.when import Order, When, is_ambiguous, order_of, when

FAULT = Template("incidents.sheets.fault", "row {row:raw}, column «{column}»: {fault}")
TWICE = Template("incidents.sheets.twice", "the id {id} stands in row {first:raw} already")
COORDINATES = Template(
    "incidents.sheets.coordinates",
    "column «{column}» holds coordinates finer than two decimals: they stay in the case; leave it out before anybody else sees the rows",
)
LEFT_OUT = Template(
    "incidents.sheets.left_out", "column «{column}» is called as what a person is known by; it is left out, and stands only in the sealed sheet"
)
FEWEST, MOSTLY = 20, 0.3
"""From so many dates without a stated precision on, and this share on the first of a month, it is asked what a first means."""

LOOKED_AT = 100
"""In so many rows it is looked whether a column holds coordinates."""

Firsts = Literal["ask", "day", "month"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Dates whose order of day and month nobody said: how many, the first of them, and a date that proves the order of its own."""

    count: int
    row: int
    text: str
    proof: str = ""
    order: Order = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Casebook:
    """What a sheet holds: incidents, what is wrong by row, and how many dates fall on the first of a month without saying how exact they are."""

    incidents: tuple[Incident, ...]
    faults: tuple[Problem, ...]
    remarks: tuple[Problem, ...]
    dates: int
    firsts: int
    doubt: Doubt | None = None
    said: tuple[Message, ...] = ()

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
    order: Order = "",
    holds: Callable[[str], bool] = lambda _: False,
) -> Casebook:
    """Return the incidents of a sheet. `firsts` says what a date on the first of a month means where no precision is stated.

    `fixed` are fields that have the same entry in every row that says nothing else; a row in which `holds` finds a text is refused.
    """
    sheet, is_own = read_back(sheet)
    said = {} if is_own else said
    roles = roles_of(sheet.columns, said, name=sheet.name, given=fixed)
    kept = {column: field for field, column in roles.items()}
    personal = [each for each in sheet.columns if each not in kept and is_personal_column(each)]
    made: dict[str, tuple[int, Incident]] = {}
    faults: list[Problem] = []
    remarks: list[Problem] = []
    remembered: dict[tuple[str, str], list[str]] = {}
    dates = on_first = 0
    for number, line in sheet.rows:
        cells = {kept.get(column, column): text for column, text in line.items() if column not in personal}
        cells |= {name: text for name, text in fixed.items() if not cells.get(name)}
        row = Row(cells=cells, vocabulary=vocabulary, mapped=mapped, remembered=remembered, order=order, holds=holds)
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
        remarks += of_characters(number, line.items())
        if not row.faults:
            made[incident.id] = (number, incident)
            remarks += [remark] if (remark := of_date(number, incident.date)) else []
    return Casebook(
        incidents=tuple(each for _, each in made.values()), faults=tuple(faults), remarks=tuple(remarks), dates=dates, firsts=on_first,
        doubt=None if order else _doubt(sheet, roles),
        said=(*(LEFT_OUT(column=each) for each in personal), *_coordinates(sheet, [each for each in sheet.columns if each not in kept])),
    )  # fmt: skip


def _doubt(sheet: Sheet, roles: Mapping[str, str]) -> Doubt | None:
    """Return the dates of which nobody can tell whether the day or the month comes first."""
    places = [sheet.columns.index(roles[each]) for each in ("date", "end_date") if each in roles]
    dates = [(number, cells[place]) for number, cells in sheet.lines for place in places if cells[place] and cells[place][0] in "0123456789"]
    doubted = [(number, text) for number, text in dates if is_ambiguous(text)]
    if not doubted:
        return None
    proof = next((text for _, text in dates if order_of(text)), "")
    return Doubt(count=len(doubted), row=doubted[0][0], text=doubted[0][1], proof=proof, order=order_of(proof))


def _coordinates(sheet: Sheet, columns: Sequence[str]) -> list[Message]:
    """Return what is to be said of columns that hold coordinates in one of their first cells."""
    found = []
    for column in columns:
        place = sheet.columns.index(column)
        cells = [cells[place] for _, cells in sheet.lines[:LOOKED_AT] if cells[place]]
        found += [COORDINATES(column=column)] if any(personal_in(each) == "coordinates" for each in cells) else []
    return found


def _month(date: When) -> When:
    return when(date.as_written, precision="month")


def _fault(row: int, column: str, fault: Message) -> Problem:
    return Problem(message=FAULT(row=row, column=column, fault=fault), place=str(ROW(row=row)), records=1)
