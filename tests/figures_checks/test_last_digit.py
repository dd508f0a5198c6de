import numpy as np
import pytest
from innocent import events, typed, world

from counterwatch.core import Finding, Verdict, WrongUsage, canonical
from counterwatch.figures.checks.last_digit import honest, last_digit, planted
from counterwatch.figures.digits import digits_of
from counterwatch.figures.table import Kind, Panel, Step


def share(findings: list[Finding], verdict: Verdict) -> float:
    return sum(each.verdict is verdict for each in findings) / len(findings)


def test_honest_counts_depart_no_more_often_than_alpha_says() -> None:
    findings = [each for seed in range(60) for each in last_digit(honest(np.random.default_rng(seed))) if each.p_value is not None]
    uneven = np.array([each.numbers["p_uneven"] for each in findings], dtype=np.float64)
    assert len(findings) > 350
    assert share(findings, Verdict.DEPARTS) <= 0.01
    assert 0.02 < (uneven <= 0.05).mean() < 0.08


def test_a_steep_fall_at_the_smallest_value_is_not_a_habit() -> None:
    """Most values are below 100 and the rest thin out quickly, so that 0 truly is a commoner last digit than 9."""
    values = np.random.default_rng(2).exponential(40, (300, 4000)).round()
    uneven = [each.numbers["p_uneven"] for each in last_digit(Panel.many(name="steep", values=values)) if each.p_value is not None]
    expected = digits_of(values, 100).expected
    assert len(uneven) > 290
    assert (expected[:, 0] / expected[:, 9]).mean() > 1.15
    assert sum(p is not None and p <= 0.05 for p in uneven) <= 25


def test_typed_digits_are_seen() -> None:
    counted = events(np.random.default_rng(3), 40, 700, (300, 3000))
    assert share(last_digit(Panel.many(name="typed", values=typed(np.random.default_rng(4), counted))), Verdict.DEPARTS) > 0.5
    assert any(share(last_digit(planted(np.random.default_rng(seed))), Verdict.DEPARTS) > 0 for seed in range(3))


@pytest.mark.parametrize(
    "name",
    ["base", "weekend_closed", "rr3", "rr5", "thousands", "tens", "per100k", "rescale", "rescale_down", "rescale_quarter", "sample_weight",
     "hosp_round",      "weekend_estimate", "timetable", "slots", "outage_catchup", "carry_forward", "gaps_catchup", "suppress5",
     "negative_corrections"],
)  # fmt: skip
def test_innocent_worlds_do_not_depart(name: str) -> None:
    findings = last_digit(Panel.many(name=name, values=world(name, np.random.default_rng(21), units=60)))
    assert share(findings, Verdict.DEPARTS) <= 0.05


@pytest.mark.parametrize(("constant", "name"), [(1.25, "five quarters"), (1.6, "miles to kilometres"), (3.7, "grossed up"), (0.4, "a share")])
def test_multiplied_counts_do_not_depart(constant: float, name: str) -> None:
    counted = events(np.random.default_rng(5), 40, 700, (300, 3000))
    assert share(last_digit(Panel.many(name=name, values=np.round(counted * constant))), Verdict.DEPARTS) <= 0.05


def test_a_figure_carried_forward_counts_once() -> None:
    counted = np.arange(100, 400)
    assert digits_of(np.repeat(counted, 3)[np.newaxis].astype(float), 100).counts.tolist() == [[30.0] * 10]


def test_the_estimate_is_the_digit_that_stands_out_most() -> None:
    values = np.random.default_rng(6).integers(100, 10_000, 2000)
    values[::4] = values[::4] // 10 * 10 + 7
    finding = last_digit(Panel.one(name="sevens", values=values))[0]
    assert finding.verdict is Verdict.DEPARTS
    assert finding.estimate is not None
    assert finding.estimate.unit is not None
    assert finding.estimate.unit.params == {"digit": 7}
    assert finding.estimate.low is not None
    assert 2.5 < finding.estimate.low < finding.estimate.value < 4


def test_too_few_values_rates_and_fractions_are_not_tested() -> None:
    few = last_digit(Panel.one(name="few", values=np.arange(100, 199)))[0]
    fractions = last_digit(Panel.one(name="fractions", values=np.linspace(100, 900, 500)))[0]
    rates = last_digit(Panel.one(name="rates", values=np.arange(100, 900), kind=Kind.RATES, step=Step.WEEK))[0]
    assert [each.verdict for each in (few, fractions, rates)] == [Verdict.NOT_TESTED] * 3
    assert "99 values of 100 or more are too few; 100" in str(few.statement)


def test_nothing_at_all_is_not_tested() -> None:
    for values in (np.zeros(0), np.zeros(400), np.full(400, np.nan)):
        assert last_digit(Panel.one(name="nothing", values=values))[0].verdict is Verdict.NOT_TESTED


def test_numbers_of_one_digit_cannot_be_asked_for() -> None:
    with pytest.raises(WrongUsage, match="50"):
        last_digit(Panel.one(name="small", values=np.arange(300)), smallest=5)


def test_the_same_panel_gives_the_same_finding_and_survives_json() -> None:
    panel = planted(np.random.default_rng(7))
    assert canonical(last_digit(panel)) == canonical(last_digit(planted(np.random.default_rng(7))))
