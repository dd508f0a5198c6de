"""The charts of a screening: the striking series first, none twice, drawn without a browser in any script."""

import numpy as np
import pytest
import vl_convert

from counterwatch.core import Finding, Template, Verdict
from counterwatch.core.registry import checks
from counterwatch.figures.overview import LISTED, overview, striking, thinned
from counterwatch.figures.table import Panel
from promises import filled

SAID = Template("tests.overview.said", "something")


def found(subject: str, verdict: Verdict, q: float | None = None, check: str = "figures.a") -> Finding:
    return Finding(check=check, subject=subject, verdict=verdict, statement=SAID(), q_value=q)


def test_subjects_come_by_the_number_of_departures_then_by_their_strength() -> None:
    findings = [
        found("甲", Verdict.DEPARTS, 0.001), found("乙", Verdict.DEPARTS, 0.01), found("乙", Verdict.DEPARTS, 0.01, "figures.b"),
        found("丙", Verdict.CONSISTENT, 0.9), found("丁", Verdict.DEPARTS, 0.0001), found("阿", Verdict.NOT_TESTED),
    ]  # fmt: skip
    assert striking(findings) == ["乙", "丁", "甲", "丙", "阿"]


@pytest.mark.parametrize("units", [3, 60])
def test_a_screening_is_drawn(units: int) -> None:
    panel = Panel.many(name="区", values=np.random.default_rng(0).negative_binomial(10, 0.2, (units, 300)))
    check = checks()["figures.underdispersion"]
    planted = check.planted(np.random.default_rng(0))
    for table in (panel, planted):
        charts = overview(check(table), table)
        assert len(charts) == (3 if table is planted else 2)
        for chart in charts:
            assert vl_convert.vegalite_to_svg(filled(chart.spec)).startswith("<svg")
        rows = charts[0].spec["data"]["values"]
        assert len({(row["subject"], row["check"]) for row in rows}) == len(rows) <= LISTED


def test_too_few_series_are_not_a_screening() -> None:
    panel = Panel.one(name="甲", values=np.arange(100))
    assert overview([found("甲", Verdict.DEPARTS, 0.001)], panel) == ()
    assert overview([], None) == ()


def test_a_small_picture_keeps_the_sum_and_bounds_the_points() -> None:
    values = np.random.default_rng(0).poisson(10, 700).astype(float)
    (series,) = Panel.one(name="甲", values=values).series()
    times, weeks = thinned(series)
    assert sum(weeks) == values.sum()
    assert len(times) == 100
    (longer,) = Panel.one(name="甲", values=np.ones(100_000)).series()
    assert len(thinned(longer)[0]) <= 160
