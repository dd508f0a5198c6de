"""Counts by week and weekday: the quasi-Poisson fit in which a week has a level and a weekday a factor, for many series at once.

The likelihood equations of a log-linear model with such margins are solved by scaling rows and columns in turn (Deming & Stephan 1940).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
TURNS = 8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TwoWay:
    """Fitted means of shape (..., rows, columns), 0 where a cell takes no part, and the degrees of freedom left in each table (...)."""

    fitted: Floats
    free: Floats


def two_way(counts: Floats, shape: Floats) -> TwoWay:
    """Fit `counts` (..., rows, columns; NaN is left out) by a factor for each row and column times `shape`, what they follow within a row."""
    known = np.isfinite(counts) & (counts >= 0)
    seen, base = np.where(known, counts, 0.0), np.where(known, np.maximum(shape, 1e-9), 0.0)
    rows, columns = seen.sum(axis=-1), seen.sum(axis=-2)
    by_column = np.ones(columns.shape)
    by_row = np.zeros(rows.shape)
    for _ in range(TURNS):
        by_row = _ratio(rows, (base @ by_column[..., np.newaxis])[..., 0])
        by_column = _ratio(columns, (by_row[..., np.newaxis, :] @ base)[..., 0, :])
    fitted = base * by_row[..., :, np.newaxis] * by_column[..., np.newaxis, :]
    cells = (fitted > 0).sum(axis=(-1, -2))
    free = cells - (rows > 0).sum(axis=-1) - (columns > 0).sum(axis=-1) + 1
    return TwoWay(fitted=np.asarray(fitted), free=np.asarray(np.where(cells > 0, np.maximum(free, 0), 0), dtype=np.float64))


def _ratio(above: Floats, below: Floats) -> Floats:
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0)
