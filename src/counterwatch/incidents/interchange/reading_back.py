"""A sheet that this program wrote is read as what it was: apostrophes that kept formulas from running go, and own columns get their names back."""

from __future__ import annotations

import dataclasses

import msgspec

from counterwatch.files.csv_text import as_it_was
from counterwatch.files.sheet import Sheet
from counterwatch.incidents.incident import Incident

COPY = "counterwatch_copy"
"""The column by which such a sheet is known; every row says there what kind of copy it is."""

OWN = "other:"
"""Stands before the name of an own column that would be taken for a field."""


def read_back(sheet: Sheet) -> tuple[Sheet, bool]:
    """Return a sheet as it was before it was made harmless for spreadsheets, and whether this program wrote it."""
    if COPY not in sheet.columns:
        return sheet, False
    columns = tuple(as_it_was(each) for each in sheet.columns if each != COPY)
    mark = sheet.columns.index(COPY)
    lines = tuple((number, _as_they_were(cells[:mark] + cells[mark + 1 :])) for number, cells in sheet.lines)
    return dataclasses.replace(sheet, columns=columns, lines=lines), True


def with_own_names(incident: Incident) -> Incident:
    """Return an incident whose own columns have the names that they had."""
    if not any(name.startswith(OWN) for name in incident.other):
        return incident
    return msgspec.structs.replace(incident, other={name.removeprefix(OWN): text for name, text in incident.other.items()})


def _as_they_were(cells: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(as_it_was, cells))
