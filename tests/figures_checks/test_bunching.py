import numpy as np
import pytest

from counterwatch.core import Finding, Verdict
from counterwatch.figures.checks.bunching import bunching, planted
from counterwatch.figures.shapes.numbers import Numbers
from counterwatch.figures.table import Kind


def growth(seed: int, n: int = 900) -> Numbers:
    return Numbers.one(name="growth", values=np.random.default_rng(seed).normal(8, 3, n).round(1), kind=Kind.RATES)


def only(findings: list[Finding]) -> Finding:
    assert len(findings) == 1
    return findings[0]


def test_without_a_threshold_nothing_is_looked_for() -> None:
    finding = only(bunching(growth(0)))
    assert finding.verdict is Verdict.NOT_TESTED
    assert "no threshold was named" in str(finding.statement)
    assert "--threshold" in str(finding.steps[0])


def test_a_target_reached_on_paper_is_named_with_its_side() -> None:
    finding = only(bunching(planted(np.random.default_rng(3))))
    assert finding.verdict is Verdict.DEPARTS
    assert str(finding.statement).startswith("just above 7.5 there are ")


def test_a_limit_stayed_below_is_named_with_its_side() -> None:
    values = np.random.default_rng(1).lognormal(10, 1, 2000).round()
    moved = (values >= 30_000) & (values < 45_000) & (np.random.default_rng(3).random(2000) < 0.7)
    kept_below = np.where(moved, 30_000 - np.random.default_rng(2).integers(1, 4000, 2000), values)
    finding = only(bunching(Numbers.one(name="contracts", values=kept_below), threshold=30_000))
    assert finding.verdict is Verdict.DEPARTS
    assert str(finding.statement).startswith(("just below 30,000 ", "hardly any of "))


def test_each_number_may_have_a_target_of_its_own() -> None:
    rng = np.random.default_rng(4)
    target = rng.choice([6.5, 7.0, 7.5, 8.0], 1200)
    missed_by = rng.normal(-0.3, 2, 1200)
    reached = np.where((missed_by < 0) & (missed_by > -0.8) & (rng.random(1200) < 0.7), rng.exponential(0.2, 1200), missed_by)
    honest = bunching(Numbers.one(name="honest", values=target + missed_by, kind=Kind.RATES, target=target))
    moved = bunching(Numbers.one(name="moved", values=target + reached, kind=Kind.RATES, target=target))
    assert (only(honest).verdict, only(moved).verdict) == (Verdict.CONSISTENT, Verdict.DEPARTS)
    assert "the target" in str(only(moved).statement)


def test_numbers_that_are_lumpy_everywhere_do_not_depart_at_a_lump() -> None:
    rng = np.random.default_rng(5)
    values = np.where(rng.random(3000) < 0.5, rng.integers(0, 40, 3000) * 5.0, rng.uniform(0, 200, 3000).round(1))
    finding = only(bunching(Numbers.one(name="estimates", values=values, kind=Kind.AMOUNTS), threshold=100))
    assert finding.verdict is Verdict.CONSISTENT


@pytest.mark.parametrize("values", [np.full(500, 8.0), np.repeat([7.0, 9.0], 300), np.full(500, np.nan), np.arange(199.0)])
def test_too_little_on_a_side_is_not_tested(values: np.ndarray) -> None:
    assert only(bunching(Numbers.one(name="few", values=values), threshold=8)).verdict is Verdict.NOT_TESTED
