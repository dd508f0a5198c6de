"""The tail of a sum of unlike trials: against every outcome written out, scipy, and the plain recursion."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from counterwatch.stats import poisson_binomial
from counterwatch.stats.poisson_binomial import upper_tail

trials = st.lists(st.floats(0, 1), min_size=0, max_size=7)


def by_outcomes(chances: list[float], least: int) -> float:
    """Add up the probability of every outcome that has at least so many successes."""
    outcomes = itertools.product((0, 1), repeat=len(chances))
    return math.fsum(
        math.prod(p if hit else 1 - p for p, hit in zip(chances, each, strict=True)) for each in outcomes if sum(each) >= least
    )  # fmt: skip


@settings(deadline=None)
@given(sets=st.lists(st.tuples(trials, st.integers(0, 9)), min_size=1, max_size=12))
def test_many_sets_at_once_are_each_what_their_outcomes_add_up_to(sets: list[tuple[list[float], int]]) -> None:
    chance = np.array([p for chances, _ in sets for p in chances], dtype=np.float64)
    count, least = np.array([len(chances) for chances, _ in sets]), np.array([least for _, least in sets])
    assert upper_tail(chance, count, least) == pytest.approx([by_outcomes(*each) for each in sets], rel=1e-9, abs=1e-300)


@pytest.mark.parametrize(("count", "p"), [(30, 0.02), (400, 0.001), (1000, 0.3)])
def test_like_trials_are_binomial_far_into_the_tail(count: int, p: float) -> None:
    least = np.arange(0, min(count, 60) + 1)
    found = upper_tail(np.full(count * len(least), p), np.full(len(least), count), least)
    assert found == pytest.approx(binom.sf(least - 1, count, p), rel=1e-9)


def test_cutting_the_work_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    count, least = rng.integers(0, 40, 200), rng.integers(0, 12, 200)
    chance = rng.uniform(0, 0.4, count.sum())
    whole = upper_tail(chance, count, least)
    monkeypatch.setattr(poisson_binomial, "CELLS", 50)
    assert upper_tail(chance, count, least).tolist() == whole.tolist()
