"""The variance that Poisson draws rarely fall below, as the published underdispersion rule simulates it: one fixed seed for every mean."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SEED = 42
DRAWS = 1000
PERCENTILE = 5

PROVEN = (70, 100_000)
SURELY = {7: (0.24, 0.35), 10: (0.31, 0.44)}
"""For 7 and for 10 values and every total from 70 to 100,000 the threshold of the fixed seed was computed once, and divided by its mean
lies well between these numbers. So only variances between them need draws; outside these totals, and for other sizes, all do."""


def below_threshold(counts: Floats) -> NDArray[np.bool_]:
    """Is the sample variance along the last axis below the threshold for its mean? Equal to simulating each threshold, only faster."""
    size, total = counts.shape[-1], counts.sum(axis=-1)
    mean, variance = counts.mean(axis=-1), counts.var(axis=-1, ddof=1)
    surely_below, surely_not = SURELY.get(size, (0.0, np.inf))
    proven = (total >= PROVEN[0]) & (total <= PROVEN[1])
    below = proven & (variance < surely_below * mean)
    open_ = (mean > 0) & ~below & ~(proven & (variance > surely_not * mean))
    limits = {each: threshold(each, size) for each in np.unique(mean[open_]).tolist()}
    below[open_] = [low < limits[each] for low, each in zip(variance[open_].tolist(), mean[open_].tolist(), strict=True)]
    return np.asarray(below)


@lru_cache(maxsize=100_000)
def threshold(mean: float, size: int) -> float:
    """Return the 5th percentile of the sample variance of `size` Poisson draws with this mean, in 1000 draws from the fixed seed."""
    draws = np.random.RandomState(SEED).poisson(mean, size=(DRAWS, size))
    return float(np.percentile(draws.var(axis=1, ddof=1), PERCENTILE))
