"""A sheet of comma-separated values that `cw incidents import` reads again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from counterwatch.files.csv_text import inert
from counterwatch.incidents.interchange.outgoing import Outgoing
from counterwatch.incidents.interchange.sheet_rows import columns_of, sheet_of


def write(book: Outgoing) -> Iterator[bytes]:
    """Yield the lines of the sheet; what a spreadsheet would run as a formula gets an apostrophe in front, which the import takes away."""
    columns = columns_of(book)
    yield _line(columns)
    for row in sheet_of(book, columns):
        yield _line(row)


def _line(cells: list[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow([inert(each) for each in cells])
    return text.getvalue().encode()
