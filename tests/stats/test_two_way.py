"""Slopes in two sets of units with levels for units and times: as a general solver gives them, and with honest errors."""

import numpy as np
import pytest
from numpy.typing import NDArray

from counterwatch.stats.two_way import Floats, Marks, slopes_of


def made(rng: np.random.Generator, steeper: float, units: int = 24, times: int = 12) -> tuple[Floats, Floats, Marks]:
    driver = rng.normal(0, 1, (units, times))
    marked: NDArray[np.bool_] = np.arange(units) % 3 == 0
    slope = 0.5 + steeper * marked[:, np.newaxis]
    return slope * driver + rng.normal(0, 1, (units, 1)) + rng.normal(0, 1, times) + rng.normal(0, 0.5, driver.shape), driver, marked


def test_slopes_are_those_of_a_regression_with_a_column_for_each_unit_and_time() -> None:
    rng = np.random.default_rng(1)
    outcome, driver, marked = made(rng, 0.3)
    outcome[rng.random(outcome.shape) < 0.15] = np.nan
    unit, time = np.nonzero(np.isfinite(outcome))
    x, y = driver[unit, time], outcome[unit, time]
    columns = [*(unit == each for each in range(24)), *(time == each for each in range(1, 12)), x, x * marked[unit]]
    expected = np.linalg.lstsq(np.stack(columns, axis=1).astype(float), y, rcond=None)[0][-2:]
    found = slopes_of(outcome, driver, marked, draws=10, rng=rng)
    assert (found.slope, found.steeper) == pytest.approx(tuple(expected))


def test_errors_hold_what_happens_within_a_unit() -> None:
    """The stated error agrees with the scatter of the estimate over many tables with strong memory within units."""
    found, errors = [], []
    for seed in range(300):
        rng = np.random.default_rng(seed)
        outcome, driver, marked = made(rng, 0.0, units=40)
        slopes = slopes_of(outcome + driver * rng.normal(0, 0.3, (40, 1)), driver, marked, draws=2, rng=rng)
        found.append(slopes.steeper)
        errors.append(slopes.steeper_error)
    assert np.mean(errors) == pytest.approx(np.std(found), rel=0.12)


def test_the_order_of_units_changes_nothing_not_even_the_draws() -> None:
    outcome, driver, marked = made(np.random.default_rng(2), 0.4)
    order = np.random.default_rng(3).permutation(24)
    one = slopes_of(outcome, driver, marked, draws=50, rng=np.random.default_rng(0))
    other = slopes_of(outcome[order], driver[order], marked[order], draws=50, rng=np.random.default_rng(0))
    np.testing.assert_allclose(one.redrawn, other.redrawn, rtol=1e-9)


def test_a_slope_around_zero_gives_no_ratio() -> None:
    rng = np.random.default_rng(4)
    outcome, driver, marked = made(rng, 0.0)
    assert slopes_of(outcome - 0.5 * driver, driver, marked, draws=200, rng=rng).ratio_interval(0.95) is None
