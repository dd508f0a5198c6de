"""Occasions: encounters of a pair that begin within one sitting are one coincidence, however many objects it touches."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterwatch.coordination.synchrony.line import Ints
from counterwatch.stats.poisson_binomial import upper_tail

LEAST_CHANCE = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Occasions:
    """One entry per occasion, sorted by pair: the number of its pair, its number among all encounters' occasions, whether any was a hit."""

    pair: Ints
    of_encounter: Ints
    hit: NDArray[np.bool_]


def occasions(pair: Ints, time: Ints, hit: NDArray[np.bool_], gap: int) -> Occasions:
    """Group encounters, sorted by pair and time, into occasions: each takes all that begin within `gap` of its first."""
    begins = begins_of(pair, time, gap)
    number = np.cumsum(begins) - 1
    any_hit = np.zeros(int(begins.sum()), np.bool_)
    any_hit[number[hit]] = True
    return Occasions(pair[begins], number, any_hit)


def begins_of(pair: Ints, time: Ints, gap: int) -> NDArray[np.bool_]:
    """Return which encounters begin an occasion. All pairs go forward together, one occasion a turn."""
    begins = np.zeros(len(pair), np.bool_)
    if not len(pair):
        return begins
    low = time.min()
    step = int(time.max() - low) + gap + 2
    line = (pair - pair.min()) * step + (time - low)
    following = np.searchsorted(line, line + gap, side="right")
    ends = np.searchsorted(pair, pair, side="right")
    now = np.flatnonzero(np.concatenate([[True], pair[1:] != pair[:-1]]))
    while len(now):
        begins[now] = True
        now = following[now][following[now] < ends[now]]
    return begins


def chances(found: Occasions, chance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the chance of at least one hit in each occasion, from those of its encounters."""
    misses = np.log1p(-np.clip(chance, LEAST_CHANCE, 1 - 1e-15))
    return np.asarray(-np.expm1(np.bincount(found.of_encounter, weights=misses, minlength=len(found.pair))))


def p_values(found: Occasions, chance: NDArray[np.float64], pairs: int) -> tuple[NDArray[np.float64], Ints, Ints, NDArray[np.float64]]:
    """Return, by pair: p (the chance of as many occasions with a hit, or more), occasions with a hit, occasions, expected hits."""
    q = chances(found, chance)
    hits = np.bincount(found.pair[found.hit], minlength=pairs)
    count = np.bincount(found.pair, minlength=pairs)
    expected = np.bincount(found.pair, weights=q, minlength=pairs)
    return upper_tail(q, count, hits), hits, count, np.asarray(expected, dtype=np.float64)
