"""Equal numbers in the same column of different rows: which pairs of rows share them, and how often."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]


def shared(values: Integers, usable: Marks) -> Integers:
    """Return how many columns hold the same usable number in two rows: a symmetric table, 0 on its diagonal."""
    rows = len(values)
    row, column = np.nonzero(usable)
    order = np.lexsort((values[row, column], column))
    row, column, number = row[order], column[order], values[row, column][order]
    found = np.zeros(rows * rows, dtype=np.int64)
    for apart in range(1, rows):
        same = np.flatnonzero((column[apart:] == column[:-apart]) & (number[apart:] == number[:-apart]))
        if not len(same):
            break
        found += np.bincount(row[same] * rows + row[same + apart], minlength=rows * rows)
    table = found.reshape(rows, rows)
    return np.asarray(table + table.T)


def more_than_rotated(observed: Integers, rotated: Integers, turns: float) -> Floats:
    """Return the chance of `observed` events or more, where `turns` tries gave `rotated` in sum (Przyborowski & Wilenski 1940).

    Where twice as many events are expected as in a try, `turns` tries are worth half of them.
    """
    from scipy.stats import binom

    return np.asarray(binom.sf(observed - 1, observed + rotated, 1 / (turns + 1)))
