"""Runs of one repeated value, and how likely a long one is from how often each weekday repeats the day before."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]
Places = NDArray[np.int64]


def runs(values: Floats) -> tuple[Places, Places]:
    """Return where each run of equal values starts and how long it is; a NaN is equal to nothing and is a run of its own."""
    if not len(values):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    starts = np.flatnonzero(np.r_[True, values[1:] != values[:-1]])
    return starts, np.diff(np.r_[starts, len(values)])


def chance_of_run(values: Floats, weekday: Places, considered: Booleans, start: int, days: int) -> float:
    """Return an upper bound on the chance of a run of `days` equal values, from the rest of the series.

    The model is a chain: given that a day repeated the one before, the next does so with a probability that belongs to its weekday and
    is learnt from the other `considered` days. Not knowing it is part of the answer: the prior is flat, and the chance that all days of
    the run repeat is the beta-binomial prediction. Times one more than the number of times that any repetition began (Markov's inequality).
    """
    from scipy.special import betaln

    run = np.arange(start, start + days)
    repeat = np.r_[False, values[1:] == values[:-1]]
    outside = considered.copy()
    outside[max(start - 1, 0) : start + days + 1] = False
    began = int((outside & repeat & ~np.r_[False, repeat[:-1]]).sum())
    after_repeat = outside & np.r_[False, repeat[:-1]]
    needed = np.bincount(weekday[run[2:]], minlength=7)
    yes = np.bincount(weekday[after_repeat & repeat], minlength=7) + 1
    no = np.bincount(weekday[after_repeat & ~repeat], minlength=7) + 1
    return float(min(1.0, (began + 1) * np.exp(np.sum(betaln(yes + needed, no) - betaln(yes, no)))))
