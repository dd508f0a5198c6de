"""Every engine finds the pairs that comparing every action with every other finds."""

import itertools
import pathlib
import random
import statistics
from collections import Counter, defaultdict

import duckdb
import numpy as np
import polars as pl
import polars.testing
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from counterwatch.coordination.edges import EDGE, MOST, Edges, Engine, Hot
from counterwatch.coordination.engines import blocks, tally
from counterwatch.coordination.engines.bucket_join import edges_query
from counterwatch.coordination.engines.crowds import counted, crowds
from counterwatch.coordination.engines.duckdb import DuckDB
from counterwatch.coordination.engines.sweep import Sweep
from counterwatch.coordination.table import Layer

Action = tuple[int, int, int]  # account, object, time


class BucketJoin:
    """The query of the Spark engine, run by DuckDB."""

    def edges(self, layer: Layer, window: int, *, least: int = 1, most: int = MOST) -> Edges:
        with duckdb.connect() as connection:
            connection.register("actions", pq.read_table(layer.actions) if isinstance(layer.actions, pathlib.Path) else layer.actions)
            crowded = crowds(connection.sql(counted("actions", window, most)).to_arrow_table(), most)
            gone = [(object, cell) for object, cells in crowded.cells.items() for cell in cells.tolist()]
            cells = pa.table({"object": pa.array([each[0] for each in gone], pa.int64()), "cell": pa.array([each[1] for each in gone], pa.int64())})
            connection.register("left_out", cells)
            found = connection.sql(edges_query("actions", "left_out", window)).pl().sort("a", "b")
        kept = found.filter(found["weight"] >= least).with_columns(pl.col("a", "b").cast(pl.Int32))
        return Edges(table=kept, window=window, pairs=int(found["weight"].sum()), hot=crowded.hot)


ENGINES = [DuckDB(), Sweep(), BucketJoin()]
engines = pytest.mark.parametrize("engine", ENGINES, ids=lambda each: type(each).__name__)


def layer_of(actions: list[Action]) -> Layer:
    account, object, time = np.array(actions, np.int64).reshape(-1, 3).T
    return Layer.of("link", account=account.astype(np.int32), object=object.astype(np.int32), time=time)


def by_hand(actions: list[Action], window: int) -> list[tuple[object, ...]]:
    """Return the rows of the table of edges, every action compared with every other."""
    found = defaultdict(list)
    for one, other in itertools.combinations(actions, 2):
        if one[1] == other[1] and one[0] != other[0] and abs(one[2] - other[2]) <= window:
            a, b = sorted((one, other))
            found[a[0], b[0]].append((one[1], b[2] - a[2]))
    return [(*pair, *described(met)) for pair, met in sorted(found.items())]


def described(met: list[tuple[int, int]]) -> tuple[object, ...]:
    lags = [abs(delta) for _, delta in met]
    firsts = [sum(delta > 0 for _, delta in met), sum(delta < 0 for _, delta in met)]
    return (len(met), len({object for object, _ in met}), statistics.fmean(lags), float(statistics.median(lags)), *firsts)


actions = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2), st.one_of(st.integers(-12, 12), st.integers(-(10**12), 10**12))), max_size=30)


@engines
@given(actions, st.integers(0, 7))
@example([(0, 0, 0), (1, 0, 59_000), (2, 0, 60_000), (3, 0, 60_001), (4, 0, 61_000)], 60_000)
@example([(0, 0, -1), (1, 0, 1), (2, 0, -7), (3, 0, 6)], 7)
def test_an_engine_finds_what_comparing_all_actions_finds(engine: Engine, drawn: list[Action], window: int) -> None:
    found = engine.edges(layer_of(drawn), window)
    assert tuple(found.table.columns) == EDGE
    assert found.table.dtypes == [pl.Int32, pl.Int32, pl.Int32, pl.Int32, pl.Float64, pl.Float64, pl.Int32, pl.Int32]
    expected = by_hand(drawn, window)
    assert found.table.rows() == expected
    assert (found.pairs, found.window, found.hot) == (sum(row[2] for row in expected), window, ())  # type: ignore[misc]


@engines
@pytest.mark.parametrize(("later", "met"), [(59_000, 1), (60_000, 1), (60_001, 0), (61_000, 0), (-59_000, 1), (-60_000, 1), (-60_001, 0)])
@pytest.mark.parametrize("begin", [0, -1, 59_999, 60_000, -60_000, 1_600_000_000_123])
def test_both_ends_of_the_window_belong_to_it(engine: Engine, begin: int, later: int, met: int) -> None:
    assert engine.edges(layer_of([(0, 0, begin), (1, 0, begin + later)]), 60_000).pairs == met


@engines
@settings(max_examples=15)
@given(actions, st.integers(0, 7), st.permutations(range(5)), st.randoms(use_true_random=False))
def test_other_codes_in_another_order_give_the_same_edges(
    engine: Engine, drawn: list[Action], window: int, code: list[int], chance: random.Random
) -> None:
    renamed = [(code[account], 5 - object, time) for account, object, time in drawn]
    chance.shuffle(renamed)
    expected = []
    for a, b, *middle, a_first, b_first in engine.edges(layer_of(drawn), window).table.rows():
        (one, first), (other, second) = sorted(((code[a], a_first), (code[b], b_first)))
        expected.append((one, other, *middle, first, second))
    assert engine.edges(layer_of(renamed), window).table.rows() == sorted(expected)


@engines
@settings(max_examples=15)
@given(actions, st.integers(0, 7), st.integers(2, 4))
def test_light_edges_are_counted_and_left_out(engine: Engine, drawn: list[Action], window: int, least: int) -> None:
    every, heavy = engine.edges(layer_of(drawn), window), engine.edges(layer_of(drawn), window, least=least)
    assert heavy.table.rows() == [row for row in every.table.rows() if row[2] >= least]
    assert heavy.pairs == every.pairs


@engines
@settings(max_examples=30)
@given(actions, st.integers(1, 7), st.integers(0, 12))
@example([(account, 0, -3) for account in range(5)] + [(0, 0, 2), (1, 0, 3)], 5, 1)
def test_crowded_moments_are_left_out_and_named(engine: Engine, drawn: list[Action], window: int, most: int) -> None:
    kept, hot = without_crowds(drawn, window, most)
    found = engine.edges(layer_of(drawn), window, most=most)
    assert found.hot == hot
    assert found.table.rows() == by_hand(kept, window)


def without_crowds(drawn: list[Action], window: int, most: int) -> tuple[list[Action], tuple[Hot, ...]]:
    """Leave out the fullest cells of an object, the earliest of equal ones first, until what the others can make is few enough."""
    kept, hot = list(drawn), []
    for object in sorted({object for _, object, _ in drawn}):
        mine = [action for action in drawn if action[1] == object]
        left = Counter(action[2] // window for action in mine)
        while sum(n * (n - 1) // 2 + n * left.get(cell + 1, 0) for cell, n in left.items()) > most:
            del left[max(sorted(left), key=lambda cell: left[cell])]
        gone = [action for action in mine if action[2] // window not in left]
        if gone:
            kept = [action for action in kept if action not in gone]
            hot.append(Hot(object=object, actions=len(mine), left_out=len(gone)))
    return kept, tuple(hot)


@engines
def test_one_account_one_object_and_nothing_at_all_have_no_edges(engine: Engine) -> None:
    for drawn in ([], [(0, 0, 0)], [(3, 0, 0), (3, 0, 1)], [(0, 0, 0), (1, 1, 0)]):
        found = engine.edges(layer_of(drawn), 60_000)
        assert (len(found.table), found.pairs) == (0, 0)


@engines
def test_a_file_gives_the_edges_of_a_table(engine: Engine, tmp_path: pathlib.Path) -> None:
    layer = crowd(500, 40, 20, 400)
    pq.write_table(layer.actions, tmp_path / "it's.parquet")
    inside = Layer(signal="link", actions=tmp_path / "it's.parquet", objects=layer.objects)
    pl.testing.assert_frame_equal(engine.edges(inside, 60_000).table, engine.edges(layer, 60_000).table)


def crowd(n: int, accounts: int, objects: int, seconds: int, seed: int = 0) -> Layer:
    rng = np.random.default_rng(seed)
    account, object = (rng.integers(0, accounts, n).astype(np.int32), (rng.zipf(1.3, n) % objects).astype(np.int32))
    return Layer.of("link", account=account, object=object, time=rng.integers(0, seconds, n) * 1000)


def test_the_default_engine_gives_the_same_in_many_small_blocks_and_files(monkeypatch: pytest.MonkeyPatch) -> None:
    layer = crowd(30_000, 300, 500, 200_000)
    whole = Sweep().edges(layer, 60_000)
    assert whole.pairs > 20_000
    monkeypatch.setattr("counterwatch.coordination.engines.duckdb.ROWS", 2048)
    monkeypatch.setattr(blocks, "AT_ONCE", 1000)
    monkeypatch.setattr(tally.Tally.__init__, "__kwdefaults__", {"in_memory": 3000})
    pieces = DuckDB().edges(layer, 60_000)
    assert pieces.pairs == whole.pairs
    pl.testing.assert_frame_equal(pieces.table, whole.table, rel_tol=1e-12)
