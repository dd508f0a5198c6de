"""The median with an interval that assumes nothing about the shape of the distribution."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray


def median_interval(values: NDArray[np.float64], *, level: float) -> tuple[float, float, float]:
    """Return the median and two order statistics that hold the true median with at least this probability, for independent values."""
    ordered = np.sort(values)
    rank = _rank(len(ordered), level)
    return float(np.median(ordered)), float(ordered[rank - 1]), float(ordered[len(ordered) - rank])


@lru_cache(maxsize=10_000)
def _rank(number: int, level: float) -> int:
    from scipy.stats import binom

    return max(int(binom.ppf((1 - level) / 2, number, 0.5)), 1)
