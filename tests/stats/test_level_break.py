"""One change of level in a short series: found where it is, with the error rate that is stated, and not where there is only a trend."""

import numpy as np
import pytest
from scipy import stats

from counterwatch.stats.level_break import level_break


def test_the_step_and_its_error_are_those_of_least_squares() -> None:
    """Brute force: fit level, trend and step at every place with a general solver and compare the best one."""
    values = np.random.default_rng(1).normal(0, 1, 25).cumsum()
    time, fits = np.arange(25.0), []
    for place in range(4, 22):
        design = np.stack([np.ones(25), time, time >= place], axis=1)
        coefficients, left, *_ = np.linalg.lstsq(design, values, rcond=None)
        fits.append((float(left[0]), place, float(coefficients[2]), float(np.sqrt(left[0] / 22 * np.linalg.inv(design.T @ design)[2, 2]))))
    left, place, shift, error = min(fits)
    found = level_break(values)
    assert found is not None
    assert found.place == place
    assert found.shift == pytest.approx(shift)
    assert found.error >= error * (1 - 1e-9), "memory can only widen the error"


def test_independent_noise_is_taken_for_a_change_no_more_often_than_stated() -> None:
    rng = np.random.default_rng(2)
    p = np.array([found.p for _ in range(3000) if (found := level_break(rng.normal(0, 0.1, 25)))])
    for level in (0.01, 0.05):
        assert stats.binomtest(int((p <= level).sum()), len(p), level, alternative="greater").pvalue > 0.001


def test_noise_with_memory_within_the_slack_is_quiet() -> None:
    rng = np.random.default_rng(3)
    noise = rng.normal(0, 0.05, (2000, 60))
    for at in range(1, 60):
        noise[:, at] += 0.6 * noise[:, at - 1]
    p = np.array([found.p for row in noise[:, 30:] if (found := level_break(row, slack=0.15))])
    assert (p <= 0.01).mean() <= 0.012


@pytest.mark.parametrize("slope", [-0.05, 0.02, 0.3])
def test_a_steady_trend_is_no_change(slope: float) -> None:
    rng = np.random.default_rng(4)
    p = [found.p for _ in range(200) if (found := level_break(slope * np.arange(30) + rng.normal(0, 0.05, 30), slack=0.15))]
    assert min(p) > 0.01


@pytest.mark.parametrize("place", [5, 12, 13, 20])
def test_half_of_the_level_from_some_day_on_is_found_there(place: int) -> None:
    values = np.random.default_rng(5).normal(0, 0.05, 25)
    values[place:] += np.log(0.5)
    found = level_break(values, slack=0.15)
    assert found is not None
    assert found.p < 0.001
    assert abs(found.place - place) <= 1
    low, high = found.interval(0.999)
    assert low < np.log(0.5) < high


def test_too_short_or_without_any_noise() -> None:
    assert level_break(np.zeros(7)) is None
    flat = level_break(np.zeros(20))
    assert flat is not None
    assert flat.p == 1.0
