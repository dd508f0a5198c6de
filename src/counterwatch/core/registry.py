"""The registry: a new check, reader or format is one new file, and nothing else is edited.

A decorator registers; folders are scanned when somebody asks, not at import. Third parties add theirs through the entry points
`counterwatch.checks`, `counterwatch.readers` and `counterwatch.formats`, whose value names a module.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType, UnionType
from typing import TYPE_CHECKING, Any, Generic, Literal, ParamSpec, TypeVar, Union, get_args, get_origin, get_type_hints

from counterwatch.core.finding import Finding, Verdict, replace
from counterwatch.core.message import Message
from counterwatch.core.software import software_of

if TYPE_CHECKING:
    import numpy as np

P = ParamSpec("P")
R = TypeVar("R", bound="Finding | list[Finding]")
F = TypeVar("F", bound=Callable[..., Any])
KINDS = ("checks", "readers", "formats")
Extreme = Literal["low", "high", "ratio", "none"]
"""Which end of an estimate is the striking one; for a `ratio`, whatever is far from 1 either way. `none` is not ranked."""

Family = Literal["dispersion", "digits", "second source", "context"]
"""What kind of evidence a check of figures gives. Context raises a question and is never part of a grade."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A keyword of a check that a user may set: its type, its default and, for a word from a list, the list."""

    name: str
    type: type
    default: Any
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Check(Generic[P, R]):
    """One question asked of a table. Calling it asks; the findings come back with check, version, parameters and software filled in."""

    name: str
    question: str
    help: str
    reads: type
    cites: str
    honest: Callable[..., Any]
    planted: Callable[..., Any]
    function: Callable[P, R]
    version: int = 1
    extreme: Extreme = "high"
    family: Family = "context"
    ranks_only: bool = False
    compares_units: bool = False
    options: tuple[Option, ...] = ()
    libraries: tuple[str, ...] = ()

    @property
    def module(self) -> str:
        return self.function.__module__

    @property
    def asks_each_alone(self) -> bool:
        """Is the answer about a unit the same whatever other units its table holds?"""
        return not (self.compares_units or self.ranks_only)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        made_by = self._made_by(kwargs)
        answer = self.function(*args, **kwargs)
        if isinstance(answer, Finding):
            return replace(answer, **made_by)  # type: ignore[return-value]
        return [replace(finding, **made_by) for finding in answer]  # type: ignore[return-value]

    def lacking(self, subject: str, reason: Message, params: Mapping[str, Any]) -> Finding:
        """Return the finding of a check for which there is no table to read."""
        return replace(Finding(subject=subject, verdict=Verdict.NOT_TESTED, statement=reason), **self._made_by(params))

    def _made_by(self, params: Mapping[str, Any]) -> dict[str, Any]:
        defaults = {option.name: option.default for option in self.options}
        return {"check": self.name, "version": self.version, "params": defaults | dict(params), "software": software_of(self.module, self.libraries)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Makes a table of a file: `function(source, ...)`, for files whose name ends in one of `suffixes`; `sample()` is such a file."""

    name: str
    help: str
    makes: type
    suffixes: tuple[str, ...]
    function: Callable[..., Any]
    sample: Callable[[], bytes] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """Writes findings as bytes of one file format, chosen by `suffix`."""

    name: str
    help: str
    suffix: str
    function: Callable[..., bytes]


_CHECKS: dict[str, Check[Any, Any]] = {}
_READERS: dict[str, Reader] = {}
_FORMATS: dict[str, Format] = {}


def check(  # noqa: PLR0913 - each is something that a check declares
    *,
    reads: type,
    cites: str,
    honest: Callable[[np.random.Generator], Any],
    planted: Callable[[np.random.Generator], Any],
    version: int = 1,
    extreme: Extreme = "high",
    family: Family = "context",
    ranks_only: bool = False,
    compares_units: bool = False,
    libraries: tuple[str, ...] = ("numpy", "scipy"),
) -> Callable[[Callable[P, R]], Check[P, R]]:
    """Register a check: what it `reads`, the source it `cites`, data it stays quiet on and data in which it sees something.

    Keyword defaults become command-line options; the first docstring line is the question, for help, documentation and pages.
    `extreme` says which end of the estimate is the striking one: ranks in a panel are counted from there. `family` says what kind of
    evidence it gives. A check that `ranks_only` says where a unit stands among its like and never departs; what is planted is then the
    first unit of its table. A check that `compares_units` answers about a unit by looking at the others too, so that it cannot be asked of
    a part of a table.
    """

    def register(function: Callable[P, R]) -> Check[P, R]:
        question, text = _docstring(function)
        made = Check(
            name=_name(function), question=question, help=text, reads=reads, cites=cites, honest=honest, planted=planted, function=function,
            version=version, extreme=extreme, family=family, ranks_only=ranks_only, compares_units=compares_units,
            options=_options(function), libraries=libraries,
        )  # fmt: skip
        _CHECKS[made.name] = made
        return made

    return register


def reader(*, makes: type, suffixes: tuple[str, ...], sample: Callable[[], bytes] | None = None) -> Callable[[F], F]:
    """Register a reader by the endings of the file names it reads; `sample` returns a small file for its conformance promises."""

    def register(function: F) -> F:
        name = _name(function)
        _READERS[name] = Reader(name=name, help=_docstring(function)[0], makes=makes, suffixes=suffixes, function=function, sample=sample)
        return function

    return register


def format(*, suffix: str) -> Callable[[F], F]:
    """Register an output format by the ending of the file names it writes."""

    def register(function: F) -> F:
        name = _name(function)
        _FORMATS[name] = Format(name=name, help=_docstring(function)[0], suffix=suffix, function=function)
        return function

    return register


def checks(reads: type | None = None) -> Mapping[str, Check[Any, Any]]:
    """Return every check by name, or those that read one type of table."""
    scan(_room_of(reads))
    return MappingProxyType({name: each for name, each in sorted(_CHECKS.items()) if reads in (None, each.reads)})


def readers(makes: type | None = None) -> Mapping[str, Reader]:
    """Return every reader by name, or those that make one type of table."""
    scan(_room_of(makes))
    return MappingProxyType({name: each for name, each in sorted(_READERS.items()) if makes in (None, each.makes)})


def formats() -> Mapping[str, Format]:
    """Return every output format by name."""
    scan()
    return MappingProxyType(dict(sorted(_FORMATS.items())))


@cache
def scan(room: str = "") -> None:
    """Import every file in every `checks`, `readers` and `formats` folder, or in those of one room, and what third parties announce."""
    package = importlib.import_module("counterwatch")
    for each in pkgutil.iter_modules(package.__path__, "counterwatch."):
        for kind in KINDS if each.ispkg and room in ("", each.name) else ():
            _import_folder(f"{each.name}.{kind}")
    for kind in KINDS:
        for entry in importlib.metadata.entry_points(group=f"counterwatch.{kind}"):
            entry.load()


def _room_of(table: type | None) -> str:
    """Return the room whose checks alone can know a type, since imports never go across; empty where every room can."""
    rooms = table.__module__.split(".") if table else []
    return f"counterwatch.{rooms[1]}" if rooms[:1] == ["counterwatch"] and rooms[1] != "core" else ""


def _import_folder(name: str) -> None:
    if importlib.util.find_spec(name) is None:
        return
    for module in pkgutil.iter_modules(importlib.import_module(name).__path__, f"{name}."):
        importlib.import_module(module.name)


def _name(function: Callable[..., Any]) -> str:
    rooms = function.__module__.split(".")
    return f"{rooms[1] if rooms[0] == 'counterwatch' else rooms[0]}.{function.__name__}"


def _docstring(function: Callable[..., Any]) -> tuple[str, str]:
    text = inspect.getdoc(function) or ""
    if not text:
        raise TypeError(f"{function.__module__}.{function.__name__} has no docstring: its first line is what users read")
    return text.splitlines()[0], text


def _options(function: Callable[..., Any]) -> tuple[Option, ...]:
    hints = get_type_hints(function)
    keywords = [each for each in inspect.signature(function).parameters.values() if each.kind is each.KEYWORD_ONLY]
    return tuple(_option(each, hints[each.name]) for each in keywords)


def _option(keyword: inspect.Parameter, hint: Any) -> Option:
    if get_origin(hint) is Literal:
        return Option(name=keyword.name, type=str, default=keyword.default, choices=get_args(hint))
    # Only `X | None` is taken apart: a list of numbers is not a number.
    given = [each for each in get_args(hint) if each is not type(None)] if get_origin(hint) in (Union, UnionType) else [hint]
    plain = given[0] if len(given) == 1 else None
    if plain not in (int, float, bool, str) or keyword.default is keyword.empty:
        raise TypeError(f"option {keyword.name} needs a default and one of the types int, float, bool, str, Literal")
    return Option(name=keyword.name, type=plain, default=keyword.default)
