"""Reported means, standard deviations and percentages with the number they were computed from, as written: trailing zeros count."""

from __future__ import annotations

from dataclasses import dataclass, field

from counterwatch.core import Problem
from counterwatch.figures.columns import Guess


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One line: what it is about, `n` units of which each holds `items` whole numbers, and the numbers exactly as they were written."""

    subject: str
    n: int
    mean: str = ""
    sd: str = ""
    percent: str = ""
    items: int = 1
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Summaries:
    """The lines of one table of reported summaries."""

    name: str
    lines: tuple[Summary, ...]
    problems: tuple[Problem, ...] = ()
    guess: Guess = field(default_factory=Guess)
