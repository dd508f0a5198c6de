"""Moments in which everybody acts on one object: they are found by counting, before any pair is made, and left out by a stated rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counterwatch.coordination.edges import Hot

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowds:
    """The hot objects of a layer, and the cells of time (as long as the window) that are left out of each."""

    hot: tuple[Hot, ...]
    cells: dict[int, NDArray[np.int64]]


def crowds(connection: Any, actions: str, window: int, most: int) -> Crowds:
    """Find the objects whose actions could make more than `most` pairs within a window, and their fullest cells of time.

    `actions` is a table or a scan in SQL. Two actions within a window lie in one cell or in neighbours, so n_k (n_k - 1) / 2 + n_k n_(k+1)
    summed over cells k bounds the pairs of an object.
    """
    suspects = f"select object from {actions} group by object having count(*) * (count(*) - 1) // 2 > {most}"
    counted = connection.sql(
        f"select object, time // {window} as cell, count(*) as n from {actions} where object in ({suspects}) group by all order by object, cell"
    ).to_arrow_table()
    import numpy as np

    object, cell, n = (counted.column(name).to_numpy().astype(np.int64) for name in ("object", "cell", "n"))
    hot, cells = [], {}
    for each in np.unique(object):
        mine = object == each
        left_out = fullest(cell[mine], n[mine], most)
        if len(left_out):
            cells[int(each)] = left_out
            gone = int(n[mine][np.isin(cell[mine], left_out)].sum())
            hot.append(Hot(object=int(each), actions=int(n[mine].sum()), left_out=gone))
    return Crowds(hot=tuple(hot), cells=cells)


def fullest(cell: NDArray[np.int64], n: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """Return the cells to leave out: the fullest first (of equal ones the earliest), until the bound on pairs is at most `most`."""
    import numpy as np

    order, kept = np.lexsort((cell, -n)), n.astype(np.float64)
    if bound(cell, kept) <= most:
        return cell[:0]
    # The bound falls with every cell that goes: bisect for the first count at which it is low enough.
    low, high = 1, len(order)
    while low < high:
        half = (low + high) // 2
        kept = n.astype(np.float64)
        kept[order[:half]] = 0
        low, high = (low, half) if bound(cell, kept) <= most else (half + 1, high)
    return np.asarray(np.sort(cell[order[:low]]))


def bound(cell: NDArray[np.int64], n: NDArray[np.float64]) -> float:
    """Return how many pairs actions in cells of one window's length can make at most."""
    import numpy as np

    beside = n[:-1] * n[1:] * (np.diff(cell) == 1)
    return float((n * (n - 1) / 2).sum() + beside.sum())
