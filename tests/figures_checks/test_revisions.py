"""Known revisions are reproduced; what editions say is compared number by number, and changing nothing says nothing."""

import pathlib

import numpy as np
import polars as pl
import pytest

from counterwatch.core import Finding, Verdict
from counterwatch.figures.checks.revisions import revisions
from counterwatch.figures.shapes.vintages import Vintages
from counterwatch.figures.table import Floats, Kind, Panel, Step

MARCH_2023, DECEMBER_2020 = "jhu_global_daily.parquet", "jhu_global_daily_vintage20201206.parquet"


def by_country(file: pathlib.Path) -> Panel:
    """Cumulative deaths by country: provinces added up, as in the published comparison."""
    frame = pl.read_parquet(file).filter(pl.col("kind") == "deaths").group_by("country", pl.col("date").dt.date()).agg(pl.col("cumulative").sum())
    wide = frame.pivot(on="date", index="country", values="cumulative").sort("country")
    days = sorted(each for each in wide.columns if each != "country")
    values = {"deaths": wide.select(days).to_numpy().astype(float)}
    times = np.array(days, dtype="datetime64[D]")
    return Panel(
        name=file.name,
        units=tuple(wide["country"]),
        times=times,
        step=Step.DAY,
        values=values,
        kinds={"deaths": Kind.COUNTS},
        cumulative={"deaths": True},
    )


def asked(*blocks: Floats, step: Step = Step.DAY, kind: Kind = Kind.COUNTS, start: str = "2020-01-01") -> Finding:
    panels = tuple(Panel.one(name="place", values=each, step=step, kind=kind, start=start) for each in blocks)
    (finding,) = revisions(Vintages(editions=panels, labels=tuple(f"edition {number}" for number in range(1, len(panels) + 1))))
    return finding


def test_the_known_revisions_of_deaths_between_december_2020_and_march_2023_are_reproduced(shared: pathlib.Path) -> None:
    folder = shared / "data/figures"
    table = Vintages(editions=(by_country(folder / DECEMBER_2020), by_country(folder / MARCH_2023)), labels=("2020-12-06", "2023-03-09"))
    found = {each.subject.removesuffix(" · deaths"): each for each in revisions(table)}
    # Published: 7.7 % of country-days; Peru +148 %, United Kingdom +31 %, Austria +28 %, Germany -1 %: definitions that were changed and announced.
    assert found["Peru"].numbers["share changed in all series"] == pytest.approx(0.077, abs=5e-4)
    for country, published in {"Peru": 1.48, "United Kingdom": 0.31, "Austria": 0.28, "Germany": -0.01}.items():
        assert found[country].numbers["revised by"] == pytest.approx(published, abs=0.006)
    assert {country for country in ("Peru", "United Kingdom", "Austria", "Germany") if found[country].verdict is Verdict.DEPARTS} == {
        "Peru", "United Kingdom", "Austria",
    }  # fmt: skip
    assert sum(each.verdict is Verdict.DEPARTS for each in found.values()) <= 8


def test_running_totals_and_new_amounts_say_the_same() -> None:
    rng = np.random.default_rng(0)
    first, last = rng.poisson(30, 60).astype(float), rng.poisson(40, 60).astype(float)
    plain = asked(first, last)
    panels = [Panel.one(name="place", values=np.r_[0, each.cumsum()], start="2019-12-31") for each in (first, last)]
    told = tuple(
        Panel(name="t", units=each.units, times=each.times, step=Step.DAY, values=each.values, kinds=each.kinds, cumulative={"": True})
        for each in panels
    )
    (running,) = revisions(Vintages(editions=told, labels=("a", "b")))
    for name in ("revised by", "new amounts that went up", "new amounts that went down", "p of direction", "Mincer-Zarnowitz slope"):
        assert running.numbers[name] == pytest.approx(plain.numbers[name])
    assert plain.numbers["revised by"] == pytest.approx(last.sum() / first.sum() - 1)


def test_a_number_that_was_withdrawn_is_counted_and_not_taken_for_zero() -> None:
    first = np.full(30, 50.0)
    last = first.copy()
    last[3:6] = np.nan
    found = asked(first, last)
    assert found.verdict is Verdict.CONSISTENT
    assert found.numbers["withdrawn"] == 3
    assert found.numbers["revised by"] == 0
    assert any(each.id.endswith("limit_withdrawn") for each in found.limits)


def test_one_sum_booked_on_the_first_day_of_a_quarter_is_dated() -> None:
    first = np.random.default_rng(1).poisson(50, 200).astype(float)
    last = first.copy()
    last[91] += 4000  # 1 April 2020
    steps = [str(each) for each in asked(first, last).steps]
    assert any("April 1, 2020" in each for each in steps)
    assert any("first time of a quarter" in each for each in steps)


def test_a_few_cases_more_are_no_departure_and_zero_has_no_percentage() -> None:
    small = np.zeros(40)
    small[5] = 4
    assert asked(small, small * 2).verdict is Verdict.CONSISTENT
    from_zero = asked(np.zeros(40), np.full(40, 3.0))
    assert from_zero.verdict is Verdict.DEPARTS
    assert from_zero.estimate is None


def test_revised_rates_are_compared_by_their_mean() -> None:
    rates = np.random.default_rng(2).uniform(2, 3, 48)
    assert asked(rates, rates * 1.1, kind=Kind.RATES, step=Step.MONTH).numbers["revised by"] == pytest.approx(0.1)


def test_every_edition_between_has_its_line() -> None:
    blocks = [np.arange(20.0) * (1 + number / 10) for number in range(9)]
    (chart,) = asked(*blocks, kind=Kind.AMOUNTS).charts
    assert len(chart.spec["layer"]) == 6
    assert {str(each) for name, each in chart.texts.items() if name.startswith("edition")} >= {"1. edition 1", "9. edition 9"}
