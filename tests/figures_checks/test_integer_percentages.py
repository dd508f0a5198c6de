import math
import pathlib

import numpy as np
import pytest
from elections import RUSSIA, canada, russia
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from counterwatch.core import Finding, Verdict
from counterwatch.figures.checks.integer_percentages import integer_percentages
from counterwatch.figures.integers.shares import Shares, turnout_of, votes_of
from counterwatch.figures.shapes.stations import Stations
from counterwatch.figures.worlds.stations import INNOCENT, plain, raised_to_integer, sizes, together
from counterwatch.stats.binomial_tiles import binomial_tiles, tenths


def stations(registered: object, ballots: object, votes: object) -> Stations:
    lists = [np.asarray(each, dtype=np.float64) for each in (registered, ballots, votes)]
    return Stations(name="stations", registered=lists[0], given=lists[1], received=lists[1], votes={"A": lists[2]})


def turnout(finding: list[Finding]) -> Finding:
    return finding[0]


@pytest.mark.parametrize("year", RUSSIA)
def test_the_published_excess_of_whole_percentages_in_russian_elections_is_reproduced(shared: pathlib.Path, year: int) -> None:
    (finding,) = integer_percentages(russia(shared, year), rule="published")
    assert finding.estimate is not None
    sd = finding.numbers["sd"]
    assert sd == pytest.approx(115, abs=3)
    # The published number comes from simulation, ours is exact: they differ by far less than chance moves either.
    assert finding.estimate.value == pytest.approx(RUSSIA[year], abs=0.15 * float(sd or 0))
    assert finding.verdict is Verdict.DEPARTS


@pytest.mark.parametrize("year", RUSSIA)
def test_russian_elections_depart_without_round_totals_and_beyond_the_placebos_too(shared: pathlib.Path, year: int) -> None:
    for finding in integer_percentages(russia(shared, year)):
        assert finding.verdict is Verdict.DEPARTS
        assert finding.numbers["z"] == max(value for name, value in finding.numbers.items() if name.startswith("z") and value is not None)


def test_canadian_precincts_do_not_depart(shared: pathlib.Path) -> None:
    """66,111 precincts, half of them with fewer than 367 voters: the control of the published study."""
    findings = integer_percentages(canada(shared))
    assert [each.verdict for each in findings] == [Verdict.CONSISTENT, Verdict.CONSISTENT]


def test_canadian_z_values_are_those_measured_before(shared: pathlib.Path) -> None:
    """Share z = 2.0, turnout z = 1.4, every placebo within 1.6, measured with another program under the published definition."""
    from counterwatch.figures.integers.excess import excess_of

    for ask, published in ((turnout_of, 1.4), (votes_of, 2.0)):
        asked = ask(canada(shared), guarded=False)
        assert isinstance(asked, Shares)
        z = excess_of(asked)[0].z
        assert z[0] == pytest.approx(published, abs=0.15)
        assert np.abs(z[1:]).max() <= 1.75


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 3000), st.floats(0, 1))
def test_tiles_hold_the_whole_binomial_distribution(total: int, part: float) -> None:
    count = round(part * total)
    made = binomial_tiles(np.array([count]), np.array([total]))
    places = np.arange(total + 1)
    mass = binom.pmf(places, total, count / total)
    exact = [math.fsum(mass[[round_half_up(int(k), total) % 10 == tile for k in places]]) for tile in range(10)]
    assert made.chance[0] == pytest.approx(exact, abs=2e-6)
    assert made.expected.sum() == pytest.approx(1)


def round_half_up(count: int, total: int) -> int:
    """Tenths of a percent in whole numbers of any size."""
    return (2000 * count + total) // (2 * total)


@given(st.integers(1, 10_000_000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_tenths_of_a_percent_are_exact(pair: tuple[int, int]) -> None:
    assert int(tenths(np.array([pair[0]]), np.array([pair[1]]))[0]) == round_half_up(*pair)


def test_round_totals_with_households_depart_by_the_published_rule_and_not_by_the_guarded_one() -> None:
    table = INNOCENT["round_registered"](np.random.default_rng(1), 6000)
    (published,) = integer_percentages(table, rule="published")
    assert published.verdict is Verdict.DEPARTS
    assert turnout(integer_percentages(table)).verdict is Verdict.CONSISTENT


def test_registered_voters_computed_from_a_percentage_are_not_tested() -> None:
    finding = turnout(integer_percentages(INNOCENT["derived_registered"](np.random.default_rng(2), 1500)))
    assert finding.verdict is Verdict.NOT_TESTED
    assert finding.statement.id == "figures.integers.derived"


@pytest.mark.parametrize("world", ["small_round", "booklets"])
def test_stations_with_round_totals_only_are_not_tested(world: str) -> None:
    finding = turnout(integer_percentages(INNOCENT[world](np.random.default_rng(3), 1500)))
    assert finding.verdict is Verdict.NOT_TESTED
    assert "round totals" in str(finding.statement)


def test_small_stations_are_said_to_have_no_power() -> None:
    size = np.random.default_rng(4).choice([101, 103, 107, 109, 113, 127, 131], 2000)
    finding = turnout(integer_percentages(stations(size, size * 6 // 10, size // 4)))
    assert finding.verdict is Verdict.NOT_TESTED
    assert finding.statement.id in ("figures.integers.too_small", "figures.integers.derived")


def test_three_in_four_elections_with_six_percent_of_raised_stations_are_seen() -> None:
    seen = [turnout(integer_percentages(raised_to_integer(np.random.default_rng(seed)))).verdict is Verdict.DEPARTS for seed in range(12)]
    assert sum(seen) >= 9


def test_the_estimate_counts_the_stations_that_were_moved_to_a_whole_percentage() -> None:
    before, after = plain(np.random.default_rng(5), 6000), raised_to_integer(np.random.default_rng(5), 6000, dose=0.1)
    asked = turnout_of(after, guarded=True)
    assert isinstance(asked, Shares)
    whole = [100 * table.ballots[asked.kept] / table.registered[asked.kept] for table in (before, after) if table.ballots is not None]
    moved = int((np.abs(whole[1] - np.round(whole[1])) < 0.05).sum() - (np.abs(whole[0] - np.round(whole[0])) < 0.05).sum())
    finding = turnout(integer_percentages(after))
    assert moved > 300
    assert finding.estimate is not None
    assert finding.estimate.low is not None
    assert finding.estimate.high is not None
    assert finding.estimate.low < moved < finding.estimate.high


def test_households_that_come_in_pairs_leave_an_even_number_of_ballots() -> None:
    rng = np.random.default_rng(6)
    size = sizes(rng, 4000)
    ballots = together(rng, size // 2 * 2, np.full(4000, 0.6), 1.0)
    finding = turnout(integer_percentages(stations(size // 2 * 2 + 1, ballots, ballots // 3)))
    assert finding.numbers["even counts, given / registered"] == 1


def test_stations_whose_numbers_do_not_fit_are_left_out_and_counted() -> None:
    table = plain(np.random.default_rng(7), 1500)
    ballots = np.asarray(table.ballots).copy()
    ballots[:7] = table.registered[:7] + 1
    ballots[7:10] = np.nan
    finding = turnout(integer_percentages(stations(table.registered, ballots, table.votes["party A"])))
    assert any("10 stations were left out" in str(each) for each in finding.limits)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(*[st.one_of(st.floats(), st.integers(-3, 400).map(float), st.just(2.0**60))] * 3), max_size=20), st.booleans())
def test_any_numbers_give_an_answer(rows: list[tuple[float, float, float]], published: bool) -> None:
    table = stations(*np.array(rows, dtype=np.float64).reshape(-1, 3).T)
    assert {each.verdict for each in integer_percentages(table, rule="published" if published else "guarded")} == {Verdict.NOT_TESTED}
