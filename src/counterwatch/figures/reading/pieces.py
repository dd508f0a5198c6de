"""A Parquet file as grids of some hundred thousand rows, one after the other, with the number of each row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import reduce
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from counterwatch.core import Template, WrongUsage
from counterwatch.figures.reading.columnar import AGAIN, BROKEN, ERRORS, readable
from counterwatch.figures.reading.flat import name_of_both
from counterwatch.figures.reading.grid import Grid, row_numbers
from counterwatch.files.foreign import unreadable_where

NOT_PARQUET = Template("figures.pieces.not_parquet", "{name} is not a Parquet file, and no other kind can be read block by block")
CONVERT = Template(
    "figures.pieces.convert", "write it as Parquet first, sorted by unit; `cw figures` reads other files of up to some thousand series"
)
PIECE = 1 << 17


def must_be_parquet(source: Path, *, name: str) -> None:
    """Refuse a file that cannot be read in pieces."""
    with source.open("rb") as file:
        if file.read(4) != b"PAR1":
            raise WrongUsage(NOT_PARQUET(name=name), hint=CONVERT())


def opened(source: Path | bytes, *, name: str) -> Any:
    """Open a Parquet file."""
    with unreadable_where(*ERRORS, message=BROKEN(name=name), hint=AGAIN()):
        return pq.ParquetFile(pa.BufferReader(source) if isinstance(source, bytes) else source, pre_buffer=False)


def pieces(source: Path | bytes, *, name: str, columns: Sequence[str], where: dict[str, str] | None = None) -> Iterator[Grid]:
    """Yield some columns of a file in its own order; of the rows, those that have the entries of `where`."""
    kept, start, file = where or {}, 1, opened(source, name=name)
    with unreadable_where(*ERRORS, message=BROKEN(name=name), hint=AGAIN()):
        for batch in file.iter_batches(batch_size=PIECE, columns=list(dict.fromkeys([*columns, *kept]))):
            batch.validate(full=True)
            frame = pl.DataFrame(pl.from_arrow(batch))
            grid = Grid(name=name, frame=frame.with_columns(readable(each) for each in frame), rows=row_numbers(frame.height, start), native=True)
            start += frame.height
            if (grid := _filtered(grid, kept, columns)).frame.height:
                yield grid


def _filtered(grid: Grid, where: dict[str, str], columns: Sequence[str]) -> Grid:
    if not where:
        return grid
    asked = [pl.col(column).cast(pl.String).str.strip_chars() == entry for column, entry in where.items()]
    keep = grid.frame.select(pl.all_horizontal(asked).fill_null(value=False)).to_series()
    return replace(grid, frame=grid.frame.filter(keep).select(columns), rows=grid.rows[keep.to_numpy()])


def names_of(grid: Grid, unit: tuple[str, ...]) -> pl.Series:
    """Return the name of the unit of each row, as the reader of a whole file makes it; all rows are one unit where no column names it."""
    if not unit:
        return pl.Series([grid.name]).new_from_index(0, grid.frame.height)
    return reduce(name_of_both, (grid.frame[each].cast(pl.String).str.strip_chars().fill_null("") for each in unit))


def part(grid: Grid, start: int, stop: int | None = None) -> Grid:
    """Return some rows of a grid that follow each other."""
    return replace(grid, frame=grid.frame[start:stop], rows=grid.rows[start:stop])


def joined(grids: Iterable[Grid]) -> Grid:
    """Return grids one below the other."""
    every = list(grids)
    return replace(every[0], frame=pl.concat([each.frame for each in every]), rows=np.concatenate([each.rows for each in every]))
