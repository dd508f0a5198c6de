"""Excess deaths as published, reported deaths that account for them or do not, and an error rate that holds when winters differ."""

import pathlib
from functools import cache

import numpy as np
import pytest
from world_mortality import all_deaths, reported_deaths

from counterwatch.core import Finding, Verdict, WrongUsage
from counterwatch.figures.checks.excess_mortality import excess_mortality, honest, planted
from counterwatch.figures.shapes.pairs import Pairs, Relation
from counterwatch.figures.table import Panel, Step

PUBLISHED = {
    # country: data until, excess deaths, their standard deviation, undercount ratio (Karlinsky & Kobak 2021, eLife, table as of July 2021)
    "Albania": ("2021-03-31", 9298, 813, 4.16), "Belarus": ("2020-06-30", 5689, 925, 14.51), "Costa Rica": ("2020-12-31", 938, 374, 0.43),
    "Kazakhstan": ("2021-04-30", 34711, 3368, 5.29), "Kyrgyzstan": ("2021-04-30", 7924, 670, 4.92), "Nicaragua": ("2020-08-31", 6954, 268, 50.76),
    "Russia": ("2021-04-30", 498642, 32855, 4.51), "Ukraine": ("2021-04-30", 81478, 12817, 1.83), "Uzbekistan": ("2021-03-31", 19852, 3948, 31.51),
    "Bulgaria": ("2021-06-20", 31790, 1814, 1.77), "Estonia": ("2021-06-27", 1830, 303, 1.44), "Poland": ("2021-06-13", 117065, 5543, 1.57),
    "Austria": ("2021-06-13", 9805, 1395, None), "Greece": ("2021-05-02", 7546, 1995, 0.72), "Colombia": ("2021-05-09", 92020, 1505, 1.20),
}  # fmt: skip
WEEKLY = {"Bulgaria", "Estonia", "Poland", "Austria", "Greece", "Colombia"}
EARLIER_EVENTS = {"Azerbaijan": ("2021-02-28", 18023, 22023), "Belgium": ("2021-06-13", 16069, 17603)}
"""The study took the dead of a war and of a heat wave out of the excess by hand; the second number is what the formula alone gives."""


@cache
def found(shared: pathlib.Path, country: str, until: str, trend: str = "held") -> Finding:
    step = Step.WEEK if country in WEEKLY | {"Belgium"} else Step.MONTH
    second = all_deaths(shared, step, until)
    row = second.units.index(country)
    one = Panel(
        name="all", units=(country,), times=second.times, step=step, values={"deaths": second.values["deaths"][row : row + 1]}, kinds=second.kinds
    )
    pairs = Pairs(first=reported_deaths(shared), second=one, relation=Relation.ALL_DEATHS)
    (finding,) = excess_mortality(pairs, start="2020-03-02" if step is Step.WEEK else "2020-03-01", trend=trend)  # type: ignore[arg-type]
    return finding


@pytest.mark.parametrize("country", PUBLISHED)
def test_the_published_excess_and_its_error_are_reproduced(shared: pathlib.Path, country: str) -> None:
    until, excess, error, ratio = PUBLISHED[country]
    numbers = found(shared, country, until).numbers
    monthly = country not in WEEKLY
    assert numbers["excess"] == pytest.approx(excess, rel=0.0005 if monthly else 0.002), "weeks differ by week 53 and by late registrations"
    assert numbers["error of independent steps"] == pytest.approx(error, rel=0.002 if monthly else 0.005)
    estimate = found(shared, country, until).estimate
    assert estimate is not None
    if ratio is not None:  # Austria added a quarter to its reported deaths later
        assert estimate.value == pytest.approx(ratio, rel=0.04)


@pytest.mark.parametrize("country", EARLIER_EVENTS)
def test_a_war_and_a_heat_wave_stay_in_the_excess(shared: pathlib.Path, country: str) -> None:
    until, published, alone = EARLIER_EVENTS[country]
    assert found(shared, country, until).numbers["excess"] == pytest.approx(alone, rel=0.001)
    assert alone > published


def test_gross_undercounts_depart_and_full_counts_do_not(shared: pathlib.Path) -> None:
    verdicts = {country: found(shared, country, until[0]).verdict for country, until in PUBLISHED.items()}
    assert {"Belarus", "Kazakhstan", "Russia", "Albania", "Kyrgyzstan", "Nicaragua"} <= {
        country for country, verdict in verdicts.items() if verdict is Verdict.DEPARTS
    }
    assert {verdicts[country] for country in ("Austria", "Greece", "Costa Rica", "Estonia")} == {Verdict.CONSISTENT}


@pytest.mark.parametrize("step", [Step.WEEK, Step.MONTH])
def test_whole_collections_are_asked_at_once(shared: pathlib.Path, step: Step) -> None:
    pairs = Pairs(first=reported_deaths(shared), second=all_deaths(shared, step), relation=Relation.ALL_DEATHS)
    findings = excess_mortality(pairs)
    tested = [each for each in findings if each.p_value is not None]
    assert len(tested) >= 35
    assert all(any("not in the other source" in str(problem.message) for problem in each.problems) for each in findings)


def test_the_error_of_the_paper_alone_would_depart_too_often_where_winters_differ() -> None:
    """Errors of weeks add up within a year: taken for independent, honest reports depart ten times as often as stated."""
    findings = [each for seed in range(40) for each in excess_mortality(honest(np.random.default_rng(seed))) if each.p_value is not None]
    alone = np.mean([each.numbers["p of independent steps"] <= 0.01 for each in findings])  # type: ignore[operator]
    assert alone > 0.08
    assert np.mean([each.p_value <= 0.01 for each in findings if each.p_value is not None]) <= 0.02


def test_the_interval_holds_the_true_ratio() -> None:
    """A quarter is reported, so the truth is four; the interval is for one series at a time."""
    estimates = [each.estimate for seed in range(40) for each in excess_mortality(planted(np.random.default_rng(seed))) if each.estimate]
    inside = [each.low <= 4 <= each.high for each in estimates if each.low is not None and each.high is not None]
    assert np.mean(inside) >= 0.92


def test_daily_deaths_are_asked_by_weeks() -> None:
    rng = np.random.default_rng(3)
    days, year = 365 * 7, np.arange(365 * 7) // 365
    dead = np.where(year >= 5, rng.poisson(30, days), 0)
    first = Panel.one(name="x", values=np.where(year >= 5, rng.binomial(dead, 0.2), np.nan), start="2014-01-01")
    second = Panel.one(name="x", values=rng.poisson(200, days) + dead, start="2014-01-01")
    (finding,) = excess_mortality(Pairs(first=first, second=second, relation=Relation.ALL_DEATHS))
    assert finding.verdict is Verdict.DEPARTS
    assert finding.estimate is not None
    assert finding.estimate.value == pytest.approx(5, rel=0.15)


def test_sources_in_the_wrong_order_are_noticed() -> None:
    pairs = honest(np.random.default_rng(4), units=1)
    many = Panel.one(name="place", values=pairs.first.values[""][0] * 100, start="2015-01-05", step=Step.WEEK)
    many = Panel(name="x", units=pairs.first.units, times=many.times, step=many.step, values=many.values, kinds=many.kinds)
    (finding,) = excess_mortality(Pairs(first=many, second=pairs.second, relation=Relation.ALL_DEATHS))
    assert "swapped" in str(finding.statement)


def test_no_reported_death_at_all_is_told_in_deaths_not_in_a_ratio() -> None:
    pairs = honest(np.random.default_rng(5), units=1)
    none = Panel(
        name="x", units=pairs.first.units, times=pairs.first.times, step=Step.WEEK, kinds=pairs.first.kinds, values={"": pairs.first.values[""] * 0}
    )
    (finding,) = excess_mortality(Pairs(first=none, second=pairs.second, relation=Relation.ALL_DEATHS), start="2020-03-02")
    assert finding.verdict is Verdict.DEPARTS
    assert "no death was reported" in str(finding.statement)


def test_three_earlier_years_are_not_enough() -> None:
    pairs = honest(np.random.default_rng(6), units=1)
    short = pairs.second.values[""][:, 110:]
    second = Panel(name="x", units=pairs.second.units, times=pairs.second.times[110:], step=Step.WEEK, values={"": short}, kinds=pairs.second.kinds)
    (finding,) = excess_mortality(Pairs(first=pairs.first, second=second, relation=Relation.ALL_DEATHS))
    assert "2 whole years of all deaths are known before 2020; 4 would be needed" in str(finding.statement)


def test_a_start_that_is_no_date_is_named() -> None:
    with pytest.raises(WrongUsage, match=r"2020-3-x.*2020-03-01"):
        excess_mortality(honest(np.random.default_rng(7)), start="2020-3-x")
