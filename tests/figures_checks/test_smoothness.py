import pathlib

import numpy as np
import pytest

from counterwatch.core import Verdict
from counterwatch.figures.checks.smoothness import honest, smoothness
from counterwatch.figures.smooth.changes import changes_of
from counterwatch.figures.table import Kind, Panel, Step, times_from


def penn_world_table(shared: pathlib.Path, first: int) -> Panel:
    import polars as pl

    path = shared / "data/figures/pwt1001_subset.parquet"
    if not path.exists():
        pytest.skip("the Penn World Table is not here")
    table = pl.read_parquet(path).filter(pl.col("year") >= first).sort("country", "year")
    units, years = tuple(table["country"].unique(maintain_order=True)), table["year"].n_unique()
    values = {name: table[name].to_numpy().astype(np.float64).reshape(len(units), years) for name in ("rgdpna", "pop")}
    times = times_from(f"{first}-01-01", years, Step.YEAR)
    return Panel(name="pwt", units=units, times=times, step=Step.YEAR, values=values, kinds=dict.fromkeys(values, Kind.AMOUNTS))


@pytest.mark.parametrize(("country", "sd", "place"), [("China", 2.50, 41), ("Viet Nam", 0.82, 2), ("United States of America", None, 10)])
def test_growth_from_1992_to_2019_is_as_published(shared: pathlib.Path, country: str, sd: float | None, place: int) -> None:
    """Growth of 1992 needs the level of 1991: 181 countries have all years."""
    finding = next(each for each in smoothness(penn_world_table(shared, 1991)) if each.subject == f"{country} · rgdpna")
    assert finding.numbers["units_in_file"] == 181
    assert finding.numbers["place_in_file"] == place
    assert sd is None or finding.numbers["sd_of_growth_changes"] == pytest.approx(sd, abs=0.005)
    assert finding.rank is not None
    assert finding.rank.of in (60, 61)
    assert finding.verdict is Verdict.CONSISTENT


def test_columns_of_size_and_method_are_used_and_not_asked_about(shared: pathlib.Path) -> None:
    findings = smoothness(penn_world_table(shared, 1991))
    assert {each.verdict for each in findings if each.subject.endswith(" · pop")} == {Verdict.NOT_TESTED}


def test_straight_lines_between_benchmarks_are_not_compared_with_yearly_counts() -> None:
    panel = honest(np.random.default_rng(1))
    values = panel.values[""].copy()
    for row in values[:40]:
        row[:] = np.interp(np.arange(30), np.arange(0, 30, 5), row[::5])
    findings = smoothness(Panel.many(name="half interpolated", values=values, step=Step.YEAR, kind=Kind.AMOUNTS))
    assert {each.verdict for each in findings[:40]} == {Verdict.NOT_TESTED}, "thirteen of one third by size are too few"
    assert all(each.rank is None for each in findings[:40])


def test_the_sd_is_that_of_numpy_and_its_interval_holds_the_truth() -> None:
    rng = np.random.default_rng(2)
    growth = rng.normal(0.03, 0.02, (400, 40))
    panel = Panel.many(name="even", values=np.exp(np.cumsum(growth, axis=1)) * 1e6, step=Step.YEAR, kind=Kind.AMOUNTS)
    made, truth = changes_of(panel, ""), 100 * 0.02 * np.sqrt(2)
    np.testing.assert_allclose(made.sd, np.std(np.diff(100 * growth[:, 1:], axis=1), axis=1, ddof=1), rtol=1e-6)
    assert ((made.low <= truth) & (made.high >= truth)).mean() >= 0.92


def test_a_place_is_as_likely_as_any_other() -> None:
    """Units that differ by size alone: being first of a third of 35 has a chance of 1 in 35."""
    findings = [each for seed in range(20) for each in smoothness(honest(np.random.default_rng(seed)))]
    share = np.array([each.numbers["rank_p"] for each in findings if each.rank], dtype=np.float64)
    assert len(share) == 20 * 105
    assert (share <= 0.1).mean() == pytest.approx(3 / 35, abs=0.005)


def test_thirty_comparable_units_and_fifteen_points_are_needed() -> None:
    values = honest(np.random.default_rng(3)).values[""]
    few = smoothness(Panel.many(name="few", values=values[:30], step=Step.YEAR, kind=Kind.AMOUNTS))
    short = smoothness(Panel.many(name="short", values=values[:, :14], step=Step.YEAR, kind=Kind.AMOUNTS))
    daily = smoothness(Panel.many(name="daily", values=values))
    assert {each.verdict for each in (*few, *short, *daily)} == {Verdict.NOT_TESTED}
    assert "30 are needed" in str(few[0].statement)
