import itertools
import math

import numpy as np
from scipy.stats import chisquare

from counterwatch.stats.multinomial import fit, without_strongest_wave


def test_pearson_is_what_scipy_says() -> None:
    counts = np.array([[31.0, 25, 28, 22, 30, 27, 33, 24, 29, 26]])
    expected = np.full((1, 10), counts.sum() / 10)
    assert fit(counts, expected).chi2[0] == chisquare(counts[0]).statistic


def test_p_values_hold_deep_in_the_tail_of_the_exact_multinomial() -> None:
    """Every table of 40 values in four classes, with its exact probability: no p-value down to 1e-8 is more than twice too small."""
    tables = np.array([(a, b, c, 40 - a - b - c) for a, b, c in itertools.product(range(41), repeat=3) if a + b + c <= 40], dtype=np.float64)
    weight = np.exp([math.lgamma(41) - sum(math.lgamma(n + 1) for n in table) - 40 * math.log(4) for table in tables])
    p = fit(tables, np.full(tables.shape, 10.0)).p
    order = np.argsort(p)
    exact, said = np.cumsum(weight[order]), p[order]
    last_of_tie = np.r_[np.diff(said) > 1e-15 * said[1:], True]
    deep = last_of_tie & (said > 1e-8) & (said < 0.05)
    assert (exact[deep] / said[deep]).max() < 2


def test_taking_out_a_wave_is_least_squares_on_its_sine_and_cosine() -> None:
    residuals = np.random.default_rng(1).normal(size=(20, 10))
    turn = 2 * np.pi * np.arange(10) / 10
    designs = [np.stack([np.cos(k * turn), np.sin(k * turn)], axis=1) for k in range(1, 5)] + [np.cos(5 * turn)[:, np.newaxis]]
    for row, left, freedom, wave in zip(residuals, *without_strongest_wave(residuals), strict=True):
        brute = [float(np.sum((row - x @ np.linalg.lstsq(x, row)[0]) ** 2)) for x in designs]
        assert math.isclose(left, min(brute), rel_tol=1e-9)
        assert wave == 1 + int(np.argmin(brute))
        assert freedom == (8 if wave == 5 else 7)
