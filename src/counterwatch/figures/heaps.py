"""Multiples of 5, 10, 100 and 1000 in many series at once, and how often they would come if nobody preferred them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from counterwatch.figures.table import Floats

GRIDS = (5, 10, 100, 1000)
REACH = {5: 2, 10: 4, 100: 4, 1000: 4}
TIMES = 10
SIZES = np.array([2 * REACH[grid] + 1 for grid in GRIDS])


@dataclass(frozen=True, slots=True, kw_only=True)
class Heaps:
    """By unit (rows) and grid (columns): how many values are multiples, and how many are multiples or their close neighbours.

    A multiple of 10 is not counted for 5, nor one of 100 for 10: each value belongs to one grid. `around[grid]` holds the number of values at each
    distance from a multiple, -4 to 4, by unit.
    """

    multiples: Floats
    cells: Floats
    around: dict[int, Floats]
    total: Floats
    whole: Floats

    def expected(self) -> Floats:
        """Return the multiples to be expected: their share among as many neighbours below as above, where values thin out evenly."""
        return np.asarray(self.cells / SIZES)


def heaps_of(flows: Floats) -> Heaps:
    """Count multiples and their neighbours. A value equal to the one before counts once: a figure carried forward is not counted again."""
    again = np.zeros(flows.shape, dtype=bool)
    again[:, 1:] = flows[:, 1:] == flows[:, :-1]
    kept = np.isfinite(flows) & (flows >= TIMES * GRIDS[0] - REACH[GRIDS[0]]) & ~again
    whole = kept & (flows == np.floor(flows))
    values = np.where(whole & (flows < 2**53), flows, 0).astype(np.int64)
    around = {grid: _around(values, grid, larger) for grid, larger in zip(GRIDS, (*GRIDS[1:], 0), strict=True)}
    return Heaps(
        multiples=np.stack([around[grid][:, REACH[grid]] for grid in GRIDS], axis=1),
        cells=np.stack([around[grid].sum(axis=1) for grid in GRIDS], axis=1),
        around=around,
        total=kept.sum(axis=1).astype(np.float64),
        whole=whole.sum(axis=1) / np.maximum(kept.sum(axis=1), 1),
    )


def _around(values: np.ndarray, grid: int, larger: int) -> Floats:
    """Return, by unit, how many values lie at each distance from a multiple of `grid` that is no multiple of the next larger one."""
    reach = REACH[grid]
    nearest = (values + reach) // grid * grid
    distance = values - nearest
    usable = (distance <= reach) & (nearest >= TIMES * grid)
    if larger:
        usable &= nearest % larger != 0
    place = np.where(usable, distance + reach, 2 * reach + 1) + np.arange(len(values))[:, np.newaxis] * (2 * reach + 2)
    counts = np.bincount(place.ravel(), minlength=len(values) * (2 * reach + 2))
    return np.asarray(counts.reshape(len(values), 2 * reach + 2)[:, :-1], dtype=np.float64)
