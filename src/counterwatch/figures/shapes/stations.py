"""Polling stations: how many were registered, how many ballots were given out or counted, how many were for each party."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from counterwatch.core import Problem
from counterwatch.figures.columns import Guess
from counterwatch.figures.table import Floats

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stations:
    """Results by polling station, each list of shape (stations,), NaN where nothing was published.

    `registered` voters, `given` ballots handed out, `received` ballots counted, `votes[party]`. What a file does not hold is `None`;
    checks say which of them they need. `region` numbers the entry of `regions` that a station lies in.
    """

    name: str
    registered: Floats
    votes: Mapping[str, Floats]
    given: Floats | None = None
    received: Floats | None = None
    region: Ints | None = None
    regions: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    guess: Guess = field(default_factory=Guess)

    def __post_init__(self) -> None:
        given = (self.given, self.received, self.region)
        lengths = {each.shape for each in (self.registered, *self.votes.values(), *given) if each is not None}
        if len(lengths) > 1 or any(len(shape) != 1 for shape in lengths):
            raise ValueError(f"lists of different length or shape: {sorted(lengths)}")

    @property
    def leader(self) -> str | None:
        """The party with the most votes in all stations together."""
        return max(self.votes, key=lambda party: float(np.nansum(self.votes[party])), default=None)
