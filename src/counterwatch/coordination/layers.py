"""Layers of the rows of a signal: accounts and objects become numbers in the order of their names, doubled rows one row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from counterwatch.coordination.coding import ROWS, Objects, coded, once
from counterwatch.coordination.parts import Parts
from counterwatch.coordination.table import Layer
from counterwatch.core import Message, Template

if TYPE_CHECKING:
    import duckdb
    import polars as pl
    import pyarrow as pa

HOLDS = Template("coordination.layers.holds", "{signal}: {actions} actions of {accounts} accounts on {objects} objects")
DOUBLED = Template(
    "coordination.layers.doubled",
    "{signal}: one row says the same as another",
    "{signal}: {n} rows say the same as others (account, object, time, post)",
)
FEW = Template("coordination.layers.few", "{signal}: {n} actions of accounts with fewer than {least} actions are left out")
IN_MEMORY = 20_000_000
"""The actions of a layer above which it is kept in a file."""


def layer_of(
    connection: duckdb.DuckDBPyConnection, parts: Parts, signal: str, *, resolution: int, least: int, scratch: Path, said: list[Message]
) -> Layer | None:  # fmt: skip
    """Return the layer of a signal, or None where nothing was shared; `connection` holds the table `accounts` (name, code).

    Accounts with fewer than `least` actions in the layer are left out. What was counted once or left out is told in `said`.
    """
    rows = _source(connection, parts, signal)
    if rows is None:
        return None
    objects = Objects()
    file = scratch / f"coded-{signal}.parquet"
    all_rows = _written(coded(connection, rows, objects), file)
    actions, kept = _actions(once(connection, f"read_parquet('{quoted(file)}')"), scratch / f"layer-{signal}.parquet")
    file.unlink()
    if all_rows > kept:
        said.append(DOUBLED(signal=signal, n=all_rows - kept))
    layer = Layer(signal=signal, actions=actions, objects=objects.names(), resolution=resolution)
    if least > 1:
        layer = replace(layer, actions=_of_busy(layer, least, scratch / f"layer-{signal}-busy.parquet"))
        said.append(FEW(signal=signal, least=least, n=kept - len(layer)))
    settle = parts.signals[signal].settle
    return layer if settle is None or not len(layer) else replace(settle(layer), resolution=resolution)


def register_accounts(connection: duckdb.DuckDBPyConnection, accounts: pl.Series) -> None:
    """Make the table `accounts` of all pseudonyms, which are sorted: their codes are their places."""
    import polars as pl

    frame = pl.DataFrame({"name": accounts, "code": pl.int_range(len(accounts), dtype=pl.Int32, eager=True)})
    connection.register("accounts", frame.to_arrow())


def _source(connection: duckdb.DuckDBPyConnection, parts: Parts, signal: str) -> str | None:
    """Return the rows of a signal in SQL: those of files, or a table in memory where they are few."""
    if files := parts.files(signal):
        listed = ", ".join(f"'{quoted(each)}'" for each in files)
        return f"read_parquet([{listed}])"
    if (held := parts.held(signal)) is None:
        return None
    connection.register("held", held.to_arrow())
    return "held"


def _written(batches: Iterator[pa.RecordBatch], file: Path) -> int:
    """Write rows to a file and return how many."""
    import pyarrow.parquet as pq

    first = next(batches)
    with pq.ParquetWriter(file, first.schema) as out:
        count = 0
        for batch in chain([first], batches):
            out.write_batch(batch)
            count += batch.num_rows
    return count


def _actions(pieces: Iterator[dict[str, Any]], file: Path) -> tuple[pa.Table | Path, int]:
    """Return actions as a table, or as a file where they are many, and how many there are."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    held, count, writer = list[pa.RecordBatch](), 0, None
    for piece in pieces:
        held.append(pa.record_batch(piece))
        count += held[-1].num_rows
        if count > IN_MEMORY:
            writer = writer or pq.ParquetWriter(file, held[0].schema)
            for each in held:
                writer.write_batch(each)
            held.clear()
    if writer is None:
        return pa.Table.from_batches(held), count
    writer.close()
    return file, count


def _of_busy(layer: Layer, least: int, file: Path) -> pa.Table | Path:
    """Return the actions of those accounts that have at least so many."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    count = np.bincount(layer.columns("account")["account"])
    if not isinstance(layer.actions, Path):
        return layer.actions.filter(pa.array(count[layer.actions.column("account").to_numpy()] >= least))
    with pq.ParquetFile(layer.actions, pre_buffer=False) as source, pq.ParquetWriter(file, source.schema_arrow) as target:
        for batch in source.iter_batches(batch_size=ROWS):
            target.write_batch(batch.filter(pa.array(count[batch.column("account").to_numpy()] >= least)))
    return file


def quoted(file: Path) -> str:
    """Return a path as it stands between the quotes of SQL."""
    return str(file).replace("'", "''")
