"""Two sources side by side: nothing is matched that differs, nothing is lost without being counted."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterwatch.core import Problem
from counterwatch.figures.shapes.alignment import align, match_units
from counterwatch.figures.shapes.steps import first_and_last_day, summed
from counterwatch.figures.table import Floats, Kind, Panel, Step, times_from


def panel(units: list[str], values: Floats, *, start: str, step: Step = Step.DAY, value: str = "deaths", kind: Kind = Kind.COUNTS) -> Panel:
    times = times_from(start, values.shape[1], step)
    return Panel(name=f"{start} {step}", units=tuple(units), times=times, step=step, values={value: values}, kinds={value: kind})


def said(problems: tuple[Problem, ...]) -> str:
    return "; ".join(str(each.message) for each in problems)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Türkei", "türkei"), ("ＷＵＨＡＮ", "wuhan"), ("ئۈرۈمچى", "ئۈرۈمچى\u200c"), ("བོད་ ལྷ་ས", "བོད་  ལྷ་ས"), ("Réunion", "Re\u0301union")],
)
def test_one_name_in_two_spellings_is_matched_and_the_reader_is_told(one: str, other: str) -> None:
    matched = match_units([one, "襄阳"], ["襄阳", other])
    assert dict(zip(matched.first, matched.second, strict=True)) == {0: 1, 1: 0}
    assert matched.spelled == ((one, other),)


@pytest.mark.parametrize(("one", "other"), [("Niger", "Nigeria"), ("Guinea", "Guinea-Bissau"), ("陕西", "山西"), ("Georgia", "Georgia (US)")])
def test_names_that_only_resemble_each_other_stay_apart(one: str, other: str) -> None:
    matched = match_units([one], [other])
    assert matched.first == ()
    assert matched.alone == ((one,), (other,))


def test_an_equal_name_wins_and_doubtful_ones_are_left_out_and_named() -> None:
    matched = match_units(["paris", "Lyon "], ["PARIS", "paris", "lyon", "LYON"])
    assert list(zip(matched.first, matched.second, strict=True)) == [(0, 1)]
    assert matched.unsure == (("Lyon ",), ("LYON", "lyon"))
    assert matched.alone == ((), ("PARIS",))


@given(st.lists(st.text(max_size=4), unique=True, max_size=8), st.lists(st.text(max_size=4), unique=True, max_size=8))
def test_every_name_is_matched_once_or_accounted_for(first: list[str], second: list[str]) -> None:
    matched = match_units(first, second)
    for names, places, unsure, alone in zip((first, second), (matched.first, matched.second), matched.unsure, matched.alone, strict=True):
        assert sorted([names[place] for place in places] + list(unsure) + list(alone)) == sorted(names)
    assert match_units(second, first).first == tuple(sorted(matched.second)), "who is asked first does not matter"


def test_times_are_joined_by_date_and_what_one_source_lacks_is_empty() -> None:
    first = panel(["a", "b"], np.arange(8.0).reshape(2, 4), start="2020-01-01")
    second = panel(["b", "c"], np.arange(8.0).reshape(2, 4) * 10, start="2020-01-03")
    (aligned,) = align(first, second)
    assert aligned.units == ("b",)
    assert [str(each) for each in aligned.times] == [f"2020-01-0{day}" for day in range(1, 7)]
    np.testing.assert_array_equal(aligned.first[0], [4, 5, 6, 7, np.nan, np.nan])
    np.testing.assert_array_equal(aligned.second[0], [np.nan, np.nan, 0, 10, 20, 30])
    assert "a" in said(aligned.problems)
    assert "c" in said(aligned.problems)


def test_days_become_whole_months_and_half_months_are_left_out() -> None:
    days = panel(["a"], np.ones((1, 80)), start="2020-01-20")
    months = panel(["a"], np.full((1, 4), 31.0), start="2020-01-01", step=Step.MONTH)
    (aligned,) = align(days, months)
    assert aligned.step is Step.MONTH
    np.testing.assert_array_equal(aligned.first[0], [np.nan, 29, 31, np.nan])
    assert "summed" in said(aligned.problems)


@given(st.integers(0, 800), st.integers(1, 900), st.sampled_from([Step.WEEK, Step.MONTH, Step.QUARTER, Step.YEAR]))
def test_a_sum_holds_every_day_of_its_step_once(start: int, length: int, step: Step) -> None:
    day = np.datetime64("2019-01-01") + start
    times, sums = summed(times_from(str(day), length, Step.DAY), np.ones((1, length)), fine=Step.DAY, coarse=step)
    lengths = {Step.WEEK: {7}, Step.MONTH: {28, 29, 30, 31}, Step.QUARTER: {90, 91, 92}, Step.YEAR: {365, 366}}[step]
    whole = sums[0][np.isfinite(sums[0])]
    assert set(whole.astype(int)) <= lengths
    assert np.isfinite(sums[0][1:-1]).all(), "only the first and the last step can be cut off"
    assert (np.diff(times).astype(int) > 0).all()


def test_weeks_named_for_their_last_day_take_the_days_before_it() -> None:
    """The American epidemiological week of Saturday 11 January 2020 runs from Sunday 5 January."""
    days = panel(["a"], np.arange(1.0, 32.0)[np.newaxis], start="2020-01-01")
    weeks = panel(["a"], np.ones((1, 3)), start="2020-01-11", step=Step.WEEK)
    (aligned,) = align(days, weeks)
    at = {str(time): value for time, value in zip(aligned.times, aligned.first[0], strict=True)}
    assert at["2020-01-11"] == sum(range(5, 12))
    assert "Saturday" in said(aligned.problems)


def test_weeks_named_for_monday_begin_there() -> None:
    days = panel(["a"], np.arange(1.0, 32.0)[np.newaxis], start="2020-01-01")
    (aligned,) = align(days, panel(["a"], np.ones((1, 3)), start="2020-01-06", step=Step.WEEK))
    assert dict(zip([str(each) for each in aligned.times], aligned.first[0], strict=True))["2020-01-06"] == sum(range(6, 13))


@pytest.mark.parametrize(("other", "moved"), [("2020-01-09", 3), ("2020-01-07", 1), ("2020-01-06", 0), ("2020-01-12", 0), ("2020-01-11", -1)])
def test_weeks_that_begin_on_different_days_are_set_beside_the_nearest_and_told(other: str, moved: int) -> None:
    first = panel(["a"], np.arange(4.0)[np.newaxis], start="2020-01-06", step=Step.WEEK)
    (aligned,) = align(first, panel(["a"], np.arange(4.0)[np.newaxis] * 10, start=other, step=Step.WEEK))
    np.testing.assert_array_equal(aligned.times, first.times)
    np.testing.assert_array_equal(aligned.second[0], [0, 10, 20, 30])
    assert ("different days" in said(aligned.problems)) is (moved != 0), "the week that ends on Sunday 12 January begins on Monday 6 January"


def test_rates_are_not_summed() -> None:
    days = panel(["a"], np.ones((1, 60)), start="2020-01-01", kind=Kind.RATES)
    (aligned,) = align(days, panel(["a"], np.ones((1, 2)), start="2020-01-01", step=Step.MONTH))
    assert aligned.first.shape[1] == 0
    assert "cannot be summed" in said(aligned.problems)


def test_running_totals_are_compared_as_what_was_new() -> None:
    totals = dataclasses.replace(panel(["a"], np.array([[1.0, 3, 6, 10]]), start="2020-01-01"), cumulative={"deaths": True})
    (aligned,) = align(totals, panel(["a"], np.ones((1, 4)), start="2020-01-01", value="décès"))
    np.testing.assert_array_equal(aligned.first[0], [np.nan, 2, 3, 4])


def test_sources_without_anything_in_common_give_empty_tables() -> None:
    (aligned,) = align(panel(["a"], np.ones((1, 3)), start="2020-01-01"), panel(["b"], np.ones((1, 3)), start="2020-01-01"))
    assert aligned.first.shape == (0, 3)
    first = dataclasses.replace(
        panel(["a"], np.ones((1, 3)), start="2020-01-01"),
        values={"x": np.ones((1, 3)), "y": np.ones((1, 3))},
        kinds={"x": Kind.COUNTS, "y": Kind.COUNTS},
    )
    assert align(first, panel(["a"], np.ones((1, 3)), start="2020-01-01", value="z")) == []


@pytest.mark.parametrize(
    ("time", "step", "days"),
    [
        ("2020-02-01", Step.MONTH, ("2020-02-01", "2020-02-29")), ("2020-10-01", Step.QUARTER, ("2020-10-01", "2020-12-31")),
        ("2021-01-01", Step.YEAR, ("2021-01-01", "2021-12-31")), ("2021-01-04", Step.WEEK, ("2021-01-04", "2021-01-10")),
        ("2021-01-10", Step.WEEK, ("2021-01-04", "2021-01-10")), ("2021-01-10", Step.DAY, ("2021-01-10", "2021-01-10")),
    ],
)  # fmt: skip
def test_a_step_reaches_from_its_first_to_its_last_day(time: str, step: Step, days: tuple[str, str]) -> None:
    assert first_and_last_day(np.datetime64(time), step) == days
