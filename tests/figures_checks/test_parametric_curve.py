import csv
import pathlib

import numpy as np
import pytest

from counterwatch.core import Finding, Verdict, WrongUsage
from counterwatch.figures.checks.parametric_curve import honest, parametric_curve, planted
from counterwatch.figures.smooth.curves import CURVES, best_error, errors_of
from counterwatch.figures.table import Kind, Panel, Step


def donors(shared: pathlib.Path, last: int) -> Finding:
    """The finding on deceased donors of China, beside those of the United States from 1991 to 2000."""
    folder = shared / "data/figures"
    if not (folder / "china_deceased_donors.csv").exists():
        pytest.skip("the counts of deceased donors are not here")
    series = []
    for name in ("china_deceased_donors.csv", "us_deceased_donors_1991_2000.csv"):
        rows = csv.DictReader((folder / name).read_text().split())
        known = {int(row["year"]): float(row["donors"]) for row in rows}
        series.append([known.get(year, np.nan) if year <= last else np.nan for year in range(1991, 2020)])
    return parametric_curve(Panel.many(name="donors", values=np.array(series), start="1991-01-01", step=Step.YEAR))[0]


@pytest.mark.parametrize(("last", "quadratic"), [(2018, 0.99529), (2016, 0.99925)])
def test_the_r2_of_deceased_donors_is_as_published_and_is_no_finding(shared: pathlib.Path, last: int, quadratic: float) -> None:
    finding = donors(shared, last)
    assert finding.numbers["r2_quadratic"] == pytest.approx(quadratic, abs=5e-6)
    assert finding.verdict is not Verdict.DEPARTS


def test_noisy_growth_has_such_an_r2_more_often_than_not(shared: pathlib.Path) -> None:
    """Published: R² of a(t - 2009)² is 0.9903, and 72 % of series with 10 % noise around it have a parabola with R² of 0.9953 or more."""
    finding = donors(shared, 2018)
    assert finding.numbers["r2_one_parameter"] == pytest.approx(0.9903, abs=5e-5)
    assert finding.numbers["chance_of_such_r2"] == pytest.approx(0.72, abs=0.04)
    assert finding.numbers["p_counting"] == pytest.approx(1, abs=0.01)
    assert "only 1 comparable series is here, and 3 are needed" in str(finding.statement)


@pytest.mark.parametrize("curve", [each for each in CURVES if each != "exponential"])
def test_the_error_left_out_is_that_of_fitting_again_without_each_point(curve: str) -> None:
    powers = {"proportional": [1], "square": [2], "line": [0, 1], "quadratic": [0, 1, 2]}[curve]
    times, values = np.arange(1, 12.0), np.random.default_rng(1).integers(50, 900, 11).astype(float)
    design = np.stack([times**power for power in powers], axis=1)
    foretold = []
    for at in range(11):
        rest = np.delete(np.arange(11), at)
        foretold.append(max(design[at] @ np.linalg.lstsq(design[rest], values[rest], rcond=None)[0], 0))
    expected = np.sqrt(np.mean((2 * np.sqrt(values) - 2 * np.sqrt(foretold)) ** 2))
    assert errors_of(values[np.newaxis], tuple(range(1, 12)))[curve][0] == pytest.approx(expected)


def test_counts_around_a_true_curve_have_an_error_of_about_one() -> None:
    times = np.arange(1, 31)
    counted = np.random.default_rng(2).poisson(40 + 9 * times, (500, 30)).astype(float)
    assert best_error(counted, tuple(times.tolist())).mean() == pytest.approx(1, abs=0.1)


def share_departing(values: np.ndarray) -> float:
    return float(
        np.mean([each.verdict is Verdict.DEPARTS for each in parametric_curve(Panel.many(name="unit", values=values, step=Step.YEAR), draws=199)])
    )


def test_growth_with_noise_and_populations_that_grow_evenly_do_not_depart() -> None:
    rng, times = np.random.default_rng(3), np.arange(15)
    people = rng.poisson(rng.uniform(500, 5000, (40, 1)) * np.exp(rng.uniform(0.01, 0.05, (40, 1)) * times))
    assert share_departing(people.astype(float)) <= 0.025
    assert share_departing(honest(rng, units=40).values[""]) == 0


def test_a_parabola_is_seen_exact_and_missed_with_two_per_cent_of_noise() -> None:
    rng = np.random.default_rng(4)
    values = planted(rng).values[""].copy()
    assert share_departing(values) == 1 / len(values)
    values[2] = np.round(values[2] * np.exp(rng.normal(0, 0.02, len(values[2]))))
    assert share_departing(values) == 0


def test_a_running_total_amounts_and_long_series_are_not_tested() -> None:
    values = honest(np.random.default_rng(5)).values[""]
    running = Panel(
        name="running", units=("a",), times=np.arange(14).astype("datetime64[Y]").astype("datetime64[D]"), step=Step.YEAR,
        values={"n": np.cumsum(values[:1], axis=1)}, kinds={"n": Kind.COUNTS}, cumulative={"n": True},
    )  # fmt: skip
    amounts = Panel.many(name="amounts", values=values, step=Step.YEAR, kind=Kind.AMOUNTS)
    long = Panel.many(name="long", values=np.tile(values, 5), step=Step.YEAR)
    for panel, word in ((running, "running total"), (amounts, "counts"), (long, "too many")):
        findings = parametric_curve(panel)
        assert {each.verdict for each in findings} == {Verdict.NOT_TESTED}
        assert word in str(findings[0].statement)


def test_draws_that_cannot_reach_alpha_are_refused() -> None:
    with pytest.raises(WrongUsage, match="99 are needed"):
        parametric_curve(honest(np.random.default_rng(6)), draws=50)
