"""The default engine: DuckDB puts the actions in order, in files where memory ends, and one sweep over them finds the pairs."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterwatch.coordination.edges import MOST, Edges
from counterwatch.coordination.engines.blocks import Block, pairs_of
from counterwatch.coordination.engines.crowds import Crowds, counted, crowds
from counterwatch.coordination.engines.tally import Tally
from counterwatch.coordination.table import Layer

if TYPE_CHECKING:
    import duckdb

ROWS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class DuckDB:
    """Finds pairs on this machine. `memory` is what DuckDB may take in bytes (its own working set, not numpy's).

    What does not fit goes into a folder of its own below `scratch` (the system's temporary folder where none is given), which is gone at
    the end: it holds codes and times in the clear.
    """

    memory: int = 1_000_000_000
    scratch: Path | None = None

    def edges(self, layer: Layer, window: int, *, least: int = 1, most: int = MOST) -> Edges:
        """Return the edges of a layer at a window in milliseconds; those with a weight below `least` are counted in `pairs` and left out."""
        with tempfile.TemporaryDirectory(prefix="counterwatch-", dir=self.scratch) as folder, self.connected(Path(folder)) as connection:
            actions = source_of(connection, layer)
            crowded = crowds(connection.sql(counted(actions, window, most)).to_arrow_table(), most)
            tally = Tally(Path(folder))
            for pairs in pairs_of(_blocks(connection, actions, crowded, window), window):
                tally.add(pairs)
            return Edges(table=tally.edges(least), window=window, pairs=tally.total, hot=crowded.hot)

    def connected(self, folder: Path) -> duckdb.DuckDBPyConnection:
        """Open a database in memory that puts what does not fit into a folder and downloads nothing."""
        import duckdb

        connection = duckdb.connect(
            config={
                "memory_limit": f"{self.memory}B", "temp_directory": str(folder), "preserve_insertion_order": False,
                "autoinstall_known_extensions": False, "autoload_known_extensions": False,
            }
        )  # fmt: skip
        # In a notebook it would write one between the results.
        connection.execute("set enable_progress_bar = false")
        return connection


def source_of(connection: duckdb.DuckDBPyConnection, layer: Layer) -> str:
    """Return what stands for the actions of a layer in SQL."""
    if isinstance(layer.actions, Path):
        quoted = str(layer.actions).replace("'", "''")
        return f"read_parquet('{quoted}')"
    connection.register("actions", layer.actions)
    return "actions"


def _blocks(connection: Any, actions: str, crowded: Crowds, window: int) -> Iterator[Block]:
    ordered = connection.sql(f"select object, time, account from {actions} order by object, time, account")
    for batch in ordered.to_arrow_reader(ROWS):
        columns = {name: batch.column(name).to_numpy() for name in ("account", "object", "time")}
        yield _without(Block(**columns), crowded, window)


def _without(block: Block, crowded: Crowds, window: int) -> Block:
    """Leave out the crowded moments."""
    import numpy as np

    for object, cells in crowded.cells.items():
        begin, end = np.searchsorted(block.object, [object, object + 1])
        if end > begin:
            is_kept = np.ones(len(block), np.bool_)
            is_kept[begin:end] = ~np.isin(block.time[begin:end] // max(window, 1), cells)
            block = block.where(is_kept)
    return block
