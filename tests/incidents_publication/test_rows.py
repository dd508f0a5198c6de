"""Rows of persons go out only where each is alike with enough others; real tables of many incidents are attacked."""

import csv
import itertools
import pathlib
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ortools.linear_solver import pywraplp

from counterwatch.api.case import new_case, open_case
from counterwatch.api.incidents import import_sheet
from counterwatch.api.publication import publish
from counterwatch.case import Case, Identity
from counterwatch.core.errors import Refused
from counterwatch.incidents.incident import Act, Incident, Where
from counterwatch.incidents.publication.rows import likeness
from counterwatch.incidents.when import when
from counterwatch.stats.disclosure.protect import listed, protect
from counterwatch.stats.disclosure.published import REST, Axis, Published, Rule, Shown, Table


@pytest.fixture
def case(tmp_path: pathlib.Path) -> Case:
    identity = Identity.new()
    return open_case(new_case(tmp_path / "case", identity=identity).path, identity=identity)


def one(country: str, community: str, harm: str, year: str = "2021") -> Incident:
    act = Act(tactic="TD.direct_threat", target_type="individual", target_community=community, harm=harm)
    return Incident(id="a", date=when(year), where=Where(country=country), acts=(act,), consent="statistics")


@given(st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from("xyz"), st.sampled_from("pq")), min_size=1, max_size=40))
def test_likeness_is_what_counting_by_hand_says(rows: list[tuple[str, str, str]]) -> None:
    found = likeness([one(*row) for row in rows], ["host_country"])
    groups = Counter(row[0] for row in rows)
    assert found.k == min(groups.values())
    assert found.l == min(len({row[place] for row in rows if row[0] == country}) for country in groups for place in (1, 2))
    assert found.risk == pytest.approx(sum(1 / groups[row[0]] for row in rows) / len(rows))


def sheet(folder: pathlib.Path, number: int) -> pathlib.Path:
    file = folder / "persons.csv"
    lines = ["id,date,host_country,tactic,target_type,target_community,harm,consent"]
    for each in range(number):
        community, harm = ("uyghur", "tibetan")[each // 3 % 2], ("psychological", "intimidation")[each // 6 % 2]
        country = "DE" if each else "FR"
        lines.append(f"p{each},202{1 + each % 2}-0{1 + each % 9}-14,{country},TD.direct_threat,individual,{community},{harm},statistics")
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_rows_of_persons_are_refused_with_the_least_coarsening_and_then_pass(case: Case, tmp_path: pathlib.Path) -> None:
    import_sheet(sheet(tmp_path, 120), case=case)
    with pytest.raises(Refused, match=r"smallest group alike is \d") as refused:
        publish(case, tmp_path / "out", by=[["quarter", "host_country"]], rows=True)
    hint = str(refused.value.hint).partition("--by ")[2]
    made = publish(case, tmp_path / "out", by=[hint.split(",")], rows=True)
    lines = list(csv.DictReader(made.files["persons.csv"].decode().splitlines()))
    assert len(lines) == made.persons == 120
    assert min(Counter(tuple(line[way] for way in hint.split(",")) for line in lines).values()) >= 5
    assert not {f"p{each}" for each in range(120)} & {line["pseudonym"] for line in lines}
    with pytest.raises(Refused, match="has published rows of persons"):
        publish(case, tmp_path / "more", by=[["year"]])


def test_rows_after_tables_are_refused(case: Case, tmp_path: pathlib.Path) -> None:
    import_sheet(sheet(tmp_path, 120), case=case)
    publish(case, tmp_path / "out", by=[["year"]])
    with pytest.raises(Refused, match="has published tables of persons"):
        publish(case, tmp_path / "more", by=[["year"]], rows=True)


def volume(shared: pathlib.Path) -> list[dict[str, str]]:
    lines = csv.DictReader((shared / "data" / "incidents" / "volume_2020pb.csv").read_text(encoding="utf-8").splitlines())
    return [{"state": line["state"], "month": line["date"][:7], "kind": line["tags"].partition(",")[0], "city": line["city"]} for line in lines]


def of(rows: list[dict[str, str]], ways: tuple[str, ...], state: int) -> Table:
    axes = tuple(Axis(name=way, listed=tuple(sorted({row[way] for row in rows if row[way]}))) for way in ways)
    return Table(axes=axes, cells=Counter(tuple(row[way] for way in ways) for row in rows), state=state)


@pytest.mark.slow
def test_tables_of_792_real_incidents_in_two_releases_say_no_small_count(shared: pathlib.Path) -> None:
    rows = volume(shared)
    assert len(rows) == 792
    releases: list[Published] = []
    for state, part in enumerate((rows[:700], rows)):
        for ways in (("state", "month"), ("state", "kind"), ("month",)):
            made = protect(listed(of(part, ways, state), Rule(), releases), Rule(), earlier=releases)
            assert made is not None
            assert made.is_number.any()
            releases.append(made)
    attacked = [each for release in releases for each in attack(release)]
    assert len(attacked) > 100
    assert all(low <= 1e-6 and high >= 9 - 1e-6 for low, high in attacked)


def attack(release: Published) -> list[tuple[float, float]]:
    """Return between which numbers a reader of one release places each hidden small count."""
    solver = pywraplp.Solver.CreateSolver("GLOP")
    lines = [[*each.listed, REST, None] for each in release.table.axes] + ([[None]] if len(release.table.axes) == 1 else [])
    cells = {}
    is_called = bool((release.shown == Shown.SMALL).any())
    for place in np.ndindex(release.shown.shape):
        shown, value = release.shown[place], int(release.value[place])
        low, high = (0, 9) if shown == Shown.SMALL else (max(value - 2, 10), value + 2)
        if shown == Shown.HELD:
            low, high = max(low - 9, 0), high + 9
        if shown == Shown.WITHHELD:
            low, high = (10 if is_called and release.count[place] >= 10 else 0), 100_000
        cells[tuple(line[at] for line, at in zip(lines, place, strict=True))] = solver.NumVar(low, high, "")
    for at in range(len(release.table.axes)):
        for parts in (each for each in itertools.product(*lines) if each[at] is None):
            solver.Add(sum(cells[(*parts[:at], each, *parts[at + 1 :])] for each in lines[at][:-1]) == cells[parts])
    found = []
    for variable, is_small in zip(cells.values(), release.small.ravel(), strict=True):
        if is_small:
            both = []
            for way in (solver.Minimize, solver.Maximize):
                way(variable)
                assert solver.Solve() == solver.OPTIMAL
                both.append(variable.solution_value())
            found.append((both[0], both[1]))
    return found
