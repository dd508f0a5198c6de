"""Signals: what of a post two accounts can share. A new signal is one new file in `signals/`, and nothing else is edited."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from counterwatch.coordination.table import Layer

if TYPE_CHECKING:
    import polars as pl

Objects = Callable[["pl.DataFrame"], "pl.DataFrame"]
Settle = Callable[[Layer], Layer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One kind of object that posts share.

    `objects` takes a batch of posts (see `batch.columns`) and returns a frame with `row` (as in the batch) and `object` (text), one row
    per thing shared, none where a post shares nothing. `needs` are the columns without which it has nothing to say. `settle`, where there
    is one, takes the layer of all files once it is gathered and returns the one to be tested: some things are only known to be the same
    when all are seen. It returns the same layer whatever the order of its rows.
    """

    name: str
    help: str
    needs: tuple[str, ...]
    objects: Objects
    settle: Settle | None = None


_SIGNALS: dict[str, Signal] = {}


def signal(*, needs: tuple[str, ...], settle: Settle | None = None) -> Callable[[Objects], Objects]:
    """Register a signal under the name of the function; the first line of its docstring is what users read."""

    def register(function: Objects) -> Objects:
        help = (inspect.getdoc(function) or "").splitlines()[0]
        _SIGNALS[function.__name__] = Signal(name=function.__name__, help=help, needs=needs, objects=function, settle=settle)
        return function

    return register


def signals() -> Mapping[str, Signal]:
    """Return every signal by name."""
    _scan()
    return MappingProxyType(dict(sorted(_SIGNALS.items())))


@cache
def _scan() -> None:
    from counterwatch.coordination import signals as folder

    for module in pkgutil.iter_modules(folder.__path__, f"{folder.__name__}."):
        importlib.import_module(module.name)
