"""Days and waves: days begin where the owner lives, the fullest hour is the fullest, waves that grow or last are seen, a new level is none."""

from __future__ import annotations

import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterwatch.coordination.received import Received
from counterwatch.coordination.waves.scan import HOUR, LONG, Series, scan, series_of
from counterwatch.core import WrongUsage

DAY = 24 * HOUR


def table_of(time: list[int], zone: str = "UTC") -> Received:
    return Received.of("replies", time=np.array(time), account=np.zeros(len(time), dtype=np.int64), zone=zone)


def utc(text: str) -> int:
    return int(datetime.datetime.fromisoformat(text).timestamp() * 1000)


def counts(totals: list[int] | np.ndarray) -> Series:
    numbers = np.asarray(totals, dtype=np.int64)
    return Series(first=19_000, totals=numbers, busiest=np.minimum(numbers, 3), hours=np.zeros(len(numbers), dtype=np.int64), hourly=False)


def quiet(days: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).poisson(4, days)


def test_a_day_begins_where_the_owner_lives() -> None:
    late = [utc("2026-03-28T23:30+00:00"), utc("2026-03-29T21:30+00:00"), utc("2026-03-29T22:30+00:00")]
    assert np.diff(table_of(late).days()).tolist() == [1, 0]
    # Clocks went forward in the night to 29 March: that day had 23 hours.
    assert np.diff(table_of(late, "Europe/Berlin").days()).tolist() == [0, 1]


def test_a_zone_that_does_not_exist_is_named() -> None:
    with pytest.raises(WrongUsage, match="Mars/Base"):
        table_of([0], "Mars/Base").days()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 3 * DAY), min_size=1, max_size=60))
def test_totals_and_the_fullest_hour_are_what_counting_by_hand_gives(time: list[int]) -> None:
    series = series_of(table_of(time))
    for place in range(len(series.totals)):
        mine = sorted(each for each in time if each // DAY == series.first + place)
        assert series.totals[place] == len(mine)
        within = [sum(start <= each < start + HOUR for each in time) for start in mine]
        assert series.busiest[place] == max(within, default=0)
        if mine:
            assert series.hours[place] == mine[within.index(max(within))]


def test_times_that_are_whole_hours_say_nothing_of_the_fullest_hour() -> None:
    assert not series_of(table_of([0, 5 * HOUR])).hourly
    assert series_of(table_of([0, 5 * HOUR + 1])).hourly


def test_a_wave_that_lasts_is_one_wave_with_all_its_days() -> None:
    totals = np.r_[quiet(60), [300, 280, 310, 290, 305], quiet(30, seed=1)]
    assert scan(counts(totals), usual=56, alpha=0.01).waves() == [(60, 64)]


def test_a_wave_that_grows_slowly_is_seen_from_where_it_leaves_the_usual() -> None:
    totals = np.r_[quiet(60), [20, 40, 80, 160, 320, 640], quiet(30, seed=1)]
    ((first, last),) = scan(counts(totals), usual=56, alpha=0.01).waves()
    assert first <= 62
    assert last == 65


def test_a_quiet_day_within_a_wave_does_not_part_it_and_two_do() -> None:
    one, two = (np.r_[quiet(60), [300], quiet(gap, seed=2), [300], quiet(30, seed=1)] for gap in (1, 2))
    assert scan(counts(one), usual=56, alpha=0.01).waves() == [(60, 62)]
    assert scan(counts(two), usual=56, alpha=0.01).waves() == [(60, 60), (63, 63)]


def test_a_wave_in_the_first_weeks_is_compared_with_what_came_after() -> None:
    totals = np.r_[quiet(5), [300, 350], quiet(60, seed=1)]
    assert scan(counts(totals), usual=56, alpha=0.01).waves() == [(5, 6)]


def test_a_new_level_is_not_a_wave_forever() -> None:
    totals = np.r_[quiet(80), np.random.default_rng(5).poisson(60, 150)]
    ((first, last),) = scan(counts(totals), usual=56, alpha=0.01).waves()
    assert first == 80
    assert LONG <= last - first + 1 <= LONG + 14


def test_the_chance_is_adjusted_for_every_day_that_was_asked() -> None:
    found = scan(counts(quiet(100)), usual=56, alpha=0.01)
    assert found.asked == 100
    assert found.p_value() == pytest.approx(min(1.0, np.nanmin(found.chances) * 100))
    assert scan(counts(quiet(28)), usual=56, alpha=0.01).p_value() is None
