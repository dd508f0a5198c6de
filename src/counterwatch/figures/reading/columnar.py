"""Parquet as a grid: plain columns keep their types, nested ones are left out and named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from counterwatch.core import Message, Template, UnreadableEvidence
from counterwatch.figures.reading.grid import MOST_COLUMNS, NEEDED, ONLY_HEADER, SPLIT, TOO_WIDE, Grid, row_numbers
from counterwatch.files.foreign import unreadable_where

BROKEN = Template("figures.columnar.broken", "{name} is not a Parquet file, or it is cut off or damaged")
AGAIN = Template("figures.columnar.again", "fetch it again from its source, and compare the sizes")
NESTED = Template("figures.columnar.nested", "left out: the nested column {columns}", "left out: the nested columns {columns}")
TOO_LARGE = Template("figures.columnar.too_large", "{name} holds {rows} rows in {n} columns, more than is held in memory")
MOST_CELLS = 4e8
ERRORS = (pa.ArrowException, OSError, ValueError, pl.exceptions.PolarsError)


def grid_of_parquet(source: Path | bytes, *, name: str, where: Mapping[str, str] | None = None) -> Grid:
    """Return the plain columns of a Parquet file; where only some rows are asked for, the others are never held in memory."""
    with unreadable_where(*ERRORS, message=BROKEN(name=name), hint=AGAIN()):
        file = pq.ParquetFile(pa.BufferReader(source) if isinstance(source, bytes) else source)
        if where and set(where) <= set(plain_columns(file.schema_arrow, name=name)):
            return _part(source, file.schema_arrow, name, dict(where))
        return _grid(file, name)


def _part(source: Path | bytes, schema: Any, name: str, where: dict[str, str]) -> Grid:
    """Return the rows with some entries; where there are none, the first rows, whose entries an error can then list."""
    from counterwatch.figures.reading.pieces import joined, pieces

    plain = plain_columns(schema, name=name)
    found: list[Grid] = []
    for piece in pieces(source, name=name, columns=plain, where=where):
        found.append(piece)
        if sum(each.frame.height for each in found) * len(plain) > MOST_CELLS:
            raise UnreadableEvidence(TOO_LARGE(name=name, rows=sum(each.frame.height for each in found), n=len(plain)), hint=SPLIT())
    found = found or list(islice(pieces(source, name=name, columns=plain), 1))
    if not found:
        raise UnreadableEvidence(ONLY_HEADER(name=name), hint=NEEDED())
    return replace(joined(found), said=_without_nested(schema))


def _without_nested(schema: Any) -> tuple[Message, ...]:
    nested = [field.name for field in schema if pa.types.is_nested(field.type)]
    return (NESTED(n=len(nested), columns=", ".join(nested[:8])),) if nested else ()


def _grid(file: Any, name: str) -> Grid:
    schema = file.schema_arrow
    plain = plain_columns(schema, name=name)
    if file.metadata.num_rows * len(plain) > MOST_CELLS:
        raise UnreadableEvidence(TOO_LARGE(name=name, rows=file.metadata.num_rows, n=len(plain)), hint=SPLIT())
    if not file.metadata.num_rows or not plain:
        raise UnreadableEvidence(ONLY_HEADER(name=name), hint=NEEDED())
    table = file.read(columns=plain)
    # A damaged page can hold text that is not UTF-8, which the next library takes on trust.
    table.validate(full=True)
    frame = pl.DataFrame(pl.from_arrow(table))
    frame = frame.with_columns(readable(column) for column in frame)
    return Grid(name=name, frame=frame, rows=row_numbers(frame.height), native=True, said=_without_nested(schema))


def plain_columns(schema: Any, *, name: str) -> list[str]:
    """Return the names of the columns that hold one thing in each row."""
    if len(schema) > MOST_COLUMNS:
        raise UnreadableEvidence(TOO_WIDE(name=name, n=len(schema), most=MOST_COLUMNS), hint=SPLIT())
    return [field.name for field in schema if not pa.types.is_nested(field.type)]


def readable(column: pl.Series) -> pl.Series:
    """Return a column as text, number or time, whatever narrower type the file gives it."""
    if column.dtype in (pl.Categorical, pl.Enum, pl.Boolean):
        return column.cast(pl.String)
    if column.dtype == pl.Binary:
        return column.cast(pl.String, strict=False)
    return column.cast(pl.Float64) if column.dtype.is_decimal() else column
