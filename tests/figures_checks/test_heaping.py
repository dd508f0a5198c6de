import numpy as np
import pytest
from innocent import events, world

from counterwatch.core import Finding, Verdict
from counterwatch.figures.checks.heaping import heaping
from counterwatch.figures.heaps import GRIDS, heaps_of
from counterwatch.figures.table import Kind, Panel, Step


def share(findings: list[Finding], verdict: Verdict) -> float:
    return sum(each.verdict is verdict for each in findings) / len(findings)


def test_multiples_and_neighbours_are_counted_as_by_hand() -> None:
    rng = np.random.default_rng(0)
    values = rng.permutation(np.arange(48.0, 12_055))
    heaps = heaps_of(values[np.newaxis, :])
    hand = [
        sum(1 for v in range(48, 12_055) if v % g == 0 and v >= 10 * g and (not larger or v % larger))
        for g, larger in ((5, 10), (10, 100), (100, 1000), (1000, 0))
    ]
    assert heaps.multiples[0].tolist() == hand
    assert heaps.cells[0, 1:3].tolist() == [9 * hand[1], 9 * hand[2]]
    assert (heaps.multiples / heaps.expected()).tolist() == [pytest.approx([1, 1, 1, 1], rel=0.01)]


def test_estimates_are_seen_and_their_grid_is_named() -> None:
    rng = np.random.default_rng(10)
    counted = rng.negative_binomial(20, 20 / (20 + rng.uniform(800, 9000, (8, 1))), (8, 700))
    estimated = np.where(rng.random(counted.shape) < 0.15, np.round(counted / 10) * 10, counted)
    findings = heaping(Panel.many(name="estimated", values=estimated))
    assert share(findings, Verdict.DEPARTS) >= 0.75
    assert all("multiples of 10" in str(each.statement) for each in findings if each.verdict is Verdict.DEPARTS)


def test_each_grid_that_attracts_values_is_the_one_that_is_named() -> None:
    rng = np.random.default_rng(1)
    values = rng.integers(20_000, 60_000, (3, 4000)).astype(np.float64)
    for row, grid in enumerate((10, 100, 1000)):
        chosen = rng.random(4000) < 0.05
        values[row, chosen] = np.round(values[row, chosen] / grid) * grid
    heaps = heaps_of(values)
    excess = heaps.multiples - heaps.expected()
    assert [GRIDS[at] for at in (excess / np.sqrt(heaps.expected())).argmax(axis=1)] == [10, 100, 1000]


@pytest.mark.parametrize(
    "name",
    ["base", "weekend_closed", "rr3", "rr5", "thousands", "tens", "per100k", "rescale", "rescale_down", "rescale_quarter", "sample_weight"],
)
def test_harmless_practices_do_not_depart(name: str) -> None:
    findings = heaping(Panel.many(name=name, values=world(name, np.random.default_rng(11), 60)))
    assert share(findings, Verdict.DEPARTS) <= 0.034


def test_hands_that_avoid_round_numbers_do_not_depart() -> None:
    values = events(np.random.default_rng(3), 5, 700, (300, 3000))
    avoided = np.where(values % 5 == 0, values + 1, values)
    assert share(heaping(Panel.many(name="avoided", values=avoided)), Verdict.DEPARTS) == 0


@pytest.mark.parametrize("kind", [Kind.RATES, Kind.AMOUNTS])
def test_only_counts_are_asked(kind: Kind) -> None:
    panel = Panel.one(name="amounts", values=np.random.default_rng(0).gamma(5, 100, 400), kind=kind)
    assert heaping(panel)[0].verdict is Verdict.NOT_TESTED


def test_huge_negative_and_yearly_values_are_no_crash() -> None:
    values = np.concatenate([np.full(60, 1e99), -np.arange(60.0), np.random.default_rng(0).integers(100, 1000, 200)])
    assert heaping(Panel.one(name="odd", values=values, start="1700-01-01", step=Step.YEAR))[0].numbers.get("multiples of 5", 0) is not None
    assert heaps_of(np.zeros((0, 5))).multiples.shape == (0, len(GRIDS))
