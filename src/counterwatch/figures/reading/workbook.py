"""Spreadsheet workbooks as a grid: cached values of formulas, date cells as dates, and merged cells."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import replace
from typing import Any

import fastexcel
import polars as pl
import pyarrow as pa

from counterwatch.core import Message, Template, UnreadableEvidence, WrongUsage
from counterwatch.figures.reading.grid import NEEDED, ONLY_HEADER, SPLIT, Grid, row_numbers, with_header
from counterwatch.files.foreign import unreadable_where

BROKEN = Template("figures.workbook.broken", "{name} is not a workbook that can be read: it is cut off, damaged or locked with a password")
AGAIN = Template("figures.workbook.again", "open it in a spreadsheet program and save the table as XLSX without a password, or as CSV")
UNPACKS = Template("figures.workbook.unpacks", "{name} would unpack to {size} bytes, more than is read")
REACHES = Template("figures.workbook.reaches", "a sheet of {name} reaches to row {row:raw} and column {column:raw}, more cells than are read")
NO_SHEET = Template("figures.workbook.no_sheet", 'there is no sheet "{sheet}" in {name}')
SHEETS_ARE = Template("figures.workbook.sheets_are", "its sheets are: {sheets}")
SHEET = Template("figures.workbook.sheet", 'sheet: "{sheet}", one of {n}; --sheet names another')
MOST_BYTES = 1 << 30
MOST_CELLS = 50_000_000
CHUNK = 1 << 20
ERRORS = (fastexcel.FastExcelError, pa.ArrowException, zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError)
CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')


def grid_of_workbook(data: bytes, *, name: str, sheet: str | None = None) -> Grid:
    """Return one sheet of a workbook: the one named, or the first that holds a table."""
    with unreadable_where(*ERRORS, message=BROKEN(name=name), hint=AGAIN()):
        _guard(data, name)
        return _chosen(fastexcel.read_excel(data), name, sheet)


def _guard(data: bytes, name: str) -> None:
    """Refuse what would unpack to more than memory holds, before anything is unpacked."""
    if not data.startswith(b"PK"):
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = sum(each.file_size for each in archive.infolist())
        if size > MOST_BYTES:
            raise UnreadableEvidence(UNPACKS(name=name, size=size), hint=SPLIT())
        for entry in archive.infolist():
            if entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml"):
                _reach(archive, entry, name)


def _reach(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> None:
    """Refuse a sheet with two cells a million rows apart: the library makes room for everything between them."""
    column = row = 0
    with archive.open(entry) as file:
        tail = b""
        while chunk := file.read(CHUNK):
            for letters, digits in CELL.findall(tail + chunk):
                row, column = max(row, int(digits)), max(column, _number(letters))
            tail = chunk[-40:]
    if row * column > MOST_CELLS:
        raise UnreadableEvidence(REACHES(name=name, row=row, column=column), hint=SPLIT())


def _number(letters: bytes) -> int:
    number = 0
    for each in letters:
        number = number * 26 + each - 64
    return number


def _chosen(book: Any, name: str, sheet: str | None) -> Grid:
    sheets: list[str] = book.sheet_names
    if sheet is not None and sheet not in sheets:
        raise WrongUsage(NO_SHEET(sheet=sheet, name=name), hint=SHEETS_ARE(sheets=", ".join(sheets[:20])))
    for each in [sheet] if sheet is not None else sheets:
        cells = _cells(book, each)
        if cells.height < 2 and sheet is None:
            continue
        said: tuple[Message, ...] = (SHEET(sheet=str(each), n=len(sheets)),) if len(sheets) > 1 else ()
        grid = with_header(cells, row_numbers(cells.height), name=name, native=True, said=said)
        return replace(grid, merges=True)
    raise UnreadableEvidence(ONLY_HEADER(name=name), hint=NEEDED())


def _cells(book: Any, sheet: str | None) -> pl.DataFrame:
    """Return every cell as text; numbers keep all their digits, which the library's own text does not."""
    text, exact = (pl.DataFrame(book.load_sheet(sheet, header_row=None, skip_rows=0, dtypes=each).to_arrow()) for each in ("string", "float"))
    names = [f"column_{place}" for place in range(1, text.width + 1)]
    text.columns = exact.columns = names
    return text.with_columns(_exact(text[each], exact[each]) for each in names)


def _exact(text: pl.Series, number: pl.Series) -> pl.Series:
    shortened = (text.str.contains(r"^-?[0-9]+(\.[0-9]+)?$") & (text.cast(pl.Float64, strict=False) != number)).fill_null(value=False)
    return text if not shortened.any() else number.cast(pl.String).zip_with(shortened, text)
