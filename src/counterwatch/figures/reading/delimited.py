"""Delimited text as a grid: which sign separates the cells, and rows that have too many or too few of them."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import replace

import numpy as np
import polars as pl

from counterwatch.core import Message, Template, UnreadableEvidence
from counterwatch.figures.reading.faults import SKIP
from counterwatch.figures.reading.grid import EMPTY, MOST_COLUMNS, NEEDED, SPLIT, TOO_WIDE, Grid, row_numbers, with_header
from counterwatch.figures.reading.numerals import Rows
from counterwatch.files.cells import cells_up_to
from counterwatch.files.contents import kind_of
from counterwatch.files.text import decode

ENCODING = Template("figures.delimited.encoding", "encoding: {encoding}, guessed from the text; --encoding says otherwise")
RAGGED = Template("figures.delimited.ragged", "cannot read row {row:raw} of {name}: it has {cells} cells where the others have {usual}")
QUOTE = Template(
    "figures.delimited.quote", 'a number with commas needs quotes around it ("1,234"); --skip-bad-rows counts such rows and lists them in the report'
)
OTHER_KIND = Template("figures.delimited.other_kind", "{name} is not a table of text: it is {kind}")
SAVE_AS = Template("figures.delimited.save_as", "save the table as CSV, XLSX or Parquet and read that")
BROKEN = Template("figures.delimited.broken", "cannot read row {row:raw} of {name}: {reason}")
SHORTER = Template("figures.delimited.shorter", "no cell may be longer than a million signs, and quotes must be closed")
SEPARATORS = ("\t", ";", "|", ",")
LONGEST_CELL = 1_000_000


def grid_of_text(data: bytes, *, name: str, encoding: str | None = None) -> Grid:
    """Return delimited text as a grid."""
    if kind := kind_of(data) or _markup(data):
        raise UnreadableEvidence(OTHER_KIND(name=name, kind=kind), hint=SAVE_AS())
    read = decode(data, name=name, encoding=encoding)
    said = () if read.certain else (ENCODING(encoding=read.encoding),)
    text, skipped = _directive(read.text.replace("\x00", ""))
    if not text.strip():
        raise UnreadableEvidence(EMPTY(name=name), hint=NEEDED())
    separator = skipped or separator_of(text)
    cells = _plain(text, separator)
    if cells is not None:
        return with_header(cells, row_numbers(cells.height, 2 if skipped else 1), name=name, said=said)
    return _ragged(text, separator, 2 if skipped else 1, name, said)


def _markup(data: bytes) -> str:
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<table")):
        return "HTML"
    if head.startswith((b"<?xml", b"<svg")):
        return "XML"
    return "JSON" if re.match(rb'(?:\{\s*["}]|\[\s*[\[{])', head) else ""


def _directive(text: str) -> tuple[str, str]:
    """Take away the line `sep=;` that some spreadsheets put first."""
    found = re.match(r'"?sep=(.)"?\r?\n', text)
    return (text[found.end() :], found[1]) if found else (text, "")


def separator_of(text: str) -> str:
    """Return the sign that splits the first lines most evenly; a comma only where no other does as well."""
    lines = [line[:20_000] for line in io.StringIO(text[:400_000], newline="") if line.strip()][:30]

    def evenness(sign: str) -> tuple[float, bool, int]:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=sign) if row)
        width, count = widths.most_common(1)[0] if widths else (1, 0)
        return (round(count / sum(widths.values()), 1) if width > 1 else 0.0, sign != ",", width)

    try:
        return max(SEPARATORS, key=evenness)
    except csv.Error:
        return ","


def _plain(text: str, separator: str) -> pl.DataFrame | None:
    """Return the cells of text with equally many cells in each line, or `None`: this is most of what is published."""
    text = text.replace("\r\n", "\n")
    if "\r" in text:
        return None
    data = text.encode() if text.endswith("\n") else text.encode() + b"\n"
    signs = np.frombuffer(data, dtype=np.uint8)
    ends = np.flatnonzero(signs == ord("\n"))
    counts = np.diff(np.searchsorted(np.flatnonzero(signs == ord(separator)), ends), prepend=0)
    quoted = '"' in text
    if not counts[0] or counts[0] >= MOST_COLUMNS or np.diff(ends, prepend=0).max() > LONGEST_CELL or (not quoted and (counts != counts[0]).any()):
        return None
    return _parsed(data, separator, quoted=quoted, lines=len(ends))


def _parsed(data: bytes, separator: str, *, quoted: bool, lines: int) -> pl.DataFrame | None:
    """Return the cells of even lines, or `None` where a cell is missing, too many, or runs over the end of a line."""
    quote = '"' if quoted else None
    try:
        cells = pl.read_csv(data, has_header=False, separator=separator, quote_char=quote, infer_schema=False, empty_string_is_null=False)
    except pl.exceptions.PolarsError:
        return None
    uneven = cells.height != lines or any(cells.select(pl.all().null_count()).row(0))
    return None if uneven else cells


def _ragged(text: str, separator: str, start: int, name: str, said: tuple[Message, ...]) -> Grid:
    rows, numbers = _rows(text, separator, start, name)
    widths = Counter(len(row) for row in rows if any(row))
    if not widths:
        raise UnreadableEvidence(EMPTY(name=name), hint=NEEDED())
    usual = max(widths, key=lambda width: (widths[width] * (width > 1), width))
    if max(widths) > MOST_COLUMNS:
        raise UnreadableEvidence(TOO_WIDE(name=name, n=max(widths), most=MOST_COLUMNS), hint=SPLIT())
    odd = {int(number): len(row) for row, number in zip(rows, numbers, strict=True) if len(row) != usual and len(row) > 1}
    columns = zip(*((row[:usual] + [""] * (usual - len(row))) for row in rows), strict=True)
    cells = pl.DataFrame([pl.Series(f"column_{place}", column, dtype=pl.String) for place, column in enumerate(columns, start=1)])
    grid = with_header(cells, numbers, name=name, said=said)
    keep = np.array([int(number) not in odd for number in grid.rows])
    bad = tuple(
        (int(row), RAGGED(row=int(row), name=name, cells=odd[int(row)], usual=usual), QUOTE() if odd[int(row)] > usual else SKIP())
        for row in grid.rows[~keep]
    )
    return replace(grid, frame=grid.frame.filter(pl.Series(keep)), rows=grid.rows[keep], bad=bad)


def _rows(text: str, separator: str, start: int, name: str) -> tuple[list[list[str]], Rows]:
    """Return every row; a line without anything counts as a row, and a quoted line end does not, as in a spreadsheet."""
    rows: list[list[str]] = []
    try:
        with cells_up_to(LONGEST_CELL):
            rows.extend(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise UnreadableEvidence(BROKEN(row=len(rows) + start, name=name, reason=str(error)), hint=SHORTER()) from error
    return rows, row_numbers(len(rows), start)
