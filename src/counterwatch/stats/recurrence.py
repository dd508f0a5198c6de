"""How often do whole numbers come back exactly, and how often do they when their last digits are shuffled among them?

The idea is number bunching (Simonsohn 2019): shuffling keeps the sizes and the last digits, and breaks only exact repeats.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """Pairs of equal numbers; in each shuffle, too; how many values occur once, twice ... on average over shuffles."""

    pairs: int
    drawn: Integers
    usual_times: NDArray[np.float64]

    @property
    def p(self) -> float:
        """The share of shuffles with as many pairs or more, with the numbers as they are counted as one of them."""
        return float((1 + (self.drawn >= self.pairs).sum()) / (1 + len(self.drawn)))


def recurrence(values: Integers, *, draws: int, seed: int) -> Recurrence:
    """Count pairs of equal numbers as they are and with last digits shuffled; the order of the numbers has no part in it."""
    values = np.sort(values)
    heads, digits = np.unique(values // 10, return_inverse=True)[1].astype(np.int64), values % 10
    size = (int(heads.max(initial=0)) + 1) * 10
    rng = np.random.default_rng([seed, len(values)])
    drawn, times = np.zeros(draws, dtype=np.int64), np.zeros(64)
    for draw in range(draws):
        counts = np.bincount(heads * 10 + rng.permutation(digits), minlength=size)
        drawn[draw] = _pairs(counts)
        times += np.bincount(np.minimum(counts, 63), minlength=64)
    return Recurrence(pairs=_pairs(np.bincount(heads * 10 + digits, minlength=size)), drawn=drawn, usual_times=times / max(draws, 1))


def _pairs(counts: Integers) -> int:
    return int((counts * (counts - 1) // 2).sum())
