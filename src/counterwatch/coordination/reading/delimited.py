"""Delimited text in blocks: one block is held at a time, and rows with too many or too few cells are counted and left out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterwatch.coordination.reading.faults import Faults
from counterwatch.coordination.reading.head import Head
from counterwatch.coordination.reading.opening import opened
from counterwatch.coordination.reading.recoded import Recoded
from counterwatch.coordination.reading.remarks import remark_on
from counterwatch.coordination.reading.roles import Roles
from counterwatch.coordination.reading.telling import READING
from counterwatch.core import Template, UnreadableEvidence
from counterwatch.core.progress import Cancel, Progress, stop_if

if TYPE_CHECKING:
    import polars as pl

BLOCK = 4 << 20
"""The bytes that are parsed at once, and the most that one row may have."""

SEPARATORS = (",", "\t", ";", "|")
MOST_COLUMNS = 5_000
NO_HEADER = Template("coordination.delimited.no_header", "the first row of {name} is no list of column names")
HEADER = Template("coordination.delimited.header", "the first row names the columns, and there is one for the account and one for the time")
ENDLESS = Template("coordination.delimited.endless", "a row of {name} after row {row:raw} does not end within {most} bytes")
QUOTES = Template("coordination.delimited.quotes", "a quotation mark that opens there is not closed, or the file is no table of text")
RAGGED = Template("coordination.delimited.ragged", "it has {cells} cells where the header has {usual}")
ANY_RAGGED = Template("coordination.delimited.any_ragged", "more or fewer cells than the header has")
OPEN_QUOTE = Template(
    "coordination.delimited.open_quote",
    "a quotation mark is not closed: rows that follow it may have been read as part of one cell; the longest cell has {length} signs",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How the rows of a file are split, and the names of its columns."""

    separator: str
    names: tuple[str, ...]


def layout_of(head: Head) -> Layout:
    """Return the separator and the column names of delimited text by its first row."""
    separator = max(SEPARATORS, key=lambda each: (head.first_line.count(each), -SEPARATORS.index(each)))
    try:
        names = next(csv.reader(io.StringIO(head.text, newline=""), delimiter=separator), [])
    except csv.Error as error:
        raise UnreadableEvidence(NO_HEADER(name=head.name), hint=HEADER()) from error
    if not any(each.strip() for each in names) or len(names) > MOST_COLUMNS:
        raise UnreadableEvidence(NO_HEADER(name=head.name), hint=HEADER())
    return Layout(separator=separator, names=tuple(each.strip() for each in names))


@dataclass(slots=True, kw_only=True)
class Rows:
    """Numbers the rows that are left when those with a wrong number of cells are not there; the header is row 1."""

    faults: Faults
    next: int = 2
    wrong: list[int] = field(default_factory=list)

    def ragged(self, row: Any) -> str:
        """Count a row with a wrong number of cells; the parser calls this and goes on."""
        self.wrong.append(row.number)
        self.faults.bad(ANY_RAGGED(), [row.number], shown=[RAGGED(cells=row.actual_columns, usual=row.expected_columns)])
        return "skip"

    def numbers(self, height: int) -> Any:
        """Return the numbers of the next rows (uint64)."""
        import numpy as np

        passed = np.setdiff1d(np.arange(self.next, self.next + height + len(self.wrong)), self.wrong)[:height]
        if height:
            self.next = int(passed[-1]) + 1
            self.wrong = [each for each in self.wrong if each >= self.next]
        return passed.astype(np.uint64)


def frames_of_text(
    source: Path | bytes, head: Head, layout: Layout, roles: Roles, *, faults: Faults, progress: Progress, cancel: Cancel
) -> Iterator[pl.DataFrame]:
    """Yield the columns of `roles` as text under the names of the parts, with `row`, one block at a time."""
    import polars as pl

    rows = Rows(faults=faults)
    longest = 0
    with opened(source, name=head.name) as file:
        text = Readable(Recoded(file=file, encoding=head.encoding.name))
        for batch in _batches(text, layout, roles, rows, head):
            stop_if(cancel)
            progress(READING(name=head.name), file.done, file.total)
            frame = pl.DataFrame(pl.from_arrow(batch))
            frame.columns = list(roles.columns)
            longest = max(longest, *(int(each) for each in frame.select(pl.all().str.len_chars().max().fill_null(0)).row(0)))
            yield frame.with_columns(pl.Series("row", rows.numbers(frame.height)))
        remark_on(file, text.recoded, faults)
    if text.quotes % 2:
        faults.note(OPEN_QUOTE(length=longest))


def _batches(text: Readable, layout: Layout, roles: Roles, rows: Rows, head: Head) -> Iterator[Any]:
    import pyarrow as pa
    import pyarrow.csv as arrow

    places = [f"{layout.names.index(column)}" for column in roles.columns.values()]
    reading = arrow.ReadOptions(
        use_threads=False, block_size=BLOCK, column_names=[str(each) for each in range(len(layout.names))], skip_rows_after_names=1
    )
    parsing = arrow.ParseOptions(delimiter=layout.separator, newlines_in_values=True, invalid_row_handler=rows.ragged)
    typed = arrow.ConvertOptions(
        column_types={each: pa.string() for each in places}, include_columns=list(dict.fromkeys(places)), strings_can_be_null=True
    )
    try:
        with arrow.open_csv(text, read_options=reading, parse_options=parsing, convert_options=typed) as batches:
            for batch in batches:
                yield batch.select(places)
    except pa.ArrowInvalid as error:
        if text.recoded.file.cut or (head.whole and _only_header(head, layout)):
            return
        raise UnreadableEvidence(ENDLESS(name=head.name, row=rows.next - 1, most=BLOCK), hint=QUOTES()) from error


def _only_header(head: Head, layout: Layout) -> bool:
    return len(list(csv.reader(io.StringIO(head.text.rstrip("\r\n"), newline=""), delimiter=layout.separator))) <= 1


class Readable(io.RawIOBase):
    """Recoded text as a file that a parser can read from; counts the quotation marks that pass."""

    def __init__(self, recoded: Recoded) -> None:
        super().__init__()
        self.recoded = recoded
        self.quotes = 0
        self._blocks = recoded.blocks()
        self._held = b""
        self._begun = False

    def readable(self) -> bool:
        return True

    def read(self, size: int = BLOCK) -> bytes:
        """Return `size` bytes, fewer at the end; empty lines before the first row are left out."""
        pieces, held = [self._held], len(self._held)
        while held < size and (block := next(self._blocks, None)) is not None:
            pieces.append(block if self._begun else block.lstrip(b"\r\n\t "))
            self._begun = self._begun or bool(pieces[-1])
            held += len(pieces[-1])
        joined = b"".join(pieces)
        given, self._held = joined[:size], joined[size:]
        self.quotes += given.count(b'"')
        return given
