"""Accounts made together stand out from growth; growth itself, weekdays and days that differ do not."""

import datetime
from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from scipy import stats

from counterwatch.coordination.checks.creation_burst import creation_burst
from counterwatch.coordination.creation.burst import burst
from counterwatch.coordination.creation.days import DAY, days_of, smooth, strongest
from counterwatch.coordination.creation.worlds import added, collection, grown
from counterwatch.coordination.table import Posts
from counterwatch.core import Grade, Verdict
from counterwatch.files.csv_text import csv_text
from promises import rejects_too_often


def steady(rng: np.random.Generator, rates: list[float]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return dates of accounts made at these rates per day, from 2020 on."""
    made = rng.poisson(rates)
    return np.repeat((18_262 + np.arange(len(rates))) * DAY, made).astype(np.int64)


def test_the_window_is_the_one_that_was_planted_and_its_members_are_those_added() -> None:
    rng = np.random.default_rng(3)
    dates = steady(rng, [2.0] * 700)
    begin = 18_500 * DAY
    posts = collection(np.concatenate([dates, np.full(40, begin + 5)]))
    finding = creation_burst(posts)
    assert finding.verdict is Verdict.DEPARTS
    assert (finding.p_value, finding.grade) == (0.005, Grade.QUESTION)
    assert str(datetime.date(1970, 1, 1) + datetime.timedelta(days=18_500)) == "2020-08-26"
    assert "on 1 day, August 26, 2020 (UTC)" in str(finding.statement)
    members = next(each for each in finding.attachments if each.name == "made_together.csv").content.decode().split()[1:]
    assert set(posts.accounts[-40:].to_list()) <= set(members)
    assert len(members) == finding.numbers["fullest"]


@pytest.mark.parametrize(
    "rates",
    [
        [3.0] * 400 + [12.0] * 300,
        np.linspace(0.2, 30, 700).tolist(),
        (2 + 40 * np.exp(-0.5 * ((np.arange(700) - 350) / 25) ** 2)).tolist(),
        [1.0, 1.0, 1.0, 1.0, 1.0, 12.0, 12.0] * 100,
        [0.15] * 2500,
    ],
    ids=["a step", "growth", "a wave of some weeks", "weekends", "hardly anybody"],
)
def test_growth_steps_waves_and_weekends_are_usual(rates: list[float]) -> None:
    p = [burst(days_of(steady(np.random.default_rng(seed), rates)), draws=99, seed=0).p for seed in range(25)]
    assert not rejects_too_often(sum(each <= 0.05 for each in p), 25, 0.05)


def test_what_is_expected_of_a_window_is_the_fuller_side_and_its_chance_that_of_a_gamma_rate() -> None:
    counts = np.full(200, 4)
    counts[100:] = 8
    counts[150] = 30
    days = days_of(np.repeat((18_262 + np.arange(200)) * DAY, counts).astype(np.int64))
    found = strongest(days.counts[None], days)[0]
    assert (found.place, found.length, found.accounts) == (150, 1, 30)
    known = 8 * days.side * np.mean(days.weights)
    assert found.expected == pytest.approx(8 * days.weights[150], rel=0.05)
    shape = 1 / (days.spread + 1 / known)
    by_hand = stats.nbinom.sf(29, shape, shape / (shape + found.expected))
    assert found.surprise == pytest.approx(-np.log10(by_hand), rel=0.1)


def test_the_smooth_rate_is_that_of_the_days_around() -> None:
    days = days_of(np.repeat((18_262 + np.arange(300)) * DAY, 3).astype(np.int64))
    assert smooth(days) == pytest.approx(np.full(300, 3.0), rel=0.02)


@pytest.mark.slow
def test_size_and_power_over_many_platforms(record_property: Callable[[str, object], None]) -> None:
    honest, planted = list[float](), list[float]()
    for seed in range(400):
        rng = np.random.default_rng(1000 + seed)
        dates = grown(rng)
        honest.append(burst(days_of(dates), draws=199, seed=0).p)
        planted.append(burst(days_of(added(rng, dates, max(12, len(dates) // 25))), draws=199, seed=0).p)
    size = sum(each <= 0.01 for each in honest)
    record_property("creation burst, 400 platforms without a burst, p <= 0.01", size)
    record_property("creation burst, 400 platforms with 4 % made within two days, p <= 0.01", sum(each <= 0.01 for each in planted))
    assert not rejects_too_often(size, 400, 0.01)
    assert sum(each <= 0.01 for each in planted) >= 0.95 * 400


def test_dates_that_a_source_makes_up_are_no_dates() -> None:
    posts = collection(np.zeros(500, np.int64))
    assert creation_burst(posts).verdict is Verdict.NOT_TESTED
    nothing = Posts(name="posts", accounts=pl.Series(["a"]), layers={}, created=pl.Series([None], dtype=pl.Int64))
    assert creation_burst(nothing).verdict is Verdict.NOT_TESTED


def test_accounts_all_made_together_have_nothing_to_be_compared_with() -> None:
    finding = creation_burst(collection(18_262 * DAY + np.arange(500)))
    assert finding.verdict is Verdict.NOT_TESTED
    assert "no usual rate" in str(finding.statement)


def test_accounts_without_a_date_are_counted() -> None:
    dates = grown(np.random.default_rng(1)).tolist()
    posts = collection(np.array([*dates, 1, 1], np.int64))
    assert creation_burst(posts).numbers["unknown"] == 2


def test_a_table_runs_nothing_in_a_spreadsheet() -> None:
    assert csv_text(("a", "b"), [("=1+1", -3), ("@x", 4)]) == "a,b\n'=1+1,-3\n'@x,4\n"
