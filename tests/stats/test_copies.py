import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from counterwatch.stats.copies import Copy, copies

ROW = st.lists(st.integers(0, 3), min_size=12, max_size=18)


def exact_windows(values: np.ndarray, length: int) -> set[tuple[int, int]]:
    """Every window that occurs somewhere else, by looking at all pairs."""
    places = [(row, start) for row in range(values.shape[0]) for start in range(values.shape[1] - length + 1)]
    window = {place: tuple(values[place[0], place[1] : place[1] + length]) for place in places}
    return {place for one, other in itertools.combinations(places, 2) if window[one] == window[other] for place in (one, other)}


@given(st.lists(ROW, min_size=2, max_size=3))
def test_every_exact_repeat_is_found_and_nothing_else(rows: list[list[int]]) -> None:
    width = min(map(len, rows))
    values = np.array([row[:width] for row in rows], dtype=np.int64)
    found = [each for each in copies(values, np.ones(values.shape, dtype=bool), shortest=4, scaled=width + 1) if each.way == "exact"]
    for each in found:
        assert (values[each.first, each.start :][: each.days] == values[each.second, each.again :][: each.days]).all()
    covered = {
        (row, at + step) for each in found for row, at in ((each.first, each.start), (each.second, each.again)) for step in range(each.days - 3)
    }
    assert covered == exact_windows(values, 4)


def spread(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(100, 1000, (3, 300))


def found(values: np.ndarray) -> list[Copy]:
    return copies(values, np.ones(values.shape, dtype=bool), shortest=10, scaled=14)


def test_each_way_of_repeating_is_named_with_its_place() -> None:
    values = spread(1)
    values[0, 200:220] = values[0, 50:70]
    values[1, 200:220] = values[2, 50:70] - 31
    values[2, 100:120] = np.round(0.43 * values[1, 10:30])
    values[2, 250:262] = values[0, 120:132][::-1]
    assert found(values) == [
        Copy(first=0, start=50, second=0, again=200, days=20, way="exact"),
        Copy(first=0, start=120, second=2, again=250, days=12, way="mirrored"),
        Copy(first=1, start=10, second=2, again=100, days=20, way="scaled"),
        Copy(first=1, start=200, second=2, again=50, days=20, way="shifted"),
    ]


def test_large_free_numbers_do_not_repeat() -> None:
    assert [each for seed in range(20) for each in found(spread(seed))] == []


def test_days_that_may_not_take_part_break_a_block() -> None:
    values = spread(3)
    values[0, 200:220] = values[0, 50:70]
    usable = np.ones(values.shape, dtype=bool)
    usable[0, 60] = False
    assert copies(values, usable, shortest=10, scaled=14) == [Copy(first=0, start=50, second=0, again=200, days=10, way="exact")]


def test_nothing_and_little_hold_no_blocks() -> None:
    for shape in ((0, 300), (3, 0), (3, 5)):
        assert found(np.zeros(shape, dtype=np.int64)) == []
