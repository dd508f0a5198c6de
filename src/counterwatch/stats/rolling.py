"""Means over a moving window, for many series at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def rolling_mean(values: Floats, *, around: int) -> Floats:
    """Return the mean of each value with `around` neighbours on both sides (fewer at the ends), without NaN; NaN where there is none."""
    known = np.isfinite(values)
    sums, counts = _sums(np.where(known, values, 0.0), around), _sums(known.astype(np.float64), around)
    return np.divide(sums, counts, out=np.full_like(sums, np.nan), where=counts > 0)


def _sums(values: Floats, around: int) -> Floats:
    length = values.shape[1]
    running = np.cumsum(np.pad(values, ((0, 0), (1, 0))), axis=1)
    places = np.arange(length)
    return np.asarray(running[:, np.minimum(places + around + 1, length)] - running[:, np.maximum(places - around, 0)])
