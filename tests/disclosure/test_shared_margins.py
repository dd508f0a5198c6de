"""Releases of different tables of one collection: an attack that knows every table and models each thing that could have been counted."""

import itertools
import os
from collections import Counter
from typing import Any

import numpy as np
import pytest
from ortools.linear_solver import pywraplp

from counterwatch.stats.disclosure.protect import listed, protect
from counterwatch.stats.disclosure.published import REST, Axis, Published, Rule, Shown, Table

PAIRS = int(os.environ.get("DISCLOSURE_PAIRS", "12"))
"""The others of 1,000 are tried with -m slow."""
NAMES = ("month", "place", "kind")
BY = [("month",), ("month", "place"), ("month", "kind"), ("place", "kind"), ("year",), ("year", "place"), ("kind",), ("place",)]


class Joint:
    """A reader of all tables: a variable for each month x place x kind at each state, so that whatever tables share follows by itself."""

    def __init__(self, states: list[np.ndarray], releases: list[Published], *, is_growing: bool) -> None:
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.states = [self._cube(each) for each in states]
        if is_growing:
            for old, new in itertools.pairwise(self.states):
                for first, second in zip(old.ravel(), new.ravel(), strict=True):
                    self.solver.Add(second >= first)
        known: set[tuple[str, str]] = set()
        self.cells = []
        for release in releases:
            cells = [cell(self.states[release.table.state], release.table, parts) for parts in places(release.table)]
            for terms, bounds in zip(cells, map(says, [release] * len(cells), range(len(cells))), strict=True):
                self._between(terms, *bounds)
            for axis in release.table.axes:
                for category in all_of(axis.name, states[0].shape):
                    terms = cell(self.states[release.table.state], Table(axes=(axis,), cells={}), (category,), as_listed=False)
                    if category not in axis.listed:
                        self._between(terms, 0, 9)
                    elif (axis.name, category) not in known:
                        self._between(terms, 10, float("inf"))
                known |= {(axis.name, each) for each in axis.listed}
            self.cells.append(cells)

    def _cube(self, shape_of: np.ndarray) -> np.ndarray:
        cube = np.empty(shape_of.shape, object)
        for place in np.ndindex(cube.shape):
            cube[place] = self.solver.NumVar(0, 100_000, "")
        return cube

    def _between(self, terms: list[Any], low: float, high: float) -> None:
        total = self.solver.Sum(terms)
        self.solver.Add(total >= low)
        if high != float("inf"):
            self.solver.Add(total <= high)

    def range_of(self, terms: list[Any]) -> tuple[float, float]:
        total, found = self.solver.Sum(terms), []
        for way in (self.solver.Minimize, self.solver.Maximize):
            way(total)
            assert self.solver.Solve() == self.solver.OPTIMAL
            found.append(self.solver.Objective().Value())
        return found[0], found[1]


MONTHS = ("month0", "month1", "month2", "month3", "of year0", "of year1", "unknown")
YEARS = ("year0", "year0", "year1", "year1", "year0", "year1", "unknown")
"""Of some things only the year is known, of some not even that."""


def names_of(axis: str, size: int) -> list[str]:
    if axis in ("month", "year"):
        return list(MONTHS if axis == "month" else YEARS)
    return [*(f"{axis}{number}" for number in range(size - 1)), "unknown"]


def all_of(name: str, shape: tuple[int, ...]) -> list[str]:
    if name in ("month", "year"):
        return ["year0", "year1"] if name == "year" else list(MONTHS[:4])
    return names_of(name, shape[NAMES.index(name)])[:-1]


def places(table: Table) -> list[tuple[str | None, ...]]:
    return list(itertools.product(*([*each.listed, REST, None] for each in table.axes)))


def cell(cube: np.ndarray, table: Table, parts: tuple[str | None, ...], *, as_listed: bool = True) -> list[Any]:
    """Return what a cell of a table is made of: the last month, place and kind is what nobody knows, and lies in no category."""
    taken: list[Any] = [range(size) for size in cube.shape]
    for axis, part in zip(table.axes, parts, strict=True):
        number = 0 if axis.name == "year" else NAMES.index(axis.name)
        names = names_of(axis.name, cube.shape[number])
        if part == REST and as_listed:
            taken[number] = [place for place, name in enumerate(names) if name not in axis.listed]
        elif part is not None:
            taken[number] = [place for place, name in enumerate(names) if name == part]
    return list(cube[np.ix_(*taken)].ravel())


def says(release: Published, place: int) -> tuple[float, float]:
    """Return what a printed cell says, from the words of the rule alone."""
    shown, value = Shown(int(release.shown.flat[place])), int(release.value.flat[place])
    if shown is Shown.SMALL:
        return 0, 9
    if shown is Shown.WITHHELD:
        return (10 if (release.shown == Shown.SMALL).any() and release.count.flat[place] >= 10 else 0), float("inf")
    low, high = max(value - 2, 10), value + 2
    return (low, high) if shown is Shown.ROUNDED else (max(low - 9, 0), high + 9)


def table_of(cube: np.ndarray, by: tuple[str, ...], state: int) -> Table:
    lies = {"year": dict(zip(MONTHS, YEARS, strict=True)) | {"unknown": REST}}
    axes = tuple(Axis(name=name, listed=tuple(all_of(name, cube.shape)), coarser=lies if name == "month" else {}) for name in by)
    cells: Counter[tuple[str, ...]] = Counter()
    for place in np.ndindex(cube.shape):
        numbers = [0 if name == "year" else NAMES.index(name) for name in by]
        cells[tuple(names_of(name, cube.shape[each])[place[each]] for name, each in zip(by, numbers, strict=True))] += int(cube[place])
    return Table(axes=axes, cells=cells, state=state)


def world(seed: int) -> tuple[list[np.ndarray], list[tuple[tuple[str, ...], int]]]:
    rng = np.random.default_rng(seed)
    shape = rng.integers(3, 6, 3)
    shape[0] = len(MONTHS)
    mean = rng.choice([0.5, 2, 6])
    first = rng.negative_binomial(0.7, 0.7 / (0.7 + mean), shape)
    second = first + rng.poisson(rng.choice([0.0, 0.1, 1]), shape)
    chosen = [BY[each] for each in rng.permutation(len(BY))[: rng.integers(2, 5)]]
    return [first, second], [(by, int(number >= len(chosen) / 2)) for number, by in enumerate(chosen)]


@pytest.mark.parametrize("seed", [*range(PAIRS), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(PAIRS, 1000))])
def test_tables_that_share_margins_say_no_small_count_together(seed: int) -> None:
    states, wanted = world(seed)
    releases: list[Published] = []
    for by, state in wanted:
        table = listed(table_of(states[state], by, state), Rule(), releases)
        if (made := protect(table, Rule(), earlier=tuple(releases))) is not None:
            releases.append(made)
    reader = Joint(states, releases, is_growing=True)
    for number, release in enumerate(releases):
        for place, terms in enumerate(reader.cells[number]):
            true = sum(cell(states[release.table.state], release.table, places(release.table)[place]))
            assert true == release.count.flat[place]
            if true < 10 and not release.is_number.flat[place]:
                low, high = reader.range_of(terms)
                assert low <= 1e-6, (number, release.table.axes, places(release.table)[place], low)
                assert high >= 9 - 1e-6, (number, release.table.axes, places(release.table)[place], high)
