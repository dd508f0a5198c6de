"""Two sources keep to one ratio whatever their habits of publication; a share left out from some day on is seen and dated."""

import dataclasses
import io

import numpy as np
import polars as pl
import pytest
from second_sources import ACTS, HABITS, NAMED_WEAKNESSES, Change, two_offices

from counterwatch.core import Finding, Verdict
from counterwatch.draw.chart import draw
from counterwatch.figures.checks.source_gap import honest, planted, source_gap
from counterwatch.figures.shapes.pairs import Pairs
from counterwatch.figures.sources.periods import best_lag
from counterwatch.figures.table import Floats, Kind, Panel, Step


def share(findings: list[Finding]) -> float:
    tested = [each for each in findings if each.p_value is not None]
    assert len(tested) >= 0.8 * len(findings)
    return sum(each.verdict is Verdict.DEPARTS for each in tested) / len(tested)


def asked(change: Change, tables: int = 3) -> float:
    return share([each for seed in range(tables) for each in source_gap(two_offices(np.random.default_rng(seed), change))])


def pair(first: Floats, second: Floats, *, step: Step = Step.DAY, kind: Kind = Kind.COUNTS) -> Pairs:
    one, other = (Panel.one(name="somewhere", values=each, step=step, kind=kind, start="2000-01-01") for each in (first, second))
    return Pairs(first=one, second=other)


@pytest.mark.parametrize("name", HABITS)
def test_habits_of_publication_do_not_depart(name: str) -> None:
    assert asked(HABITS[name]) <= 0.012


@pytest.mark.parametrize(
    ("name", "most"),
    [("capacity of the office", 0.15), ("wider definition from some day", 0.10), ("outage made good on one day", 0.7), ("outage lost", 0.95)],
)
def test_innocent_changes_of_the_ratio_depart_no_more_often_than_the_guide_says(name: str, most: float) -> None:
    """A wider definition, a full laboratory and an outage do change the ratio; the guide names how often each departs."""
    assert 0 < asked(NAMED_WEAKNESSES[name]) <= most


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("half left out from the middle", 0.95), ("three tenths left out from some day", 0.80), ("zero for 150 days", 0.70),
        ("invented at half the level for 300 days", 0.60),
    ],
)  # fmt: skip
def test_acts_are_seen(name: str, least: float) -> None:
    assert asked(ACTS[name]) >= least


def test_a_factor_that_starts_half_way_is_dated_and_measured() -> None:
    """The median absolute deviation swallows such a factor; the change of level does not."""
    findings = source_gap(two_offices(np.random.default_rng(8), ACTS["half left out from the middle"]))
    found = [each for each in findings if each.statement.id == "figures.source_gap.changed"]
    assert len(found) >= 35
    starts = [str(each.statement.params["start"]) for each in found]
    assert sum("2021-01-15" <= start <= "2021-03-15" for start in starts) >= 0.9 * len(starts), "day 350 is 15 February 2021"
    inside = [each.numbers["factor_low"] <= 0.5 <= each.numbers["factor_high"] for each in found]  # type: ignore[operator]
    assert np.mean(inside) >= 0.8
    assert all(each.numbers["p of change"] < each.numbers["p of periods"] for each in found)  # type: ignore[operator]


def test_the_statement_names_day_and_ratios_and_nobody() -> None:
    found = next(each for each in source_gap(planted(np.random.default_rng(1))) if each.verdict is Verdict.DEPARTS)
    assert "for each one of the second" in str(found.statement)
    assert any("does not say which of the two" in str(limit) for limit in found.limits)
    assert found.charts


@pytest.mark.parametrize("lag", [-14, -3, 0, 2, 9, 20])
def test_the_lag_between_two_sources_is_found(lag: int) -> None:
    rng = np.random.default_rng(6)
    events = rng.poisson(200 * np.exp(np.convolve(rng.normal(0, 0.5, 800), np.ones(20) / 20, "same")))
    first, second = events[40 - lag : 740 - lag], events[40:740]
    shown = [rng.poisson(each * 0.8).astype(np.float64)[np.newaxis] for each in (first, second)]
    assert abs(int(best_lag(shown[0], shown[1], Step.DAY)[0]) - lag) <= 1


def test_one_source_that_repeats_the_other_is_no_second_source() -> None:
    values = np.random.default_rng(7).poisson(100, 700).astype(float)
    other = values.copy()
    other[::5] += 3
    (found,) = source_gap(pair(values, other))
    assert found.verdict is Verdict.NOT_TESTED
    assert "80%" in str(found.statement)


def test_yearly_trade_is_compared_year_by_year_and_freight_is_an_explanation_only() -> None:
    rng = np.random.default_rng(9)
    exports = np.exp(np.cumsum(rng.normal(0.05, 0.1, 30))) * 1e6
    imports = exports * 1.1 * np.exp(rng.normal(0, 0.03, 30))
    (quiet,) = source_gap(pair(imports, exports, step=Step.YEAR, kind=Kind.AMOUNTS))
    assert quiet.verdict is Verdict.CONSISTENT
    assert quiet.numbers["in the band of freight"] == 1.0
    (loud,) = source_gap(pair(np.where(np.arange(30) >= 18, imports * 0.6, imports), exports, step=Step.YEAR, kind=Kind.AMOUNTS))
    assert loud.verdict is Verdict.DEPARTS
    assert loud.statement.params["start"] == "2018-01-01"
    assert any("freight" in str(limit) for limit in loud.limits)


def test_dollars_against_millions_of_dollars_are_told_in_digits_that_say_something() -> None:
    rng = np.random.default_rng(15)
    exports = np.exp(np.cumsum(rng.normal(0.05, 0.1, 30))) * 1e9
    (found,) = source_gap(pair(exports / 1e6 * np.exp(rng.normal(0, 0.03, 30)), exports, step=Step.YEAR, kind=Kind.AMOUNTS))
    assert "0.00 " not in str(found.statement)
    assert draw(found.charts[0]).startswith("<svg")
    points = found.charts[0].spec["layer"][-1]["data"]["values"]
    assert min(each["ratio"] for each in points) > 0


def test_days_against_months_are_asked_by_months() -> None:
    rng = np.random.default_rng(10)
    days = rng.poisson(50, 900)
    months = (
        pl.DataFrame({"day": np.arange(900) + np.datetime64("2000-01-01"), "n": days}).group_by_dynamic("day", every="1mo").agg(pl.col("n").sum())
    )
    told = Panel.one(name="somewhere", values=rng.binomial(months["n"].to_numpy(), 0.7), start="2000-01-01", step=Step.MONTH)
    first = Panel.one(name="somewhere", values=days, start="2000-01-01")
    (found,) = source_gap(Pairs(first=first, second=told))
    assert found.verdict is Verdict.CONSISTENT
    assert found.numbers["periods"] == 29, "the thirtieth month is not complete"
    assert any("summed" in str(each.message) for each in found.problems)


def test_rates_against_counts_and_too_short_series_say_what_would_be_needed() -> None:
    rng = np.random.default_rng(11)
    counts = Panel.one(name="x", values=rng.poisson(80, 700))
    rates = Panel.one(name="x", values=rng.uniform(1, 9, 700), kind=Kind.RATES)
    (mixed,) = source_gap(Pairs(first=counts, second=rates))
    (short,) = source_gap(pair(rng.poisson(80, 300).astype(float), rng.poisson(80, 300).astype(float)))
    assert "rates" in str(mixed.statement)
    assert "10 periods can be compared; 20 would be needed" in str(short.statement)


@pytest.mark.parametrize("broken", ["nan", "negative", "huge", "zeros", "infinite"])
def test_broken_numbers_give_a_finding_with_finite_numbers(broken: str) -> None:
    values = np.random.default_rng(12).poisson(90, 700).astype(float)
    places = np.arange(700) % 3 == 0
    values[places] = {"nan": np.nan, "negative": -40.0, "huge": 1e300, "zeros": 0.0, "infinite": np.inf}[broken]
    (found,) = source_gap(pair(values, np.random.default_rng(13).poisson(60, 700).astype(float)))
    assert all(each is None or np.isfinite(each) for each in found.numbers.values())


def test_the_table_lists_every_period_and_is_safe_in_a_spreadsheet() -> None:
    pairs = honest(np.random.default_rng(14), units=2)
    names = ("=HYPERLINK(1)", "ئۈرۈمچى")
    pairs = Pairs(first=dataclasses.replace(pairs.first, units=names), second=dataclasses.replace(pairs.second, units=names))
    table = pl.read_csv(io.BytesIO(source_gap(pairs)[0].attachments[0].content))
    assert table.height == 50
    assert set(table["series"]) == {"'=HYPERLINK(1)", "ئۈرۈمچى"}
