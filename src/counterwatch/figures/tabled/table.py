"""An honest way in which a table of some shape comes about, or a way of altering one; each is one small function that registers itself."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from counterwatch.figures.worlds.world import Generator

Draw = Callable[[Generator], Any]
Alter = Callable[[Generator, float], Any]
"""Makes a table of which a share (of its days, lines or stations) was altered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A way in which tables come about: its name, one line, the room it lies in, the checks that are asked of it, and a function.

    `draw` takes random numbers and, for an altered table, the share that is altered; 0 leaves an honest one as it is.
    """

    name: str
    line: str
    room: str
    asked: tuple[str, ...]
    altered: bool
    draw: Alter


_KNOWN: dict[str, Made] = {}


def honest_for(*checks: str) -> Callable[[Draw], Draw]:
    """Register an honest way for the named checks (`source_gap`, without the name of the instrument)."""

    def register(function: Draw) -> Draw:
        _enter(function, checks, lambda rng, _: function(rng), altered=False)
        return function

    return register


def altered_for(*checks: str) -> Callable[[Alter], Alter]:
    """Register a way of altering a table, which the named checks should see."""

    def register(function: Alter) -> Alter:
        _enter(function, checks, function, altered=True)
        return function

    return register


def enter(made: Made) -> None:
    """Register a way that was made elsewhere."""
    _KNOWN[made.name] = made


def _enter(function: Callable[..., object], checks: tuple[str, ...], draw: Alter, *, altered: bool) -> None:
    line, room = (function.__doc__ or "").splitlines()[0], function.__module__.rsplit(".", 1)[-1]
    enter(Made(name=function.__name__, line=line, room=room, asked=tuple(f"figures.{each}" for each in checks), altered=altered, draw=draw))


@cache
def tables_made() -> Mapping[str, Made]:
    """Return every way by name."""
    room = importlib.import_module(__package__ or "")
    for module in pkgutil.iter_modules(room.__path__, f"{room.__name__}."):
        importlib.import_module(module.name)
    return MappingProxyType(dict(sorted(_KNOWN.items())))
