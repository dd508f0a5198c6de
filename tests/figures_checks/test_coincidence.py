import numpy as np
import pytest
from innocent import Values, events, registered, world
from worlds import RAW

from counterwatch.core import Finding, Verdict, WrongUsage
from counterwatch.figures.checks.coincidence import coincidence
from counterwatch.figures.pairing.agreement import lift_of
from counterwatch.figures.table import Panel
from counterwatch.figures.worlds.world import worlds


def finding(values: Values) -> Finding:
    return coincidence(Panel.many(name="unit", values=values))[0]


def counted(seed: int, units: int = 40) -> Values:
    rng = np.random.default_rng(seed)
    return registered(rng, events(rng, units, 560, (40, 900)))


@pytest.mark.parametrize("name", ["base", "weekend_closed", "rescale", "hosp_round", "outage_lost", "gaps_catchup", "negative_corrections"])
def test_innocent_worlds_do_not_depart(name: str) -> None:
    found = finding(world(name, np.random.default_rng(31), units=50))
    assert found.verdict is not Verdict.DEPARTS
    assert found.p_value is None or found.p_value > 0.01


@pytest.mark.parametrize("name", ["clusters", "small", "several offices"])
def test_raw_worlds_do_not_depart(name: str) -> None:
    assert finding(RAW[name](np.random.default_rng(32), 50)).verdict is not Verdict.DEPARTS


@pytest.mark.parametrize("name", ["holidays", "two_clerks", "per100k", "month_end", "poisson_500"])
def test_what_all_units_share_says_nothing_about_two(name: str) -> None:
    """Common pauses and common steps of rounding; before version 2 the first two departed in 26 and 30 of 30 such panels."""
    found = [coincidence(worlds()[name].panel(2000 + seed, 14 + seed))[0] for seed in range(6)]
    assert [each.verdict for each in found] == [Verdict.CONSISTENT] * 6


@pytest.mark.parametrize("name", ["holidays", "two_clerks"])
def test_a_pair_is_seen_in_spite_of_what_all_share(name: str) -> None:
    values = worlds()[name].panel(41, 16).values[""].copy()
    largest, next_to_it = np.argsort(-values.mean(axis=1))[:2]
    copied, computed = values.copy(), values.copy()
    copied[next_to_it, 200:260] = values[largest, 200:260]
    computed[next_to_it] = np.round(0.37 * values[largest])
    for each in (copied, computed):
        found = finding(each)
        assert found.verdict is Verdict.DEPARTS
        assert {found.statement.params["first"], found.statement.params["second"]} == {f"unit {largest + 1}", f"unit {next_to_it + 1}"}


def test_a_formula_for_all_units_is_seen_although_all_share_it() -> None:
    values = counted(38, units=14)
    largest = values[np.argmax(values.mean(axis=1))]
    found = finding(np.round(np.exp(np.linspace(-1.2, 0, 14))[:, np.newaxis] * largest))
    assert found.verdict is Verdict.DEPARTS
    assert "is one computed from the other?" in str(found.statement)


def test_one_pair_of_many_does_not_raise_what_is_expected_and_a_few_pairs_are_no_panel() -> None:
    expected = np.full(50, 4.0)
    found = np.where(np.arange(50) == 7, 400, 4)
    assert lift_of(found, expected, np.ones(50, dtype=bool)) == 1
    assert lift_of(3 * found, expected, np.ones(50, dtype=bool)) == 3
    assert lift_of(3 * found, expected, np.arange(50) < 9) == 1


def test_units_of_one_size_with_one_wave_share_figures_and_that_is_expected() -> None:
    """Thirty units with the same mean on each day share figures on many days: that is what the moved residuals do as well."""
    rng = np.random.default_rng(33)
    mean = 60 * np.exp(0.8 * np.sin(np.arange(560) / 40)) * np.array([1.1, 1.1, 1.0, 1.0, 1.0, 0.7, 0.6])[np.arange(560) % 7]
    found = finding(rng.poisson(mean, (30, 560)).astype(float))
    assert found.verdict is Verdict.CONSISTENT
    same, expected = found.numbers["same_days"], found.numbers["same_days_expected"]
    assert same is not None
    assert expected is not None
    assert same > 20
    assert expected > 10


def test_a_unit_that_repeats_another_for_two_months_is_seen() -> None:
    values = counted(34)
    values[5, 200:260] = values[9, 200:260]
    found = finding(values)
    assert found.verdict is Verdict.DEPARTS
    assert {found.statement.params["first"], found.statement.params["second"]} == {"unit 6", "unit 10"}
    assert found.numbers["same_days"] == pytest.approx(60, abs=8)


def test_a_constant_ratio_is_seen_with_the_ratio() -> None:
    values = counted(35)
    values[7] = np.random.default_rng(1).poisson(values[7] * 6 + 300)
    values[8] = np.round(values[7] * 0.37)
    found = finding(values)
    assert found.verdict is Verdict.DEPARTS
    assert "unit 9 is 0.370 times unit 8, up to rounding" in str(found.statement)


def test_one_series_under_two_names_and_totals_are_left_out() -> None:
    values = counted(36, units=14)
    found = finding(np.vstack([values, values[3:4]]))
    assert found.verdict is Verdict.CONSISTENT
    assert found.numbers["left_out_as_one_series"] == 1


def test_nine_units_are_too_few_and_nine_turns_too() -> None:
    assert "9 units can be compared" in str(finding(counted(37, units=9)).statement)
    with pytest.raises(WrongUsage, match="10"):
        coincidence(Panel.many(name="unit", values=counted(37)), turns=9)
