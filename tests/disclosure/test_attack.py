"""Nobody can work out a small count of a published table: an attack of its own, by another solver, on random tables and pairs of releases."""

import os

import numpy as np
import pytest
from ortools.linear_solver import pywraplp

from counterwatch.stats.disclosure.protect import protect
from counterwatch.stats.disclosure.published import Published, Rule, Shown, Table, with_totals

PAIRS = int(os.environ.get("DISCLOSURE_PAIRS", "25"))


class Reader:
    """A reader of all releases who knows the rule: everything that follows from what is printed, as one linear programme of GLOP."""

    def __init__(self, releases: list[Published], *, is_growing: bool) -> None:
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.cells = [self._variables(each, before) for each, before in zip(releases, [None, *releases], strict=False)]
        for cells in self.cells:
            for line in (*cells[:, :], *cells.T):
                self.solver.Add(sum(line[:-1]) == line[-1])
        if is_growing:
            for old, new in zip(self.cells, self.cells[1:], strict=False):
                for first, second in zip(old.ravel(), new.ravel(), strict=True):
                    self.solver.Add(second >= first)

    def _variables(self, release: Published, before: Published | None) -> np.ndarray:
        cells = np.empty(release.shown.shape, object)
        is_uniform = not (release.shown == Shown.SMALL).any()
        for place in np.ndindex(cells.shape):
            low, high = printed(release, before, place, is_uniform=is_uniform)
            cells[place] = self.solver.NumVar(low, high, "")
        return cells

    def range_of(self, release: int, place: tuple[int, ...]) -> tuple[float, float]:
        found = []
        for way in (self.solver.Minimize, self.solver.Maximize):
            way(self.cells[release][place])
            status = self.solver.Solve()
            found.append(self.cells[release][place].solution_value() if status == self.solver.OPTIMAL else self.solver.infinity())
        return found[0], found[1]


def printed(release: Published, before: Published | None, place: tuple[int, ...], *, is_uniform: bool) -> tuple[float, float]:
    """Return what a printed cell says, from the words of the rule alone: ten or more is rounded to five, nine or fewer came or went where held."""
    shown, value = Shown(int(release.shown[place])), int(release.value[place])
    if shown is Shown.SMALL:
        return 0, 9
    if shown is Shown.WITHHELD:
        return (0 if is_uniform or release.count[place] < 10 else 10), float("inf")
    low, high = max(value - 2, 10), value + 2
    return (low, high) if shown is Shown.ROUNDED else (max(low - 9, 0), high + 9)


def hidden_small(counts: np.ndarray, release: Published) -> list[tuple[int, ...]]:
    """Return the places of counts below ten that no number stands for."""
    is_hidden = (release.shown == Shown.SMALL) | (release.shown == Shown.WITHHELD)
    return [tuple(int(part) for part in place) for place in np.argwhere((with_totals(counts) < 10) & is_hidden)]


def no_number_tells(counts: np.ndarray, release: Published) -> None:
    """Assert that each printed number is the count rounded, or within nine of one that was."""
    true = with_totals(counts)
    is_fresh, is_held = release.shown == Shown.ROUNDED, release.shown == Shown.HELD
    assert (np.abs(true - release.value)[is_fresh] <= 2).all()
    assert (true[is_fresh] >= 10).all()
    assert (np.abs(true - release.value)[is_held] <= 11).all()
    assert not (release.value % 5).any()


@pytest.mark.parametrize("seed", [*range(PAIRS), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(PAIRS, 1000))])
def test_no_small_count_can_be_worked_out(seed: int) -> None:
    rng = np.random.default_rng(seed)
    mean = rng.choice([3, 8, 20, 60])
    first = rng.negative_binomial(0.7, 0.7 / (0.7 + mean), rng.integers(1, 7, 2))
    second = first + rng.poisson(rng.choice([0.2, 2, 10]), first.shape) - np.minimum(first, rng.poisson(0.1, first.shape))
    tables: list[np.ndarray] = []
    releases: list[Published] = []
    for state, table in enumerate((first, second)):
        if (made := protect(Table.by_position(table, state=state), Rule(), earlier=tuple(releases))) is not None:
            releases.append(made)
            tables.append(table)
            no_number_tells(table, made)
    for is_growing in (True, False):
        if is_growing and not (with_totals(second) >= with_totals(first)).all() and len(releases) > 1:
            continue
        reader = Reader(releases, is_growing=is_growing)
        for number, (table, release) in enumerate(zip(tables, releases, strict=True)):
            for place in hidden_small(table, release):
                low, high = reader.range_of(number, place)
                assert low <= 1e-6, (number, place, low)
                assert high >= 9 - 1e-6, (number, place, high)


def test_the_attack_finds_what_an_unprotected_table_gives_away() -> None:
    counts = np.array([[3, 40], [50, 60]])
    true = with_totals(counts)
    rule = Rule()
    value = rule.rounded(true)
    low, high = rule.bounds(value)
    small = true < 10
    bare = Published(
        table=Table.by_position(counts), base=true, floor=true * 0, rule=rule, count=true,
        shown=np.where(small, Shown.SMALL, Shown.ROUNDED).astype(np.int8), value=np.where(small, 0, value),
        low=np.where(small, 0, low), high=np.where(small, 9, high),
    )  # fmt: skip
    assert Reader([bare], is_growing=True).range_of(0, (0, 0)) != (0, 9)
    assert protect(Table.by_position(counts), rule) is not None


def test_a_number_moves_only_when_as_many_as_the_threshold_came() -> None:
    rule, counts = Rule(), np.full((3, 3), 40)
    first = protect(Table.by_position(counts), rule)
    assert first is not None
    for more, moved in ((9, False), (10, True)):
        later = counts.copy()
        later[0, 0] += more
        again = protect(Table.by_position(later, state=1), rule, earlier=(first,))
        assert again is not None
        assert (again.value[0, 0] != first.value[0, 0]) == moved
        assert again.value[1, 1] == first.value[1, 1] == 40


@pytest.mark.parametrize("counts", [np.zeros((1, 1)), np.zeros((3, 2)), np.full((2, 2), 9), np.array([[7, 9]]), np.array([[1000]]), np.eye(6) * 50])
def test_tables_of_any_kind_end(counts: np.ndarray) -> None:
    made = protect(Table.by_position(counts.astype(np.int64)), Rule())
    assert made is not None
    no_number_tells(counts.astype(np.int64), made)
