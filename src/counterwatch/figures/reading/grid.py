"""A file as rows and columns, before anybody has decided what the columns mean."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import polars as pl

from counterwatch.core import Message, Problem, Template, UnreadableEvidence
from counterwatch.figures.reading.dates import read_date
from counterwatch.figures.reading.numerals import Rows
from counterwatch.figures.reading.written import is_missing, looks_like_a_number

EMPTY = Template("figures.grid.empty", "{name} holds no table: it is empty")
ONLY_HEADER = Template("figures.grid.only_header", "{name} holds column names and no rows")
TOO_WIDE = Template("figures.grid.too_wide", "{name} has {n} columns, more than the {most} that are read")
NEEDED = Template("figures.grid.needed", "a table has one row of column names and then a row for each day or place")
SPLIT = Template("figures.grid.split", "keep the columns that matter in a copy, and add that")
HEADER_ROW = Template(
    "figures.grid.header_row", "column names: row {row:raw}, after {n} row of titles", "column names: row {row:raw}, after {n} rows of titles"
)
TWO_HEADERS = Template("figures.grid.two_headers", "column names: rows {first:raw} and {last:raw} together")
NO_HEADER = Template("figures.grid.no_header", "no column names: the first row is data; the columns are called {names}")
FOOTNOTE = Template("figures.grid.footnote", 'row {row:raw} of {name} is text below the table: "{text}"')
MOST_COLUMNS = 20_000
LOOK = 50


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grid:
    """Named columns with the row of the file that each entry comes from; `native` says that the file stores numbers as numbers."""

    name: str
    frame: pl.DataFrame
    rows: Rows
    native: bool = False
    merges: bool = False
    said: tuple[Message, ...] = ()
    problems: tuple[Problem, ...] = ()
    bad: tuple[tuple[int, Message, Message], ...] = ()


def with_header(cells: pl.DataFrame, rows: Rows, *, name: str, native: bool = False, said: tuple[Message, ...] = ()) -> Grid:
    """Find the row or rows of column names in a table of texts, and drop empty rows, title lines above and notes below."""
    if cells.width > MOST_COLUMNS:
        raise UnreadableEvidence(TOO_WIDE(name=name, n=cells.width, most=MOST_COLUMNS), hint=SPLIT())
    full = cells.select(pl.any_horizontal(pl.all().str.strip_chars().fill_null("") != "")).to_series()
    cells, rows = cells.filter(full), rows[full.to_numpy()]
    if cells.is_empty():
        raise UnreadableEvidence(EMPTY(name=name), hint=NEEDED())
    top = [[(each or "").strip() for each in row] for row in cells.head(LOOK).iter_rows()]
    first = _header_row(top)
    height = 0 if _is_data(top, first) else 2 if _has_second(top, first) else 1
    names = _names(top[first : first + height], cells.width)
    body, body_rows = cells[first + height :], rows[first + height :]
    if body.is_empty():
        raise UnreadableEvidence(ONLY_HEADER(name=name), hint=NEEDED())
    body, body_rows, notes = _without_notes(body, body_rows, name)
    body.columns = names
    body = body.select([each for each, blank in zip(names, _blank(body), strict=True) if not blank or not UNNAMED.match(each)])
    told = _told(first, height, rows, names)
    return Grid(name=name, frame=body, rows=body_rows, native=native, said=(*said, *told), problems=notes)


UNNAMED = re.compile(r"column [0-9]+$")


def _blank(frame: pl.DataFrame) -> list[bool]:
    return list(frame.select((pl.all().fill_null("").str.strip_chars() == "").all()).row(0))


def _header_row(top: list[list[str]]) -> int:
    """Return the first row that fills at least 60 % as many cells as the fullest: titles above a table fill one or two."""
    filled = [sum(bool(each) for each in row) for row in top]
    return next(row for row, count in enumerate(filled) if count >= 0.6 * max(filled))


def _is_data(top: list[list[str]], first: int) -> bool:
    """Say whether the row that should hold names holds a date and a number where the next rows do too, so that there are no names."""
    if first + 1 >= len(top):
        return False
    kinds, below = ([_kind(each) for each in row] for row in top[first : first + 2])
    both = {kind for kind, under in zip(kinds, below, strict=True) if kind == under}
    dates_across = sum(kind == "date" for kind in kinds) > 1
    return (
        not dates_across
        and "number" in both
        and (("date" in both and "name" not in kinds) or (set(kinds) <= {"number", "missing"} and len(set(top[first])) < 3))
    )


def _kind(text: str) -> str:
    if is_missing(text):
        return "missing"
    if looks_like_a_number(text):
        return "number"
    return "date" if read_date(text) is not None else "name"


def _has_second(top: list[list[str]], first: int) -> bool:
    """Say whether the next row is a second row of names: the first has gaps, the next has names only, and numbers come after it."""
    if first + 2 >= len(top) or (all(top[first]) and len(set(top[first])) == len(top[first])):
        return False
    below, after = ({_kind(each) for each in row if each} for row in top[first + 1 : first + 3])
    return below == {"name"} and "number" in after


def _names(header: list[list[str]], width: int) -> list[str]:
    if len(header) == 2:
        header = [_filled(header[0]), header[1]]
    joined = [" ".join(dict.fromkeys(part for part in parts if part)) for parts in zip(*header, strict=True)] if header else [""] * width
    names: dict[str, None] = {}
    for number, each in enumerate(joined, start=1):
        name = each or f"column {number}"
        if name in names:
            # Numbered by place, so that many columns of one name do not take quadratic time.
            name = f"{name} ({number})"
        while name in names:
            name += "'"
        names[name] = None
    return list(names)


def _filled(row: list[str]) -> list[str]:
    """Repeat a merged name over the cells to its right."""
    last, filled = "", []
    for each in row:
        last = each or last
        filled.append(last)
    return filled


def _without_notes(body: pl.DataFrame, rows: Rows, name: str) -> tuple[pl.DataFrame, Rows, tuple[Problem, ...]]:
    """Take away the last rows that hold nothing but one text in the first column: sources and footnotes."""
    count, notes = body.height, []
    while body.width > 1 and count > 1:
        first, *others = body.row(count - 1)
        if any((each or "").strip() for each in others) or _kind(first or "") != "name" or len(first or "") < 4 or not _is_note(str(first)):
            break
        count -= 1
        message = FOOTNOTE(row=int(rows[count]), name=name, text=str(first)[:60])
        notes.append(Problem(message=message, place=f"row {rows[count]}"))
    return body[:count], rows[:count], tuple(reversed(notes))


def _is_note(text: str) -> bool:
    return len(text) > 30 or bool(re.search(r"[:：.。*†¹]|^(?:source|note|quelle|источник|资料|注)", text, re.IGNORECASE))


def _told(first: int, height: int, rows: Rows, names: list[str]) -> list[Message]:
    if height == 0:
        return [NO_HEADER(names=", ".join(names[:5]))]
    if height == 2:
        return [TWO_HEADERS(first=int(rows[first]), last=int(rows[first + 1]))]
    return [HEADER_ROW(row=int(rows[first]), n=first)] if first else []


def row_numbers(count: int, start: int = 1) -> Rows:
    """Return the numbers of `count` rows of a file."""
    return np.arange(start, start + count, dtype=np.int64)
