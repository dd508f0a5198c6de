"""Several p-values about one question as one, whatever their dependence in the tail: the Cauchy combination (Liu & Xie 2020, JASA 115(529))."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SMALL, LARGE = 1e-15, 0.99


def combined(p: Floats, present: NDArray[np.bool_]) -> Floats:
    """Return one p-value per row of `p`, from the entries that are `present`, with equal weights; 1 where there is none.

    A p-value near 1 counts as 0.99: it should not undo what the others say. Below 1e-15 the tangent is its own limit.
    """
    bounded = np.minimum(p, LARGE)
    with np.errstate(divide="ignore"):
        turned = np.where(bounded < SMALL, 1 / (np.maximum(bounded, 1e-300) * np.pi), np.tan((0.5 - bounded) * np.pi))
    count = present.sum(axis=1)
    mean = np.where(present, turned, 0.0).sum(axis=1) / np.maximum(count, 1)
    with np.errstate(divide="ignore"):
        tail = np.where(mean > 1 / SMALL, 1 / (np.maximum(mean, SMALL) * np.pi), 0.5 - np.arctan(mean) / np.pi)
    return np.where(count == 0, 1.0, np.clip(tail, 0.0, 1.0))
