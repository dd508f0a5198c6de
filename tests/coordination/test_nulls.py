"""The simpler tests for comparison are what they say: equal to brute force on small cases, and loud where nobody coordinates."""

import itertools
import math
import pathlib
from typing import Literal

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from counterwatch.api.peers import like_null
from counterwatch.coordination.compat.nulls import met, shuffled, without_community
from counterwatch.coordination.engines.blocks import Block
from counterwatch.coordination.synchrony.communities import communities
from counterwatch.coordination.worlds.collection import collection

WINDOW = 60
ACTIONS = some.lists(some.tuples(some.integers(0, 3), some.integers(0, 4), some.integers(0, 200)), min_size=1, max_size=24, unique=True)
Action = tuple[int, int, int]


def block(actions: list[Action]) -> Block:
    """Return actions (object, account, time) as the engines want them."""
    rows = np.array(sorted(actions, key=lambda each: (each[0], each[2], each[1])), np.int64)
    return Block(object=rows[:, 0].astype(np.int32), account=rows[:, 1].astype(np.int32), time=rows[:, 2])


def weights(actions: list[Action]) -> dict[tuple[int, int], set[int]]:
    """Return on which objects two accounts act within the window, by trying all pairs."""
    found: dict[tuple[int, int], set[int]] = {}
    for (one, a, s), (other, b, t) in itertools.combinations(actions, 2):
        if one == other and a != b and abs(s - t) <= WINDOW:
            found.setdefault((min(a, b), max(a, b)), set()).add(one)
    return found


@given(ACTIONS)
def test_pairs_and_their_objects_are_those_of_brute_force(actions: list[Action]) -> None:
    found = met(block(actions), WINDOW)
    told = sorted(zip(found.a.tolist(), found.b.tolist(), found.object.tolist(), strict=True))
    assert told == sorted((a, b, object) for (a, b), objects in weights(actions).items() for object in objects)


@settings(max_examples=60)
@given(ACTIONS)
def test_the_chance_without_the_community_is_that_of_enumeration(actions: list[Action]) -> None:
    table, heavy = without_community(block(actions), WINDOW), {pair: o for pair, o in weights(actions).items() if len(o) >= 2}
    assert {(a, b) for a, b in table.select("a", "b").iter_rows()} == heavy.keys()
    if not heavy:
        return
    accounts = 1 + max(each[1] for each in actions)
    pairs = sorted(heavy)
    a, b = (np.array([pair[side] for pair in pairs], np.int64) for side in (0, 1))
    community = communities(a, b, np.array([float(len(heavy[pair])) for pair in pairs]), np.arange(accounts))
    on = {account: {object for object, other, _ in actions if other == account} for account in range(accounts)}
    for row in table.iter_rows(named=True):
        inside = {community[row["a"]], community[row["b"]]} - {-1}
        chances = []
        for object in on[row["a"]] & on[row["b"]]:
            outside = {account for account in range(accounts) if object in on[account] and community[account] not in inside}
            near = sum(object in objects for pair, objects in weights(actions).items() if set(pair) <= outside)
            chances.append((near + 1) / (math.comb(len(outside), 2) + 2))
        trials = itertools.product((0, 1), repeat=len(chances))
        tail = sum(
            math.prod(chance if hit else 1 - chance for chance, hit in zip(chances, trial, strict=True))
            for trial in trials
            if sum(trial) >= row["weight"]
        )
        assert row["p"] == pytest.approx(tail, rel=1e-9)
        assert row["expected"] == pytest.approx(sum(chances))


def test_shuffling_approaches_the_mean_of_all_orders() -> None:
    actions = [(0, 0, 0), (0, 1, 10), (0, 2, 500), (1, 0, 0), (1, 1, 30), (1, 3, 900), (1, 2, 2000)]
    table = shuffled(block(actions), WINDOW, rounds=4_000)
    assert table.select("a", "b", "weight").rows() == [(0, 1, 2)]
    # On each object one of the pairs of places is near: 1 of 3, and 1 of 6.
    mean = 1 / 3 + 1 / 6
    error = math.sqrt((1 / 3 * 2 / 3 + 1 / 6 * 5 / 6) / 4_000)
    assert abs(table["expected"][0] - mean) < 5 * error


@pytest.mark.parametrize("null", ["permutation", "lco"])
def test_nobody_coordinates_and_both_draw_edges_all_the_same(null: Literal["permutation", "lco"], tmp_path: pathlib.Path) -> None:
    posts = collection("base", np.random.default_rng(1))
    layer = next(iter(posts.layers.values()))
    assert not isinstance(layer.actions, pathlib.Path)
    link = pl.format("https://example.org/{}", "object").alias("link")
    rows = pl.DataFrame(pl.from_arrow(layer.actions)).select(pl.col("account").cast(pl.String), link, "time")
    rows.write_csv(tmp_path / "posts.csv")
    (made,) = [each for each in like_null([tmp_path / "posts.csv"], null=null) if each.name == "link"]
    assert len(made.edges) > 0
    assert set(made.edges.columns) == {"a", "b", "weight", "expected", "p", "q"}
