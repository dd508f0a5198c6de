"""Rounding never makes a sum depart, anything larger does; China's provinces and its total part by known amounts at known times."""

import pathlib

import hypothesis
import numpy as np
import pytest
from hypothesis import strategies as st

from counterwatch.core import Finding, Verdict
from counterwatch.figures.checks.hierarchy_sum import hierarchy_sum
from counterwatch.figures.columns import Columns
from counterwatch.figures.hierarchy.breaks import ratio_breaks
from counterwatch.figures.hierarchy.gaps import gaps_of
from counterwatch.figures.hierarchy.grid_step import steps_by_time
from counterwatch.figures.read import read
from counterwatch.figures.shapes.hierarchy import Hierarchy
from counterwatch.figures.table import Floats, Panel, Step, times_from

seeds = st.integers(0, 2**32 - 1)


def hierarchy(values: Floats, start: str = "2000-01-01") -> Hierarchy:
    units = ("total", *(f"part {number}" for number in range(1, len(values))))
    times = times_from(start, values.shape[1], Step.YEAR)
    panel = Panel(name="somewhere", units=units, times=times, step=Step.YEAR, values={"": values}, kinds={"": "amounts"})  # type: ignore[dict-item]
    return Hierarchy(panel=panel, total="total")


def asked(values: Floats, **options: str) -> Finding:
    (finding,) = hierarchy_sum(hierarchy(values), **options)  # type: ignore[arg-type]
    return finding


@hypothesis.given(seed=seeds, decimals=st.integers(-3, 4), parts=st.integers(2, 40), times=st.integers(1, 12))
def test_parts_and_total_rounded_each_by_itself_never_depart(seed: int, decimals: int, parts: int, times: int) -> None:
    exact = np.random.default_rng(seed).lognormal(9, 1.5, (parts, times))
    told = np.round(np.vstack([exact.sum(axis=0), exact]), decimals)
    assert asked(told).verdict is not Verdict.DEPARTS


@hypothesis.given(seed=seeds, base=st.sampled_from([3, 5]), parts=st.integers(8, 30))
def test_random_rounding_to_threes_or_fives_is_recognised_and_never_departs(seed: int, base: int, parts: int) -> None:
    rng = np.random.default_rng(seed)
    exact = rng.negative_binomial(3, 0.003, (parts, 10))
    low, over = np.divmod(np.vstack([exact.sum(axis=0), exact]), base)
    told = asked((base * (low + (rng.random(low.shape) < over / base))).astype(float))
    assert told.verdict is Verdict.CONSISTENT
    assert told.numbers["random rounding"] == 1


@hypothesis.given(seed=seeds, decimals=st.integers(0, 3), parts=st.integers(6, 30))
def test_one_step_more_than_rounding_can_make_departs_on_its_date(seed: int, decimals: int, parts: int) -> None:
    exact = np.random.default_rng(seed).lognormal(9, 1, (parts, 8))
    told = np.round(np.vstack([exact.sum(axis=0), exact]), decimals)
    room = gaps_of(hierarchy(told), "", rounding="ordinary").allowed[4]
    told[0, 4] = np.round(told[1:, 4].sum() + room + 10.0**-decimals, decimals)
    found = asked(told)
    assert found.verdict is Verdict.DEPARTS
    assert found.numbers["times beyond rounding"] == 1


def test_the_room_is_half_a_step_for_each_number_and_a_whole_one_less_one_when_rounding_is_random() -> None:
    told = np.array([[4000.0, 5000, 4000, 6000, 5000, 4000], *([[410.0, 520, 430, 640, 550, 460]] * 9)])
    assert set(gaps_of(hierarchy(told), "", rounding="ordinary").allowed) == {9 * 5 + 500}
    assert set(gaps_of(hierarchy(told), "", rounding="random").allowed) == {9 * 9 + 999}


def test_the_step_of_a_column_is_read_from_its_numbers() -> None:
    columns = np.array([[22.88, 700.0, 12e6], [7.8, 7000.0, 3e6], [0.5, 12300.0, 1e6], *([[1.25, 100.0, 5e6]] * 3)])
    assert steps_by_time(columns).tolist() == pytest.approx([0.01, 100.0, 1e6])


def test_levels_of_a_ratio_are_found_where_they_were_put() -> None:
    rng = np.random.default_rng(3)
    times = times_from("1960-01-01", 60, Step.YEAR)
    ratios = np.repeat([0.97, 1.05, 1.0], 20) + rng.normal(0, 0.005, 60)
    assert [each.start for each in ratio_breaks(times, ratios, np.full(60, 1e-5))] == ["1960-01-01", "1980-01-01", "2000-01-01"]


def test_noise_alone_seldom_makes_levels() -> None:
    times = times_from("1960-01-01", 40, Step.YEAR)
    made = [len(ratio_breaks(times, 1 + np.random.default_rng(seed).normal(0, 0.01, 40), np.zeros(40))) > 1 for seed in range(300)]
    assert sum(made) <= 0.10 * len(made)


def test_the_provinces_of_china_are_less_than_the_country_until_2002_and_more_until_2017(shared: pathlib.Path) -> None:
    file = shared / "data/figures/china_provincial_gdp.csv.gz"
    panel, _ = read(file, name=file.name, columns=Columns())
    (found,) = hierarchy_sum(Hierarchy(panel=panel, total="中国"))
    assert found.verdict is Verdict.DEPARTS
    assert (found.numbers["times"], found.numbers["times left out"]) == (36, 35)
    assert found.numbers["rounding allows at most"] == pytest.approx(0.16)
    assert found.estimate is not None
    assert found.estimate.value == pytest.approx(-0.0053, abs=1e-4)
    # 2012: 576,551.8 in the provinces, 538,579.95 for the country.
    assert found.numbers["highest share"] == pytest.approx(576551.8 / 538579.95 - 1, abs=1e-6)
    assert [found.numbers[f"level {number}, first year"] for number in range(1, 5)] == [1987, 2001, 2004, 2017]


def test_a_time_at_which_one_part_is_missing_is_left_out_and_told() -> None:
    exact = np.arange(1.0, 41).reshape(4, 10)
    values = np.vstack([exact.sum(axis=0), exact])
    values[2, 3] = np.nan
    found = asked(values)
    assert found.verdict is Verdict.CONSISTENT
    assert [each.params["parts"] for each in found.limits if each.id.endswith("limit_not_all")] == ["part 2"]


def test_a_total_of_zero_above_parts_departs_without_a_share() -> None:
    found = asked(np.array([[0.0, 0], [4, 5], [6, 7]]))
    assert found.verdict is Verdict.DEPARTS
    assert found.estimate is None
