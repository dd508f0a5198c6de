"""The pictures show what the closures say: each mark once, nothing outside the plot, and every graph can be drawn."""

import json
import pathlib

import numpy as np
import pytest
from account_graphs import cyclic

from counterwatch.core import Chart
from counterwatch.draw.picture import picture
from counterwatch.exposure.charts.columns import columns_of
from counterwatch.exposure.checks.cheapest_changes import cheapest_changes
from counterwatch.exposure.checks.lockout import lockout
from counterwatch.exposure.identity.closures import access
from counterwatch.exposure.identity.index import index_of
from counterwatch.exposure.identity.reading import read_graph
from counterwatch.exposure.identity.scenarios import dark, scenario_of
from counterwatch.exposure.identity.worlds import resting_on_one

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "examples" / "one-digital-id.toml"


def marks_in(chart: Chart) -> dict[str, list[str]]:
    """Return the names of a graph picture by mark."""
    layers = [each["data"]["values"] for each in chart.spec["layer"] if "data" in each]
    dots = {(each["x"], each["y"]): each["mark"]["message"] for rows in layers for each in rows if "mark" in each}
    names = {(each["x"], each["y"]): each["name"] for rows in layers for each in rows if "name" in each}
    assert dots.keys() == names.keys()
    found: dict[str, list[str]] = {}
    for place, mark in dots.items():
        name = names[place]
        found.setdefault(mark, []).append(name if isinstance(name, str) else str(chart.texts[name["message"]]))
    return found


def test_the_picture_of_a_loss_shows_what_falls_with_it() -> None:
    graph = read_graph(EXAMPLE.read_bytes(), name=EXAMPLE.name)
    index = index_of(graph)
    gone = dark(index, access(index), scenario_of(index, "digital-id"))
    found = marks_in(lockout(graph, revoke="digital-id").charts[0])
    assert found["taken"] == ["digital ID"]
    assert set(found["lost"]) <= {index.called(each) for each in gone.lost}
    assert set(found["fewer"]) <= {index.called(each) for each in gone.degraded}


def test_the_bars_add_up_to_what_is_lost() -> None:
    graph = read_graph(EXAMPLE.read_bytes(), name=EXAMPLE.name)
    index = index_of(graph)
    rows = lockout(graph).charts[0].spec["data"]["values"]
    for id, name in (("digital-id", "digital ID"), ("bank-card", "bank card")):
        gone = dark(index, access(index), scenario_of(index, id))
        counted = {each["part"]["message"]: each["n"] for each in rows if each["loss"] == name}
        assert counted["important"] + counted["other"] == len(gone.lost)
        assert counted["fewer"] == len(gone.degraded)


def test_the_picture_of_the_changes_holds_the_new_things() -> None:
    graph = resting_on_one(np.random.default_rng(4))
    finding = cheapest_changes(graph)
    assert marks_in(finding.charts[0])["new"]
    assert b"<svg" in picture(finding.charts[0], language="zh-Hans")


def test_graphs_with_loops_can_be_drawn() -> None:
    for seed in range(20):
        for chart in lockout(cyclic(seed)[0], important=0).charts:
            json.dumps(chart.spec, allow_nan=False)
            assert b"<svg" in picture(chart)


@pytest.mark.parametrize("ways", [[(1, [2]), (2, [1])], [(0, [0])], [], [(1, [0]), (2, [1]), (3, [2]), (4, [3]), (5, [4])]])
def test_columns_hold_every_node_once_also_in_loops(ways: list[tuple[int, list[int]]]) -> None:
    places = columns_of(range(6), ways)
    assert sorted(places) == list(range(6))
    assert len(set(places.values())) == 6
