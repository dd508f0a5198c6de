"""A sheet as rows of text: CSV in any common encoding, or the first sheet of a workbook that holds a table; every cell as it was written."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from counterwatch.core import Message, Template, UnreadableEvidence
from counterwatch.files.cells import cells_up_to
from counterwatch.files.contents import contents
from counterwatch.files.text import decode
from counterwatch.files.workbook import WORKBOOK, workbook_lines

EMPTY = Template("files.sheet.empty", "{name} holds no row below its first")
HEADER = Template("files.sheet.header", "the first row must name the columns")
TWICE = Template("files.sheet.twice", "{name} has two columns called «{column}»")
RENAME = Template("files.sheet.rename", "give each column a name of its own")
BROKEN = Template("files.sheet.broken", "row {row:raw} of {name} cannot be read: {reason}")
QUOTES = Template("files.sheet.quotes", "look for a quotation mark that is not closed before that row; save it again as CSV or XLSX")
TOO_LONG = Template("files.sheet.too_long", "row {row:raw} of {name} holds a cell of {size} characters; {most} are read")
SHORTEN = Template("files.sheet.shorten", "seal long texts as files of their own, and name them in the row")
TOO_MANY = Template("files.sheet.too_many", "{name} holds more than {most} rows, the most that is read at once")
BY_YEAR = Template("files.sheet.by_year", "split it, by year for instance, and bring in one part after the other")
GUESSED = Template("files.sheet.guessed", "{name} does not say its encoding; it is read as {encoding}, and --encoding names another")
MIXED = Template(
    "files.sheet.mixed", "{name} is UTF-8, but its line {line:raw} is not, and {n} other line neither",
    "{name} is UTF-8, but its line {line:raw} is not, and {n} other lines neither",
)  # fmt: skip
ONE_ENCODING = Template(
    "files.sheet.one_encoding", "lines of two files may have been put together: save each of them as UTF-8 first, or say --encoding"
)
ABOVE = Template("files.sheet.above", "the columns are named in row {row:raw} of {name}; what stands above is no record and is left out")
BELOW = Template("files.sheet.below", "row {row:raw} of {name} names the columns a second time and is left out")
LONGEST_CELL = 1 << 20
MOST_ROWS = 250_000
HEADERS_WITHIN = 10
"""Among so many rows the one that names the columns is looked for."""
SHORT = 64
"""Texts up to this length are often the same in many rows, and are held once."""
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")

IsHeader = Callable[[Sequence[str]], bool]
Line = tuple[int, list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The names of the columns, and the lines: the number that a spreadsheet shows, and the cells in the order of the columns.

    `said` is what was guessed about the file, or left out of it.
    """

    name: str
    columns: tuple[str, ...]
    lines: tuple[tuple[int, tuple[str, ...]], ...]
    said: tuple[Message, ...] = ()

    @property
    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield the number of each row and its cells by column, without spaces around."""
        return ((number, dict(zip(self.columns, cells, strict=True))) for number, cells in self.lines)


@dataclass(slots=True)
class _Reading:
    """A sheet under way."""

    name: str
    is_header: IsHeader
    above: list[tuple[int, list[str]]] = field(default_factory=list)
    columns: tuple[str, ...] = ()
    lines: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    said: list[Message] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)


def read_sheet(source: Path | bytes, *, name: str, encoding: str | None = None, is_header: IsHeader = lambda _: False) -> Sheet:
    """Return the rows of a sheet that hold anything. Raises `UnreadableEvidence` with the row where it cannot be read.

    The columns are named by the first of the first rows for which `is_header` is true, else by the first that holds anything.
    """
    data = contents(source, name=name)
    reading = _Reading(name, is_header)
    for number, cells in _lines_of(data, name, encoding, reading.said):
        _take(reading, number, cells)
    if not reading.columns:
        _begin(reading, 0)
    if not reading.lines:
        raise UnreadableEvidence(EMPTY(name=name), hint=HEADER())
    return Sheet(name=name, columns=reading.columns, lines=tuple(reading.lines), said=tuple(reading.said))


def _lines_of(data: bytes, name: str, encoding: str | None, said: list[Message]) -> Iterator[Line]:
    if data.startswith(WORKBOOK):
        return workbook_lines(data, name, said)
    if encoding is None:
        _refuse_mixed(data, name)
    text = decode(data, name=name, encoding=encoding)
    said += [] if text.certain else [GUESSED(name=name, encoding=text.encoding)]
    return _delimited(text.text, name)


def _take(reading: _Reading, number: int, line: Sequence[str]) -> None:
    """Take a line: it may name the columns, or it is a row of them."""
    cells = [each.strip() for each in line]
    if any(len(each) > LONGEST_CELL for each in cells):
        raise UnreadableEvidence(TOO_LONG(row=number, name=reading.name, size=max(map(len, cells)), most=LONGEST_CELL), hint=SHORTEN())
    if not any(cells):
        return
    if reading.columns:
        _add(reading, number, cells)
        return
    reading.above.append((number, cells))
    if reading.is_header(cells):
        _begin(reading, len(reading.above) - 1)
    elif len(reading.above) == HEADERS_WITHIN:
        _begin(reading, 0)


def _begin(reading: _Reading, place: int) -> None:
    """Take one of the lines so far for the names of the columns, and those below it for rows."""
    if not reading.above:
        return
    number, cells = reading.above[place]
    reading.columns = _columns(cells, reading.name)
    reading.said += [ABOVE(row=number, name=reading.name)] if place else []
    for each in reading.above[place + 1 :]:
        _add(reading, *each)


def _add(reading: _Reading, number: int, cells: list[str]) -> None:
    if not reading.lines and reading.is_header(cells):
        reading.said.append(BELOW(row=number, name=reading.name))
        return
    if len(reading.lines) == MOST_ROWS:
        raise UnreadableEvidence(TOO_MANY(name=reading.name, most=MOST_ROWS), hint=BY_YEAR())
    width, texts = len(reading.columns), reading.texts
    cells = [*cells, *[""] * (width - len(cells))] if len(cells) < width else cells[:width]
    reading.lines.append((number, tuple(texts.setdefault(each, each) if len(each) <= SHORT else each for each in cells)))


def _columns(cells: list[str], name: str) -> tuple[str, ...]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    named = [each for each in cells if each]
    if twice := next((each for each in named if named.count(each) > 1), None):
        raise UnreadableEvidence(TWICE(name=name, column=twice[:80]), hint=RENAME())
    return tuple(each or f"column {number}" for number, each in enumerate(cells, start=1))


def _delimited(text: str, name: str) -> Iterator[Line]:
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    number = 0
    try:
        # A cell may be long; how long is said above, with its row.
        with cells_up_to(LONGEST_CELL * 16):
            for line in csv.reader((each[0] for each in LINE.finditer(text)), delimiter=delimiter, strict=True):
                number += 1
                yield number, line
    except csv.Error as error:
        raise UnreadableEvidence(BROKEN(row=number + 1, name=name, reason=str(error)), hint=QUOTES()) from error


def _refuse_mixed(data: bytes, name: str) -> None:
    """Refuse a text most of whose lines beyond ASCII are UTF-8 while others are not: read in either encoding, a part would be wrong."""
    try:
        data.decode()
    except UnicodeDecodeError:
        pass
    else:
        return
    if b"\x00" in data:
        return
    beyond = [(number, line) for number, line in enumerate(data.split(b"\n"), start=1) if not line.isascii()]
    wrong = [number for number, line in beyond if not _is_utf8(line)]
    if len(wrong) <= len(beyond) // 2:
        raise UnreadableEvidence(MIXED(name=name, line=wrong[0], n=len(wrong) - 1), hint=ONE_ENCODING())


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True
