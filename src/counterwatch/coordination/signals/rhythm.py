"""Posting by one schedule, whatever is posted.

What it means: five posts in a row with the same pauses between them, to about two seconds, by accounts that need not post the same things:
one queue or one person working through several accounts. Its weaknesses: clocks that jitter by more than a second or two hide a schedule;
many users of one scheduling app whose slots it sets show one too; and with stamps of whole minutes only long pauses say anything.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from counterwatch.coordination.signal import signal
from counterwatch.coordination.table import SECOND, Layer

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

PAUSES = 4
"""Pauses in a row that make a pattern."""
STEP = 2 * SECOND
SITTING = 1800 * SECOND
"""A longer pause ends a sitting: what follows is another one."""
DISTINCT = 3
"""Of the pauses of a pattern so many must differ: posting every ten minutes is a habit of many."""
BITS = 16.0
"""A pattern must be one of at least 2^16 that pauses of its length could make; four pauses of a few seconds meet by chance."""


def patterns(layer: Layer) -> Layer:
    """Return the layer whose objects are patterns of pauses that at least two accounts show, at the time of the first post of each."""
    import numpy as np
    import polars as pl
    import pyarrow as pa

    step = max(STEP, layer.resolution)
    posts = _in_turn(layer.arrays())
    pauses = (np.diff(posts["time"]) + step // 2) // step
    sitting = (np.diff(posts["account"]) == 0) & (np.diff(posts["time"]) <= SITTING)
    runs, starts = _telling(pauses, sitting)
    account = posts["account"][starts]
    names, codes = np.unique(runs, axis=0, return_inverse=True)
    shared = _shared(codes.reshape(-1), account, len(names))
    kept = np.flatnonzero(shared[codes.reshape(-1)])
    objects = np.cumsum(shared) - 1
    columns = {
        "account": account[kept].astype(np.int32),
        "object": objects[codes.reshape(-1)[kept]].astype(np.int32),
        "time": posts["time"][starts[kept]],
        "content": posts["content"][starts[kept]],
    }
    said = [" ".join(f"{pause * step // SECOND} s" for pause in run) for run in names[shared].tolist()]
    return replace(layer, actions=pa.table(columns), objects=pl.Series("object", said, dtype=pl.String))


@signal(needs=(), settle=patterns)
def rhythm(posts: pl.DataFrame) -> pl.DataFrame:
    """Five posts followed one another after the same pauses, to about two seconds, whatever was posted.

    Every post is an action on one object until the layer is settled: then the objects are the patterns of four pauses within a sitting.
    """
    import polars as pl

    return posts.select("row", object=pl.lit("post", dtype=pl.String))


def _in_turn(found: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Return posts by account and time, of several at one moment the first: a thread that appears at once is one post here."""
    import numpy as np

    order = np.lexsort((found["content"], found["time"], found["account"]))
    turn = {name: column[order] for name, column in found.items()}
    new = np.ones(len(order), np.bool_)
    new[1:] = (np.diff(turn["account"]) != 0) | (np.diff(turn["time"]) != 0)
    return {name: column[new] for name, column in turn.items()}


def _telling(pauses: NDArray[np.int64], sitting: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the runs of pauses (n x `PAUSES`, in steps) that say something, and where each begins."""
    import numpy as np
    from numpy.lib.stride_tricks import sliding_window_view

    if len(pauses) < PAUSES:
        return np.zeros((0, PAUSES), np.int64), np.zeros(0, np.int64)
    starts = np.flatnonzero(sliding_window_view(sitting, PAUSES).all(axis=1))
    runs = sliding_window_view(pauses, PAUSES)[starts]
    distinct = 1 + (np.diff(np.sort(runs, axis=1), axis=1) != 0).sum(axis=1)
    telling = (distinct >= DISTINCT) & (np.log2(np.maximum(1, runs)).sum(axis=1) >= BITS)
    return runs[telling], starts[telling]


def _shared(codes: NDArray[np.int64], account: NDArray[np.int32], count: int) -> NDArray[np.bool_]:
    """Return which of `count` patterns more than one account shows."""
    import numpy as np

    low, high = np.full(count, np.iinfo(np.int32).max), np.full(count, -1)
    np.minimum.at(low, codes, account)
    np.maximum.at(high, codes, account)
    return low < high
