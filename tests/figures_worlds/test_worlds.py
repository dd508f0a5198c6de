"""What the simulated offices must keep: totals where nothing is lost, steps where figures are rounded, and no assumption of a check as input."""

import numpy as np
import pytest
from scipy import stats

from counterwatch.figures.worlds.falsified import DOSES, falsifications
from counterwatch.figures.worlds.world import Floats, composed, generator, mechanisms, practices, worlds

UNITS, DAYS = 12, 420
WEEKDAY = np.arange(DAYS) % 7


def drawn(name: str, units: int = UNITS) -> Floats:
    return worlds()[name].draw(generator(3, name), units, DAYS)


def counts(low: float = 40, high: float = 900) -> Floats:
    rng = np.random.default_rng(8)
    return rng.poisson(rng.uniform(low, high, (UNITS, 1)) * np.ones(DAYS)).astype(np.float64)


def published(practice: str, values: Floats) -> Floats:
    return practices()[practice](np.random.default_rng(9), values)


def test_there_are_forty_mechanisms_each_with_one_line() -> None:
    assert len(mechanisms()) >= 40
    assert all(each.line.endswith(".") and "\n" not in each.line for each in worlds().values())
    assert len({each.line for each in worlds().values()}) == len(worlds())


@pytest.mark.parametrize("name", sorted(worlds()))
def test_a_world_is_figures_of_units_by_days_and_the_same_again(name: str) -> None:
    values = drawn(name)
    assert values.shape == (UNITS, DAYS)
    assert np.array_equal(values, drawn(name), equal_nan=True)
    assert np.isfinite(values).mean() > 0.5
    assert (np.nan_to_num(values, nan=0.0) == np.floor(np.nan_to_num(values, nan=0.0))).all(), "figures of people are whole numbers"
    assert not np.array_equal(values, worlds()[name].draw(generator(4, name), UNITS, DAYS), equal_nan=True)


def test_two_practices_meet_one_after_the_other() -> None:
    values = composed("rr5", "outage_lost").draw(generator(1, "x"), UNITS, DAYS)
    assert (values % 5 == 0).all()
    assert ((values == 0).sum(axis=1) >= 12).all()


@pytest.mark.parametrize("practice", ["weekly_split", "twice_weekly_split", "interp_fill", "month_split", "gaps_catchup", "weekly_report"])
def test_what_is_only_moved_is_all_there(practice: str) -> None:
    values = counts()
    moved = published(practice, values)
    assert np.abs(moved.sum(axis=1) - values.sum(axis=1)).max() <= values[:, -7:].sum(axis=1).max()
    assert not np.array_equal(moved, values)


def test_a_weekly_total_is_spread_within_its_week() -> None:
    values = counts()
    split = published("weekly_split", values).reshape(UNITS, -1, 7)
    assert np.array_equal(split.sum(axis=2), values.reshape(UNITS, -1, 7).sum(axis=2))
    assert (np.ptp(split, axis=2) <= 1).all()


@pytest.mark.parametrize(("practice", "step"), [("rr3", 3), ("rr5", 5), ("thousands", 10), ("sample_weight", 5), ("whole_pages", 20)])
def test_a_step_is_kept_and_the_mean_with_it(practice: str, step: int) -> None:
    values = counts()
    stepped = published(practice, values)
    assert (stepped % step == 0).all()
    assert stepped.mean() == pytest.approx(values.mean(), rel=0.02)


def test_small_numbers_are_hidden_and_only_they() -> None:
    values = np.random.default_rng(1).poisson(4, (UNITS, DAYS)).astype(np.float64)
    hidden = published("suppress5", values)
    assert not np.isin(hidden, [1, 2, 3, 4]).any()
    assert np.array_equal(hidden[values > 4], values[values > 4])


def test_a_mean_over_days_is_the_mean_over_days() -> None:
    values = counts()
    for days in (3, 7, 14):
        by_hand = np.array([np.convolve(row, np.ones(days) / days, mode="valid") for row in values])
        assert np.abs(published(f"ma{days}", values)[:, days - 1 :] - by_hand).max() <= 0.5 + 1e-9


def test_offices_that_are_closed_report_nothing_and_lose_nothing() -> None:
    closed = drawn("weekend_closed")
    assert (closed[:, WEEKDAY > 4] == 0).all()
    assert closed[:, WEEKDAY == 0].mean() > 1.5 * closed[:, WEEKDAY == 3].mean()


def test_clerks_finish_twelve_certificates_each_while_there_is_a_backlog() -> None:
    values = drawn("registrar_cap")
    assert np.mean(values % 12 == 0) > 0.5


def test_cases_scatter_more_than_independent_events_without_being_told_to() -> None:
    """Clusters and queues make the scatter; a Poisson count has a variance of one mean."""
    values = worlds()["base"].draw(generator(5, "base"), 60, DAYS)
    weeks = values.reshape(60, -1, 7).sum(axis=2)
    nearby = np.diff(weeks, axis=1) ** 2 / (weeks[:, 1:] + weeks[:, :-1]).clip(min=1)
    assert np.median(nearby.mean(axis=1)) > 1.5


def test_plain_worlds_are_what_they_are_called() -> None:
    for name, level in (("poisson_1", 1), ("poisson_5", 5), ("poisson_50", 50)):
        values = drawn(name, 40).astype(np.int64).ravel()
        edges = np.unique(stats.poisson.ppf(np.linspace(0.05, 0.95, 10), level))
        cells = np.searchsorted(edges, values)
        expected = np.diff(np.concatenate([[0], stats.poisson.cdf(edges, level), [1]])) * len(values)
        assert stats.chisquare(np.bincount(cells, minlength=len(expected)), expected).pvalue > 1e-4
    assert drawn("negbin_10", 40).var() == pytest.approx(200 + 0.1 * 200**2, rel=0.1)


@pytest.mark.parametrize("name", sorted(falsifications()))
@pytest.mark.parametrize("dose", DOSES)
def test_a_falsification_touches_about_its_share_of_the_days(name: str, dose: float) -> None:
    values = counts()
    done = falsifications()[name](np.random.default_rng(2), values, dose)
    assert done.shape == values.shape
    assert (done >= 0).all()
    changed = float((done != values).mean())
    few = {"on_target": dose / 28, "rounded": 0.8 * dose, "copied": dose}.get(name, dose)
    assert 0 < changed <= 1.35 * few + 0.03, "figures may also be moved to the week after"


def test_a_copied_stretch_stands_twice() -> None:
    values = counts()
    done = falsifications()["copied"](np.random.default_rng(2), values, 0.1)
    for row, honest in zip(done, values, strict=True):
        start = int(np.flatnonzero(row != honest)[0])
        block = row[start : start + 35]
        assert any(np.array_equal(block, row[at : at + 35]) for at in range(start - 34))


def test_a_capped_series_piles_up_at_its_highest_figure() -> None:
    done = falsifications()["capped"](np.random.default_rng(2), counts(), 0.25)
    assert ((done == done.max(axis=1, keepdims=True)).mean(axis=1) >= 0.25).all()


def test_target_periods_end_on_a_round_sum() -> None:
    values = np.full((1, 280), 37.0)
    done = falsifications()["on_target"](np.random.default_rng(2), values, 1.0)
    sums = done.reshape(-1, 28).sum(axis=1)
    assert (sums % 100 == 0).all()
    assert (values.reshape(-1, 28).sum(axis=1) % 100 != 0).all()
