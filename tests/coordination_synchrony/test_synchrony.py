"""The whole test of synchrony: the same for the same posts however they are told, quiet where nobody plans, and it sees who does."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from counterwatch.coordination.synchrony import Tested as Answer
from counterwatch.coordination.synchrony import synchrony
from counterwatch.coordination.synchrony.line import Line, distinct
from counterwatch.coordination.table import Layer
from counterwatch.coordination.worlds.world import Planted, worlds

NUMBERS = ("encounters", "occasions", "episodes", "expected", "p", "q")


@cache
def town() -> tuple[Planted, Answer]:
    world = worlds()["p_borrowed"].draw(3, small=True)
    return world, synchrony(world.layer)


def renamed(layer: Layer, seed: int) -> tuple[Layer, np.ndarray]:
    """Return the layer with new codes for accounts and objects and its rows in another order, and the new code of each account."""
    rng, columns = np.random.default_rng(seed), layer.arrays()
    accounts, objects = (rng.permutation(int(columns[name].max()) + 50) for name in ("account", "object"))
    order = rng.permutation(len(layer))
    told = {"account": accounts[columns["account"]], "object": objects[columns["object"]], "time": columns["time"], "content": columns["content"]}
    return Layer.of(layer.signal, **{name: each[order] for name, each in told.items()}, resolution=layer.resolution), accounts


def comparable(tested: Answer, codes: np.ndarray | None = None) -> list[tuple[object, ...]]:
    a, b = (tested.edges[name].to_numpy() for name in ("a", "b"))
    if codes is not None:
        back = np.argsort(codes)
        a, b = back[a], back[b]
    told = tested.edges.with_columns(a=pl.Series(np.minimum(a, b)), b=pl.Series(np.maximum(a, b)))
    return sorted(told.select("a", "b", "kind", "group", *NUMBERS).rows())


@pytest.mark.parametrize("seed", range(3))
def test_order_of_rows_and_names_of_accounts_and_objects_change_nothing(seed: int) -> None:
    world, straight = town()
    other, codes = renamed(world.layer, seed)
    again = synchrony(other)
    assert again.pairs_tested == straight.pairs_tested
    for one, two in zip(comparable(straight), comparable(again, codes), strict=True):
        assert one[:4] == two[:4]
        assert one[4:] == pytest.approx(two[4:], rel=1e-9)


def test_planted_groups_are_found_and_nobody_else() -> None:
    world, tested = town()
    truth = {kind: tested.edges.filter(pl.col("kind") == kind) for kind in "ATB"}
    a, b = (world.truth[truth["A"][name].to_numpy()] for name in ("a", "b"))
    assert len(a) > 0
    assert ((a == b) & (a >= 0)).all()


def test_groups_are_numbered_by_size() -> None:
    edges = town()[1].edges.filter(pl.col("kind") != "B", pl.col("group").is_not_null())
    size = [edges.filter(pl.col("group") == each).select("a", "b").to_numpy() for each in sorted(edges["group"].unique())]
    members = [len(np.unique(each)) for each in size]
    assert members == sorted(members, reverse=True)


def test_nobody_and_one_account_and_one_object_are_no_error() -> None:
    nothing = np.empty(0, np.int64)
    alone = np.zeros(5, np.int64)
    for layer in (
        Layer.of("link", account=nothing.astype(np.int32), object=nothing.astype(np.int32), time=nothing),
        Layer.of("link", account=alone.astype(np.int32), object=np.arange(5, dtype=np.int32), time=np.arange(5) * 1000),
        Layer.of("link", account=np.arange(5, dtype=np.int32), object=alone.astype(np.int32), time=np.arange(5) * 1000),
    ):
        assert len(synchrony(layer).edges) == 0


def simulated(shared: Path, name: str) -> tuple[Layer, list[str]]:
    file = shared / "data" / "coordination" / f"sim_{name}_burst10.parquet"
    if not file.exists():
        pytest.skip(f"{file.name} is not here: it is shared data for developers")
    rows = pl.read_parquet(file)
    account, object = (rows[column].rank("dense").to_numpy().astype(np.int32) - 1 for column in ("account_id", "object_id"))
    layer = Layer.of("link", account=account, object=object, time=rows["timestamp"].cast(pl.Int64).to_numpy() * 1000)
    return layer, rows["account_id"].unique().sort().to_list()


def test_a_simulation_by_others_in_which_nobody_plans_has_no_pair_of_class_a(shared: Path) -> None:
    assert synchrony(simulated(shared, "organic")[0]).edges.filter(pl.col("kind") == "A").is_empty()


def test_a_simulation_by_others_with_planted_groups_is_answered_without_error(shared: Path) -> None:
    layer, names = simulated(shared, "planted")
    truth = json.loads((shared / "data" / "coordination" / "sim_planted_burst10_truth.json").read_text())
    edges = synchrony(layer).edges
    told = [(kind, truth.get(names[a]), truth.get(names[b])) for kind, a, b in edges.select("kind", "a", "b").iter_rows()]
    assert [each for each in told if each[0] == "A" and (each[1] is None or each[1] != each[2])] == []
    found = {names[code] for name in ("a", "b") for code in edges[name]}
    assert len(found & set(truth)) >= 155, "of 157 planted accounts"


def test_a_line_counts_what_lies_around() -> None:
    rng = np.random.default_rng(0)
    group, value = rng.integers(0, 6, 300), rng.integers(-500, 500, 300)
    line = Line.of(group, value, groups=6, reach=80)
    asked_group, asked_value = rng.integers(0, 6, 200), rng.integers(-700, 700, 200)
    for reach in (0, 7, 80):
        plain = [int(((group == g) & (abs(value - v) <= reach)).sum()) for g, v in zip(asked_group, asked_value, strict=True)]
        assert line.around(asked_group, asked_value, reach).tolist() == plain
    assert distinct(value).tolist() == sorted(set(value.tolist()))
