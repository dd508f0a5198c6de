"""Runs of one repeated value, and how likely a long one is in a series that repeats itself as often as this one does elsewhere."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]
Places = NDArray[np.int64]

BORROWED = 6.0


def runs(values: Floats) -> tuple[Places, Places]:
    """Return where each run of equal values starts and how long it is; a NaN is equal to nothing and is a run of its own."""
    if not len(values):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    starts = np.flatnonzero(np.r_[True, values[1:] != values[:-1]])
    return starts, np.diff(np.r_[starts, len(values)])


def went_on_or_ended(values: Floats, considered: Booleans) -> tuple[int, int, int]:
    """Return how often a repetition went on for another day, how often it ended, and how often one began, on the days considered."""
    repeat = np.r_[False, values[1:] == values[:-1]]
    after = np.r_[False, repeat[:-1]]
    return int((considered & after & repeat).sum()), int((considered & after & ~repeat).sum()), int((considered & repeat & ~after).sum())


def chance_of_run(values: Floats, considered: Booleans, start: int, days: int, *, others: float | None = None) -> float:
    """Return how likely a run of `days` equal values is anywhere in a series like the rest of this one.

    The model is a chain: once a day repeated the one before, the next does so with a probability learnt from the other `considered` days.
    Not knowing it is part of the answer (beta-binomial prediction), so a series that seldom stood still cannot give a tiny chance alone;
    `others`, how often repetitions went on in comparable series, adds the weight of a few more. Times one more than the number of
    repetitions that began, for the choice of the longest.
    """
    from scipy.special import betaln

    outside = considered.copy()
    outside[max(start - 1, 0) : start + days + 1] = False
    on, ended, began = went_on_or_ended(values, outside)
    borrowed = 0.0 if others is None else BORROWED
    on_weight, end_weight = 1 + on + borrowed * (others or 0.0), 2 + ended + borrowed * (1 - (others or 0.0))
    return float(min(1.0, (began + 1) * np.exp(betaln(on_weight + days - 2, end_weight) - betaln(on_weight, end_weight))))
