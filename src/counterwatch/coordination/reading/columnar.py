"""Parquet in batches: only the columns that are used are read, and one batch is held at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterwatch.coordination.batch import Stream
from counterwatch.coordination.mapping import Mapping
from counterwatch.coordination.reading.faults import Faults
from counterwatch.coordination.reading.roles import Roles, roles_of
from counterwatch.coordination.reading.shaping import BATCH, Shaper, posts_of
from counterwatch.coordination.reading.telling import READING
from counterwatch.core import Template
from counterwatch.core.progress import Cancel, Progress, stop_if
from counterwatch.files.contents import AGAIN, must_be_file
from counterwatch.files.foreign import unreadable_where

if TYPE_CHECKING:
    import polars as pl

BROKEN = Template("coordination.columnar.broken", "{name} is not a Parquet file, or it is cut off or damaged")


def stream_of_parquet(source: Path | bytes, *, name: str, mapping: Mapping, progress: Progress, cancel: Cancel) -> Stream:
    """Return the posts of a Parquet file."""
    if isinstance(source, Path):
        must_be_file(source, name=name)
    with unreadable_where(*_errors(), message=BROKEN(name=name), hint=AGAIN()):
        file = _file(source)
        names = [field.name for field in file.schema_arrow if _usable(field.type)]
        file.close()
    roles = roles_of(names, name=name, mapping=mapping)
    faults = Faults(name=name, problems=[])
    frames = _frames(source, roles, faults, progress, cancel)
    return posts_of(frames, shaper=Shaper(name=name, mapping=mapping, faults=faults), said=roles.said)


def _frames(source: Path | bytes, roles: Roles, faults: Faults, progress: Progress, cancel: Cancel) -> Iterator[pl.DataFrame]:
    first = 1
    batches = _batches(source, roles)
    while True:
        with unreadable_where(*_errors(), message=BROKEN(name=faults.name), hint=AGAIN()):
            frame, total = next(batches, (None, 0))
        if frame is None:
            return
        stop_if(cancel)
        progress(READING(name=faults.name), first - 1, total)
        yield frame.with_row_index("row", offset=first)
        first += frame.height


def _batches(source: Path | bytes, roles: Roles) -> Iterator[tuple[pl.DataFrame | None, int]]:
    import polars as pl
    import pyarrow as pa

    file = _file(source)
    try:
        columns = list(roles.columns.values())
        for batch in file.iter_batches(batch_size=BATCH, columns=list(dict.fromkeys(columns)), use_threads=False):
            table = pa.table({part: batch.column(column) for part, column in roles.columns.items()})
            # A damaged page can hold text that is not UTF-8, which the next library takes on trust.
            table.validate(full=True)
            frame = pl.DataFrame(pl.from_arrow(table))
            yield frame.with_columns(_readable(each) for each in frame), file.metadata.num_rows
    finally:
        file.close()


def _file(source: Path | bytes) -> Any:
    import pyarrow as pa
    import pyarrow.parquet as pq

    return pq.ParquetFile(pa.BufferReader(source) if isinstance(source, bytes) else source, pre_buffer=False, buffer_size=1 << 20)


def _errors() -> tuple[type[Exception], ...]:
    import polars as pl
    import pyarrow as pa

    return pa.ArrowException, OSError, ValueError, pl.exceptions.PolarsError


def _usable(type_: Any) -> bool:
    """Say whether a column holds text, numbers or times, or lists of them."""
    import pyarrow as pa

    inner = type_.value_type if pa.types.is_list(type_) or pa.types.is_large_list(type_) else type_
    return not pa.types.is_nested(inner)


def _readable(column: pl.Series) -> pl.Series:
    import polars as pl

    if column.dtype in (pl.Categorical, pl.Enum, pl.Boolean, pl.Binary):
        return column.cast(pl.String, strict=False)
    return column.cast(pl.Float64) if column.dtype.is_decimal() else column
