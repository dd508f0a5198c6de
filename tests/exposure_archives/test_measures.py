"""Measures of what rows reveal, held against worlds in which the answer is known."""

import dataclasses
import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterwatch.core import Verdict
from counterwatch.core.registry import checks
from counterwatch.exposure.archive import Archive, Event
from counterwatch.exposure.charts.blurred_map import blurred_map
from counterwatch.exposure.charts.land import around, clip, land
from counterwatch.exposure.reveals.places import GRID, cell_of, coarse, places
from counterwatch.exposure.reveals.rhythm import rhythm
from counterwatch.exposure.reveals.signing_in import signing_in

DAY, HOUR, START = 86_400_000, 3_600_000, 1_704_067_200_000
EARTH = 6_371_008.8


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance of two places on a sphere (haversine)."""
    north, east = np.radians(one), np.radians(other)
    half = np.sin((east[0] - north[0]) / 2) ** 2 + np.cos(north[0]) * np.cos(east[0]) * np.sin((east[1] - north[1]) / 2) ** 2
    return float(2 * EARTH * np.arcsin(np.sqrt(half)))


@given(st.floats(-85, 85), st.floats(-179, 179), st.floats(-0.004, 0.004), st.floats(-0.004, 0.004))
def test_one_cell_is_never_wider_than_its_diagonal(north: float, east: float, up: float, over: float) -> None:
    one, other = (north, east), (north + up, east + over)
    if cell_of(one) == cell_of(other):
        assert metres(one, other) <= GRID * 1.02 * 2**0.5


@pytest.mark.parametrize("east", [-150.0, -75.0, 0.0, 2.4, 87.6, 150.0])
def test_nights_are_those_of_the_place_whatever_its_longitude(east: float) -> None:
    rng, home, work = np.random.default_rng(3), (43.8, east), (43.85, east + 0.05)
    rows = []
    for day in range(30):
        midnight = START + day * DAY - round(east * 4) * 60_000
        for minute in range(22 * 60, 30 * 60, 20):
            spot = (home[0] + rng.normal(0, 2e-4), home[1] + rng.normal(0, 2e-4))
            rows.append(Event(reveals="place", locator="x", time=midnight + minute * 60_000, place=spot))
        for minute in range(9 * 60, 17 * 60, 20):
            spot = (work[0] + rng.normal(0, 2e-4), work[1] + rng.normal(0, 2e-4))
            rows.append(Event(reveals="place", locator="x", time=midnight + minute * 60_000, place=spot))
    first, second, *rest = places(rows)
    assert first.nights == 30
    assert metres(first.spot, home) < 60
    assert (second.nights, second.days) == (0, 30)
    assert metres(second.spot, work) < 60
    assert all(each.nights == 0 for each in rest)
    assert places(rows[::-1]) == [first, second, *rest]


def test_a_way_is_no_place_where_nights_are_spent() -> None:
    way = [
        Event(reveals="place", locator="x", time=START + 23 * HOUR + each * 60_000, place=(48.0 + each * 0.01, 2.0), offset=0) for each in range(120)
    ]
    assert all(each.nights == 0 for each in places(way))


def test_the_clock_of_the_export_counts_where_it_tells_one() -> None:
    def stay(offset: int | None) -> list[Event]:
        return [
            Event(
                reveals="place",
                locator="x",
                time=START + each * DAY + 3 * HOUR,
                until=START + each * DAY + 8 * HOUR,
                place=(40.0, 0.0),
                offset=offset,
            )
            for each in range(9)
        ]

    assert places(stay(8 * 60))[0].nights == 0
    assert places(stay(None))[0].nights == 9


@given(st.floats(-90, 89.9), st.floats(-180, 179.9))
def test_a_place_is_told_by_a_cell_of_a_tenth_of_a_degree(north: float, east: float) -> None:
    south, west = coarse((north, east))
    assert south - 1e-6 <= north < south + 0.1 + 1e-6
    assert west - 1e-6 <= east < west + 0.1 + 1e-6
    assert abs(south * 10 - round(south * 10)) + abs(west * 10 - round(west * 10)) < 1e-6


@given(st.lists(st.tuples(st.floats(-80, 80), st.floats(-179, 179)), min_size=1, max_size=30))
def test_the_map_holds_no_coordinate_finer_than_its_cells(spots: list[tuple[float, float]]) -> None:
    chart = blurred_map(spots)
    degrees = chart.texts["key"].params["degrees"]
    assert isinstance(degrees, float)
    assert degrees >= 0.1
    middle = chart.spec["projection"]["translate"]
    assert len(middle) == 2
    for feature in chart.spec["layer"][2]["data"]["values"]["features"]:
        ring = feature["geometry"]["coordinates"][0]
        norths = sorted({north for _, north in ring})
        assert norths[1] - norths[0] == pytest.approx(degrees)
        assert norths[0] / degrees == pytest.approx(round(norths[0] / degrees), abs=1e-3)


def test_two_places_in_one_cell_give_the_same_map() -> None:
    assert blurred_map([(48.8634, 2.4001)]).spec == blurred_map([(48.8999, 2.4777)]).spec


@pytest.mark.parametrize("clock", [-8, -3, 0, 1, 3, 8])
def test_hours_point_to_the_clock(clock: int) -> None:
    rng = np.random.default_rng(clock + 20)
    hours = [hour for hour in rng.normal(15.5, 4.2, 4000) % 24 if not 0.5 < hour < 7.5]
    rows = [Event(reveals="view", locator="x", time=START + number % 60 * DAY + int((hour - clock) * HOUR)) for number, hour in enumerate(hours)]
    found = rhythm(rows)
    assert found.clock is not None
    assert abs(found.clock - clock) <= 1


def test_rows_at_all_hours_point_to_no_clock_and_few_rows_to_none() -> None:
    everywhere = [Event(reveals="view", locator="x", time=START + each * 37 * 60_000) for each in range(2000)]
    assert rhythm(everywhere).clock is None
    evening = [Event(reveals="view", locator="x", time=START + each * DAY + 20 * HOUR) for each in range(199)]
    assert rhythm(evening).clock is None


def test_what_is_not_dated_is_told_all_the_same() -> None:
    rows = tuple(Event(reveals="search", locator="searches", row=each) for each in range(1, 8))
    answer = checks()["exposure.reveals"](Archive(name="x", platform="a platform", own=(), events=rows, sections={"searches": True}))
    assert [str(each.statement) for each in answer] == [
        "it lists 7 things that you looked at, searched for or wrote (without dates); days with one: 0"
    ]
    assert answer[0].charts == ()


def test_nothing_found_in_what_could_not_be_read_is_no_answer() -> None:
    empty = Archive(name="x", platform="a platform", own=(), events=(), sections={"searches": True}, lines=9)
    assert [each.verdict for each in checks()["exposure.reveals"](empty)] == [Verdict.CONSISTENT]
    assert [each.verdict for each in checks()["exposure.reveals"](dataclasses.replace(empty, unparsed=1))] == [Verdict.NOT_TESTED]


def test_gaps_are_days_without_a_row() -> None:
    days = [0, 1, 2, 40, 41, 60]
    assert rhythm([Event(reveals="search", locator="x", time=START + each * DAY) for each in days]).gaps == (37, 18)


def test_a_session_is_stale_against_the_newest_row_of_the_export() -> None:
    rows = [Event(reveals="login", locator="x", what="session", time=START + each * DAY) for each in (0, 100, 200)]
    newest = Event(reveals="message", locator="x", time=START + 300 * DAY)
    assert signing_in([*rows, newest], stale_days=180).stale == 2
    assert signing_in(rows, stale_days=180).stale == 1


def test_no_outline_runs_across_the_map() -> None:
    for ring in around((-180.0, -90.0, 180.0, 85.0)):
        assert all(abs(one[0] - other[0]) < 60 or min(one[1], other[1]) == -90 for one, other in itertools.pairwise(ring))
    spans = [max(north for _, north in ring) - min(north for _, north in ring) for ring in around((-180.0, -90.0, 180.0, -60.0))]
    assert max(spans) > 20, "Antarctica is there"


def test_the_land_is_cut_to_what_is_shown() -> None:
    rings = land()
    assert all(ring[0] == ring[-1] for ring in rings)
    inside = around((-10.0, 35.0, 30.0, 60.0))
    assert all(-10 - 1e-9 <= east <= 30 + 1e-9 and 35 - 1e-9 <= north <= 60 + 1e-9 for ring in inside for east, north in ring)
    area = sum(abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring))) / 2 for ring in inside if ring)
    assert 0.4 * 40 * 25 < area < 0.9 * 40 * 25, "Europe is more land than sea in this frame"
    assert clip([[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0], [0.0, 0.0]], (1.0, 1.0, 2.0, 9.0)) != []
    assert clip([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]], (5.0, 5.0, 6.0, 6.0)) == []
