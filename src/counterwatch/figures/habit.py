"""Publication habits: how a series was made public, named before any check of it is believed.

A 7-day mean, a total spread over days or a figure rounded to tens is honest, and trips naive checks. Each habit is one file in
`figures/habits`; its decorator says which checks it invalidates, and they answer *not tested* where it holds.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

from counterwatch.core import Message
from counterwatch.figures.table import Panel


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """A habit found in one series: what it is, since when and until when (ISO dates), on which share of days, and what to ask the source."""

    statement: Message
    question: Message
    first: str
    last: str
    share: float


Finder = Callable[[Panel, str], "list[Habit | None]"]
"""Looks at one value of a panel and returns, for each unit, the habit or `None`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownHabit:
    name: str
    help: str
    refuses: frozenset[str]
    unless: frozenset[str]
    find: Finder


_KNOWN: dict[str, KnownHabit] = {}


def habit(*, refuses: tuple[str, ...], unless: tuple[str, ...] = ()) -> Callable[[Finder], Finder]:
    """Register a habit and the names of the checks it invalidates (`underdispersion`, `last_digit` ...); none, if it only is to be told.

    `unless` names habits that leave the same marks: where one of them is found in a series, this one is not told as well.
    """

    def register(find: Finder) -> Finder:
        name = find.__name__
        line = (find.__doc__ or "").splitlines()[0]
        _KNOWN[name] = KnownHabit(name=name, help=line, refuses=frozenset(refuses), unless=frozenset(unless), find=find)
        return find

    return register


@cache
def known_habits() -> dict[str, KnownHabit]:
    """Return every habit by name."""
    folder = importlib.import_module("counterwatch.figures.habits")
    for module in pkgutil.iter_modules(folder.__path__, f"{folder.__name__}."):
        importlib.import_module(module.name)
    return dict(sorted(_KNOWN.items()))


@lru_cache(maxsize=4)
def habits_of(panel: Panel, value: str) -> tuple[dict[str, Habit], ...]:
    """Return, for each unit, the habits found in one value of a panel by name."""
    found = {name: known.find(panel, value) for name, known in known_habits().items()}
    every = [{name: each for name in found if (each := found[name][row]) is not None} for row in range(len(panel.units))]
    return tuple({name: each for name, each in one.items() if not known_habits()[name].unless & one.keys()} for one in every)


def refusals(habits: dict[str, Habit], check: str) -> dict[str, Habit]:
    """Return those of a unit's habits that invalidate a check."""
    return {name: each for name, each in habits.items() if check in known_habits()[name].refuses}
