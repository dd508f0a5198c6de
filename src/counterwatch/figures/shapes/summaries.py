"""Reported means, standard deviations and percentages with the number they were computed from, as written: trailing zeros count."""

from __future__ import annotations

from dataclasses import dataclass, field

from counterwatch.core import Problem
from counterwatch.figures.columns import Columns, Guess
from counterwatch.figures.reading.grid import Grid


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One line: what it is about, `n` units of which each holds `items` whole numbers, and the numbers exactly as they were written.

    `binary` says that the units are zeros and ones (no or yes). Numbers are plain: digits, a dot, digits.
    """

    subject: str
    n: int
    mean: str = ""
    sd: str = ""
    percent: str = ""
    items: int = 1
    binary: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Summaries:
    """The lines of one table of reported summaries."""

    name: str
    lines: tuple[Summary, ...]
    problems: tuple[Problem, ...] = ()
    guess: Guess = field(default_factory=Guess)


def summaries_of(grid: Grid, columns: Columns) -> Summaries | None:
    """Return the summaries of a file; `None` where it has no column of numbers of units beside one of means or percentages."""
    from counterwatch.figures.summaries.rows import lines_of, roles_of

    roles = roles_of(grid, columns)
    if roles is None:
        return None
    lines, problems, guess = lines_of(grid, roles, columns)
    return Summaries(name=grid.name, lines=lines, problems=problems, guess=guess)
