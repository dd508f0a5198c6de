import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from counterwatch.stats.marks import count_tail, longest_run, run_tail


def by_hand(chances: list[float], count: int, run: int) -> tuple[float, float]:
    """Return both tails by listing every pattern of marks."""
    many = long = 0.0
    for pattern in itertools.product([False, True], repeat=len(chances)):
        chance = math.prod(each if mark else 1 - each for each, mark in zip(chances, pattern, strict=True))
        many += chance * (sum(pattern) >= count)
        long += chance * (max((len(list(group)) for mark, group in itertools.groupby(pattern) if mark), default=0) >= run)
    return many, long


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8), st.integers(0, 8), st.integers(0, 8))
def test_both_tails_equal_listing_every_pattern(chances: list[float], count: int, run: int) -> None:
    many, long = by_hand(chances, count, run)
    rows = np.array([chances, chances])
    assert count_tail(rows, np.array([count, 0])) == pytest.approx([many, 1], abs=1e-12)
    assert run_tail(rows, np.array([run, 1]))[0] == pytest.approx(long, abs=1e-12)


def test_equal_chances_give_the_binomial_far_into_the_tail() -> None:
    tail = count_tail(np.full((1, 100), 0.05), np.array([90]))[0]
    assert tail == pytest.approx(binom.sf(89, 100, 0.05), rel=1e-9)
    assert 0 < tail < 1e-100


def test_a_run_of_all_places_is_the_product_of_their_chances() -> None:
    assert run_tail(np.full((1, 100), 0.05), np.array([100]))[0] == pytest.approx(0.05**100, rel=1e-9)


@given(st.lists(st.booleans(), min_size=1, max_size=40))
def test_the_longest_run_is_the_longest_group(marks: list[bool]) -> None:
    expected = max((len(list(group)) for mark, group in itertools.groupby(marks) if mark), default=0)
    assert longest_run(np.array([marks]))[0] == expected
