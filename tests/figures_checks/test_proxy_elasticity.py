"""A figure and its proxy in two groups: an overstatement is recovered with its interval, and a single country is never judged."""

import csv
import dataclasses
import pathlib

import numpy as np
import pytest

from counterwatch.core import Verdict
from counterwatch.figures.checks.proxy_elasticity import honest, planted, proxy_elasticity
from counterwatch.figures.shapes.pairs import Pairs, Relation
from counterwatch.figures.table import Kind, Panel, Step


def test_the_planted_overstatement_is_recovered_with_an_interval_that_holds_it() -> None:
    """Growth of the group is told half larger than it is, so its slope is half steeper."""
    estimates = [proxy_elasticity(planted(np.random.default_rng(seed)), draws=199)[0].estimate for seed in range(60)]
    values = [each.value for each in estimates if each]
    assert np.mean(values) == pytest.approx(0.5, abs=4 * np.std(values) / np.sqrt(60))
    inside = [each.low <= 0.5 <= each.high for each in estimates if each and each.low is not None and each.high is not None]
    assert np.mean(inside) >= 0.88


def test_without_an_overstatement_it_stays_quiet() -> None:
    findings = [proxy_elasticity(honest(np.random.default_rng(seed)), draws=2)[0] for seed in range(200)]
    p = np.array([each.p_value for each in findings], dtype=float)
    assert (p <= 0.05).mean() <= 0.09
    assert (p <= 0.01).mean() <= 0.03


def test_one_country_is_not_tested_whatever_its_figures(shared: pathlib.Path) -> None:
    text = (shared / "data" / "figures" / "china_nightlights_gdp.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    lights = np.array([float(row["Sum of Nighttime stable Lights:"]) for row in rows if row["Sum of Nighttime stable Lights:"]])
    growth = np.array([float(row["GDP growth (annual %)"]) for row in rows[: len(lights)]])
    first = Panel.one(name="China", values=growth, start="1992-01-01", step=Step.YEAR, kind=Kind.RATES)
    second = Panel.one(name="China", values=lights, start="1992-01-01", step=Step.YEAR, kind=Kind.AMOUNTS)
    for groups in (None, {"China": "not free"}, {"China": "not free", "elsewhere": "free"}):
        (finding,) = proxy_elasticity(Pairs(first=first, second=second, relation=Relation.PROXY, groups=groups))
        assert finding.verdict is Verdict.NOT_TESTED
        assert "group" in str(finding.statement)


def test_a_group_of_few_is_not_tested_and_the_need_is_told() -> None:
    pairs = honest(np.random.default_rng(1))
    groups = {unit: "not free" if number < 3 else "free" for number, unit in enumerate(pairs.first.units)}
    (finding,) = proxy_elasticity(dataclasses.replace(pairs, groups=groups))
    assert "(3 in the group, 37 in the other); 30 would be needed, 8 in each group" in str(finding.statement)


def test_nine_years_are_too_few() -> None:
    pairs = honest(np.random.default_rng(2))
    short = [dataclasses.replace(each, times=each.times[:10], values={"": each.values[""][:, :10]}) for each in (pairs.first, pairs.second)]
    (finding,) = proxy_elasticity(dataclasses.replace(pairs, first=short[0], second=short[1]))
    assert str(finding.statement).startswith("0 units with 10 years of growth or more are too few")


def test_a_proxy_that_nothing_follows_judges_nobody() -> None:
    pairs = planted(np.random.default_rng(3))
    noise = np.random.default_rng(4).lognormal(0, 1, pairs.second.values[""].shape)
    (finding,) = proxy_elasticity(dataclasses.replace(pairs, second=dataclasses.replace(pairs.second, values={"": noise})))
    assert finding.verdict is Verdict.NOT_TESTED
    assert "a better proxy" in str(finding.statement)


def test_each_group_is_held_against_the_reference_that_was_asked_for() -> None:
    pairs = planted(np.random.default_rng(5))
    (turned,) = proxy_elasticity(pairs, reference="not free")
    (straight,) = proxy_elasticity(pairs)
    assert turned.subject == "free"
    assert turned.numbers["difference"] == pytest.approx(-straight.numbers["difference"])  # type: ignore[operator]
    assert turned.p_value == pytest.approx(straight.p_value)
    assert all(each.verdict is Verdict.NOT_TESTED for each in proxy_elasticity(pairs, reference="nobody"))


def test_quarters_are_summed_to_years() -> None:
    pairs = planted(np.random.default_rng(6))
    quarters = np.repeat(pairs.first.values[""], 4, axis=1) / 4
    first = Panel.many(name="country", values=quarters, start="1992-01-01", step=Step.QUARTER)
    (one,), (other,) = proxy_elasticity(dataclasses.replace(pairs, first=first)), proxy_elasticity(pairs)
    assert one.numbers == pytest.approx(other.numbers)


def test_it_is_context_and_speaks_of_the_group_only() -> None:
    assert proxy_elasticity.family == "context"
    (finding,) = proxy_elasticity(planted(np.random.default_rng(7)))
    assert any("nothing about any one of its members" in str(limit) for limit in finding.limits)
