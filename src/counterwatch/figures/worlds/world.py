"""A world is a source of counts and what is done to them before they are published; each is one small function that registers itself.

A source makes counts (`events`, `offices`, `plans`, `plain`); a practice changes them (`rounding`, `averages`, `gaps`, `changes`).
"""

from __future__ import annotations

import importlib
import pkgutil
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from counterwatch.figures.table import Panel

Floats = NDArray[np.float64]
Generator = np.random.Generator
Source = Callable[[Generator, int, int], Floats]
"""Makes counts of shape (units, days); the first day is a Monday."""

Practice = Callable[[Generator, Floats], Floats]
"""Returns what an office publishes instead of the counts."""

MONDAY = "2020-03-02"
UNITS, DAYS = 200, 700
LATE = "late"


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """An honest way in which daily figures come about: its name, one line on it, and the room of the mechanism."""

    name: str
    line: str
    mechanism: str
    source: Source
    practices: tuple[Practice, ...] = ()

    def draw(self, rng: Generator, units: int = UNITS, days: int = DAYS) -> Floats:
        """Return the published figures, shape (units, days)."""
        values = self.source(rng, units, days)
        for practice in self.practices:
            values = practice(rng, values)
        return values

    def panel(self, seed: int, units: int = UNITS, days: int = DAYS) -> Panel:
        """Return a panel of this world; the same seed always gives the same one."""
        return Panel.many(name=self.name, values=self.draw(generator(seed, self.name), units, days), start=MONDAY)


_SOURCES: dict[str, World] = {}
_PRACTICES: dict[str, tuple[Practice, str, str, str]] = {}


def generator(seed: int, *names: str) -> Generator:
    """Return random numbers that belong to a seed and to names."""
    return np.random.default_rng([seed, *(zlib.crc32(name.encode()) for name in names)])


def source(function: Source) -> Source:
    """Register a way in which counts come about: a world of its own."""
    name, line, room = _told(function)
    _SOURCES[name] = World(name=name, line=line, mechanism=room, source=function)
    return function


def practice(*, over: str = "base") -> Callable[[Practice], Practice]:
    """Register what an office does to counts before it publishes them: a world of its own, over the counts of the source `over`."""

    def register(function: Practice) -> Practice:
        name, line, room = _told(function)
        _PRACTICES[name] = (function, line, room, over)
        return function

    return register


@cache
def worlds() -> Mapping[str, World]:
    """Return every world by name."""
    scan()
    made = {
        name: World(name=name, line=line, mechanism=room, source=_SOURCES[over].source, practices=(function,))
        for name, (function, line, room, over) in _PRACTICES.items()
    }
    return MappingProxyType(dict(sorted((_SOURCES | made).items())))


def mechanisms(*, late: bool = False) -> Mapping[str, World]:
    """Return the worlds whose counts come about step by step: all but the plain distributions, and without those written late."""
    return {name: each for name, each in worlds().items() if each.mechanism != "plain" and (each.mechanism == LATE) == late}


def composed(first: str, second: str) -> World:
    """Return the world in which two practices meet, one after the other."""
    scan()
    (one, line, _, over), (other, another, _, _) = _PRACTICES[first], _PRACTICES[second]
    return World(name=f"{first} + {second}", line=f"{line} {another}", mechanism="composed", source=_SOURCES[over].source, practices=(one, other))


def practices() -> Mapping[str, Practice]:
    """Return every practice by name, without those written late."""
    scan()
    return {name: function for name, (function, _, room, _) in sorted(_PRACTICES.items()) if room != LATE}


@cache
def scan() -> None:
    """Import every file of this room: each registers what it makes."""
    room = importlib.import_module(__package__ or "")
    for module in pkgutil.iter_modules(room.__path__, f"{room.__name__}."):
        importlib.import_module(module.name)


def _told(function: Callable[..., object]) -> tuple[str, str, str]:
    return function.__name__, (function.__doc__ or "").splitlines()[0], function.__module__.rsplit(".", 1)[-1]
