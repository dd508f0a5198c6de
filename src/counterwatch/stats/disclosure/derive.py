"""What a reader can work out of published tables: the least and the most that each hidden count can be, by linear programming.

Counts add up to their totals, none is negative, and each lies where its printing puts it; tables of one collection share counts. A hidden
count is *exposed* unless it can still be anything below the threshold.
Method: the audit of suppressed tables, Fischetti & Salazar 2001 (doi:10.1287/mnsc.47.7.1008.9805), with rounded totals as intervals.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from counterwatch.stats.disclosure.program import Program

Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]
NEAR = 1e-6
ROUNDS, IDLE = 60, 3
"""After so many programmes for many counts at once, or so many that showed nothing new, each count that is left is asked about alone."""


@dataclass(slots=True)
class Seen:
    """Which variables some solution has shown at 0, and which at the most that is below the threshold.

    Withholding more only adds solutions: what was seen once stays true of the same releases with less printed.
    """

    low: Mask = field(default_factory=lambda: np.zeros(0, np.bool_))
    high: Mask = field(default_factory=lambda: np.zeros(0, np.bool_))

    def fit(self, size: int) -> None:
        """Make room for so many variables."""
        if len(self.low) != size:
            self.low, self.high = np.zeros(size, np.bool_), np.zeros(size, np.bool_)


def exposed(program: Program, seen: Seen) -> list[int]:
    """Return the variables of hidden counts that a reader can place better than the rule lets them, and keep in `seen` what was shown."""
    wanted, top = np.zeros(len(program.low), np.bool_), np.zeros(len(program.low))
    for variable, most in program.hidden.items():
        wanted[variable], top[variable] = True, most
    seen.fit(len(program.low))
    low, high = np.asarray(program.low), np.asarray(program.high)
    at_least, at_most = wanted & (low <= 0), wanted & (high >= top)
    matrices = program.matrices()
    for aims in _aims(at_least, at_most, seen):
        if (found := _solved(aims, matrices)) is None:
            break
        seen.low |= wanted & (found <= NEAR)
        seen.high |= wanted & (found >= top - NEAR)
    return np.flatnonzero(wanted & ~(at_least & at_most & seen.low & seen.high)).tolist()


def _aims(at_least: Mask, at_most: Mask, seen: Seen) -> Iterator[Floats]:
    """Yield what to make small (positive) and large (negative): what no solution has shown yet, differently each time."""
    rng, idle = np.random.default_rng(1), 0
    for number in range(ROUNDS):
        down, up = at_least & ~seen.low, at_most & ~seen.high
        if not (down.any() or up.any()) or idle == IDLE:
            break
        weight = rng.random(len(down)) + 0.1
        # By turns: what goes down, what goes up, and a half of each.
        part = rng.random(len(down)) < (0.0, 1.0, 0.5)[number % 3]
        yield np.where(down & ~part, weight, 0.0) - np.where(up & part, weight, 0.0)
        left = (down & ~seen.low).sum() + (up & ~seen.high).sum()
        idle = idle + 1 if left == down.sum() + up.sum() else 0
    for asked, shown, sign in ((at_least, seen.low, 1.0), (at_most, seen.high, -1.0)):
        for place in np.flatnonzero(asked & ~shown):
            if not shown[place]:
                yield sign * np.eye(1, len(asked), int(place))[0]


def _solved(aims: Floats, matrices: dict[str, NDArray[np.float64]]) -> Floats | None:
    from scipy.optimize import linprog

    found = linprog(aims, method="highs", **matrices)
    return np.asarray(found.x) if found.status == 0 else None
