"""Times in every common way of writing them; the step of the clock; what is no time."""

from __future__ import annotations

import datetime

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from posts_read import left_out, posts_in, wrong

from counterwatch.coordination.reading.clock import Clock
from counterwatch.coordination.reading.resolution import DAY, HOUR, MILLISECOND, MINUTE, SECOND, Resolution
from counterwatch.core import CounterwatchError

MOMENTS = st.datetimes(datetime.datetime(1970, 1, 2), datetime.datetime(2099, 12, 31))  # noqa: DTZ001 - the zone is drawn too
# 10 October 2018, 20:19:24 UTC, the example in Twitter's documentation of its Tweet object.
MOMENT = 1_539_202_764_000
WRITTEN = {
    "seconds": "1539202764",
    "milliseconds": "1539202764000",
    "microseconds": "1539202764000000",
    "nanoseconds": "1539202764000000000",
    "seconds with a fraction": "1539202764.0",
    "seconds in powers of ten": "1.539202764e9",
    "ISO with zone": "2018-10-10T20:19:24Z",
    "ISO with thousandths": "2018-10-10T20:19:24.000Z",
    "ISO with offset": "2018-10-11T04:19:24+08:00",
    "ISO with short offset": "2018-10-10T13:19:24-0700",
    "ISO with a space": "2018-10-10 20:19:24",
    "UTC by name": "2018-10-10 20:19:24 UTC",
    "slashes": "2018/10/10 20:19:24",
    "Chinese": "2018年10月10日 20时19分24秒",
    "Chinese with colons": "2018年10月10日 20:19:24",
    "Twitter v1": "Wed Oct 10 20:19:24 +0000 2018",
    "Weibo": "Thu Oct 11 04:19:24 +0800 2018",
    "mail": "Wed, 10 Oct 2018 20:19:24 GMT",
    "compact": "20181010201924",
    "compact with T": "20181010T201924Z",
}


@pytest.mark.parametrize("way", WRITTEN)
def test_one_moment_in_every_way_of_writing_it(way: str) -> None:
    assert Clock(name="x").read(pl.Series([WRITTEN[way], None])).to_list() == [MOMENT, None]


def test_all_ways_at_once_are_read_each_in_its_own() -> None:
    assert set(Clock(name="x").read(pl.Series(list(WRITTEN.values())))) == {MOMENT}


@given(MOMENTS, st.integers(-14 * 60, 14 * 60))
def test_a_stamp_with_its_zone_is_the_moment_that_python_says(moment: datetime.datetime, ahead: int) -> None:
    zoned = moment.replace(microsecond=moment.microsecond // 1000 * 1000, tzinfo=datetime.timezone(datetime.timedelta(minutes=ahead)))
    expected = (zoned - datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)) // datetime.timedelta(milliseconds=1)
    assert Clock(name="x").read(pl.Series([zoned.isoformat()])).to_list() == [expected]
    assert Clock(name="x").read(pl.Series([zoned])).to_list() == [expected]


@given(st.integers(100_000_000_001, 4_102_444_799_999))
def test_a_number_of_milliseconds_is_kept_to_the_last_one(number: int) -> None:
    assert Clock(name="x").read(pl.Series([number])).to_list() == [number]
    assert Clock(name="x").read(pl.Series([str(number * 1000)])).to_list() == [number]
    assert Clock(name="x", unit="ms").read(pl.Series([number])).to_list() == [number]


def test_a_unit_that_was_named_holds_for_small_numbers_too() -> None:
    assert Clock(name="x", unit="ms").read(pl.Series([5, 86_400_000])).to_list() == [5, 86_400_000]
    assert Clock(name="x").read(pl.Series([5, 86_400_000])).to_list() == [5_000, 86_400_000_000]


def test_days_of_a_spreadsheet_are_told_by_their_fractions() -> None:
    # 43383.84680 is 10 October 2018, 20:19:24, as Excel shows it.
    days = 25_569 + MOMENT / 86_400_000
    assert Clock(name="x").read(pl.Series([days, days + 1])).to_list() == [MOMENT, MOMENT + DAY]
    assert Clock(name="x").read(pl.Series([43_383, 43_384])).to_list() == [43_383_000, 43_384_000]


@pytest.mark.parametrize("text", ["2021-02-30 10:00", "2021-13-01", "2021-01-01 24:00", "2021-01-01 10:61", "yesterday", "10:00", "1e400", "2021"])
def test_what_is_no_time_is_none(text: str) -> None:
    assert Clock(name="x", unit="ms" if text == "2021" else None).read(pl.Series([text])).to_list() == [2021 if text == "2021" else None]


def test_clock_time_of_a_zone_without_and_with_summer_time() -> None:
    assert Clock(name="x", zone="Asia/Shanghai").read(pl.Series(["2018-10-11 04:19:24"])).to_list() == [MOMENT]
    berlin = Clock(name="x", zone="Europe/Berlin").read(pl.Series(["2021-03-28 02:30", "2021-10-31 02:30", "2018-10-10 20:19:24Z"]))
    assert berlin.to_list() == [None, 1_635_640_200_000, MOMENT], "an hour that does not exist, the earlier of two, and a zone of its own"


def test_the_order_of_day_and_month_is_shown_by_the_file_or_asked_for() -> None:
    assert Clock(name="x").read(pl.Series(["10/10/2018 20:19:24", "10/13/2018 1:00 PM"])).to_list() == [MOMENT, 1_539_435_600_000]
    assert Clock(name="x").read(pl.Series(["13.10.2018 13:00", "10.10.2018 20:19:24"])).to_list() == [1_539_435_600_000, MOMENT]
    with pytest.raises(CounterwatchError, match="could be day first or month first"):
        Clock(name="x").read(pl.Series(["1/2/2018 20:19"]))
    assert Clock(name="x", order="dmy").read(pl.Series(["1/2/2018"])).to_list() == [1_517_443_200_000]


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(CounterwatchError, match='no time zone "Mars/Utopia"'):
        Clock(name="x", zone="Mars/Utopia")


@pytest.mark.parametrize("step", [MILLISECOND, SECOND, MINUTE, HOUR, DAY])
@pytest.mark.parametrize("ahead", [0, 8 * HOUR, 5 * HOUR + 45 * MINUTE, -3 * HOUR - 30 * MINUTE])
def test_the_step_of_the_clock_is_seen_in_any_zone(step: int, ahead: int) -> None:
    times = np.random.default_rng(1).integers(1_600_000_000_000, 1_640_000_000_000, 2_000) // step * step - ahead
    found = Resolution()
    for part in np.array_split(times, 7):
        found.add(part)
    assert (found.step, found.finer) == (step, 0)


def test_days_in_a_zone_with_summer_time_are_days() -> None:
    days = pl.date_range(datetime.date(2021, 1, 1), datetime.date(2021, 12, 31), eager=True).cast(pl.String)
    found = Resolution()
    found.add(Clock(name="x", zone="Europe/Berlin").read(days).to_numpy())
    assert found.step == DAY


def test_a_few_finer_stamps_do_not_make_the_others_exact() -> None:
    found = Resolution()
    found.add(np.append(np.arange(1_000) * 7 * MINUTE, np.arange(20) * 1_234_000 + 1_000))
    assert found.step == MINUTE
    assert found.finer == 20


def test_too_few_stamps_say_nothing_about_minutes() -> None:
    found = Resolution()
    found.add(np.arange(10) * MINUTE)
    assert found.step == SECOND


def test_rows_without_a_usable_time_are_counted_with_their_place() -> None:
    rows = ["a,1640995200", "a,-5", "a,", "a,soon", "a,99999999999", "a,NaN", ",1640995200"]
    posts, stream = posts_in("user_id,timestamp\n" + "\n".join(rows) + "\n")
    assert [each["row"] for each in posts] == [2]
    assert sorted(wrong(stream)) == [
        "row 3: the time is before 1970",
        "row 4: there is no time",
        'row 5: the time "soon" cannot be read',
        "row 6: the time is after 2099",
        "row 7: there is no time",
        "row 8: no account is named",
    ]


def test_examples_are_few_and_totals_exact() -> None:
    _, stream = posts_in("user_id,timestamp\n" + "a,soon\n" * 1_234 + "a,5\n")
    assert len(stream.problems) == 11
    assert left_out(stream) == 1_234
    assert "1,224 further rows of evidence: the time cannot be read" in wrong(stream)


def test_stamps_with_and_without_a_zone_are_told_apart() -> None:
    posts, stream = posts_in("user_id,date\na,2018-10-10T20:19:24Z\na,2018-10-10 20:19:24\na,2018-10-11T04:19:24+08:00\n")
    assert {each["time"] for each in posts} == {MOMENT}
    assert "2 times name their zone and 1 do not" in wrong(stream)
    assert "time: the stamps name no zone and are taken as UTC; --zone says otherwise" in map(str, stream.said)
