import numpy as np
import pytest
from worlds import MEANS, RAW, SPREADS

from counterwatch.figures.habits.mean import mean
from counterwatch.figures.habits.spread import spread
from counterwatch.figures.table import Panel, Step


@pytest.mark.parametrize("world", RAW)
def test_raw_counts_seldom_have_either_habit(world: str) -> None:
    """Twenty-nine windows of each series are looked at: one series in fifty may echo after a week by chance, where a registry is closed then."""
    panel = Panel.many(name=world, values=RAW[world](np.random.default_rng(21), 150))
    assert sum(each is not None for each in mean(panel, "") + spread(panel, "")) <= (3 if world in ("large", "closed at weekends") else 0)


@pytest.mark.parametrize("level", [8, 10, 12, 15, 20, 50])
def test_independent_counts_are_not_taken_for_spread_totals(level: int) -> None:
    """At 12 to 15 a day a tenth of independent days lie in runs that differ by at most 1, by chance alone."""
    panel = Panel.many(name="independent", values=np.random.default_rng(22).poisson(level, (300, 700)))
    assert [each for each in mean(panel, "") + spread(panel, "") if each] == []


@pytest.mark.parametrize(
    ("world", "share"),
    [("mean of 3 days", 0.8), ("mean of 5 days", 0.8), ("mean of 7 days", 0.9), ("mean of 7 days from day 350", 0.8), ("mean of 10 days", 0.85),
     ("mean of 14 days", 0.7), ("mean of 21 days", 0.5), ("mean of 28 days", 0.3)],
)  # fmt: skip
def test_a_mean_over_days_is_found_with_its_number_of_days(world: str, share: float) -> None:
    days = world.split()[2]
    panel = Panel.many(name=world, values=MEANS[world](np.random.default_rng(23), 150))
    found = [each for each in mean(panel, "") if each]
    assert len(found) >= share * 150
    assert sum(str(each.statement).startswith(f"Daily values look like a mean over {days} days") for each in found) >= 0.9 * len(found)


def test_a_mean_that_begins_one_day_is_dated_to_within_a_window() -> None:
    panel = Panel.many(name="late", values=MEANS["mean of 7 days from day 350"](np.random.default_rng(24), 60))
    begins = [(np.datetime64(each.first) - panel.times[350]).astype(int) for each in mean(panel, "") if each]
    assert -140 <= np.median(begins) <= 70


@pytest.mark.parametrize(
    ("world", "share"), [("weekly totals", 0.9), ("totals of 4 days", 0.85), ("weekly totals from day 350", 0.7), ("interpolated", 0.85)]
)
def test_totals_spread_over_days_are_found(world: str, share: float) -> None:
    panel = Panel.many(name=world, values=SPREADS[world](np.random.default_rng(25), 150))
    assert sum(each is not None for each in spread(panel, "")) >= share * 150


@pytest.mark.parametrize("values", [np.zeros((1, 700)), np.full((1, 700), np.nan), np.ones((1, 2)), np.empty((1, 0)), np.ones((0, 700))])
def test_nothing_is_said_of_empty_constant_or_tiny_series(values: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> None:
    panel = Panel.many(name="tiny", values=values)
    assert mean(panel, "") == spread(panel, "") == [None] * len(values)


def test_only_daily_series_have_these_habits() -> None:
    panel = Panel.many(name="weekly", values=np.full((1, 300), 50.0), step=Step.WEEK)
    assert mean(panel, "") == spread(panel, "") == [None]
