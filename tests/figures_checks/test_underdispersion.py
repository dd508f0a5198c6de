import csv
import io
import pathlib
from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import beta, binom
from worlds import RAW, Floats, clusters, independent

from counterwatch.core import Finding, Verdict, canonical
from counterwatch.figures.checks.underdispersion import honest, planted, underdispersion
from counterwatch.figures.dispersion.spread import published_spread
from counterwatch.figures.table import Kind, Panel, Step, times_from

BLOCKS: tuple[Literal["day", "week"], ...] = ("day", "week")
PUBLISHED_DEATHS = {
    "Albania", "Algeria", "Azerbaijan", "Belarus", "Cambodia", "Egypt", "El Salvador", "Kyrgyzstan", "Lebanon", "Mongolia", "Russia",
    "Saudi Arabia", "Serbia", "Syria", "Turkey", "Uzbekistan", "Venezuela",
}  # fmt: skip


def panel(values: Any, **how: Any) -> Panel:
    return Panel.many(name="unit", values=np.atleast_2d(np.asarray(values, dtype=float)), **how)


def constant(level: float, days: int = 700) -> Floats:
    """Seven days that alternate by three: far less than independent counts would vary, and no habit that we know."""
    return np.asarray(level + 3.0 * (np.arange(days) % 2), dtype=np.float64)


def departing(findings: list[Finding]) -> set[str]:
    return {each.subject for each in findings if each.verdict is Verdict.DEPARTS}


def daily(shared: pathlib.Path, file: str, unit: str, time: str, columns: dict[str, str]) -> Panel:
    """Return 700 days from 2020-03-02, the span of the published study."""
    import polars as pl

    table = pl.read_parquet(shared / "data" / "figures" / file).sort(unit, time)
    table = table.filter(pl.col(time).is_between(pl.lit("2020-03-02").str.to_datetime(), pl.lit("2022-01-30").str.to_datetime()))
    units = tuple(table[unit].unique(maintain_order=True))
    values = {name: table[column].to_numpy().astype(float).reshape(len(units), -1) for name, column in columns.items()}
    days = next(iter(values.values())).shape[1]
    return Panel(
        name=file, units=units, times=times_from("2020-03-02", days, Step.DAY), step=Step.DAY, values=values, kinds=dict.fromkeys(values, Kind.COUNTS)
    )


@pytest.mark.parametrize("block", BLOCKS)
def test_the_published_rule_names_none_of_60_american_jurisdictions(shared: pathlib.Path, block: Literal["day", "week"]) -> None:
    cdc = daily(shared, "us_states_cdc_daily.parquet", "state", "submission_date", {"cases": "new_case", "deaths": "new_death"})
    assert cdc.values["cases"].shape == (60, 700)
    findings = underdispersion(cdc, rule="published", block=block)
    assert departing(findings) == set()
    assert len(findings) == 120


@pytest.fixture(scope="module")
def deaths(shared: pathlib.Path, tmp_path_factory: pytest.TempPathFactory) -> Panel:
    """Daily deaths of 198 countries; the file holds running totals, so the day before the first is needed too."""
    import polars as pl

    rows = pl.read_parquet(shared / "data" / "figures" / "jhu_global_daily.parquet").filter(pl.col("kind") == "deaths")
    rows = rows.group_by("country", "date").agg(pl.col("cumulative").sum()).sort("country", "date")
    rows = rows.filter(pl.col("date").is_between(pl.lit("2020-03-01").str.to_datetime(), pl.lit("2022-01-30").str.to_datetime()))
    units = tuple(rows["country"].unique(maintain_order=True))
    totals = rows["cumulative"].to_numpy().astype(float).reshape(len(units), -1)
    times = times_from("2020-03-01", totals.shape[1], Step.DAY)
    return Panel(
        name="jhu", units=units, times=times, step=Step.DAY, values={"deaths": totals}, kinds={"deaths": Kind.COUNTS}, cumulative={"deaths": True}
    )


def test_the_published_rule_names_the_countries_that_the_study_named_for_deaths(deaths: Panel) -> None:
    named = {each.partition(" ·")[0] for each in departing(underdispersion(deaths, rule="published"))}
    assert named >= PUBLISHED_DEATHS
    # The study used another source (WHO), whose series differ here and there.
    assert named - PUBLISHED_DEATHS <= {"Kuwait"}


def test_the_published_rule_names_the_countries_that_the_study_named_for_weekly_deaths(deaths: Panel) -> None:
    assert departing(underdispersion(deaths, rule="published", block="week")) == {"Belarus · deaths", "Nicaragua · deaths"}


def plain_loop(series: Floats, size: int) -> list[bool]:
    """The published rule as a plain loop, in our words."""
    marks = []
    for begin in range(0, len(series) // size * size, size):
        window = np.where(series[begin : begin + size] < 0, 0, series[begin : begin + size])
        state = np.random.RandomState(42)
        variances = [np.var(state.poisson(window.mean(), size=size), ddof=1) for _ in range(1000)]
        low = np.var(window, ddof=1)
        marks.append(bool(window.mean() > 0 and low < 1.2 * window.mean() and low < np.percentile(variances, 5)))
    return marks


def test_the_published_marks_equal_those_of_the_plain_loop(deaths: Panel) -> None:
    spread = published_spread(deaths, "deaths", block="day")
    for unit in ("Belarus", "Nicaragua"):
        row = deaths.units.index(unit)
        assert spread.marked[row].tolist() == plain_loop(deaths.flows("deaths")[row, 1:], 7)


@pytest.mark.parametrize("world", RAW)
def test_counted_worlds_stay_below_the_error_rate(world: str) -> None:
    findings = underdispersion(panel(RAW[world](np.random.default_rng(11), 150)), alpha=0.05)
    tested = [each for each in findings if each.verdict is not Verdict.NOT_TESTED]
    rejected = sum(each.verdict is Verdict.DEPARTS for each in tested)
    assert rejected == 0 or beta.ppf(0.001, rejected, len(tested) - rejected + 1) <= 0.05 * 1.2


def test_the_p_values_of_independent_counts_are_not_too_small() -> None:
    values = np.random.default_rng(12).poisson(40, size=(600, 700))
    chances = np.array([each.p_value for each in underdispersion(panel(values)) if each.p_value is not None])
    assert len(chances) == 600
    for level in (0.01, 0.05, 0.2):
        assert binom.sf((chances <= level).sum() - 1, 600, level) > 0.001


def test_values_drawn_around_a_curve_depart_far_beyond_any_simulation() -> None:
    findings = underdispersion(planted(np.random.default_rng(13)))
    assert all(each.verdict is Verdict.DEPARTS and (each.p_value or 0) < 1e-10 for each in findings)
    assert all(each.estimate and each.estimate.high is not None and each.estimate.high < 1 for each in findings)


def test_the_estimate_of_independent_counts_is_near_one() -> None:
    (finding,) = underdispersion(panel(np.random.default_rng(14).poisson(100, 7000)))
    assert finding.estimate is not None
    # The median of chi-squared with 6 degrees of freedom is 5.35.
    assert finding.estimate.low is not None
    assert finding.estimate.high is not None
    assert finding.estimate.low < 5.348 / 6 < finding.estimate.high


@pytest.mark.parametrize(
    "starved",
    [
        panel(np.full((1, 700), np.nan)),
        panel(np.zeros((1, 700))),
        panel(np.ones((2, 3))),
        panel(np.empty((1, 0))),
        panel(constant(50), kind=Kind.RATES),
        panel(constant(50), kind=Kind.AMOUNTS),
        panel(constant(50), step=Step.MONTH),
        panel(constant(50) + 0.5),
    ],
)
@pytest.mark.parametrize("block", BLOCKS)
def test_what_cannot_be_asked_is_not_tested_and_says_why(starved: Panel, block: Literal["day", "week"]) -> None:
    for finding in underdispersion(starved, block=block):
        assert finding.verdict is Verdict.NOT_TESTED
        assert finding.p_value is None
        assert str(finding.statement)
        assert finding.steps


def test_days_of_a_week_need_days_but_blocks_take_weekly_values() -> None:
    weekly = panel(constant(50, 100), step=Step.WEEK)
    assert [each.verdict for each in underdispersion(weekly)] == [Verdict.NOT_TESTED]
    assert [each.verdict for each in underdispersion(weekly, block="week")] == [Verdict.DEPARTS]


def test_windows_with_a_missing_or_negative_day_are_left_out_and_counted() -> None:
    values = constant(50)
    values[[3, 10]] = np.nan, -5
    (finding,) = underdispersion(panel(values))
    assert (finding.numbers["windows"], finding.numbers["left out"]) == (98, 2)
    assert any("2 windows were left out" in str(each) for each in finding.limits)


def test_windows_begin_at_the_first_given_day_of_each_unit() -> None:
    late = np.concatenate([np.full(10, np.nan), constant(50, 690)])
    rows = list(csv.DictReader(io.StringIO(underdispersion(panel([constant(50), late]))[0].attachments[0].content.decode())))
    first = {row["unit"]: row["window_start"] for row in reversed(rows)}
    assert first == {"unit 1": "2020-03-02", "unit 2": "2020-03-12"}


def test_a_published_mean_is_not_tested_but_the_published_rule_still_speaks_with_the_habit_beside_it() -> None:
    values = clusters(np.random.default_rng(15), 1)
    smooth = np.round(np.apply_along_axis(lambda row: np.convolve(row, np.ones(7) / 7, mode="valid"), 1, values))
    (exact,), (published,) = underdispersion(panel(smooth)), underdispersion(panel(smooth), rule="published")
    assert exact.verdict is Verdict.NOT_TESTED
    assert "mean over 7 days" in str(exact.statement) + " ".join(map(str, exact.limits))
    assert published.verdict is not Verdict.NOT_TESTED
    assert any("mean over 7 days" in str(each) for each in published.limits)
    assert published.p_value is None


def test_a_consistent_answer_says_that_nothing_found_is_no_proof() -> None:
    for finding in underdispersion(panel(independent(np.random.default_rng(16), 3))):
        assert finding.verdict is Verdict.CONSISTENT
        assert "no proof" in str(finding.limits[0])


def test_the_table_is_one_object_and_no_cell_of_it_is_a_formula() -> None:
    block = np.random.default_rng(17).poisson(30, (2, 210)).astype(float)
    names = ("=HYPERLINK(1)", "@SUM(1)")
    evil = Panel(name="x", units=names, times=times_from("2020-03-02", 210, Step.DAY), step=Step.DAY, values={"+1": block}, kinds={"+1": Kind.COUNTS})
    findings = underdispersion(evil)
    assert len({each.attachments[0].sha256 for each in findings}) == 1
    for row in csv.DictReader(io.StringIO(findings[0].attachments[0].content.decode())):
        assert row["unit"][1:] in names
        assert row["unit"][0] == row["value"][0] == "'"


def test_the_same_panel_gives_the_same_findings_again() -> None:
    first, again = (underdispersion(honest(np.random.default_rng(18), 5)) for _ in range(2))
    assert first == again


@pytest.mark.parametrize("rule", ["exact", "published"])
def test_charts_draw_without_a_warning_and_their_texts_are_messages(rule: Literal["exact", "published"]) -> None:
    import json

    import vl_convert

    for finding in underdispersion(planted(np.random.default_rng(19), 2), rule=rule):
        assert len(finding.charts) == 2
        for chart in finding.charts:
            spec = json.dumps(chart.spec)
            for key, text in chart.texts.items():
                assert f'{{"message": "{key}"}}' in spec
                spec = spec.replace(f'{{"message": "{key}"}}', json.dumps(str(text)))
            assert '"message"' not in spec
            assert "marked" in (drawn := vl_convert.vegalite_to_svg(spec)) or "this series" in drawn


NUMBERS = st.one_of(st.just(float("nan")), st.integers(-5, 40).map(float), st.integers(0, 2**60).map(float), st.floats(0, 100))


@settings(max_examples=25)
@given(
    arrays(np.float64, st.tuples(st.integers(0, 3), st.integers(0, 200)), elements=NUMBERS, fill=st.just(6.0)), st.sampled_from(BLOCKS), st.booleans()
)
def test_any_numbers_give_one_finding_per_series_that_survives_json(values: Floats, block: Literal["day", "week"], published: bool) -> None:
    import msgspec

    findings = underdispersion(panel(values), rule="published" if published else "exact", block=block)
    assert [each.subject for each in findings] == [f"unit {row + 1}" for row in range(len(values))]
    for finding in findings:
        assert msgspec.json.decode(canonical(finding), type=Finding) == msgspec.json.decode(msgspec.json.encode(finding), type=Finding)
