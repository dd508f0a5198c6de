import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from counterwatch.stats.ties import more_than_rotated, shared


@given(arrays.arrays(np.int64, (4, 9), elements=st.integers(0, 3)), arrays.arrays(np.bool_, (4, 9)))
def test_shared_numbers_are_those_that_comparing_all_pairs_finds(values: np.ndarray, usable: np.ndarray) -> None:
    table = np.zeros((4, 4), dtype=np.int64)
    for one, other in itertools.permutations(range(4), 2):
        table[one, other] = (usable[one] & usable[other] & (values[one] == values[other])).sum()
    assert (shared(values, usable) == table).all()


def test_the_chance_holds_for_events_at_one_rate() -> None:
    """Events that come as often as in the twenty tries are called unlikely at 5 % in at most 5 % of cases."""
    rng = np.random.default_rng(4)
    observed, turned = rng.poisson(3, 20_000), rng.poisson(3, (20_000, 20)).sum(axis=1)
    low = (more_than_rotated(observed, turned, 20) <= 0.05).mean()
    assert 0.02 < low <= 0.05
