import itertools
import pathlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from innocent import world, zeroed
from numpy.typing import NDArray

from counterwatch.core import Finding, Verdict, WrongUsage, canonical
from counterwatch.figures.attached import csv_text
from counterwatch.figures.checks.last_digit import last_digit
from counterwatch.figures.checks.zero_runs import honest, planted, zero_runs
from counterwatch.figures.table import Kind, Panel, Step
from counterwatch.stats.repeats import chance_of_run, runs

Values = NDArray[np.float64]


def counted(seed: int = 0, units: int = 5, level: float = 300) -> Values:
    return np.random.default_rng(seed).negative_binomial(10, 10 / (10 + level), (units, 400)).astype(np.float64)


def first(values: Values, **options: int) -> Finding:
    return zero_runs(Panel.many(name="unit", values=values), **options)[0]


def test_forty_zeros_are_found_with_their_dates_and_surroundings() -> None:
    values = counted()
    values[0, 100:140] = 0
    finding = first(values)
    assert finding.verdict is Verdict.DEPARTS
    assert finding.p_value is not None
    assert finding.p_value < 1e-4
    assert finding.estimate is not None
    assert finding.estimate.value == 40
    assert str(finding.statement).startswith("no report, or zero? 40 days from June 10, 2020 show 0, where ")
    assert "the other units reported on 100% of days" in str(finding.statement)
    low, high = finding.numbers["would_have_been_low"], finding.numbers["would_have_been_high"]
    assert low is not None
    assert high is not None
    assert low < 40 * 300 < high


def test_a_repeated_figure_is_a_question_too() -> None:
    values = counted(1)
    values[0, 200:230] = 317
    finding = first(values)
    assert finding.verdict is Verdict.DEPARTS
    assert "30 days from September 18, 2020 all show 317" in str(finding.statement)


@pytest.mark.parametrize(("low", "high"), [(0, 60), (310, 310)])
def test_a_limit_that_is_reached_for_weeks_or_holds_a_figure_down_is_told_as_one(low: int, high: int) -> None:
    values = np.random.default_rng(4).poisson(300, (5, 400)).astype(np.float64)
    values[0, 200:230] = high
    values[0, 170:260] = np.minimum(values[0, 170:260], high) if low else values[0, 170:260]
    finding = first(values)
    assert finding.verdict is Verdict.CONSISTENT
    assert "as when a limit lets no more through" in str(finding.statement)
    assert "what limited the figure" in str(finding.steps[0])


@pytest.mark.parametrize("spread_over", [1, 2, 5])
def test_an_outage_that_was_made_good_is_recognised(spread_over: int) -> None:
    values = counted(2)
    missing = values[0, 100:130].sum()
    values[0, 100:130] = 0
    values[0, 130 : 130 + spread_over] += missing // spread_over
    finding = first(values)
    assert finding.verdict is Verdict.CONSISTENT
    assert "made good" in str(finding.statement)


def test_a_pause_of_the_whole_panel_is_not_held_against_one_unit() -> None:
    values = counted(3)
    values[:, 100:120] = 0
    assert "the whole publication paused" in str(first(values).statement)


def test_recurring_outages_are_ordinary_for_this_series() -> None:
    values = counted(4)
    for start in (60, 130, 220, 300):
        values[0, start : start + 18] = 0
    assert first(values).verdict is Verdict.CONSISTENT


def test_weekly_reports_and_a_change_to_weekly_reports_are_recognised() -> None:
    values = counted(5, units=3)
    day = np.arange(400)
    values[0] = np.where(day % 7 == 4, 2100, 0) + values[1] * (day % 7 == 4)
    values[1, 200:] = np.where(day[200:] % 7 == 4, 2100, 0)
    values[1, 200:218] = 0
    assert [each.verdict for each in zero_runs(Panel.many(name="weekly", values=values))] == [Verdict.CONSISTENT] * 3


def test_before_the_first_case_and_after_the_last_report_zeros_are_no_run() -> None:
    values = counted(6)
    values[0, :80] = values[0, 340:] = 0
    assert first(values).verdict is Verdict.CONSISTENT


def test_a_wave_that_fades_out_is_no_run() -> None:
    values = counted(7)
    fading = np.exp(-np.abs(np.arange(400) - 100) / 15.0) + np.exp(-np.abs(np.arange(400) - 300) / 15.0)
    values[0] = np.random.default_rng(8).poisson(500 * fading)
    assert (values[0, 195:205] == 0).any()
    assert first(values).verdict is Verdict.CONSISTENT


def test_negative_corrections_are_not_zeros_and_unpublished_days_are_not_zeros() -> None:
    values = counted(9)
    values[0, 100:140] = np.nan
    values[1, 100:140:2] = -5
    assert {each.verdict for each in zero_runs(Panel.many(name="unit", values=values))} == {Verdict.CONSISTENT}


def test_running_totals_that_stand_still_are_seen() -> None:
    values = counted(10)
    values[0, 100:140] = 0
    panel = Panel.many(name="total", values=np.cumsum(values, axis=1))
    total = Panel(
        name="total", units=panel.units, times=panel.times, step=Step.DAY, values=panel.values, kinds={"": Kind.COUNTS}, cumulative={"": True}
    )
    assert [each.verdict for each in zero_runs(total)] == [Verdict.DEPARTS] + [Verdict.CONSISTENT] * 4


def test_few_cases_coarse_steps_and_weekly_panels_are_not_tested() -> None:
    assert first(counted(11, level=4)).verdict is Verdict.NOT_TESTED
    assert first(np.round(counted(12, level=300) / 500) * 500).verdict is Verdict.NOT_TESTED
    assert zero_runs(Panel.one(name="weeks", values=np.arange(300), step=Step.WEEK))[0].verdict is Verdict.NOT_TESTED
    for values in (np.zeros(0), np.zeros(300), np.full(300, np.nan)):
        assert zero_runs(Panel.one(name="nothing", values=values))[0].verdict is Verdict.NOT_TESTED


def test_a_level_that_cannot_be_told_from_zero_cannot_be_asked_for() -> None:
    with pytest.raises(WrongUsage, match="0 a day"):
        first(counted(14), level=0)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.one_of(st.integers(-50, 5000).map(float), st.sampled_from([0.0, 0.0, 120.0, float("nan"), 1e9, 0.5])), min_size=1, max_size=60),
    st.integers(1, 9),
    st.sampled_from(list(Kind)),
)
def test_any_series_gets_an_answer_that_can_be_written_down(values: list[float], times: int, kind: Kind) -> None:
    panel = Panel.one(name="any", values=np.tile(values, times), kind=kind)
    for finding in (*zero_runs(panel), *last_digit(panel)):
        assert canonical(finding)
        assert str(finding.statement)
        assert finding.limits


def test_honest_panels_stay_quiet_and_planted_ones_do_not() -> None:
    assert all(each.verdict is not Verdict.DEPARTS for seed in range(40) for each in zero_runs(honest(np.random.default_rng(seed))))
    assert all(any(each.verdict is Verdict.DEPARTS for each in zero_runs(planted(np.random.default_rng(seed)))) for seed in range(20))


@pytest.mark.parametrize(
    "name",
    ["base", "weekend_closed", "rr5", "thousands", "per100k", "sample_weight", "hosp_round", "weekend_estimate", "timetable", "slots",
     "outage_catchup",      "carry_forward", "gaps_catchup", "suppress5", "weekly", "weekly_late", "negative_corrections"],
)  # fmt: skip
def test_innocent_publication_does_not_depart(name: str) -> None:
    findings = zero_runs(Panel.many(name=name, values=world(name, np.random.default_rng(31), units=60)))
    assert not [each.subject for each in findings if each.verdict is Verdict.DEPARTS]


def test_zeroed_weeks_are_found_in_innocent_worlds() -> None:
    for name in ("base", "weekend_closed", "hosp_round"):
        values = zeroed(np.random.default_rng(1), world(name, np.random.default_rng(32), units=30), days=40)
        found = [each.verdict is Verdict.DEPARTS for each in zero_runs(Panel.many(name=name, values=values))]
        assert sum(found) >= 27


def test_the_bound_holds_for_series_that_do_stand_still_by_chance() -> None:
    """A day repeats the one before with probability 0.75 once repetition began: the longest run is small beside alpha only as often as it may."""
    rng, low = np.random.default_rng(13), 0
    for _ in range(400):
        repeat = np.zeros(500, dtype=bool)
        for day in range(1, 500):
            repeat[day] = rng.random() < (0.75 if repeat[day - 1] else 0.03)
        values = np.cumsum(~repeat).astype(np.float64)
        starts, lengths = runs(values)
        longest = int(np.argmax(lengths))
        low += chance_of_run(values, np.ones(500, dtype=bool), int(starts[longest]), int(lengths[longest])) <= 0.05
    assert low <= 32


@settings(deadline=None)
@given(st.lists(st.integers(0, 2), max_size=40))
def test_runs_are_those_of_groupby(values: list[int]) -> None:
    starts, lengths = runs(np.array(values, dtype=np.float64))
    grouped = [len(list(group)) for _, group in itertools.groupby(values)]
    assert lengths.tolist() == grouped
    assert starts.tolist() == [sum(grouped[:at]) for at in range(len(grouped))]


def test_the_table_of_runs_opens_in_a_spreadsheet_without_running_anything() -> None:
    assert csv_text(("unit", "n"), [("=1+1", 1), ("@x", None), ("新疆, 2", 0.123456)]) == "unit,n\n'=1+1,1\n'@x,\n\"新疆, 2\",0.1235\n"


def test_the_same_panel_gives_the_same_finding() -> None:
    assert canonical(zero_runs(planted(np.random.default_rng(3)))) == canonical(zero_runs(planted(np.random.default_rng(3))))


def test_no_state_of_the_us_departs(shared: pathlib.Path) -> None:
    import polars as pl

    table = pl.read_parquet(shared / "data/figures/us_states_cdc_daily.parquet").sort("state", "submission_date")
    units = tuple(table["state"].unique().sort())
    times = table["submission_date"].unique().sort().to_numpy().astype("datetime64[D]")
    values = {name: table[name].to_numpy().astype(np.float64).reshape(len(units), -1) for name in ("new_case", "new_death")}
    panel = Panel(name="states", units=units, times=times, step=Step.DAY, values=values, kinds=dict.fromkeys(values, Kind.COUNTS))
    assert len(units) == 60
    assert not [each.subject for each in zero_runs(panel) if each.verdict is Verdict.DEPARTS]
