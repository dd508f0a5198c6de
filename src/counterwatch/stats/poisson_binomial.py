"""How many of several independent trials succeed, each with its own chance: the exact upper tail, for many such sets at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
CELLS = 4_000_000
"""How many chances are held at once."""


def upper_tail(chance: Floats, count: Ints, least: Ints) -> Floats:
    """Return P(successes >= least) for each set of trials: `chance` holds those of the first set, then of the second, `count` how many each has.

    By the recursion over trials, with everything at or above `least` gathered in one cell: only positive terms are added, so that small
    tails keep their digits.
    """
    found = np.ones(len(count))
    start = np.cumsum(count) - count
    asked = np.flatnonzero(least > 0)
    found[asked[least[asked] > count[asked]]] = 0.0
    asked = asked[least[asked] <= count[asked]]
    # Sets of like size go together, so that hardly a cell is in vain.
    asked = asked[np.lexsort((count[asked], least[asked]))]
    while len(asked):
        height = int(least[asked[0]])
        fits = int(np.searchsorted(least[asked], max(height + 4, height * 5 // 4), side="right"))
        wide = int(least[asked[fits - 1]]) + 1
        now, asked = np.split(asked, [min(fits, max(CELLS // wide, 1))])
        found[now] = _together(chance, start[now], count[now], least[now])
    return found


def _together(chance: Floats, start: Ints, count: Ints, least: Ints) -> Floats:
    order = np.argsort(-count, kind="stable")
    start, count, least = start[order], count[order], least[order]
    rows, top = np.arange(len(order)), int(least.max())
    # Column j holds P(j successes so far) for j < least, and column `least` the chance that so many have been reached.
    state = np.zeros((len(order), top + 1))
    state[:, 0] = 1.0
    left = np.searchsorted(-count, -np.arange(1, int(count.max()) + 1), side="right")
    for trial, live in enumerate(left):
        p = chance[start[:live] + trial][:, None]
        now = state[:live]
        reached = now[rows[:live], least[:live]].copy()
        moved = now[:, :-1] * p
        now *= 1 - p
        now[:, 1:] += moved
        # What has reached the last cell stays there.
        now[rows[:live], least[:live]] += reached * p[:, 0]
    found = np.empty(len(order))
    found[order] = state[rows, least]
    return np.minimum(found, 1.0)
