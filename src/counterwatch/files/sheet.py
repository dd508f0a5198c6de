"""A sheet as rows of text: CSV in any common encoding, or the first sheet of a workbook that holds a table; every cell as it was written."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from counterwatch.core import Message, Template, UnreadableEvidence
from counterwatch.files.contents import contents
from counterwatch.files.foreign import unreadable_where
from counterwatch.files.text import decode

EMPTY = Template("files.sheet.empty", "{name} holds no row below its first")
HEADER = Template("files.sheet.header", "the first row must name the columns")
TWICE = Template("files.sheet.twice", "{name} has two columns called «{column}»")
RENAME = Template("files.sheet.rename", "give each column a name of its own")
BROKEN = Template("files.sheet.broken", "row {row:raw} of {name} cannot be read: {reason}")
QUOTES = Template("files.sheet.quotes", "look for a quotation mark that is not closed before that row; save it again as CSV or XLSX")
NOT_A_BOOK = Template("files.sheet.not_a_book", "{name} is not a workbook that can be read: it is cut off, damaged or locked with a password")
SAVE = Template("files.sheet.save", "open it in a spreadsheet program and save the table as XLSX without a password, or as CSV")
TOO_LONG = Template("files.sheet.too_long", "row {row:raw} of {name} holds a cell of {size} characters; {most} are read")
SHORTEN = Template("files.sheet.shorten", "seal long texts as files of their own, and name them in the row")
GUESSED = Template("files.sheet.guessed", "{name} does not say its encoding; it is read as {encoding}, and --encoding names another")
LONGEST_CELL = 1 << 20
WORKBOOK = b"PK\x03\x04"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The names of the columns, and the rows: the number that a spreadsheet shows, and the cells by column, without spaces around.

    `said` is what was guessed about the file.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]
    said: tuple[Message, ...] = ()


def read_sheet(source: Path | bytes, *, name: str, encoding: str | None = None) -> Sheet:
    """Return the rows of a sheet that hold anything. Raises `UnreadableEvidence` with the row where it cannot be read."""
    data = contents(source, name=name)
    said: list[Message] = []
    lines: Iterable[tuple[int, list[str]]]
    if data.startswith(WORKBOOK):
        lines = _workbook(data, name)
    else:
        text = decode(data, name=name, encoding=encoding)
        said += [] if text.certain else [GUESSED(name=name, encoding=text.encoding)]
        lines = _delimited(text.text, name)
    rows: list[tuple[int, dict[str, str]]] = []
    columns: tuple[str, ...] = ()
    for number, line in lines:
        cells = [each.strip() for each in line]
        if any(len(each) > LONGEST_CELL for each in cells):
            raise UnreadableEvidence(TOO_LONG(row=number, name=name, size=max(map(len, cells)), most=LONGEST_CELL), hint=SHORTEN())
        if not columns:
            columns = _columns(cells, name) if any(cells) else ()
        elif any(cells):
            rows.append((number, dict(zip(columns, [*cells, *[""] * len(columns)], strict=False))))
    if not rows:
        raise UnreadableEvidence(EMPTY(name=name), hint=HEADER())
    return Sheet(name=name, columns=columns, rows=tuple(rows), said=tuple(said))


def _columns(cells: list[str], name: str) -> tuple[str, ...]:
    named = [each for each in cells if each]
    if twice := next((each for each in named if named.count(each) > 1), None):
        raise UnreadableEvidence(TWICE(name=name, column=twice[:80]), hint=RENAME())
    return tuple(each or f"column {number}" for number, each in enumerate(cells, start=1))


def _delimited(text: str, name: str) -> list[tuple[int, list[str]]]:
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    lines: list[tuple[int, list[str]]] = []
    # A cell may be long; how long is said above, with its row. The library has one limit for all readers, which gets back what it was.
    before = csv.field_size_limit(LONGEST_CELL * 16)
    try:
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            lines.append((len(lines) + 1, line))
    except csv.Error as error:
        raise UnreadableEvidence(BROKEN(row=len(lines) + 1, name=name, reason=str(error)), hint=QUOTES()) from error
    finally:
        csv.field_size_limit(before)
    return lines


def _workbook(data: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    import zipfile
    import zlib

    import fastexcel
    import pyarrow as pa

    errors = (fastexcel.FastExcelError, pa.ArrowException, zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError)
    with unreadable_where(*errors, message=NOT_A_BOOK(name=name), hint=SAVE()):
        book = fastexcel.read_excel(data)
        for sheet in book.sheet_names:
            frame = book.load_sheet(sheet, header_row=None, dtypes="string").to_polars()
            if frame.height > 1:
                break
    for number, cells in enumerate(frame.iter_rows(), start=1):
        yield number, ["" if each is None else str(each) for each in cells]
