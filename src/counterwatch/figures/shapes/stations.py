"""Polling stations: how many were registered, how many ballots were given out or counted, how many were for each party."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from counterwatch.core import Problem
from counterwatch.figures.columns import Columns, Guess
from counterwatch.figures.table import Floats

if TYPE_CHECKING:
    from counterwatch.figures.reading.grid import Grid

Ints = NDArray[np.int64]
LARGEST = 1_000_000
"""No polling station has more voters; a row with more is a total."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stations:
    """Results by polling station, each list of shape (stations,), NaN where nothing was published.

    `registered` voters, `given` ballots handed out, `received` ballots counted, `votes[party]`. What a file does not hold is `None`;
    checks say which of them they need. `region` numbers the entry of `regions` that a station lies in. `names` holds what the file
    calls each of these.
    """

    name: str
    registered: Floats
    votes: Mapping[str, Floats]
    given: Floats | None = None
    received: Floats | None = None
    region: Ints | None = None
    regions: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
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

    @property
    def ballots(self) -> Floats | None:
        """Ballots by which turnout is measured: those handed out, or those counted where nothing else is published."""
        return self.received if self.given is None else self.given

    @property
    def counted(self) -> Floats | None:
        """Ballots by which shares are measured: those counted, or those handed out where nothing else is published."""
        return self.given if self.received is None else self.received

    def called(self, field_name: str) -> str:
        """Return what the file calls `registered`, `ballots` or `counted`."""
        first, second = {"ballots": ("given", "received"), "counted": ("received", "given")}.get(field_name, (field_name, field_name))
        known = first if getattr(self, first) is not None else second
        return self.names.get(known, known)

    def usable(self) -> NDArray[np.bool_]:
        """Return where every count is whole and none is larger than what it is a part of."""
        if self.ballots is None or self.counted is None or self.leader is None:
            return np.zeros(self.registered.shape, dtype=bool)
        lists = (self.registered, self.ballots, self.counted, self.votes[self.leader])
        whole = np.all([np.isfinite(each) & (each == np.floor(each)) & (each >= 0) for each in lists], axis=0)
        registered, ballots, counted, votes = lists
        return np.asarray(whole & (registered <= LARGEST) & (ballots <= registered) & (counted <= registered) & (votes <= counted))


def stations_of(grid: Grid, columns: Columns) -> Stations | None:
    """Return the stations of a file; `None` where neither `--map` nor the names of its columns say that its rows are polling stations."""
    from counterwatch.figures.reading.station_rows import stations_from

    return stations_from(grid, columns)
