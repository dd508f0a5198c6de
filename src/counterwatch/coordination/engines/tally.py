"""From pairs of actions to edges: parts of all pairs are put aside by their accounts, then each part is counted by itself."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterwatch.coordination.engines.blocks import Pairs

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

PARTS = 64
IN_MEMORY = 24_000_000
"""How many pairs are held in memory (24 bytes each) before all of them go to files."""


class Tally:
    """Takes pairs, in any order, and counts them as edges. What memory does not hold is put into files of `scratch`.

    Each part holds the pairs of accounts between two bounds, so that parts one after the other are sorted by account.
    """

    def __init__(self, scratch: Path, *, in_memory: int = IN_MEMORY) -> None:
        self.total = 0
        self._scratch, self._in_memory, self._held = scratch, in_memory, 0
        self._parts: list[list[NDArray[Any]]] = [[] for _ in range(PARTS)]
        self._bounds: NDArray[np.int64] | None = None

    def add(self, pairs: Pairs) -> None:
        import numpy as np

        self.total += len(pairs)
        rows = np.empty(len(pairs), dtype=_row())
        rows["key"], rows["object"], rows["delta"] = pairs.key, pairs.object, pairs.delta
        bounds = self._bounds = bounds_of(pairs.key) if self._bounds is None else self._bounds
        part = np.searchsorted(bounds, pairs.key, side="right").astype(np.uint8)
        order = np.argsort(part, kind="stable")
        rows, ends = rows[order], np.cumsum(np.bincount(part, minlength=PARTS))
        for number, (begin, end) in enumerate(zip([0, *ends[:-1]], ends, strict=True)):
            if end > begin:
                self._parts[number].append(rows[begin:end])
        self._held += len(rows)
        if self._held > self._in_memory:
            self._put_aside()

    def edges(self, least: int) -> pl.DataFrame:
        """Return the edges of at least this weight, sorted by their accounts; this ends the tally.

        Where there are more pairs than memory holds, the table lies in files of `scratch` that are gone with it: they may be unlinked.
        """
        import polars as pl

        keep = self._on_disk if self.total > self._in_memory else _as_it_is
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            found = [each for each in pool.map(lambda number: keep(counted(self._take(number), least), number), range(PARTS)) if len(each)]
        return pl.concat(found or [counted(_none(), 1)])

    def _on_disk(self, edges: pl.DataFrame, number: int) -> pl.DataFrame:
        import polars as pl
        import pyarrow as pa

        file = self._scratch / f"edges-{number}.arrow"
        edges.write_ipc(file, compression="uncompressed")
        # The system reads a page of it when somebody looks there, and forgets it when memory is needed.
        return pl.DataFrame(pl.from_arrow(pa.ipc.open_file(pa.memory_map(str(file))).read_all()))

    def _put_aside(self) -> None:
        for number, part in enumerate(self._parts):
            with (self._scratch / f"pairs-{number}").open("ab") as file:
                for rows in part:
                    file.write(rows.data)
            part.clear()
        self._held = 0

    def _take(self, number: int) -> NDArray[Any]:
        import numpy as np

        file = self._scratch / f"pairs-{number}"
        rows = [np.fromfile(file, dtype=_row())] if file.exists() else []
        file.unlink(missing_ok=True)
        rows += self._parts[number]
        self._parts[number] = []
        return np.concatenate(rows) if rows else _none()


def _as_it_is(edges: pl.DataFrame, _number: int) -> pl.DataFrame:
    return edges


def bounds_of(key: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return bounds that cut these pairs of accounts into parts of about the same size."""
    import numpy as np

    return np.asarray(np.quantile(key, np.arange(1, PARTS) / PARTS, method="lower"), dtype=np.int64)


def _row() -> np.dtype[Any]:
    import numpy as np

    return np.dtype([("key", np.int64), ("delta", np.int64), ("object", np.int32)])


def _none() -> NDArray[Any]:
    import numpy as np

    return np.empty(0, dtype=_row())


def counted(rows: NDArray[Any], least: int) -> pl.DataFrame:
    """Return the edges of some pairs, with the columns of `edges.EDGE`; all pairs of two accounts are among them."""
    import numpy as np
    import polars as pl

    rows = rows[np.argsort(rows["key"], kind="stable")]
    key = rows["key"]
    first = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]])) if len(key) else np.empty(0, np.int64)
    weight = np.diff(np.append(first, len(key)))
    heavy = weight >= least
    if not heavy.all():
        rows = rows[np.repeat(heavy, weight)]
        weight = weight[heavy]
        first, key = np.cumsum(weight) - weight, rows["key"]
    delta, lag = rows["delta"], np.abs(rows["delta"])
    total = _sums(lag, first)
    return pl.DataFrame({
        "a": (key[first] >> 32).astype(np.int32), "b": (key[first] & 0xFFFFFFFF).astype(np.int32), "weight": weight.astype(np.int32),
        "objects": _distinct(rows["object"], weight), "mean_delta": total / np.maximum(weight, 1), "median_delta": _medians(lag, weight, total),
        "a_first": _sums(delta > 0, first).astype(np.int32), "b_first": _sums(delta < 0, first).astype(np.int32),
    })  # fmt: skip


def _sums(values: NDArray[Any], first: NDArray[np.int64]) -> NDArray[np.int64]:
    import numpy as np

    return np.asarray(np.add.reduceat(values, first, dtype=np.int64)) if len(first) else np.empty(0, np.int64)


def _several(weight: NDArray[np.int64], more_than: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.int64]]:
    """Return which edges weigh more than this, which rows are theirs, and the number of its edge for each of those rows."""
    import numpy as np

    is_one = weight > more_than
    return is_one, np.repeat(is_one, weight), np.repeat(np.arange(int(is_one.sum())), weight[is_one])


def _distinct(object: NDArray[np.int32], weight: NDArray[np.int64]) -> NDArray[np.int32]:
    import numpy as np

    found = np.ones(len(weight), np.int32)
    is_several, rows, edge = _several(weight, 1)
    object = object[rows]
    order = np.lexsort((object, edge))
    object, edge = object[order], edge[order]
    is_new = np.concatenate([[True], (object[1:] != object[:-1]) | (edge[1:] != edge[:-1])]) if len(edge) else np.empty(0, np.bool_)
    found[is_several] = np.bincount(edge[is_new], minlength=int(is_several.sum()))
    return found


def _medians(lag: NDArray[np.int64], weight: NDArray[np.int64], total: NDArray[np.int64]) -> NDArray[np.float64]:
    import numpy as np

    # Of one or two numbers the median is the mean.
    found = total / np.maximum(weight, 1)
    is_several, rows, edge = _several(weight, 2)
    lag = lag[rows]
    lag = lag[np.lexsort((lag, edge))]
    n = weight[is_several]
    start = np.cumsum(n) - n
    if len(n):
        found[is_several] = (lag[start + (n - 1) // 2] + lag[start + n // 2]) / 2
    return np.asarray(found)
