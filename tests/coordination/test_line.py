"""Counting around a moment equals looking at every entry, on one line and where groups need many."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from counterwatch.coordination.synchrony.line import MOST, Line

ENTRIES = some.lists(some.tuples(some.integers(0, 6), some.integers(-50, 50)), max_size=40)
YEAR = 366 * 86_400_000


@settings(max_examples=200)
@given(ENTRIES, some.lists(some.tuples(some.integers(0, 6), some.integers(-70, 70)), min_size=1, max_size=10), some.integers(0, 9), some.booleans())
@pytest.mark.parametrize("most", [MOST, 1_000, 300, 1])
def test_counts_are_those_of_looking_at_every_entry(
    most: int, entries: list[tuple[int, int]], asked: list[tuple[int, int]], reach: int, is_sorted: bool
) -> None:
    rows = sorted(entries) if is_sorted else entries
    group, value = (np.array([each[place] for each in rows], np.int64) for place in (0, 1))
    line = Line.of(group, value, groups=7, reach=10, is_sorted=is_sorted, most=most)
    of, at = (np.array([each[place] for each in asked], np.int64) for place in (0, 1))
    brute = [sum(g == x and abs(v - y) <= reach for g, v in entries) for x, y in asked]
    assert line.around(of, at, reach).tolist() == brute
    assert line.between(of, at, at + 5).tolist() == [sum(g == x and y <= v <= y + 5 for g, v in entries) for x, y in asked]


def test_a_decade_of_milliseconds_and_a_thousand_million_objects_are_counted() -> None:
    group = np.array([0, 0, 5, 999_999_999, 999_999_999], np.int64)
    value = np.array([0, 10 * YEAR, 7, 3 * YEAR, 3 * YEAR + 60_000], np.int64)
    line = Line.of(group, value, groups=1_000_000_000, reach=3_600_000)
    assert line.around(group, value, 60_000).tolist() == [1, 1, 1, 2, 2]
