"""Layers of the rows of a signal: accounts and objects become numbers in the order of their names, doubled rows one row."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterwatch.coordination.parts import Parts
from counterwatch.coordination.table import Layer
from counterwatch.core import Message, Template

if TYPE_CHECKING:
    import duckdb
    import polars as pl

HOLDS = Template("coordination.layers.holds", "{signal}: {actions} actions of {accounts} accounts on {objects} objects")
DOUBLED = Template(
    "coordination.layers.doubled",
    "{signal}: one row says the same as another",
    "{signal}: {n} rows say the same as others (account, object, time, post)",
)
FEW = Template("coordination.layers.few", "{signal}: {n} actions of accounts with fewer than {least} actions are left out")
IN_MEMORY = 20_000_000
"""The actions of a layer above which it is kept in a file."""

# The number of a post is the row in which it first stands: a post that a file tells in several rows is one post.
ACTIONS = """
create temp table layer as
with coded as (
    select accounts.code as account, objects.code as object, time, min("row") over (partition by accounts.code, post)::bigint as content
    from {rows} join accounts on accounts.name = account join objects on objects.name = object
)
select distinct account, object, time, content from coded
"""
AT_ONCE = 1_000_000


def layer_of(
    connection: duckdb.DuckDBPyConnection, parts: Parts, signal: str, *, resolution: int, least: int, scratch: Path, said: list[Message]
) -> Layer | None:  # fmt: skip
    """Return the layer of a signal, or None where nothing was shared; `connection` holds the table `accounts` (name, code).

    Accounts with fewer than `least` actions in the layer are left out. What was counted once or left out is told in `said`.
    """
    rows = _source(connection, parts, signal)
    if rows is None:
        return None
    connection.execute("drop table if exists layer")
    _name_objects(connection, rows, scratch / f"objects-{signal}.parquet")
    connection.execute(ACTIONS.format(rows=rows))
    all_rows, kept = _count(connection, rows), _count(connection, "layer")
    if all_rows > kept:
        said.append(DOUBLED(signal=signal, n=all_rows - kept))
    if least > 1:
        connection.execute(f"delete from layer where account in (select account from layer group by account having count(*) < {int(least)})")
        said.append(FEW(signal=signal, least=least, n=kept - _count(connection, "layer")))
    layer = Layer(signal=signal, actions=_stored(connection, signal, scratch), objects=_names(connection), resolution=resolution)
    settle = parts.signals[signal].settle
    return layer if settle is None or not len(layer) else replace(settle(layer), resolution=resolution)


def register_accounts(connection: duckdb.DuckDBPyConnection, accounts: pl.Series) -> None:
    """Make the table `accounts` of all pseudonyms, which are sorted: their codes are their places."""
    import polars as pl

    frame = pl.DataFrame({"name": accounts, "code": pl.int_range(len(accounts), dtype=pl.Int32, eager=True)})
    connection.register("accounts", frame.to_arrow())


def _name_objects(connection: duckdb.DuckDBPyConnection, rows: str, file: Path) -> None:
    """Make the view `objects` of all objects in order (name, code), in a file: a window over them would have to be held in memory."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    first = 0
    with pq.ParquetWriter(file, pa.schema({"name": pa.string(), "code": pa.int32()})) as out:
        for batch in connection.sql(f"select distinct object from {rows} order by object").to_arrow_reader(AT_ONCE):
            codes = pa.array(range(first, first + batch.num_rows), pa.int32())
            out.write_batch(pa.record_batch({"name": batch.column(0).cast(pa.string()), "code": codes}))
            first += batch.num_rows
    connection.execute(f"create or replace temp view objects as select * from read_parquet('{_quoted(file)}')")


def _source(connection: duckdb.DuckDBPyConnection, parts: Parts, signal: str) -> str | None:
    files, held = parts.files(signal), parts.held(signal)
    if held is not None:
        connection.register("held", held.to_arrow())
    quoted = ", ".join(f"'{_quoted(each)}'" for each in files)
    scans = [f"select * from read_parquet([{quoted}])"] * bool(files) + ["select * from held"] * (held is not None)
    return f"({' union all '.join(scans)})" if scans else None


def _stored(connection: duckdb.DuckDBPyConnection, signal: str, scratch: Path) -> Any:
    if _count(connection, "layer") <= IN_MEMORY:
        return connection.sql("select * from layer").to_arrow_table()
    file = scratch / f"layer-{signal}.parquet"
    connection.execute(f"copy layer to '{_quoted(file)}' (format parquet)")
    return file


def _names(connection: duckdb.DuckDBPyConnection) -> pl.Series:
    import polars as pl

    return pl.Series("object", connection.sql("select name from objects order by code").to_arrow_table().column("name"), dtype=pl.String)


def _count(connection: duckdb.DuckDBPyConnection, rows: str) -> int:
    return int(connection.sql(f"select count(*) as n from {rows}").fetchall()[0][0])


def _quoted(file: Path) -> str:
    return str(file).replace("'", "''")
