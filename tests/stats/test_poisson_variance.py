import numpy as np
import pytest
from numpy.typing import NDArray

from counterwatch.stats.poisson_variance import below_threshold


def plain_loop(window: NDArray[np.float64]) -> bool:
    """The published rule for one window as a plain loop, in our words."""
    state = np.random.RandomState(42)
    variances = [np.var(state.poisson(window.mean(), size=len(window)), ddof=1) for _ in range(1000)]
    return bool(window.mean() > 0 and np.var(window, ddof=1) < np.percentile(variances, 5))


@pytest.mark.parametrize("size", [7, 10])
@pytest.mark.parametrize("mean", [0.2, 1, 3, 9, 12, 40, 3000, 50_000])
def test_the_quick_way_marks_the_same_windows_as_the_plain_loop(mean: float, size: int) -> None:
    generator = np.random.default_rng(5)
    windows = np.round(mean + np.sqrt(mean) * generator.uniform(0.3, 0.8, (12, 1)) * generator.standard_normal((12, size))).clip(0)
    assert below_threshold(windows).tolist() == [plain_loop(window) for window in windows]
