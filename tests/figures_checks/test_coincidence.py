import numpy as np
import pytest
from innocent import Values, events, registered, world
from worlds import RAW

from counterwatch.core import Finding, Verdict, WrongUsage
from counterwatch.figures.checks.coincidence import coincidence
from counterwatch.figures.table import Panel


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
