"""How pairs compare in one field: a level for each, asked once for every two values that meet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counterwatch.incidents.columns import Column

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

UNKNOWN = -1
"""The level where one of two records says nothing, or nothing that can be compared."""


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """How n pairs compare in one field: the `way` in which they can be compared (int64), and the `level` (int8, `UNKNOWN` where they cannot).

    `chance` (float64) is that of the level by what a pair shares, NaN where it is that of pairs by chance, times `scale`.
    """

    level: NDArray[np.int8]
    chance: NDArray[np.float64]
    way: NDArray[np.int64]
    scale: NDArray[np.float64]


def levelled(
    level: NDArray[Any], *, chance: NDArray[np.float64] | None = None, way: NDArray[Any] | None = None, scale: NDArray[np.float64] | None = None
) -> Levels:
    import numpy as np

    size = len(level)
    return Levels(
        level.astype(np.int8), np.full(size, np.nan) if chance is None else chance, np.zeros(size, np.int64) if way is None else way.astype(np.int64),
        np.ones(size) if scale is None else scale,
    )  # fmt: skip


def often(column: Column[frozenset[str]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for each, times in zip(column.values, column.times.tolist(), strict=True):
        found.update(dict.fromkeys(each, times))
    return found


def by_value(
    column: Column[frozenset[str]] | Column[tuple[int, int | None]], one: NDArray[np.int64], other: NDArray[np.int64],
    level: Callable[..., tuple[int, float]],
) -> Levels:  # fmt: skip
    """Ask `level` once for every two values that meet; `UNKNOWN` where one of a pair says nothing."""
    import numpy as np

    a, b = column.codes[one], column.codes[other]
    both = (a >= 0) & (b >= 0)
    width = len(column.values) + 1
    keys, back = np.unique(a[both] * width + b[both], return_inverse=True)
    found = [level(column.values[key // width], column.values[key % width]) for key in keys.tolist()]
    known, chance = np.full(len(one), UNKNOWN, np.int8), np.full(len(one), np.nan)
    if found:
        known[both] = np.array([each[0] for each in found], np.int8)[back]
        chance[both] = np.array([each[1] for each in found])[back]
    return levelled(known, chance=chance)
