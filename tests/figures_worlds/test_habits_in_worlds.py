"""Each habit is named in the world that has it, and seldom where nothing was done to the figures."""

import time
from functools import cache

import numpy as np
import pytest

from counterwatch.figures.habit import habits_of, known_habits
from counterwatch.figures.table import Panel
from counterwatch.figures.worlds.measured import falsified
from counterwatch.figures.worlds.world import generator, worlds

UNITS = 60
UNTOUCHED = ("base", "big_calm", "weekend_closed", "sum_of_offices", "hosp_round", "poisson_50", "negbin_10", "wave", "cutoff")


@cache
def found_in(world: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(each) for each in habits_of(worlds()[world].panel(17, UNITS), ""))


def share_with(habit: str, world: str) -> float:
    return sum(habit in each for each in found_in(world)) / UNITS


def test_a_habit_that_leaves_the_marks_of_another_is_told_only_without_it() -> None:
    """Means repeat figures and read like a stock; the mean says it all."""
    assert all("mean" not in each or not each & {"stock", "carried"} for each in found_in("ma14"))
    assert sum(bool(each & {"mean", "stock"}) for each in found_in("ma14")) >= 0.95 * UNITS


@pytest.mark.parametrize(
    ("habit", "world", "least"),
    [("stock", "occupancy", 0.95), ("carried", "carry_forward", 0.8), ("catch_up", "gaps_catchup", 0.95),
     ("catch_up", "gaps_blank", 0.95), ("outage", "outage_lost", 0.95), ("outage", "outage_catchup", 0.95), ("interpolated", "interp_values", 0.95),
     ("suppressed", "suppress5", 0.5), ("suppressed", "blank5", 0.5), ("mean", "ma7", 0.95), ("mean", "ma7_from_mid", 0.5), ("mean", "ma14", 0.9),
     ("spread", "interp_fill", 0.95), ("spread", "split_from_mid", 0.95), ("grid", "thousands", 1), ("plan", "timetable", 0.95),
     ("limit", "vacc_slots", 0.95), ("weekday_grid", "weekend_estimate", 0.95), ("imputed", "impute_prev", 0.95),
     ("imputed", "fortnight_imputed", 0.95), ("imputed", "last_year_fill", 0.95), ("weeks_grid", "two_clerks", 0.95),
     ("weekly_shares", "digest_split", 0.9)],
)  # fmt: skip
def test_a_habit_is_named_in_its_world(habit: str, world: str, least: float) -> None:
    assert share_with(habit, world) >= least


@pytest.mark.parametrize("world", UNTOUCHED)
def test_no_habit_is_named_where_nothing_was_done(world: str) -> None:
    assert {habit: share for habit in known_habits() if (share := share_with(habit, world)) > 0.05} == {}


def test_an_outage_is_dated() -> None:
    values = np.random.default_rng(1).poisson(80, (1, 300)).astype(np.float64)
    values[0, 100:115] = 0
    found = habits_of(Panel.many(name="one", values=values, start="2021-01-01"), "")[0]["outage"]
    assert (found.first, found.last, found.share) == ("2021-04-11", "2021-04-25", 15 / 300)


def test_zeros_before_the_first_report_are_no_outage() -> None:
    values = np.random.default_rng(1).poisson(80, (1, 300)).astype(np.float64)
    values[0, :60] = 0
    values[0, 270:] = 0
    assert "outage" not in habits_of(Panel.many(name="one", values=values), "")[0]


def test_rounding_on_some_days_is_no_constant() -> None:
    """Fives on half of the days leave a comb in the histogram, at a fifth: it says nothing of a multiplication."""
    values = worlds()["base"].draw(generator(1, "base"), UNITS)
    some = np.where(np.random.default_rng(1).random(values.shape) < 0.5, np.round(values / 5) * 5, values)
    assert sum("scale" in each for each in habits_of(Panel.many(name="some", values=some), "")) <= 3


def test_rounding_on_some_days_is_no_matter_of_weeks() -> None:
    """Half of all days round, week or no week: somebody may have rounded them, but nobody takes turns."""
    for share in (0.1, 0.25, 0.5, 0.8):
        values = falsified(worlds()["base"], "rounded", share, 3, UNITS)
        assert not any("weeks_grid" in each for each in habits_of(values, ""))


def test_every_fourth_week_with_round_figures_is_named_with_its_dates() -> None:
    values = np.random.default_rng(3).poisson(300, (1, 420)).astype(np.float64)
    week = np.arange(420) // 7 % 4 == 2
    found = habits_of(Panel.many(name="shifts", values=np.where(week, np.round(values / 10) * 10, values), start="2021-03-01"), "")[0]
    assert found["weeks_grid"].first == "2021-03-15"
    assert found["weeks_grid"].share == pytest.approx(0.25, abs=0.03)


@pytest.mark.parametrize("way", ["invented", "smoothed", "typed_smooth", "moved", "scaled"])
def test_no_weekly_part_is_seen_in_a_stretch_that_was_made_up(way: str) -> None:
    assert sum("weekly_part" in each for each in habits_of(falsified(worlds()["sum_of_offices"], way, 0.5, 3, UNITS), "")) <= 1


def test_a_weekly_part_is_seen_where_it_is_most_of_the_figure() -> None:
    rng = np.random.default_rng(6)
    laboratory = np.repeat(rng.poisson(400 * np.exp(rng.normal(0, 0.15, (20, 60)))), 7, axis=1)
    panel = Panel.many(name="two registries", values=(laboratory + rng.poisson(40, laboratory.shape)).astype(np.float64))
    assert sum("weekly_part" in each and "stock" not in each for each in habits_of(panel, "")) >= 19


def test_no_shares_of_weeks_are_seen_where_days_were_counted_or_made_up() -> None:
    for way in ("invented", "smoothed", "curve", "copied"):
        assert not any("weekly_shares" in each for each in habits_of(falsified(worlds()["base"], way, 0.5, 3, UNITS), ""))
    for name in ("weekly_report", "weekend_closed", "weekday_strong", "sched_births", "timetable"):
        assert sum("weekly_shares" in each for each in found_in(name)) <= 1


def test_another_level_is_dated_and_told_with_its_factor() -> None:
    values = np.random.default_rng(5).poisson(200, (1, 420)).astype(np.float64)
    values[0, 203:] = np.round(0.4 * values[0, 203:])
    found = habits_of(Panel.many(name="one", values=values, start="2021-01-04"), "")[0]["level_step"]
    assert (found.first, found.last) == ("2021-07-26", "2021-07-26")
    assert float(str(found.statement.params["times"])) == pytest.approx(0.4, abs=0.02)


def test_a_stretch_on_another_scale_is_told_in_most_series() -> None:
    for world in ("base", "sum_of_offices", "big_calm"):
        assert sum("level_step" in each for each in habits_of(falsified(worlds()[world], "scaled", 0.25, 3, UNITS), "")) >= 0.8 * UNITS


def test_a_wave_a_holiday_and_one_corrected_day_are_no_steps() -> None:
    rng = np.random.default_rng(7)
    for name in ("wave", "holidays"):
        assert not any("level_step" in each for each in habits_of(worlds()[name].panel(3, UNITS), ""))
    values = rng.poisson(100, (UNITS, 420)).astype(np.float64)
    values[:, 200] += 3000
    assert not any("level_step" in each for each in habits_of(Panel.many(name="lump", values=values), ""))


def test_a_curve_of_months_is_not_excused_as_lines_between_reports() -> None:
    curve = np.round(100 + 0.004 * np.arange(400.0) ** 2)
    assert "interpolated" not in habits_of(Panel.one(name="curve", values=curve), "")[0]


def test_a_level_that_thins_out_towards_zero_hides_nothing() -> None:
    values = np.random.default_rng(4).poisson(12, (40, 500)).astype(np.float64)
    values[:, ::7] = 0
    assert not any("suppressed" in each for each in habits_of(Panel.many(name="thin", values=values), ""))


@pytest.mark.parametrize("values", [np.zeros((0, 300)), np.zeros((2, 300)), np.full((2, 300), np.nan), np.ones((2, 3)), np.empty((2, 0))])
def test_nothing_is_said_of_nothing(values: np.ndarray) -> None:
    assert all(not each for each in habits_of(Panel.many(name="nothing", values=values), ""))


@pytest.mark.slow
def test_all_habits_of_a_large_panel_in_three_seconds() -> None:
    values = worlds()["mixed"].draw(generator(2, "mixed"), 474, 700)
    panel = Panel.many(name="large", values=values)
    begin = time.process_time()
    habits_of(panel, "")
    assert time.process_time() - begin < 3
