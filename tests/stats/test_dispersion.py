import itertools
import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from counterwatch.stats.dispersion import EXACT_BELOW, attained, lower_tail


def every_way(total: int, size: int) -> dict[int, float]:
    """Return P(sum of squares) by listing every way to share a total among some boxes."""
    chances: Counter[int] = Counter()
    for bars in itertools.combinations(range(total + size - 1), size - 1):
        parts = np.diff([-1, *bars, total + size - 1]) - 1
        ways = math.factorial(total) // math.prod(math.factorial(int(part)) for part in parts)
        chances[int((parts**2).sum())] += ways / size**total
    return dict(chances)


@pytest.mark.parametrize(("total", "size"), [(1, 7), (4, 7), (8, 7), (10, 7), (6, 10), (25, 3)])
def test_the_tail_equals_counting_every_way(total: int, size: int) -> None:
    chances = every_way(total, size)
    for bars in itertools.islice(itertools.combinations(range(total + size - 1), size - 1), 0, None, 97):
        parts = np.diff([-1, *bars, total + size - 1]) - 1
        by_hand = math.fsum(chance for squares, chance in chances.items() if squares <= (parts**2).sum())
        if by_hand < 0.85:
            assert lower_tail(parts) == pytest.approx(by_hand, rel=1e-9)


def test_seven_equal_days_of_one_are_seven_factorial_over_seven_to_the_seventh() -> None:
    assert lower_tail(np.ones(7)) == pytest.approx(math.factorial(7) / 7**7, rel=1e-12)


@pytest.mark.parametrize("size", [7, 10])
def test_just_below_the_hand_over_the_exact_tail_is_close_to_chi_squared(size: int) -> None:
    generator = np.random.default_rng(1)
    counts = generator.multinomial(EXACT_BELOW - 1, np.full(size, 1 / size), size=4000)
    statistic = ((counts - (EXACT_BELOW - 1) / size) ** 2).sum(axis=1) + 1
    assert np.abs(lower_tail(counts) - chi2.cdf(statistic * size / (EXACT_BELOW - 1), size - 1)).max() < 0.002


@pytest.mark.parametrize(
    ("mean", "lowest", "highest"), [(0.5, 0.0, 0.01), (5, 0.03, 0.05), (10, 0.04, 0.05), (50, 0.045, 0.055), (1000, 0.045, 0.055)]
)
def test_the_size_of_a_window_is_never_above_its_level(mean: float, lowest: float, highest: float) -> None:
    counts = np.random.default_rng(2).poisson(mean, size=(20_000, 7))
    assert lowest <= (lower_tail(counts) <= 0.05).mean() <= highest
    assert attained(counts.sum(axis=1).astype(float), level=0.05, size=7).max() <= 0.05


def test_the_attained_size_is_what_happens() -> None:
    totals = np.random.default_rng(3).integers(20, 60, 20_000)
    counts = np.random.default_rng(4).multinomial(totals, np.full(7, 1 / 7))
    expected, seen = attained(totals.astype(float), level=0.05, size=7).sum(), (lower_tail(counts) <= 0.05).sum()
    assert abs(seen - expected) < 4 * np.sqrt(expected)


@given(st.lists(st.integers(0, 10**9), min_size=7, max_size=7))
def test_any_counts_have_a_probability_and_order_does_not_matter(counts: list[int]) -> None:
    tail = float(lower_tail(np.array(counts)))
    assert 0 <= tail <= 1
    assert tail == pytest.approx(float(lower_tail(np.array(counts[::-1]))))
