"""Is the spread of some counts smaller than their total allows? The exact answer, given that total.

If `size` independent Poisson counts share one mean, then given their total they are multinomial with equal probabilities, whatever the
mean was (Fisher 1950, Biometrics 6). So the sum of their squares has a known distribution: no mean to estimate, nothing to simulate.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

EXACT_BELOW = 350
"""Totals below this are looked up in the exact distribution; above it chi-squared differs from it by at most 0.0015."""

EXACT_PART = 0.9
"""The exact table covers this lower part of the chi-squared distribution; beyond it only the upper bulk is left, where nothing is ever marked."""

TYPICAL = 25.0
"""Any Poisson mean gives the same conditional distribution; this one keeps every weight far from underflow."""


class Null(NamedTuple):
    """The lower tail of the sum of squares for each total: `tail[total, j]` is P(squares <= smallest[total] + 2 j)."""

    smallest: Integers
    tail: Floats


def lower_tail(counts: NDArray[np.generic]) -> Floats:
    """Return P(spread at most as small | total) of whole, non-negative counts along the last axis; 1 where the total is 0."""
    counts = np.asarray(counts, dtype=np.float64)
    size, total = counts.shape[-1], counts.sum(axis=-1)
    tail = _chi_squared(np.square(counts - total[..., np.newaxis] / size).sum(axis=-1), total, size)
    small = total < EXACT_BELOW
    known, squares = null(size), np.square(counts[small]).sum(axis=-1).astype(np.int64)
    row = total[small].astype(np.int64)
    column = (squares - known.smallest[row]) // 2
    inside = column < known.tail.shape[1]
    tail[small] = np.where(inside, known.tail[row, np.where(inside, column, 0)], tail[small])
    return tail


def attained(total: Floats, *, level: float, size: int) -> Floats:
    """Return the true probability that `lower_tail` is at most `level`, for each total: counts are discrete, so it is often smaller."""
    reached = np.where(null(size).tail <= level, null(size).tail, 0.0).max(axis=1)
    return np.where(total < EXACT_BELOW, reached[np.minimum(total, EXACT_BELOW - 1).astype(np.int64)], level)


@cache
def null(size: int) -> Null:
    """Return the exact lower tails for `size` counts and every total below `EXACT_BELOW`."""
    from scipy.special import chdtri

    width = int(chdtri(size - 1, 1 - EXACT_PART) * (EXACT_BELOW - 1) / size) // 2 + size
    reach = 2.0 * width + size
    mass = np.zeros((EXACT_BELOW, width))
    mass[:, 0] = weights = _poisson(TYPICAL)
    for boxes in range(1, size):
        mass = _one_more(mass, boxes, size, weights, reach)
    tail = np.cumsum(mass, axis=1) / _poisson(size * TYPICAL)[:, np.newaxis]
    # Column j stands for a spread of 2 j or a little more, so the last few columns may have lost something at the edge.
    return Null(smallest=_smallest_squares(size), tail=np.minimum(tail[:, : width - size // 4 - 1], 1.0))


def _poisson(mean: float) -> Floats:
    from scipy.special import gammaln

    values = np.arange(EXACT_BELOW)
    return np.asarray(np.exp(values * np.log(mean) - mean - gammaln(values + 1)))


def _one_more(mass: Floats, boxes: int, size: int, weights: Floats, reach: float) -> Floats:
    # The spread within some boxes never exceeds the spread within all, so what leaves the width can never come back: nothing is lost.
    before, after, width = _smallest_squares(boxes), _smallest_squares(boxes + 1), mass.shape[1]
    grown = np.zeros_like(mass)
    around, top = np.sqrt(reach * (boxes + 1) / boxes), _largest_part(boxes + 1, size, reach)
    for total in range(_largest_part(boxes, size, reach) + 1):
        middle = total / boxes
        for value in range(max(0, int(middle - around)), min(int(middle + around) + 2, top - total + 1)):
            shift = (before[total] + value * value - after[total + value]) // 2
            if shift < width:
                grown[total + value, shift:] += weights[value] * mass[total, : width - shift]
    return grown


def _largest_part(boxes: int, size: int, reach: float) -> int:
    """Return the largest total that some of the boxes can hold when all of them stay within reach."""
    return min(EXACT_BELOW - 1, int((EXACT_BELOW - 1) * boxes / size + np.sqrt(reach * boxes * (size - boxes) / size)) + 1)


def _smallest_squares(boxes: int) -> Integers:
    share, rest = np.divmod(np.arange(EXACT_BELOW, dtype=np.int64), boxes)
    return np.asarray(rest * (share + 1) ** 2 + (boxes - rest) * share**2)


def _chi_squared(deviations: Floats, total: Floats, size: int) -> Floats:
    from scipy.special import chdtr

    # The sum of squares moves in steps of 2: half a step is the usual correction for continuity.
    statistic = (deviations + 1.0) * size / np.maximum(total, 1.0)
    return np.where(total > 0, chdtr(size - 1, statistic), 1.0)
