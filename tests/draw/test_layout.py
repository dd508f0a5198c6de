"""A network is laid out the same every time, its parts stand apart, and distances on paper follow links."""

from __future__ import annotations

import itertools
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterwatch.draw.layout import positions


def apart(places: np.ndarray, one: int, other: int) -> float:
    return float(np.linalg.norm(places[one] - places[other]))


def clique(members: range) -> list[tuple[int, int]]:
    return list(itertools.combinations(members, 2))


def test_a_chain_is_a_straight_line_of_unit_links() -> None:
    places = positions(6, np.array([[each, each + 1] for each in range(5)]))
    for one, other in itertools.combinations(range(6), 2):
        assert apart(places, one, other) == pytest.approx(other - one, abs=0.02)


def test_a_triangle_has_equal_sides() -> None:
    places = positions(3, np.array(clique(range(3))))
    assert [apart(places, *each) for each in clique(range(3))] == pytest.approx([1, 1, 1], abs=0.01)


def test_two_cliques_with_a_bridge_stay_two_heaps() -> None:
    links = [*clique(range(8)), *clique(range(8, 16)), (0, 8)]
    places = positions(16, np.array(links))
    inside = max(apart(places, *each) for each in clique(range(8)))
    between = np.linalg.norm(places[:8].mean(axis=0) - places[8:].mean(axis=0))
    assert between > inside


def test_points_of_a_large_clique_can_be_told_apart() -> None:
    places = positions(60, np.array(clique(range(60))))
    distances = np.linalg.norm(places[:, None] - places[None], axis=-1) + 9 * np.eye(60)
    assert np.median(distances.min(axis=1)) == pytest.approx(0.5, abs=0.01)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)).filter(lambda each: each[0] != each[1]), max_size=20), st.randoms())
def test_parts_stand_apart_and_the_order_of_links_does_not_matter(links: list[tuple[int, int]], chance: object) -> None:
    found = positions(15, np.array(links).reshape(-1, 2))
    assert np.isfinite(found).all()
    turned = [each[::-1] for each in links[::-1]]
    assert positions(15, np.array(turned).reshape(-1, 2)) == pytest.approx(found, abs=1e-6)
    boxes = [(found[part].min(axis=0), found[part].max(axis=0)) for part in parts_of(links)]
    for (low, high), (other_low, other_high) in itertools.combinations(boxes, 2):
        assert (high < other_low).any() or (other_high < low).any()


def parts_of(links: list[tuple[int, int]]) -> list[list[int]]:
    name = list(range(15))
    for one, other in links:
        name = [name[one] if each == name[other] else each for each in name]
    return [[point for point in range(15) if name[point] == each] for each in sorted(set(name))]


def test_no_point_has_no_place() -> None:
    assert positions(0, np.zeros((0, 2), dtype=np.int64)).shape == (0, 2)


AGAIN = """
import itertools, numpy as np
from counterwatch.draw.layout import positions
print(positions(20, np.array(list(itertools.combinations(range(20), 2)))).round(6).tolist())
"""


def test_a_clique_lies_the_same_in_another_process() -> None:
    made = {subprocess.run([sys.executable, "-c", AGAIN], check=True, capture_output=True, text=True).stdout for _ in range(2)}
    assert made == {f"{positions(20, np.array(clique(range(20)))).round(6).tolist()}\n"}
