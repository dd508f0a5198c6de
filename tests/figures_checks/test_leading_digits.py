import pathlib

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from counterwatch.core import Finding, Verdict
from counterwatch.core.registry import Check
from counterwatch.figures.benford.digits import Which, benford, counted, leading, smooth_law
from counterwatch.figures.checks.benford_first import benford_first
from counterwatch.figures.checks.benford_first_two import benford_first_two
from counterwatch.figures.checks.benford_second import benford_second
from counterwatch.figures.shapes.numbers import Numbers
from counterwatch.figures.table import Kind
from counterwatch.stats.deviation import chance, chi_squared, mean_deviation

Values = NDArray[np.float64]
ALL = (benford_first, benford_first_two, benford_second)


def column(shared: pathlib.Path, file: str, name: str) -> Values:
    path = shared / "data" / "figures" / file
    if not path.is_file():
        pytest.skip(f"{file} is not here")
    frame = pl.read_parquet(path) if file.endswith(".parquet") else pl.read_csv(path)
    return frame[name].to_numpy().astype(np.float64)


def ask(check: Check[..., list[Finding]], values: Values, **more: object) -> Finding:
    return check(Numbers.one(name="list", values=values, **more))[0]  # type: ignore[arg-type]


def exact(rng: np.random.Generator, n: int) -> Values:
    return np.asarray(10 ** rng.uniform(1, 6, n))


def test_leading_digits_are_those_of_the_written_number() -> None:
    rng = np.random.default_rng(0)
    texts = [f"{rng.integers(10, 100)}{'0' * int(rng.integers(0, 12))}" for _ in range(500)] + [
        f"0.{'0' * int(rng.integers(0, 9))}{rng.integers(10, 100)}" for _ in range(500)
    ]
    written = [int(text.replace(".", "").lstrip("0")[:2].ljust(2, "0")) for text in texts]
    assert leading(np.array([float(text) for text in texts])).astype(int).tolist() == written
    assert leading(np.array([1.0, 10.0, 1000.0, 1e15, 999.999, 0.3, 0.07, 9.9999999])).tolist() == [10, 10, 10, 10, 99, 30, 70, 99]


def test_a_whole_number_below_ten_has_no_second_digit() -> None:
    assert counted(np.array([3.0, 7.0, 31.0, 3.5]), "second").tolist() == [0, 1, 0, 0, 0, 1, 0, 0, 0, 0]
    assert counted(np.array([3.0, 7.0, 31.0, 3.5]), "first").sum() == 4


@pytest.mark.parametrize(
    ("which", "first", "last"), [("first", 0.30103, 0.0457575), ("second", 0.1196793, 0.0849974), ("first_two", 0.0413927, 0.0043648)]
)
def test_the_law_has_the_shares_that_newcomb_and_benford_printed(which: Which, first: float, last: float) -> None:
    assert benford(which).sum() == pytest.approx(1)
    assert (benford(which)[0], benford(which)[-1]) == pytest.approx((first, last), abs=1e-6)


def test_us_towns_of_2009_follow_the_law_as_published(shared: pathlib.Path) -> None:
    """Published by benford.analysis: first digit chi2 17.52, MAD 0.003119; two digits chi2 107.2, where numbers below ten count as 30, 40 ..."""
    towns = column(shared, "benford_us_towns_2009.parquet", "pop.2009")
    first, second, two = (ask(check, towns) for check in (benford_first, benford_second, benford_first_two))
    assert {each.verdict for each in (first, second, two)} == {Verdict.CONSISTENT}
    assert first.numbers["chi2"] == pytest.approx(17.52, abs=0.005)
    assert first.numbers["mad"] == pytest.approx(0.003119, abs=5e-7)
    assert first.p_value == pytest.approx(0.0251, abs=5e-5)
    padded = np.bincount(leading(towns).astype(int), minlength=100)[10:].astype(np.float64)
    assert chi_squared(padded, benford("first_two")) == pytest.approx(107.2, abs=0.05)


@pytest.mark.parametrize("check", ALL, ids=lambda check: check.name)
def test_lakes_are_refused_and_their_lower_cut_off_is_named(check: Check[..., list[Finding]], shared: pathlib.Path) -> None:
    finding = ask(check, column(shared, "benford_lake_perimeters.parquet", "perimeter.km"), kind=Kind.AMOUNTS)
    assert finding.verdict is Verdict.NOT_TESTED
    assert "span 1.01 orders of magnitude" in str(finding.statement)
    assert "lower cut-off" in str(finding.limits[0])


@pytest.mark.parametrize("check", ALL, ids=lambda check: check.name)
@pytest.mark.parametrize("name", ["biden", "trump", "total"])
def test_precincts_of_allegheny_county_are_refused(check: Check[..., list[Finding]], name: str, shared: pathlib.Path) -> None:
    file = "election_allegheny2020_precincts.csv.gz"
    votes, registered = column(shared, file, name), column(shared, file, "registered")
    for finding in (ask(check, votes), ask(check, votes, size=registered)):
        assert finding.verdict is Verdict.NOT_TESTED
        assert "are too close together" in str(finding.statement)
        assert finding.p_value is None


@pytest.mark.parametrize("check", ALL, ids=lambda check: check.name)
@pytest.mark.parametrize(
    ("values", "word"),
    [
        (np.random.default_rng(0).normal(171, 9, 3000).round(1), "close together"),
        (np.repeat(10.0 ** np.linspace(1, 5, 150), 20), "different values"),
        (np.round(10 ** np.random.default_rng(1).uniform(1, 5, 3000), -3), "close together|small or rounded|different values"),
        (np.array([float(f"{x:.1e}") for x in 10 ** np.random.default_rng(1).uniform(1, 6, 3000)]), "small or rounded"),
        (10 ** np.random.default_rng(3).uniform(1, 5, 299), "too few"),
    ],
    ids=["heights", "prices", "thousands", "two digits", "299"],
)
def test_what_honestly_differs_from_the_law_is_refused(check: Check[..., list[Finding]], values: Values, word: str) -> None:
    finding = ask(check, values)
    assert finding.verdict is Verdict.NOT_TESTED
    assert any(each in str(finding.statement) for each in word.split("|"))


@pytest.mark.parametrize("check", [benford_first, benford_first_two], ids=lambda check: check.name)
def test_a_mixture_of_two_sizes_is_refused(check: Check[..., list[Finding]]) -> None:
    sizes = 10 ** np.concatenate([np.random.default_rng(2).normal(middle, 0.08, 1500) for middle in (2.1, 5.15)])
    assert "spread over their range" in str(ask(check, sizes).statement)


@pytest.mark.parametrize("n", [50, 100, 200, 300, 500, 1000])
def test_numbers_that_follow_the_law_exactly_do_not_depart(n: int) -> None:
    """With fixed limits for MAD 99 % of such lists of 50 numbers, and 33 % of those of 300, are said not to conform."""
    for check in ALL:
        answers = [check(Numbers.one(name="list", values=exact(np.random.default_rng([n, seed]), n)), alpha=0.05)[0] for seed in range(100)]
        wrong = sum(each.verdict is Verdict.DEPARTS for each in answers)
        assert wrong <= 11, f"{check.name}, {n} numbers: {wrong} of 100 depart at 0.05"


def test_chance_gives_mad_the_mean_that_theory_gives_it() -> None:
    """Barney & Schulzke 2016: the expected MAD is close to the mean over digits of sqrt(2 p (1 - p) / (pi n))."""
    law = benford("first_two")
    drawn = chance(5000, law, draws=4000, seed=0, level=0.95)
    assert drawn.mad.mean() == pytest.approx(float(np.sqrt(2 * law * (1 - law) / np.pi / 5000).mean()), rel=0.01)
    fresh = np.random.default_rng(9).multinomial(5000, law, size=1000)
    assert 0.93 <= ((fresh >= drawn.low) & (fresh <= drawn.high)).all(axis=1).mean() <= 0.99
    assert mean_deviation(5000 * law, law) == pytest.approx(0, abs=1e-12)


def test_a_smooth_spread_gives_the_digits_that_it_has() -> None:
    """Log-normal sizes: the digits of a million other draws from the same distribution are those that the smooth law foretells."""
    rng = np.random.default_rng(5)
    law = smooth_law(10 ** rng.normal(3, 0.3, 20_000), "first")
    seen = counted(10 ** rng.normal(3, 0.3, 1_000_000), "first") / 1e6
    assert np.abs(seen - benford("first")).sum() > 0.2
    assert np.abs(law - seen).sum() < 0.03


def test_a_wide_honest_list_of_a_hundred_thousand_does_not_depart_for_its_size_alone() -> None:
    values = np.random.default_rng(7).lognormal(8, 1.55, 300_000).round()
    finding = ask(benford_first, values)
    assert finding.verdict is Verdict.CONSISTENT
    assert "no proof" in str(finding.statement)


def test_signs_zeros_and_gaps_do_not_matter_and_neither_does_the_unit() -> None:
    values = exact(np.random.default_rng(8), 2000)
    holed = np.concatenate([-values[:1000], values[1000:], np.zeros(50), np.full(50, np.nan)])
    assert ask(benford_first, holed).numbers == ask(benford_first, values).numbers
    assert ask(benford_first, values * 1e-4).p_value == ask(benford_first, values).p_value


@pytest.mark.parametrize("hostile", [[np.inf, 1.0], [1e-320, 5.0], [1e308, 1e300], [-0.0, 0.0]])
def test_hostile_numbers_are_no_crash(hostile: list[float]) -> None:
    for check in ALL:
        assert ask(check, np.array(hostile * 400)).verdict is Verdict.NOT_TESTED
