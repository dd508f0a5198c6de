import numpy as np
import pytest

from counterwatch.core import Verdict
from counterwatch.figures.checks.adjusted_dispersion import adjusted_dispersion
from counterwatch.figures.dispersion.adjusted import adjusted
from counterwatch.figures.table import Panel

DAYS = 560


def means(rng: np.random.Generator, units: int = 60, level: float = 80) -> np.ndarray:
    time = np.arange(DAYS)
    wave = np.exp(0.6 * np.sin(2 * np.pi * (time / 200 + rng.random((units, 1)))))
    return np.asarray(level * wave * rng.uniform(0.5, 1.4, (units, 7))[:, time % 7])


@pytest.mark.parametrize("phi", [1.0, 2.0, 5.0])
def test_phi_is_the_variance_that_was_put_in_and_its_interval_holds_it(phi: float) -> None:
    """Negative binomial counts whose variance is phi times their mean (quasi-Poisson), with waves and weekdays."""
    rng = np.random.default_rng(1)
    mean = means(rng, units=120)
    made = adjusted(rng.poisson(mean).astype(float) if phi == 1 else rng.negative_binomial(mean / (phi - 1), 1 / phi).astype(float))
    assert made.phi.mean() == pytest.approx(phi, rel=0.04)
    assert ((made.low <= phi) & (made.high >= phi)).mean() >= 0.88


@pytest.mark.parametrize(("share", "phi"), [(0.5, 0.5), (0.8, 0.2)])
def test_figures_that_are_partly_planned_scatter_less(share: float, phi: float) -> None:
    rng = np.random.default_rng(2)
    mean = means(rng)
    made = adjusted(np.round(mean * share) + rng.poisson(mean * (1 - share)))
    assert made.phi.mean() == pytest.approx(phi, rel=0.1)


def test_missing_days_and_closed_weekends_do_not_matter() -> None:
    rng = np.random.default_rng(3)
    values = rng.poisson(means(rng)).astype(float)
    values[rng.random(values.shape) < 0.1] = np.nan
    values[:, np.arange(DAYS) % 7 == 6] = 0
    assert adjusted(values).phi.mean() == pytest.approx(1, abs=0.04)


def test_a_place_is_counted_only_among_units_that_publish_in_the_same_way() -> None:
    rng = np.random.default_rng(4)
    values = rng.poisson(means(rng, units=12)).astype(float)
    running = np.cumsum(np.pad(values[:4], ((0, 0), (7, 0)), mode="edge"), axis=1)
    values[:4] = np.round((running[:, 7:] - running[:, :-7]) / 7)
    findings = adjusted_dispersion(Panel.many(name="four averages", values=values))
    assert [each.rank and each.rank.of for each in findings] == [None] * 4 + [8] * 8
    assert sorted(each.rank.position for each in findings[4:] if each.rank) == list(range(1, 9))
    assert all(each.verdict is Verdict.CONSISTENT for each in findings)


def test_figures_of_any_size_are_fitted() -> None:
    for level in (1.5, 1e4, 1e12):
        values = np.random.default_rng(5).poisson(means(np.random.default_rng(5), units=3, level=level))
        assert np.isfinite(adjusted(values.astype(float)).phi).all()
