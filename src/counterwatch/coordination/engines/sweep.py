"""An engine that shares no code and no method with the default one: the oracle that its answers are compared with.

Actions lie sorted by object and time. Each is compared with the next one, then with the one after, and so on, all actions at once, until no
action has a neighbour within the window any more. Memory grows with the pairs: some ten million are enough for a comparison.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from counterwatch.coordination.edges import EDGE, MOST, Edges, Hot
from counterwatch.coordination.table import Layer

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """Finds pairs with arrays in memory."""

    def edges(self, layer: Layer, window: int, *, least: int = 1, most: int = MOST) -> Edges:
        """Return the edges of a layer at a window in milliseconds; those with a weight below `least` are counted in `pairs` and left out."""
        import polars as pl

        columns = layer.arrays()
        is_kept, hot = _kept(columns["object"], columns["time"], max(window, 1), most)
        account, object, time = (columns[name][is_kept] for name in ("account", "object", "time"))
        weighed = _weighed(pl.concat([_none(), *_pairs(account, object, time, window)]))
        return Edges(table=weighed.filter(weighed["weight"] >= least), window=window, pairs=int(weighed["weight"].sum()), hot=hot)


def _kept(object: NDArray[np.int32], time: NDArray[np.int64], cell: int, most: int) -> tuple[NDArray[np.bool_], tuple[Hot, ...]]:
    """Return which actions take part, and the objects of which some do not: those of the fullest cells of time, until the rest is few enough."""
    import numpy as np

    is_kept, hot = np.ones(len(time), np.bool_), []
    for begin, end in pairwise(np.flatnonzero(np.diff(object, prepend=-1, append=-1))):
        # So few actions cannot make too many pairs.
        if (end - begin) ** 2 // 2 <= most:
            continue
        cells, place = np.unique(time[begin:end] // cell, return_inverse=True)
        n = np.bincount(place)
        while _bound(cells, n) > most:
            n[np.argmax(n)] = 0
        is_kept[begin:end] = n[place] > 0
        gone = int((~is_kept[begin:end]).sum())
        if gone:
            hot.append(Hot(object=int(object[begin]), actions=int(end - begin), left_out=gone))
    return is_kept, tuple(hot)


def _bound(cell: NDArray[np.int64], n: NDArray[np.int64]) -> int:
    """Return the most pairs that actions can make within a cell and with the cell after it."""
    import numpy as np

    return int((n * (n - 1) // 2).sum() + (n[:-1] * n[1:] * (np.diff(cell) == 1)).sum())


def _pairs(account: NDArray[np.int32], object: NDArray[np.int32], time: NDArray[np.int64], window: int) -> Iterator[pl.DataFrame]:
    import numpy as np

    earlier, step = np.arange(len(time)), 0
    while True:
        step += 1
        earlier = earlier[earlier + step < len(time)]
        later = earlier + step
        is_near = (object[earlier] == object[later]) & (time[later] - time[earlier] <= window)
        # What is too far from one neighbour is too far from all that follow.
        earlier, later = earlier[is_near], later[is_near]
        if not len(earlier):
            return
        is_pair = account[earlier] != account[later]
        yield _frame(account[earlier][is_pair], account[later][is_pair], object[earlier][is_pair], (time[later] - time[earlier])[is_pair])


def _frame(first: NDArray[np.int32], second: NDArray[np.int32], object: NDArray[np.int32], delta: NDArray[np.int64]) -> pl.DataFrame:
    import numpy as np
    import polars as pl

    is_first = (first < second) & (delta > 0)
    columns = {"a": np.minimum(first, second), "b": np.maximum(first, second), "object": object, "delta": delta, "a_first": is_first}
    return pl.DataFrame(columns)


def _none() -> pl.DataFrame:
    import polars as pl

    return pl.DataFrame(schema={"a": pl.Int32, "b": pl.Int32, "object": pl.Int32, "delta": pl.Int64, "a_first": pl.Boolean})


def _weighed(pairs: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    delta, count = pl.col("delta"), pl.len().cast(pl.Int32)
    edges = pairs.group_by("a", "b").agg(
        weight=count,
        objects=pl.col("object").n_unique().cast(pl.Int32),
        mean_delta=delta.mean(),
        median_delta=delta.median(),
        a_first=pl.col("a_first").sum().cast(pl.Int32),
        b_first=((delta > 0) & ~pl.col("a_first")).sum().cast(pl.Int32),
    )
    return edges.select(EDGE).sort("a", "b")
