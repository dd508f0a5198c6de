"""Did the level of a short series change from one day on, beyond a steady trend and beyond its own noise?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FEWEST = 4
STRONGEST_MEMORY = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """The best place for one change of level: values from `place` on differ by `shift` from what the level and trend before would give."""

    place: int
    shift: float
    error: float
    freedom: int
    p: float

    def interval(self, level: float) -> tuple[float, float]:
        """Return the interval of the shift at its place; that the place was chosen is not part of it."""
        from scipy.stats import t

        reach = float(t.isf((1 - level) / 2, self.freedom)) * self.error
        return self.shift - reach, self.shift + reach


def level_break(values: Floats, *, slack: float = 0.0, fewest: int = FEWEST) -> Break | None:
    """Return the best single change of level among `values`, none of them NaN, or `None` where they are too few.

    Values are fitted by a level, a trend and a step, for every place of the step that leaves `fewest` on both sides (Andrews 1993 has the
    asymptotic theory of the largest such statistic). For each place the step divided by its error is Student's t if the errors are independent
    and normal, so the smallest p-value times the number of places is a valid one for any number of values. A step within `slack` is none.
    Errors that remember the one before (their correlation is estimated and corrected for its bias) widen the error of the step.
    """
    count = len(values)
    if count < max(2 * fewest, 6):
        return None
    steps, weight = _steps(count, fewest)
    flat = _without_trend(count) @ values
    size = steps @ flat / weight
    left = flat @ flat - size**2 * weight
    best = int(np.argmin(left))
    noise = flat - size[best] * steps[best]
    freedom = count - 3
    error = float(np.sqrt(max(left[best], 0.0) / freedom / weight[best])) * _memory(noise)
    return Break(place=best + fewest, shift=float(size[best]), error=error, freedom=freedom, p=_chance(size[best], slack, error, freedom, len(steps)))


def _chance(size: float, slack: float, error: float, freedom: int, places: int) -> float:
    from scipy.stats import t

    beyond = abs(float(size)) - slack
    if beyond <= 0:
        return 1.0
    return float(min(1.0, places * 2 * t.sf(beyond / error, freedom))) if error > 0 else 0.0


def _memory(noise: Floats) -> float:
    """Return by how much errors that follow each other widen the error of a mean (first-order autoregression)."""
    power = float(noise @ noise)
    if power <= 0:
        return 1.0
    seen = float(noise[1:] @ noise[:-1]) / power
    # Residuals of a fit with three terms look less alike than the errors do (Marriott & Pope 1954).
    true = min(max(seen + (2 + 4 * max(seen, 0.0)) / len(noise), 0.0), STRONGEST_MEMORY)
    return float(np.sqrt((1 + true) / (1 - true)))


@lru_cache(maxsize=256)
def _without_trend(count: int) -> Floats:
    design = np.stack([np.ones(count), np.arange(count) - (count - 1) / 2], axis=1)
    return np.asarray(np.eye(count) - design @ np.linalg.pinv(design))


@lru_cache(maxsize=256)
def _steps(count: int, fewest: int) -> tuple[Floats, Floats]:
    places = np.arange(fewest, count - fewest + 1)
    steps = (np.arange(count) >= places[:, np.newaxis]).astype(np.float64) @ _without_trend(count)
    return steps, np.asarray((steps**2).sum(axis=1))
