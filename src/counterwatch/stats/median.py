"""Medians, and an interval for one that assumes nothing about the shape of the distribution."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray


def median_interval(values: NDArray[np.float64], *, level: float) -> tuple[float, float, float]:
    """Return the median and two order statistics that hold the true median with at least this probability, for independent values."""
    ordered = np.sort(values)
    number, rank = len(ordered), _rank(len(ordered), level)
    middle = (ordered[(number - 1) // 2] + ordered[number // 2]) / 2
    return float(middle), float(ordered[rank - 1]), float(ordered[number - rank])


def row_medians(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the median of the numbers in each row, without its NaN; NaN where a row holds no number."""
    if not values.shape[1]:
        return np.full(len(values), np.nan)
    ordered, number = np.sort(values, axis=1), np.isfinite(values).sum(axis=1)
    rows, last = np.arange(len(values)), np.maximum(number - 1, 0)
    return np.asarray((ordered[rows, last // 2] + ordered[rows, np.minimum(number // 2, last)]) / 2)


@lru_cache(maxsize=10_000)
def _rank(number: int, level: float) -> int:
    from scipy.special import bdtr

    # The r-th smallest lies above the true median with the chance of fewer than r heads in as many tosses of a fair coin.
    tails = bdtr(np.arange(number), number, 0.5)
    return max(int(np.searchsorted(tails, (1 - level) / 2, side="right")), 1)
