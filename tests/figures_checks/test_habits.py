import numpy as np
import pytest
from innocent import world

from counterwatch.figures.habit import habits_of, known_habits
from counterwatch.figures.table import Panel
from counterwatch.stats.lattice import hidden_period, largest_step


def share_with(habit: str, name: str) -> float:
    panel = Panel.many(name=name, values=world(name, np.random.default_rng(41), units=60, level=(150, 1500)))
    return sum(habit in each for each in habits_of(panel, "")) / 60


@pytest.mark.parametrize(
    ("habit", "name", "least"),
    [("grid", "rr3", 1), ("grid", "rr5", 1), ("grid", "thousands", 1), ("grid", "sample_weight", 1), ("weekday_grid", "weekend_estimate", 0.9),
     ("scale", "rescale", 0.7), ("scale", "rescale_quarter", 1), ("plan", "timetable", 0.9), ("limit", "slots", 0.9)],
)  # fmt: skip
def test_a_habit_is_named_where_it_holds(habit: str, name: str, least: float) -> None:
    assert share_with(habit, name) >= least


@pytest.mark.parametrize("habit", ["grid", "weekday_grid", "scale", "plan", "limit"])
def test_a_habit_is_seldom_named_where_nothing_was_done_to_the_figures(habit: str) -> None:
    assert max(share_with(habit, name) for name in ("base", "hosp_round", "gaps_catchup", "negative_corrections")) <= 0.05


def test_the_spacing_of_the_ruler_is_the_constant() -> None:
    counted = np.random.default_rng(1).integers(50, 900, 900)
    for constant in (1.37, 2.54, 7.3):
        spacing = hidden_period(np.round(counted * constant), lowest=0.08, level=0.001)
        assert spacing is not None
        frequency = 1 / spacing
        multiples = np.arange(1, 8) / constant
        assert np.abs(np.abs(multiples - np.round(multiples)) - frequency).min() < 0.01
    assert hidden_period(counted.astype(np.float64), lowest=0.08, level=0.001) is None


def test_the_largest_step_allows_a_few_exceptions() -> None:
    thousands = np.arange(1, 201, dtype=np.float64) * 1000
    thousands[[5, 90]] += 7
    assert largest_step(np.stack([thousands, np.arange(200.0)]), share=0.985, fewest=30).tolist() == [1000, 1]


def test_steps_of_one_quarter_of_a_year_are_dated() -> None:
    values = np.random.default_rng(2).integers(100, 900, 364).astype(np.float64)
    values[91:182] = np.round(values[91:182] / 50) * 50
    found = habits_of(Panel.one(name="one", values=values, start="2020-01-06"), "")[0]["grid"]
    assert (found.first, found.last) == ("2020-04-06", "2020-07-05")
    assert "multiples of 50" in str(found.statement)


def test_each_habit_names_the_checks_it_refuses_and_survives_nothing_at_all() -> None:
    assert all("last_digit" in known_habits()[name].refuses for name in ("grid", "weekday_grid", "scale", "plan", "limit"))
    for values in (np.zeros(0), np.zeros(200), np.full(200, np.nan), np.array([3.0])):
        assert habits_of(Panel.one(name="nothing", values=values), "") == ({},)
