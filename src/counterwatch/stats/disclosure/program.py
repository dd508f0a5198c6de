"""A linear programme over counts: a variable for each count of each state, told apart by what it is of, not by where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from counterwatch.stats.disclosure.published import ENDLESS, Key

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Place = tuple[int, str, Key]
Terms = list[tuple[int, float]]


@dataclass(slots=True)
class Program:
    """Variables with their bounds, equations that are 0, inequalities that are at most 0, and which counts must stay open up to what.

    `printed` holds, for each release, the variable of each printed count, row by row.
    """

    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    hidden: dict[int, int] = field(default_factory=dict)
    equal: list[Terms] = field(default_factory=list)
    at_most: list[Terms] = field(default_factory=list)
    number: dict[Place, int] = field(default_factory=dict)
    true: dict[Place, int] = field(default_factory=dict)
    keys: list[Key] = field(default_factory=list)
    printed: list[list[int]] = field(default_factory=list)

    def of(self, place: Place, true: int) -> int:
        """Return the variable of a count, a new one where there is none yet."""
        if place not in self.number:
            self.number[place], self.true[place] = self.new(place[2]), true
        return self.number[place]

    def new(self, key: Key) -> int:
        """Return a new variable."""
        self.low.append(0.0)
        self.high.append(np.inf)
        self.keys.append(key)
        return len(self.low) - 1

    def within(self, variable: int, low: int, high: int) -> None:
        """Narrow the bounds of a variable."""
        self.low[variable] = max(self.low[variable], low)
        self.high[variable] = min(self.high[variable], np.inf if high >= ENDLESS else high)

    def hide(self, variable: int, top: int) -> None:
        """Demand that a count can be anything from 0 to `top`."""
        self.hidden[variable] = max(self.hidden.get(variable, 0), top)

    def matrices(self) -> dict[str, Any]:
        """Return what a solver takes."""
        # Bounded, or what a reader knows nothing of would have no largest value to be found.
        most = 4.0 * max([*self.true.values(), *self.low, 250])
        found: dict[str, Any] = {"bounds": np.stack([self.low, np.minimum(self.high, most)], axis=1)}
        for name, rows in (("eq", self.equal), ("ub", self.at_most)):
            if rows:
                found |= {f"A_{name}": _matrix(rows, len(self.low)), f"b_{name}": np.zeros(len(rows))}
        return found


def _matrix(rows: Sequence[Terms], width: int) -> csr_matrix:
    from scipy.sparse import coo_matrix

    lines = np.repeat(np.arange(len(rows)), [len(each) for each in rows])
    columns, values = zip(*(term for each in rows for term in each), strict=True)
    return coo_matrix((values, (lines, columns)), shape=(len(rows), width)).tocsr()
