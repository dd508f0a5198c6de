"""The largest common step of published figures, against a plain walk through all steps."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from counterwatch.stats.lattice import STEPS, largest_step

number = st.one_of(st.integers(-50_000, 50_000).map(float), st.sampled_from(STEPS).map(lambda step: step * 12.0), st.just(math.nan), st.just(0.5))


def walked(row: list[float], share: float, fewest: int) -> int:
    """Return the largest step, each tried by itself on each value."""
    shown = [each for each in row if each and not math.isnan(each)]
    fits = [step for step in STEPS if len(shown) >= fewest and sum(math.fmod(each, step) == 0 for each in shown) >= share * len(shown)]
    return max(fits, default=1)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(STEPS), st.lists(st.lists(number, min_size=6, max_size=6), min_size=1, max_size=5),
    st.sampled_from([0.5, 0.8, 0.985, 1.0]), st.integers(1, 6),
)  # fmt: skip
def test_the_step_is_the_largest_of_which_nearly_all_are_multiples(factor: int, rows: list[list[float]], share: float, fewest: int) -> None:
    rows = [*rows, [each * factor for each in rows[0]]]
    assert largest_step(np.array(rows), share=share, fewest=fewest).tolist() == [walked(row, share, fewest) for row in rows]
