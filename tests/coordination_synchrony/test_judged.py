"""One adjustment for all pairs: never looser than Benjamini and Hochberg's, and the pairs of one group do not vote for each other."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from counterwatch.coordination.synchrony import Measured, Setting
from counterwatch.coordination.synchrony.judge import judged
from counterwatch.coordination.synchrony.screening import q_values

chances = st.lists(st.floats(1e-12, 1), min_size=1, max_size=40)


@given(p=chances, others=st.integers(0, 60))
def test_q_values_are_those_of_all_pairs_with_the_unseen_ones_at_one(p: list[float], others: int) -> None:
    everything = false_discovery_control([*p, *[1.0] * others])
    assert q_values(np.array(p), len(p) + others) == pytest.approx(everything[: len(p)])


@given(p=chances, seed=st.integers(0, 1000))
def test_weights_make_nothing_easier(p: list[float], seed: int) -> None:
    weight = np.random.default_rng(seed).uniform(0.01, 1, len(p))
    plain, weighted = q_values(np.array(p), 100), q_values(np.array(p), 100, weight)
    assert (weighted >= plain * (1 - 1e-12)).all()
    assert q_values(np.array(p), 100, np.ones(len(p))) == pytest.approx(plain)


def candidates(p: list[float], size: list[int]) -> Measured:
    count = len(p)
    whole, real = (
        dict.fromkeys(("encounters", "occasions", "episodes"), [5] * count),
        dict.fromkeys(("expected", "weak_p", "jump_p"), [1.0] * count) | {"led": [0.0] * count},
    )
    frame = pl.DataFrame({"a": range(0, 2 * count, 2), "b": range(1, 2 * count, 2), **whole, **real, "p": p, "size": size})
    return Measured(
        signal="link", setting=Setting(), candidates=frame, pairs_tested=1000, one_in=1, accounts=100, in_communities=30, without_reference=0.0
    )  # fmt: skip


def test_many_pairs_of_one_group_do_not_carry_each_other() -> None:
    # Three hundred pairs of 25 accounts, each no rarer than one in a hundred: as so many discoveries all would pass at 5 %.
    many = candidates([0.01] * 300, [25] * 300)
    assert (q_values(np.full(300, 0.01), 1000) <= 0.05).all()
    assert len(judged([many], fdr=0.05)[0].edges) == 0


def test_pairs_that_stand_alone_gain_nothing_from_a_large_group() -> None:
    with_group = candidates([1e-9] * 300 + [0.001], [25] * 300 + [2])
    edges = judged([with_group], fdr=0.05)[0].edges
    assert edges["size"].to_list() == [25] * 300


def test_layers_asked_together_are_judged_together() -> None:
    one, other = candidates([4e-5], [2]), candidates([0.5], [2])
    assert len(judged([one], fdr=0.05)[0].edges) == 1
    assert [len(each.edges) for each in judged([one, other], fdr=0.05)] == [0, 0]


def test_pairs_with_somebody_before_them_each_time_are_no_class_a() -> None:
    three = candidates([1e-9] * 3, [2, 2, 2])
    three.candidates.replace_column(three.candidates.get_column_index("led"), pl.Series("led", [0.0, 0.85, 0.9]))
    assert judged([three], fdr=0.05)[0].edges["kind"].to_list() == ["A", "A", "T"]


def test_outsiders_that_jump_too_make_another_class() -> None:
    both = candidates([1e-9, 1e-9], [2, 2])
    both.candidates.replace_column(both.candidates.get_column_index("jump_p"), pl.Series("jump_p", [0.5, 0.001]))
    assert judged([both], fdr=0.05)[0].edges["kind"].to_list() == ["A", "T"]
