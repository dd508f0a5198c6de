"""From the files of a run to the tables that checks read: the shape of each is recognised, and what is lacking is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec

from counterwatch.core import Message, Problem, Template, WrongUsage
from counterwatch.core.progress import Cancel, Progress, never, quiet, stop_if
from counterwatch.core.registry import Reader
from counterwatch.figures.columns import Columns, Guess
from counterwatch.figures.declared import COUNTED, Declared
from counterwatch.figures.habit import known_habits
from counterwatch.figures.read import read, reader_for
from counterwatch.figures.reading.grid import Grid
from counterwatch.figures.reading.grids import grid_of
from counterwatch.figures.setup import Beside, Setup
from counterwatch.figures.shapes.hierarchy import Hierarchy
from counterwatch.figures.shapes.lists import lists_of
from counterwatch.figures.shapes.numbers import Numbers, numbers_of_panel
from counterwatch.figures.shapes.pairs import Pairs
from counterwatch.figures.shapes.stations import Stations, stations_of
from counterwatch.figures.shapes.summaries import Summaries, summaries_of
from counterwatch.figures.shapes.together import beside
from counterwatch.figures.shapes.vintages import Vintages
from counterwatch.figures.table import Panel

NO_SERIES = Template("figures.tables.no_series", "this needs values of one unit over time, and the file holds none")
NO_SECOND = Template("figures.tables.no_second", "this needs a second source: name one with --against FILE")
NO_EDITION = Template("figures.tables.no_edition", "this needs an earlier edition of the same file: name one with --vintage FILE")
NO_TOTAL = Template("figures.tables.no_total", "this needs a total and its parts: name the unit that is the total with --total NAME")
NO_NUMBERS = Template("figures.tables.no_numbers", "this needs a list of published numbers")
NO_SUMMARIES = Template(
    "figures.tables.no_summaries", "this needs reported means, standard deviations or percentages with the number of people behind them"
)
NO_STATIONS = Template(
    "figures.tables.no_stations", "this needs polling stations: columns with registered voters, ballots and votes, named by --map FIELD=COLUMN"
)
ALONE = Template("figures.tables.alone", "{name} holds no values over time, so nothing can be set beside it")
LEAVE_OUT = Template("figures.tables.leave_out", "leave out the second source, editions, comparable units, total and declared method")
NO_UNIT = Template("figures.tables.no_unit", 'there is no unit "{unit}" in {name}')
UNITS_ARE = Template("figures.tables.units_are", "its units are: {units}")

OF_FILE = Template("figures.tables.of_file", "{name}: {said}")
NO_METHOD = Template("figures.tables.no_method", '"{method}" is not a method that can be declared')
METHODS_ARE = Template("figures.tables.methods_are", "say one of: {methods}")
NO_DOCUMENT = Template("figures.tables.no_document", "a declared method counts only with the document that declares it")
NAME_DOCUMENT = Template("figures.tables.name_document", "say its title, date, and page or address")

Place = tuple[str, Path | bytes]
"""A file: its name as shown, and where it lies or its bytes."""

NEEDS: dict[type, Template] = {
    Panel: NO_SERIES,
    Pairs: NO_SECOND,
    Vintages: NO_EDITION,
    Hierarchy: NO_TOTAL,
    Numbers: NO_NUMBERS,
    Stations: NO_STATIONS,
    Summaries: NO_SUMMARIES,
}
"""The shapes that checks of figures read, and what is said where a run has no table of that shape."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """What was read: a table per shape, by which reader, and the setup that reads the same tables again."""

    name: str
    reader: Reader
    by_shape: Mapping[type, Any]
    setup: Setup
    said: tuple[Message, ...]
    problems: tuple[Problem, ...]

    def lacking(self, shape: type) -> Message | None:
        """Say what would be needed for a check that reads a shape, if this run has no such table."""
        return None if shape in self.by_shape else NEEDS[shape]()


def tables_of(main: Place, others: Sequence[Place], setup: Setup, *, progress: Progress = quiet, cancel: Cancel = never) -> Tables:
    """Read the files of a run: the one asked about and those beside it, in the order of `setup.others`."""

    def panel_of(place: Place, columns: Columns) -> tuple[Panel, Guess]:
        return read(place[1], name=place[0], columns=columns, progress=progress, cancel=cancel)

    reader = reader_for(main[1], name=main[0])
    if (table := without_times(main, reader, setup, cancel=cancel)) is not None:
        own = msgspec.structs.replace(setup, columns=table.guess.columns)
        return Tables(name=main[0], reader=reader, by_shape={type(table): table}, setup=own, said=table.guess.said, problems=table.problems)
    panel, guess = panel_of(main, setup.columns)
    panels = [panel_of(place, each.columns) for place, each in zip(others, setup.others, strict=True)]
    resolved = as_read(setup, guess.columns, [(place[0], each.columns) for place, (_, each) in zip(others, panels, strict=True)])
    guesses = [(main[0], guess), *((place[0], each) for place, (_, each) in zip(others, panels, strict=True))]
    problems = (*panel.problems, *(problem for each, _ in panels for problem in each.problems))
    by_shape = shapes_of(panel, [each for each, _ in panels], resolved)
    return Tables(
        name=main[0], reader=reader, by_shape=by_shape, setup=resolved,
        said=tuple(one for name, each in guesses for one in told(name, each, is_alone=not panels)), problems=problems,
    )  # fmt: skip


def told(name: str, guess: Guess, *, is_alone: bool) -> tuple[Message, ...]:
    """Return how a file was read; where several were, each sentence says which file it is about."""
    return guess.said if is_alone else tuple(OF_FILE(name=name, said=each) for each in guess.said)


def without_times(place: Place, reader: Reader, setup: Setup, *, cancel: Cancel) -> Stations | Summaries | Numbers | None:
    """Return the stations or the lists of numbers of a file, or `None` where it holds values over time."""
    grid = grid_of(place[1], reader, name=place[0], columns=setup.columns)
    stop_if(cancel)
    table = None if grid is None else _first(grid, setup.columns)
    if table is not None and (setup.others or setup.total or setup.declared):
        raise WrongUsage(ALONE(name=place[0]), hint=LEAVE_OUT())
    return table


def _first(grid: Grid, columns: Columns) -> Stations | Summaries | Numbers | None:
    """Return the first shape that a file without times has; one that names its columns comes before plain lists."""
    for shaped in (stations_of, summaries_of, lists_of):
        if (table := shaped(grid, columns)) is not None:
            return table
    return None


def shapes_of(panel: Panel, others: Sequence[Panel], setup: Setup) -> dict[type, Any]:
    """Return the tables that a panel and those beside it make."""
    panel = replace(panel, declared=checked(setup.declared))
    known, found = iter(others), dict[type, Any]()
    if setup.against:
        groups = setup.against.groups or None
        found[Pairs] = Pairs(first=panel, second=next(known), relation=setup.against.relation, groups=groups)
    if earlier := [next(known) for _ in setup.vintage]:
        found[Vintages] = Vintages(editions=(*earlier, panel), labels=(*(each.name for each in earlier), panel.name))
    if setup.total:
        found[Hierarchy] = hierarchy_of(panel, setup.total, setup.parts)
    for each in known:
        panel = beside(panel, each)
    return found | {Panel: panel, Numbers: numbers_of_panel(panel)}


def checked(declared: Declared | None) -> Declared | None:
    """Return a declaration, if it names a method that is known and the document that declares it."""
    if declared is None:
        return None
    if declared.method not in (methods := (COUNTED, *known_habits())):
        raise WrongUsage(NO_METHOD(method=declared.method), hint=METHODS_ARE(methods=", ".join(methods)))
    if not declared.document.strip():
        raise WrongUsage(NO_DOCUMENT(), hint=NAME_DOCUMENT())
    return declared


def hierarchy_of(panel: Panel, total: str, parts: tuple[str, ...]) -> Hierarchy:
    """Return a total and its parts; a name that no unit has is refused."""
    for name in (total, *parts):
        if name not in panel.units:
            raise WrongUsage(NO_UNIT(unit=name, name=panel.name), hint=UNITS_ARE(units=", ".join(panel.units[:30])))
    return Hierarchy(panel=panel, total=total, parts=parts)


def as_read(setup: Setup, own: Columns, others: Sequence[tuple[str, Columns]]) -> Setup:
    """Return a setup that says of every file its bare name and how its columns are read."""
    left = iter(others)

    def resolved(each: Beside) -> Any:
        name, columns = next(left)
        return msgspec.structs.replace(each, file=name, columns=columns)

    return msgspec.structs.replace(
        setup, columns=own, against=resolved(setup.against) if setup.against else None,
        vintage=tuple(resolved(each) for each in setup.vintage), panel=tuple(resolved(each) for each in setup.panel),
    )  # fmt: skip
