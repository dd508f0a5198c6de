"""Names become numbers in their order, and doubled rows one row: by sorting, which goes into files where memory ends, and one look at each row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import duckdb
    import polars as pl
    import pyarrow as pa

ROWS = 1_000_000
ORDER = 'account, post, object, time, "row"'
Columns = dict[str, NDArray[Any]]


class Objects:
    """The objects of rows that come in their order: each gets the next number when it is first seen."""

    def __init__(self) -> None:
        self._names: list[pa.Array] = []
        self._last: str | None = None
        self._count = 0

    def codes(self, names: pa.Array) -> NDArray[np.int32]:
        """Return the number of each name; names come sorted, from call to call, too."""
        import pyarrow as pa
        import pyarrow.compute as pc

        is_new = np.ones(len(names), np.bool_)
        is_new[0] = names[0].as_py() != self._last
        is_new[1:] = pc.not_equal(names[1:], names[:-1]).to_numpy(zero_copy_only=False)
        codes = np.cumsum(is_new) + self._count - 1
        # A copy of these alone: the names of all rows must not stay.
        self._names.append(names.filter(pa.array(is_new)))
        self._last, self._count = names[-1].as_py(), int(codes[-1]) + 1
        return np.asarray(codes, np.int32)

    def names(self) -> pl.Series:
        """Return all names, each at the place that its number says."""
        import polars as pl
        import pyarrow as pa

        return pl.Series("object", pa.chunked_array(self._names, pa.string()), dtype=pl.String)


def coded(connection: duckdb.DuckDBPyConnection, rows: str, objects: Objects) -> Iterator[pa.RecordBatch]:
    """Yield the rows with numbers for names, in the order of the objects. `accounts` is a table (name, code) of the connection."""
    import polars as pl
    import pyarrow as pa

    accounts = connection.sql("select name, code from accounts").pl()
    ordered = connection.sql(f'select object, account, time, "row", post from {rows} order by object')
    for batch in ordered.to_arrow_reader(ROWS):
        named = pl.DataFrame({"account": batch.column("account")})
        code = named.join(accounts, left_on="account", right_on="name", how="left", maintain_order="left")["code"]
        yield pa.record_batch(
            {
                "account": code.cast(pl.Int32).to_arrow(), "object": pa.array(objects.codes(batch.column("object"))), "time": batch.column("time"),
                "row": batch.column("row"), "post": batch.column("post"),
            }
        )  # fmt: skip


def once(connection: duckdb.DuckDBPyConnection, rows: str) -> Iterator[Columns]:
    """Yield coded rows as actions, each that says the same once: a post is called by the row in which it first stands."""
    names = ("account", "post", "object", "time", "row")
    ordered = connection.sql(f"select {ORDER} from {rows} order by {ORDER}")
    batches = ({name: batch.column(name).to_numpy(zero_copy_only=False) for name in names} for batch in ordered.to_arrow_reader(ROWS))
    for each in _whole_posts(batches):
        is_post = _differs(each, "account", "post")
        start = np.flatnonzero(is_post)
        first = np.minimum.reduceat(each["row"], start)
        is_new = is_post | _differs(each, "object", "time")
        content = np.repeat(first, np.diff(np.append(start, len(is_post))))
        yield {"account": each["account"][is_new], "object": each["object"][is_new], "time": each["time"][is_new], "content": content[is_new]}


def _whole_posts(batches: Iterable[Columns]) -> Iterator[Columns]:
    """Yield rows in pieces that end where a post ends."""
    held: Columns | None = None
    for batch in batches:
        both = batch if held is None else {name: np.concatenate([held[name], batch[name]]) for name in batch}
        last = int(np.flatnonzero(_differs(both, "account", "post"))[-1])
        if last:
            yield {name: each[:last] for name, each in both.items()}
        held = {name: each[last:] for name, each in both.items()}
    if held is not None:
        yield held


def _differs(rows: Columns, *names: str) -> NDArray[np.bool_]:
    """Return which rows differ from the one before in a column; the first does."""
    found = np.ones(len(rows[names[0]]), np.bool_)
    found[1:] = np.any([rows[name][1:] != rows[name][:-1] for name in names], axis=0)
    return found
