"""Blocks of whole units: as the file gives them where each unit stands together, else by way of a temporary copy."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow.parquet as pq

from counterwatch.core import Template, UnreadableEvidence
from counterwatch.core.progress import Cancel, never, stop_if
from counterwatch.figures.reading.grid import Grid
from counterwatch.figures.reading.pieces import joined, names_of, part

UNIT_TOO_LONG = Template("figures.blocks.unit_too_long", "one unit of {name} has more than {most} rows, more than is held in memory")
NAME_UNIT = Template("figures.blocks.name_unit", "name the column of the unit with --unit, and further ones with --per")
FULL, MOST, SHARE = 1_000_000, 30_000_000, 4_000_000
"""A block is closed at this many rows, or at as many units as asked; a unit may not have more than `MOST`; so many rows make a share."""

ROW, KEY = "\x1frow", "\x1fkey"


def blocks(grids: Iterable[Grid], unit: tuple[str, ...], size: int) -> Iterator[Grid]:
    """Yield blocks of at most `size` units of grids in which the rows of each unit follow each other."""
    waiting: list[Grid] = []
    units, rows, last = 0, 0, None
    for piece in grids:
        grid, names = piece, names_of(piece, unit)
        starts = np.flatnonzero((names != names.shift(1, fill_value=last if last is not None else "\x1f\x1f")).to_numpy())
        last = names[-1]
        while len(starts) and units + len(starts) > (most := size if rows < FULL else units):
            cut = int(starts[max(most - units, 0)])
            waiting += [part(grid, 0, cut)] if cut else []
            if waiting:
                yield joined(waiting)
            grid, starts = part(grid, cut), starts[max(most - units, 0) :] - cut
            waiting, units, rows = [], 0, 0
        waiting.append(grid)
        units, rows = units + len(starts), rows + grid.frame.height
        if rows > MOST:
            raise UnreadableEvidence(UNIT_TOO_LONG(name=grid.name, most=MOST), hint=NAME_UNIT())
    if waiting:
        yield joined(waiting)


def shares(grids: Iterable[Grid], folder: Path, *, unit: tuple[str, ...], rows: int, cancel: Cancel = never) -> Iterator[Grid]:
    """Write all rows into shares of whole units below `folder`, then yield one share after the other, its units in the order of their names.

    The folder takes about as much room as the columns that are read, and is left to whoever made it.
    """
    count = max(1, -(-rows // SHARE))
    places = [folder / f"share-{number:04}.parquet" for number in range(count)]
    name = ""
    with contextlib.ExitStack() as stack:
        writers: list[pq.ParquetWriter | None] = [None] * count
        for grid in grids:
            stop_if(cancel)
            name, frame = grid.name, grid.frame.with_columns(pl.Series(ROW, grid.rows))
            share = names_of(grid, unit).hash() % count
            for number in share.unique():
                table = frame.filter(share == number).to_arrow()
                if (writer := writers[number]) is None:
                    writer = writers[number] = stack.enter_context(pq.ParquetWriter(places[number], table.schema))
                writer.write_table(table)
    for place in places:
        if place.exists():
            frame = pl.read_parquet(place)
            frame = frame.with_columns(names_of(Grid(name=name, frame=frame, rows=frame[ROW].to_numpy()), unit).alias(KEY)).sort(KEY, ROW)
            yield Grid(name=name, frame=frame.drop(KEY, ROW), rows=frame[ROW].to_numpy(), native=True)
            place.unlink()
