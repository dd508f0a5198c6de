"""Records are gathered to events by average linkage: scipy says the same, and records that are not compared are asked about."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as some
from scipy.cluster.hierarchy import cophenet, linkage
from scipy.spatial.distance import squareform

from counterwatch.incidents.gathering import Pair, gathered

FAR = 100.0


@given(count=some.integers(2, 8), seed=some.integers(0, 2**32 - 1), least=some.floats(-3, 3))
def test_two_records_meet_at_the_weight_that_scipy_finds(count: int, seed: int, least: float) -> None:
    rng = np.random.default_rng(seed)
    weights = {pair: float(rng.normal(0, 6)) for pair in itertools.combinations(range(count), 2)}
    far = squareform(cophenet(linkage([FAR - each for each in weights.values()], method="average")))
    expected = {(one, other): FAR - far[one, other] for one, other in weights if FAR - far[one, other] >= least}
    found = {pair: weight for pair, weight in gathered(weights, least, _nobody).items() if weight >= least}
    assert found.keys() == expected.keys()
    assert all(abs(found[pair] - expected[pair]) < 1e-9 for pair in expected)


@given(count=some.integers(3, 8), seed=some.integers(0, 2**32 - 1))
def test_who_compares_only_some_pairs_is_asked_for_the_rest(count: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    weights = {pair: float(rng.normal(0, 6)) for pair in itertools.combinations(range(count), 2)}
    known = {pair: weight for pair, weight in weights.items() if weight >= 0}
    whole = {pair: weight for pair, weight in gathered(weights, 0, _nobody).items() if weight >= 0}
    asked = {pair: weight for pair, weight in gathered(known, 0, lambda some: [weights[each] for each in some]).items() if weight >= 0}
    assert asked == whole


def test_a_record_like_one_of_two_and_unlike_the_other_stays_alone() -> None:
    assert gathered({(0, 1): 9.0, (1, 2): 3.0, (0, 2): -20.0}, 1.0, _nobody)[0, 1] == 9
    assert gathered({(0, 1): 9.0, (1, 2): 3.0, (0, 2): -20.0}, 1.0, _nobody)[1, 2] < 1


def test_a_record_like_one_of_two_and_nearly_like_the_other_comes_to_both() -> None:
    found = gathered({(0, 1): 9.0, (1, 2): 6.0, (0, 2): -2.0}, 1.0, _nobody)
    assert found == {(0, 1): 9.0, (1, 2): 2.0, (0, 2): 2.0}


def _nobody(asked: list[Pair]) -> list[float]:
    raise AssertionError(asked)
