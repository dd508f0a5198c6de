import numpy as np
import pytest
from innocent import Values, world
from worlds import MEANS, SPREADS

from counterwatch.core import Finding, Verdict
from counterwatch.figures.checks.copied_blocks import copied_blocks
from counterwatch.figures.copying.blocks import blocks_of
from counterwatch.figures.dispersion.adjusted import adjusted
from counterwatch.figures.habit import habits_of
from counterwatch.figures.table import Panel

UNITS = 60


def share(values: Values, verdict: Verdict = Verdict.DEPARTS) -> float:
    return float(np.mean([each.verdict is verdict for each in copied_blocks(Panel.many(name="units", values=values))]))


def filled(values: Values, days: int, back: int, times: int = 1, seed: int = 0) -> Values:
    """Some days of each unit stand as they stood `back` days before."""
    rng, out = np.random.default_rng(seed), values.copy()
    for row in out:
        for _ in range(times):
            start = int(rng.integers(back + 1, len(row) - days))
            for day in range(start, start + days):
                row[day] = row[day - back]
    return out


@pytest.fixture(scope="module")
def base() -> Values:
    return world("base", np.random.default_rng(11), units=UNITS)


@pytest.mark.parametrize("name", ["base", "weekend_closed", "rr5", "thousands", "sample_weight", "timetable", "slots", "carry_forward", "weekly"])
def test_innocent_worlds_do_not_depart(name: str) -> None:
    assert share(world(name, np.random.default_rng(12), units=UNITS)) <= 0.02


@pytest.mark.parametrize("name", ["mean of 7 days", "mean of 14 days", "weekly totals", "totals of 4 days"])
def test_averages_and_totals_over_days_are_not_tested_or_quiet(name: str) -> None:
    assert share((MEANS | SPREADS)[name](np.random.default_rng(13), UNITS)) <= 0.02


@pytest.mark.parametrize(("days", "back", "times"), [(7, 7, 4), (14, 7, 1), (14, 14, 1), (21, 21, 1), (28, 28, 1), (14, 364, 1), (30, 365, 1)])
def test_missing_weeks_filled_in_with_those_before_or_of_last_year_are_told_and_no_finding(base: Values, days: int, back: int, times: int) -> None:
    values = filled(base, days, back, times=times)
    assert share(values) <= 0.01
    panel = Panel.many(name="units", values=values)
    assert sum("imputed" in each for each in habits_of(panel, "")) > 0.8 * UNITS
    if days > 7:
        said = [str(each.statement) for each in copied_blocks(panel)]
        assert sum(f"stand as they stood {back} days before" in each for each in said) > 0.8 * UNITS


@pytest.mark.parametrize(("days", "back"), [(28, 7), (42, 14), (35, 28), (40, 364), (14, 35), (20, 300)])
def test_what_is_longer_or_comes_from_elsewhere_is_no_filling(base: Values, days: int, back: int) -> None:
    assert share(filled(base, days, back)) > 0.94


def test_four_weeks_that_stand_twice_are_seen(base: Values) -> None:
    assert share(filled(base, 28, 140)) > 0.94


def test_what_cannot_be_told_from_a_copy_is_named_in_the_documentation(base: Values) -> None:
    """A fortnight filled in from five weeks before, openly or not, is the same numbers: the highest word is a question."""
    finding = max(copied_blocks(Panel.many(name="units", values=filled(base, 14, 35))), key=lambda each: each.verdict is Verdict.DEPARTS)
    assert finding.verdict is Verdict.DEPARTS
    assert "were these days filled in?" in str(finding.statement)
    assert any("openly" in str(each) for each in finding.limits)


def one_of(values: Values, row: int) -> Finding:
    return copied_blocks(Panel.many(name="unit", values=values))[row]


def test_the_way_and_the_dates_are_said(base: Values) -> None:
    large = base * 7 + np.random.default_rng(1).integers(0, 7, base.shape)
    large[0, 300:320] = large[1, 200:220] + 12
    large[2, 300:320] = large[2, 200:220][::-1]
    large[3, 300:320] = np.round(large[4, 300:320] * 0.61)
    assert "20 days from December 27, 2020 differ by 12 on each day from those of unit 2 from September 18, 2020" in str(one_of(large, 0).statement)
    assert "repeat in reverse order those from" in str(one_of(large, 2).statement)
    assert "stand in one ratio (0.610) to those of unit 5" in str(one_of(large, 3).statement)
    assert "stand in one ratio (1.640) to those of unit 4" in str(one_of(large, 4).statement)


def test_one_series_under_two_names_is_a_matter_of_the_file(base: Values) -> None:
    finding = one_of(np.vstack([base[:5], base[3:4]]), 5)
    assert finding.verdict is Verdict.CONSISTENT
    assert "under two names" in str(finding.statement)


def test_no_more_blocks_stand_twice_than_the_bound_expects() -> None:
    """Low counts, where ten days do repeat by chance at times: the bound must not be below what is found."""
    rng, found, bound = np.random.default_rng(9), 0, 0.0
    for _ in range(4):
        values = rng.poisson(10.4, (300, 400)).astype(float)
        made = adjusted(values)
        blocks = blocks_of(values, made, np.ones(len(values), dtype=bool))
        found += len(blocks)
        bound += sum(1 for each in blocks if each.expected < 0.05)
    assert bound <= 2
    assert found < 20
