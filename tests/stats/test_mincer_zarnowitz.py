"""The line is that of least squares, its p-value is fair for honest forecasts, and bias or noise in the first number is seen."""

import hypothesis
import numpy as np
import pytest
from hypothesis import strategies as st

from counterwatch.stats.mincer_zarnowitz import mincer_zarnowitz


@hypothesis.given(seed=st.integers(0, 2**32 - 1), times=st.integers(14, 60))
def test_constant_and_slope_are_those_of_least_squares(seed: int, times: int) -> None:
    rng = np.random.default_rng(seed)
    first = rng.normal(50, 10, (3, times))
    last = 4 + 0.8 * first + rng.normal(0, 3, first.shape)
    first[1, 2] = last[2, 5] = np.nan
    line = mincer_zarnowitz(first, last)
    for row in range(3):
        known = np.isfinite(first[row]) & np.isfinite(last[row])
        slope, constant = np.polyfit(first[row, known], last[row, known], 1)
        assert (line.slope[row], line.constant[row]) == pytest.approx((slope, constant), rel=1e-6)


def test_the_long_run_variance_is_that_of_newey_and_west_written_out() -> None:
    rng = np.random.default_rng(1)
    first = rng.normal(50, 10, 80)
    last = 1 + 0.9 * first + np.convolve(rng.normal(0, 4, 82), [0.5, 0.3, 0.2], mode="valid")
    design = np.stack([np.ones(80), first], axis=1)
    beta = np.linalg.lstsq(design, last, rcond=None)[0]
    scores = design * (last - design @ beta)[:, np.newaxis]
    reach = int(4 * 0.8 ** (2 / 9))
    middle = sum(
        (1 - abs(lag) / (reach + 1)) * scores[max(lag, 0) : 80 + min(lag, 0)].T @ scores[max(-lag, 0) : 80 - max(lag, 0)]
        for lag in range(-reach, reach + 1)
    )
    bread = np.linalg.inv(design.T @ design)
    away = beta - [0, 1]
    from scipy.stats import f

    wanted = f.sf(away @ np.linalg.inv(bread @ middle @ bread) @ away / 2, 2, 78)
    assert mincer_zarnowitz(first[np.newaxis], last[np.newaxis]).p[0] == pytest.approx(wanted, rel=1e-9)


def test_honest_first_numbers_are_seldom_rejected_and_biased_ones_nearly_always() -> None:
    rng = np.random.default_rng(2)
    first = rng.normal(100, 20, (2000, 300))
    news = rng.normal(0, 10, first.shape)
    assert np.mean(mincer_zarnowitz(first, first + news).p <= 0.05) <= 0.08
    assert np.mean(mincer_zarnowitz(first, first + news + 3).p <= 0.05) >= 0.99
    # Noise in the first number: the last one is nearer to the mean, so the slope is below 1.
    assert np.mean(mincer_zarnowitz(first + news, first).p <= 0.05) >= 0.99


def test_equal_numbers_are_no_evidence_and_too_few_say_nothing() -> None:
    first = np.arange(20.0)[np.newaxis]
    assert mincer_zarnowitz(first, first).p.tolist() == [1.0]
    assert mincer_zarnowitz(first, first * 2).p.tolist() == [0.0]
    assert np.isnan(mincer_zarnowitz(first[:, :5], first[:, :5]).p).all()
    assert np.isnan(mincer_zarnowitz(np.full((1, 20), 3.0), first).slope).all()
