"""What a case remembers of sheets: the column of each field, what unknown words stand for, and how each sheet looked the last time."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import msgspec

from counterwatch.case import Case
from counterwatch.case.records import CaseRecords
from counterwatch.core import Record
from counterwatch.files.sheet import Sheet, read_sheet
from counterwatch.incidents.remembered import Header, header_before, refuse_renamed, with_header
from counterwatch.incidents.roles import names_columns, roles_of

MAPPING = "incident_mapping"


class Said(msgspec.Struct, frozen=True):
    """What the user said about sheets: the column of each field, what unknown words stand for (scheme, text, code), and how sheets looked."""

    columns: dict[str, str] = {}
    terms: tuple[tuple[str, str, str], ...] = ()
    sheets: tuple[Header, ...] = ()


def said_of(case: Case) -> Said:
    found = next(iter(CaseRecords(case).current(MAPPING)), None)
    return msgspec.convert(found.data, type=Said) if found else Said()


def terms_of(mapping: Said) -> dict[tuple[str, str], str]:
    return {(scheme, text): code for scheme, text, code in mapping.terms}


def said_record(case: Case, before: Said, said: Mapping[str, str], mapped: Mapping[tuple[str, str], str], header: Header) -> list[Record]:
    """Return the record of what was said, where it is not what was said before."""
    terms = tuple((scheme, text, code) for (scheme, text), code in sorted(mapped.items()))
    now = Said(columns=dict(said), terms=terms, sheets=with_header(before.sheets, header))
    if now == before:
        return []
    version = 1 + max((each.version for each in CaseRecords(case).current(MAPPING)), default=0)
    return [Record(id=MAPPING, kind=MAPPING, version=version, data=msgspec.to_builtins(now))]


def known_sheet(
    file: Path | str, remembered: Said, said: Mapping[str, str], *, encoding: str | None, fixed: Collection[str], without: Collection[str]
) -> tuple[Sheet, Header]:
    """Read a sheet, and refuse it where a column that it had the last time is gone."""
    name = Path(file).name
    sheet = read_sheet(
        Path(file), name=name, encoding=encoding, is_header=lambda cells: names_columns(cells, [*remembered.columns.values(), *said.values()])
    )
    roles = roles_of(sheet.columns, present(remembered, said, sheet.columns), name=name, given={*fixed, *_lost(remembered, sheet, name)})
    if before := header_before(remembered.sheets, sheet.columns, name=name):
        refuse_renamed(before, sheet.columns, roles, name=name, without={*fixed, *without})
    return sheet, Header(name=name, columns=sheet.columns, roles=roles)


def _lost(remembered: Said, sheet: Sheet, name: str) -> Collection[str]:
    """Return the fields that a sheet had the last time: what is missing of them is told with the column it was."""
    before = header_before(remembered.sheets, sheet.columns, name=name)
    return before.roles if before else ()


def present(remembered: Said, said: Mapping[str, str], columns: Collection[str]) -> dict[str, str]:
    """Return the columns of fields: what is remembered of those that a sheet has, and what is said now, which it must have."""
    return {field: column for field, column in remembered.columns.items() if column in columns} | dict(said)
