"""What counts as found, as false and as one owner's pages, where the answer is known."""

import numpy as np
import polars as pl
import pytest

import coordination_page
from counterwatch.coordination.table import Layer
from counterwatch.coordination.worlds.measured import judged, met_pairs, sittings
from counterwatch.coordination.worlds.world import Planted, worlds

HALF_HOUR = 1_800_000


def planted(rows: list[tuple[int, int, int]], truth: list[int], apps: list[int] | None = None) -> Planted:
    account, object, time = (np.array(each) for each in zip(*rows, strict=True))
    layer = Layer.of("link", account=account.astype(np.int32), object=object.astype(np.int32), time=time.astype(np.int64))
    return Planted(layer=layer, truth=np.array(truth, np.int32), apps=np.array(apps or [-1] * len(truth), np.int32))


def edges(*rows: tuple[int, int, str]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema={"a": pl.Int32, "b": pl.Int32, "kind": pl.String}, orient="row")


def meeting(times: int, apart: int = 2 * HALF_HOUR) -> list[tuple[int, int, int]]:
    return [(who, number, number * apart + who * 1000) for number in range(times) for who in (0, 1, 2, 3, 4)]


def test_an_edge_is_false_unless_a_group_or_an_owner_is_shared() -> None:
    world = planted(meeting(6), [0, 0, 1, -1, -1], [-1, -1, -1, 7, 7])
    run = judged(world, edges((0, 1, "A"), (0, 2, "A"), (3, 4, "A"), (2, 3, "B"), (0, 1, "T")), 60_000)
    assert run.edges == {"A": 3, "T": 1, "B": 1}
    assert run.false == {"A": 1, "T": 0, "B": 1}
    assert run.apps == {"A": 1, "T": 0, "B": 0}
    assert run.members == 3


def test_a_member_is_found_by_an_edge_to_a_partner_only() -> None:
    world = planted(meeting(6), [0, 0, 0, -1, 0])
    run = judged(world, edges((0, 1, "A"), (1, 2, "T"), (3, 4, "A"), (0, 4, "B")), 60_000)
    assert run.members_found == {"A": 2, "AT": 3, "ATB": 4}
    assert (run.met, run.pairs) == (4, 6)
    assert run.pairs_found == {"A": 1, "AT": 2, "ATB": 3}


@pytest.mark.parametrize(("times", "apart", "met"), [(6, HALF_HOUR + 1, 10), (5, HALF_HOUR + 1, 0), (30, 60_001, 0), (12, HALF_HOUR - 1, 10)])
def test_a_pair_should_be_found_after_six_sittings(times: int, apart: int, met: int) -> None:
    assert len(met_pairs(planted(meeting(times, apart), [0] * 5), 60_000)) == met


@pytest.mark.parametrize(("window", "met"), [(999, 0), (1000, 4), (4000, 10)])
def test_a_meeting_is_within_the_window_both_ends_included(window: int, met: int) -> None:
    assert len(met_pairs(planted(meeting(6), [0] * 5), window)) == met


def test_a_sitting_takes_what_begins_in_the_half_hour_after_its_first() -> None:
    assert sittings([]) == 0
    assert sittings([0, HALF_HOUR, HALF_HOUR + 1, 2 * HALF_HOUR + 1, 2 * HALF_HOUR + 2]) == 3


def test_nobody_is_found_where_there_are_no_edges_and_everybody_where_there_are_all() -> None:
    world = worlds()["p_borrowed"].draw(1, small=True)
    none = judged(world, edges(), 60_000)
    assert none.met > 0
    assert (none.false["A"], none.met_found) == (0, {"A": 0, "AT": 0, "ATB": 0})
    size = len(world.truth)
    a, b = np.triu_indices(size, 1)
    everyone = judged(world, pl.DataFrame({"a": a.astype(np.int32), "b": b.astype(np.int32), "kind": ["A"] * len(a)}), 60_000)
    assert everyone.members_found["A"] == everyone.members
    assert everyone.pairs_found["A"] == everyone.pairs
    groups = np.bincount(world.truth[world.truth >= 0])
    assert everyone.false["A"] == size * (size - 1) // 2 - int((groups * (groups - 1) // 2).sum())


@pytest.mark.parametrize(("count", "asked", "low", "high"), [(0, 10, 0.0, 0.3085), (5, 10, 0.1871, 0.8129), (10, 10, 0.6915, 1.0)])
def test_intervals_are_the_published_ones(count: int, asked: int, low: float, high: float) -> None:
    """Clopper and Pearson's interval for ten trials, as tables of the binomial distribution print it."""
    assert np.allclose(coordination_page.interval(count, asked), (low, high), atol=5e-5)
