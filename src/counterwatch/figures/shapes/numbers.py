"""Plain numbers without a time, such as the populations of towns: what checks of digits and of bunching look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from counterwatch.core import Problem
from counterwatch.figures.columns import Guess
from counterwatch.figures.table import Floats, Kind, Panel


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Numbers:
    """One or more named lists of published numbers, in the order of the file.

    `values[name]` has shape (numbers,), NaN where nothing was published. `size`, where there is one, has the same shape: how large each unit is
    by another count than the one that is asked about (registered voters, inhabitants). `target`, of the same shape too, is the number that
    each was to reach or to stay below (a planned growth rate, a limit).
    """

    name: str
    values: Mapping[str, Floats]
    kinds: Mapping[str, Kind]
    size: Floats | None = None
    size_name: str = ""
    target: Floats | None = None
    target_name: str = ""
    problems: tuple[Problem, ...] = ()
    guess: Guess = field(default_factory=Guess)

    def __post_init__(self) -> None:
        lengths = {block.shape for block in (*self.values.values(), self.size, self.target) if block is not None}
        if len(lengths) > 1 or any(len(shape) != 1 for shape in lengths):
            raise ValueError(f"lists of different length or shape: {sorted(lengths)}")

    @classmethod
    def one(
        cls, *, name: str, values: NDArray[np.generic], kind: Kind = Kind.COUNTS, size: Floats | None = None, target: Floats | None = None
    ) -> Numbers:
        """Return one unnamed list."""
        return cls(name=name, values={"": np.asarray(values, dtype=np.float64)}, kinds={"": kind}, size=size, target=target)

    def subjects(self) -> Iterator[tuple[str, str]]:
        """Yield the name of each list and the subject that a finding about it carries."""
        for value in self.values:
            yield value, f"{self.name} · {value}" if value else self.name


def numbers_of_panel(panel: Panel) -> Numbers:
    """Return every new amount of a panel as one list for each value, without zeros and gaps, units one after the other."""
    lists = {name: panel.flows(name).ravel() for name in panel.values}
    lists = {name: np.where(block == 0, np.nan, block) for name, block in lists.items()}
    shown = np.any([np.isfinite(block) for block in lists.values()], axis=0) if lists else np.zeros(0, dtype=bool)
    values = {name: block[shown] for name, block in lists.items()}
    return Numbers(name=panel.name, values=values, kinds=dict(panel.kinds), problems=panel.problems, guess=panel.guess)
