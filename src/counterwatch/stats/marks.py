"""How surprising are this many marks, or this long a run of them, when each place has its own known chance of a mark?

Both tails are sums of positive terms, so they stay exact far below what any simulation could reach.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Marks = NDArray[np.bool_]


def longest_run(marked: Marks) -> Integers:
    """Return the longest run of marks in each row."""
    longest = current = np.zeros(marked.shape[0], dtype=np.int64)
    for place in marked.T:
        current = np.where(place, current + 1, 0)
        longest = np.maximum(longest, current)
    return longest


def count_tail(chances: Floats, count: Integers) -> Floats:
    """Return P(at least `count` marks) for each row of independent places with their own chances (Poisson-binomial)."""
    mass = np.zeros((chances.shape[0], chances.shape[1] + 1))
    mass[:, 0] = 1.0
    for chance in chances.T[:, :, np.newaxis]:
        mass[:, 1:] = mass[:, 1:] * (1 - chance) + mass[:, :-1] * chance
        mass[:, :1] *= 1 - chance
    reached = np.arange(mass.shape[1]) >= count[:, np.newaxis]
    return np.asarray(np.minimum((mass * reached).sum(axis=1), 1.0))


def run_tail(chances: Floats, run: Integers) -> Floats:
    """Return P(some run of at least `run` marks) for each row; places that cannot be marked have chance 0 and break runs."""
    rows, wanted = np.arange(chances.shape[0]), np.maximum(run, 1)
    # `state[i, j]`: no run of the wanted length yet, and the last j places are marked.
    state = np.zeros((chances.shape[0], int(wanted.max(initial=1))))
    state[:, 0] = 1.0
    reached = np.arange(state.shape[1]) >= wanted[:, np.newaxis]
    done = np.zeros(chances.shape[0])
    for chance in chances.T:
        done += state[rows, wanted - 1] * chance
        broken = (state * (1 - chance[:, np.newaxis])).sum(axis=1)
        state[:, 1:] = state[:, :-1] * chance[:, np.newaxis]
        state[:, 0] = broken
        state[reached] = 0.0
    return np.where(run > 0, np.minimum(done, 1.0), 1.0)
