"""The Cauchy combination: exact for one p-value, uniform for independent ones, and careful in the far tail."""

import numpy as np
from scipy.stats import cauchy, kstest

from counterwatch.stats.cauchy import combined


def test_one_p_value_stays_what_it_is() -> None:
    p = np.array([[1e-20, 0.5], [1e-9, 0.5], [0.2, 0.5], [0.9, 0.5]])
    found = combined(p, np.tile([True, False], (4, 1)))
    np.testing.assert_allclose(found, p[:, 0], rtol=1e-6)


def test_independent_p_values_give_a_uniform_one() -> None:
    p = np.random.default_rng(0).random((20_000, 3))
    found = combined(p, np.ones_like(p, dtype=bool))
    assert kstest(found[found < 0.5], "uniform", args=(0, 0.5)).pvalue > 1e-3


def test_it_is_the_tail_of_the_mean_of_cauchy_variables() -> None:
    p = np.array([[0.01, 0.2, 0.6]])
    expected = cauchy.sf(np.mean(cauchy.isf(p)))
    np.testing.assert_allclose(combined(p, np.ones_like(p, dtype=bool)), [expected], rtol=1e-12)


def test_a_row_without_any_says_nothing() -> None:
    assert combined(np.array([[0.01]]), np.array([[False]])).tolist() == [1.0]


def test_one_strong_signal_is_not_undone_by_another_that_says_nothing() -> None:
    assert combined(np.array([[1e-10, 1.0]]), np.ones((1, 2), dtype=bool))[0] < 1e-8
