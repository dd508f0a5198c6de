"""What is usual: chances that hold for new days, fall with the count, and are never smaller than those of the law the days came from."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from counterwatch.coordination.waves.usual import usual_of
from promises import rejects_too_often

Law = Callable[[np.random.Generator, int], np.ndarray]
LAWS: dict[str, Law] = {
    "one message a week": lambda rng, n: rng.poisson(0.14, n),
    "counted evenly": lambda rng, n: rng.poisson(40, n),
    "scattered": lambda rng, n: rng.negative_binomial(0.5, 0.5 / 5.5, n),
    "some posts travel": lambda rng, n: rng.poisson(np.exp(rng.normal(1.2, 1, n))),
    "posts on one day in ten": lambda rng, n: rng.poisson(0.5, n) + np.where(rng.random(n) < 0.1, rng.poisson(np.exp(rng.normal(2, 0.8, n))), 0),
}


@pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)
def test_a_new_usual_day_has_a_small_chance_as_rarely_as_the_chance_says(law: Law) -> None:
    rng, new = np.random.default_rng(1), []
    for _ in range(500):
        days = law(rng, 57)
        new.append(usual_of(days[:56]).chance(int(days[56])))
    for level in (0.05, 0.01):
        assert not rejects_too_often(sum(each <= level for each in new), len(new), level)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 500), min_size=2, max_size=60))
def test_the_chance_falls_as_the_count_grows(days: list[int]) -> None:
    usual = usual_of(np.array(days))
    chances = [usual.chance(count) for count in (0, 1, 2, 5, 20, 100, 1000, 10**6)]
    assert chances[0] == 1
    assert all(0 <= later <= earlier <= 1 for earlier, later in pairwise(chances))


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=2, max_size=40), st.integers(1, 200))
def test_the_scattered_chance_is_the_mixture_of_negative_binomials(days: list[int], count: int) -> None:
    usual = usual_of(np.array(days))
    likelihood = np.array(
        [[stats.nbinom.logpmf(days, size, size / (size + mean)).sum() for size in usual.sizes] for mean in usual.means[::8]]
    )  # every eighth mean: the ratios must agree where they are worked out
    ours = np.log(np.maximum(usual.weights[::8], 1e-300))
    seen = likelihood - likelihood.max() > -200
    assert (ours - likelihood)[seen] == pytest.approx((ours - likelihood)[seen].mean(), abs=1e-6)
    tails = np.array([[stats.nbinom.sf(count - 1, size, size / (size + mean)) for size in usual.sizes] for mean in usual.means])
    assert usual.chance(count) >= (usual.weights * tails).sum() * (1 - 1e-9)


def test_the_mean_of_usual_days_is_in_its_interval() -> None:
    rng, inside = np.random.default_rng(2), 0
    for _ in range(300):
        _, low, high = usual_of(rng.negative_binomial(2, 2 / 12, 56)).mean()
        inside += low <= 10 <= high
    assert stats.binomtest(inside, 300, 0.95).pvalue > 0.001


def test_even_counting_is_not_more_surprised_than_the_law_itself() -> None:
    usual = usual_of(np.random.default_rng(3).poisson(40, 56))
    for count in (45, 60, 80, 120):
        assert usual.chance(count) >= stats.poisson.sf(count - 1, 40) * 0.5
    assert usual.chance(400) < 1e-6
