"""Plain numbers without a time, such as the populations of towns: what checks of digits and of bunching look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from counterwatch.core import Problem
from counterwatch.figures.columns import Guess
from counterwatch.figures.table import Floats, Kind


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Numbers:
    """One or more named lists of published numbers, in the order of the file.

    `values[name]` has shape (numbers,), NaN where nothing was published. `size`, where there is one, has the same shape: how large each unit is
    by another count than the one that is asked about (registered voters, inhabitants).
    """

    name: str
    values: Mapping[str, Floats]
    kinds: Mapping[str, Kind]
    size: Floats | None = None
    size_name: str = ""
    problems: tuple[Problem, ...] = ()
    guess: Guess = field(default_factory=Guess)

    def __post_init__(self) -> None:
        lengths = {block.shape for block in (*self.values.values(), *(() if self.size is None else (self.size,)))}
        if len(lengths) > 1 or any(len(shape) != 1 for shape in lengths):
            raise ValueError(f"lists of different length or shape: {sorted(lengths)}")

    @classmethod
    def one(cls, *, name: str, values: Floats, kind: Kind = Kind.COUNTS, size: Floats | None = None) -> Numbers:
        """Return one unnamed list."""
        return cls(name=name, values={"": np.asarray(values, dtype=np.float64)}, kinds={"": kind}, size=size)

    def subjects(self) -> Iterator[tuple[str, str]]:
        """Yield the name of each list and the subject that a finding about it carries."""
        for value in self.values:
            yield value, f"{self.name} · {value}" if value else self.name
