import dataclasses
import pathlib

import numpy as np
import pytest
from elections import canada, russia
from hypothesis import given, settings
from hypothesis import strategies as st

from counterwatch.core import Verdict
from counterwatch.figures.checks.turnout_share import turnout_share
from counterwatch.figures.fingerprint.excess import by_turnout
from counterwatch.figures.fingerprint.innocent import clouds_of
from counterwatch.figures.fingerprint.places import Places, places_of
from counterwatch.figures.fingerprint.slope import bimodality, slope_of
from counterwatch.figures.shapes.stations import Stations
from counterwatch.figures.table import Floats
from counterwatch.figures.worlds.places import DIFFERENT_PLACES, mobilised
from counterwatch.figures.worlds.stations import plain, stuffed


def places(table: Stations) -> Places:
    made = places_of(table)
    assert isinstance(made, Places)
    return made


def test_the_usual_turnout_and_share_of_the_russian_election_of_2021_are_those_published(shared: pathlib.Path) -> None:
    """Shpilkin, 27 September 2021: a turnout of 38 % and between 31 and 33 % for the leading party in the dense core of stations."""
    finding = turnout_share(russia(shared, 2021))
    assert finding.numbers["mode of turnout"] == 38
    assert 0.31 <= float(finding.numbers["share up to the mode"] or 0) <= 0.33


def test_the_excess_of_the_russian_election_of_2018_is_the_one_published(shared: pathlib.Path) -> None:
    """Shpilkin 2018: about ten million votes."""
    assert turnout_share(russia(shared, 2018)).numbers["published excess"] == pytest.approx(10e6, rel=0.1)


def test_whole_regions_that_differ_explain_the_excess_so_that_it_is_no_departure(shared: pathlib.Path) -> None:
    finding = turnout_share(russia(shared, 2018))
    assert finding.verdict is Verdict.CONSISTENT
    assert any("taken for a trait of that region" in str(each) for each in finding.limits)


def test_canadian_precincts_without_regions_are_shown_but_not_judged(shared: pathlib.Path) -> None:
    finding = turnout_share(canada(shared))
    assert finding.verdict is Verdict.NOT_TESTED
    assert finding.p_value is None
    assert len(finding.charts) == 2
    assert abs(float(finding.numbers["published excess, part of the leader's votes"] or 1)) < 0.05
    assert float(finding.numbers["slope"] or 9) < 0.5


@pytest.mark.parametrize("world", DIFFERENT_PLACES)
def test_places_that_differ_innocently_do_not_depart(world: str) -> None:
    findings = [turnout_share(DIFFERENT_PLACES[world](np.random.default_rng(seed), 1500), alpha=0.05, draws=199) for seed in range(100, 106)]
    # Six elections at 5 %: three departures have a chance of 0.002.
    assert sum(each.verdict is Verdict.DEPARTS for each in findings) <= 2


@pytest.mark.parametrize("dose", [0.0, 0.1, 0.25])
def test_the_interval_holds_the_number_of_votes_that_were_added(dose: float) -> None:
    held = 0
    for seed in range(200, 210):
        after, before = stuffed(np.random.default_rng(seed), 3000, dose=dose), plain(np.random.default_rng(seed), 3000)
        added = float((after.votes["party A"] - before.votes["party A"]).sum())
        estimate = turnout_share(after, draws=199).estimate
        assert estimate is not None
        assert estimate.low is not None
        assert estimate.high is not None
        held += estimate.low <= added <= estimate.high
    assert held >= 8


@settings(max_examples=30, deadline=None)
@given(st.floats(0.15, 0.85), st.floats(0.01, 0.1), st.integers(0, 2**32 - 1))
def test_one_share_at_every_turnout_leaves_no_excess_and_added_votes_are_counted_in_full(share: float, part: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    turnout = rng.beta(20, 20, 4000)
    leader, others = 1000 * turnout * share, 1000 * turnout * (1 - share)
    assert by_turnout(turnout, leader, others).excess == pytest.approx(0, abs=1e-6)
    raised = rng.random(4000) < part
    # Lifted to turnouts above every honest one, as with ballots for all who stayed away.
    votes = by_turnout(np.where(raised, 0.999, turnout), np.where(raised, leader + 1000 * (1 - turnout), leader), others)
    assert votes.excess == pytest.approx(1000 * (1 - turnout)[raised].sum(), rel=1e-6)


def by_least_squares(table: Places) -> float:
    """The slope with a dummy for each region, weighted, by plain least squares."""
    dummies = (table.region[:, np.newaxis] == np.arange(table.regions)).astype(float)
    root = np.sqrt(table.registered)[:, np.newaxis]
    left = np.hstack([(table.ballots / table.registered)[:, np.newaxis], dummies]) * root
    return float(np.linalg.lstsq(left, (table.leader / table.registered) * root[:, 0], rcond=None)[0][0])


@pytest.mark.parametrize("world", DIFFERENT_PLACES)
def test_the_slope_is_that_of_least_squares_with_an_effect_of_each_region(world: str) -> None:
    table = places(DIFFERENT_PLACES[world](np.random.default_rng(8), 1500))
    slope = slope_of(table)
    assert slope.value == pytest.approx(by_least_squares(table), rel=1e-9)
    assert slope.low < slope.value < slope.high


def test_ballots_that_are_all_for_one_party_have_slope_one() -> None:
    table = places(plain(np.random.default_rng(9), 1500))
    same = dataclasses.replace(table, leader=table.ballots - 0.3 * table.registered, others=0.3 * table.registered)
    assert slope_of(same).value == pytest.approx(1)


def test_the_interval_of_the_slope_covers_the_slope_of_the_world() -> None:
    """In 60 elections the same world, where the share does not depend on turnout: the slope is the mean share."""
    covered = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        region, size = rng.integers(0, 30, 900), np.full(900, 1000.0)
        turnout = np.clip(rng.normal(0.55, 0.1, 900), 0.1, 0.95)
        ballots = np.floor(size * turnout)
        leader = rng.binomial(ballots.astype(np.int64), np.clip(0.4 + 0.05 * rng.standard_normal(900), 0.01, 0.99)).astype(np.float64)
        slope = slope_of(Places(registered=size, ballots=ballots, leader=leader, others=ballots - leader, region=region, regions=30, full=0))
        covered += slope.low <= 0.4 <= slope.high
    assert covered >= 51


@pytest.mark.parametrize(("values", "expected"), [(np.linspace(0, 1, 20001), 5 / 9), (np.array([0.0, 1.0] * 50), 1.0)])
def test_bimodality_is_five_ninths_for_an_even_spread_and_one_for_two_points(values: Floats, expected: float) -> None:
    assert bimodality(values) == pytest.approx(expected, abs=1e-4)


def test_the_cloud_of_a_region_is_found_by_its_middle_and_hardly_moved_by_a_few_odd_stations() -> None:
    rng = np.random.default_rng(10)
    steps = rng.standard_normal((2, 8000))
    logits = 0.2 + 0.3 * steps[0], -0.1 + 0.4 * (0.6 * steps[0] + 0.8 * steps[1])
    turnout, share = (1 / (1 + np.exp(-each)) for each in logits)
    turnout[:400], share[:400] = 0.98, 0.99
    ballots = 1e6 * turnout
    clouds = clouds_of(
        Places(
            registered=np.full(8000, 1e6), ballots=ballots, leader=ballots * share, others=ballots * (1 - share),
            region=np.zeros(8000, dtype=np.int64), regions=1, full=0,
        )
    )  # fmt: skip
    assert clouds.middle[0] == pytest.approx([0.2, -0.1], abs=0.05)
    assert clouds.width[0] == pytest.approx([0.3, 0.4], rel=0.1)
    assert clouds.tie[0] == pytest.approx(0.6, abs=0.12)


def test_no_excess_is_said_in_words_and_not_as_a_negative_number_of_more_votes() -> None:
    finding = turnout_share(DIFFERENT_PLACES["safe_seats"](np.random.default_rng(13), 1500), draws=99)
    assert float(finding.numbers["published excess"] or 0) < 0
    assert "no more votes than" in str(finding.statement)


def test_hospitals_and_ships_are_set_aside_and_counted() -> None:
    finding = turnout_share(DIFFERENT_PLACES["closed_institutions"](np.random.default_rng(11), 1500))
    assert any("hospitals" in str(each) and "set aside" in str(each) for each in finding.limits)


def test_another_seed_gives_other_draws_and_the_same_published_excess() -> None:
    table = mobilised(np.random.default_rng(12), 1500)
    first, second = turnout_share(table), turnout_share(table, seed=1)
    assert first.numbers["published excess"] == second.numbers["published excess"]
    assert first.numbers["innocent excess, middle"] != second.numbers["innocent excess, middle"]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0, 1), st.booleans())
def test_damaged_columns_give_one_finding(seed: int, damaged: float, regions: bool) -> None:
    rng = np.random.default_rng(seed)
    table = plain(rng, 900)
    wrong = rng.choice([np.nan, -1.0, 0.5, 0.0, np.inf, 2.0**60], 900)
    broken = np.where(rng.random(900) < damaged, wrong, np.asarray(table.ballots))
    table = dataclasses.replace(table, given=broken, region=table.region if regions else None, regions=table.regions if regions else ())
    assert turnout_share(table, draws=19).subject == table.name
