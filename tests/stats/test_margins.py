import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.optimize import minimize

from counterwatch.stats.margins import two_way

TABLES = arrays.arrays(np.float64, (5, 4), elements=st.integers(1, 500).map(float))


@given(TABLES)
def test_without_a_shape_it_is_the_table_of_independence(counts: np.ndarray) -> None:
    """Rows times columns by the total, as in any textbook of contingency tables."""
    made = two_way(counts, np.ones_like(counts))
    np.testing.assert_allclose(made.fitted, np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum(), rtol=1e-9)
    assert made.free == (5 - 1) * (4 - 1)


def test_it_is_the_most_likely_poisson_fit() -> None:
    rng = np.random.default_rng(1)
    counts, shape = rng.poisson(40, (4, 3)).astype(float), np.exp(rng.normal(0, 0.3, (4, 3)))
    counts[1, 2] = np.nan

    def minus_log_likelihood(x: np.ndarray) -> float:
        mean = shape * np.exp(x[:4, np.newaxis] + x[4:])
        return float(np.nansum(mean * ~np.isnan(counts) - counts * np.log(mean)))

    best = minimize(minus_log_likelihood, np.r_[np.full(4, 3.0), np.zeros(3)], method="BFGS", options={"gtol": 1e-7})
    mean = shape * np.exp(best.x[:4, np.newaxis] + best.x[4:])
    made = two_way(counts, shape)
    np.testing.assert_allclose(made.fitted[~np.isnan(counts)], mean[~np.isnan(counts)], rtol=1e-4)
    assert made.fitted[1, 2] == 0
    assert made.free == 11 - 4 - 3 + 1


def test_a_day_on_which_nothing_is_ever_counted_takes_no_part() -> None:
    counts = np.random.default_rng(2).poisson(30, (13, 7)).astype(float)
    counts[:, 6] = 0
    made = two_way(counts, np.ones_like(counts))
    assert (made.fitted[:, 6] == 0).all()
    assert made.free == 12 * 5
