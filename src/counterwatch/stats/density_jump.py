"""Does a density jump at a point? The local-polynomial test of Cattaneo, Jansson & Ma 2020 (JASA 115), with repeated values.

On each side of the point a polynomial is fitted to the empirical distribution function; its slope at the point is the density there.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import factorial

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FEWEST_NEAR = 23
ORDER = 2
"""The bandwidth is best for a polynomial of this order; the test fits one order more, so that its bias does not spoil the p-value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """The density at the point as seen from one side: its standard error, how far the fit looked, and how many values and different ones it used."""

    density: float
    error: float
    width: float
    near: int
    different: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Jump:
    left: Side
    right: Side

    @property
    def t(self) -> float:
        """The difference, right less left, in standard errors."""
        error = float(np.hypot(self.left.error, self.right.error))
        return (self.right.density - self.left.density) / error if error > 0 else 0.0

    @property
    def p(self) -> float:
        """The two-sided p-value."""
        from scipy.special import ndtr

        return float(2 * ndtr(-abs(self.t)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """Different values in order, how often each occurs, and how many values are not larger."""

    values: Floats
    times: Floats
    reached: Floats
    count: int

    @classmethod
    def of(cls, values: Floats) -> Ordered:
        different, times = np.unique(values, return_counts=True)
        return cls(values=different, times=times.astype(np.float64), reached=np.cumsum(times).astype(np.float64), count=len(values))

    def window(self, low: float, high: float) -> tuple[int, int]:
        """Return the places of the values from `low` to `high`, both included."""
        return int(np.searchsorted(self.values, low, side="left")), int(np.searchsorted(self.values, high, side="right"))


def jump(values: Floats, point: float, *, widths: tuple[float | None, float | None] = (None, None)) -> Jump:
    """Test `values` for a jump at `point`; values equal to it belong to the right side. Widths that are not given are chosen from the data."""
    centred = Ordered.of(values - point)
    chosen = _widths(centred) if None in widths else (0.0, 0.0)
    left, right = (given or own for given, own in zip(widths, chosen, strict=True))
    return Jump(left=_side(centred, left, order=ORDER + 1, right=False), right=_side(centred, right, order=ORDER + 1, right=True))


def density_near(ordered: Ordered, place: float, width: float, *, right: bool) -> tuple[float, float]:
    """Return density and standard error at `place`, from the values on one side of zero only."""
    zero = int(np.searchsorted(ordered.values, 0, side="left"))
    start, stop = ordered.window(place - width, place + width)
    return _fit(ordered, (max(start, zero), stop) if right else (start, min(stop, zero)), place, width, order=ORDER)


def _side(centred: Ordered, width: float, *, order: int, right: bool) -> Side:
    start, stop = _window(centred, width, right=right)
    density, error = _fit(centred, (start, stop), 0.0, width, order=order)
    return Side(density=density, error=error, width=float(width), near=int(centred.times[start:stop].sum()), different=stop - start)


def _fit(ordered: Ordered, window: tuple[int, int], place: float, width: float, *, order: int) -> tuple[float, float]:
    """Return the slope of the distribution function at `place`, fitted to the values in the window, and its jackknife standard error.

    Each value adds to the fit at all values that are not smaller. As in the authors' programs the mean of what they add is not taken out,
    which adds the squared density over n: the test errs to the quiet side.
    """
    inside, count = slice(*window), ordered.count
    near, times = ordered.values[inside] - place, ordered.times[inside]
    powers = np.vander(near / width, order + 1, increasing=True)
    weighted = powers * ((1 - np.abs(near) / width) / width)[:, np.newaxis]
    own = weighted @ np.linalg.pinv((weighted * times[:, np.newaxis]).T @ powers / count)[1]
    # Repeated values share the distribution function of the last of them; each is held against the others, hence one less.
    slope = float((own * times) @ (ordered.reached[inside] - 1) / (count - 1) / count / width)
    from_here_on = np.cumsum((own * times)[::-1])[::-1]
    # All values below the window add the same to it, and those above add nothing.
    below = float(ordered.reached[window[0] - 1]) if window[0] else 0.0
    squares = float(times @ (from_here_on - own) ** 2) + below * float((own @ times) ** 2)
    return slope, float(np.sqrt(squares)) / (count - 1) / count / width


def _window(centred: Ordered, width: float, *, right: bool) -> tuple[int, int]:
    zero = int(np.searchsorted(centred.values, 0, side="left"))
    start, stop = centred.window(-width, width)
    return (zero, stop) if right else (start, zero)


def _widths(centred: Ordered) -> tuple[float, float]:
    """Return the widths with the least squared error for the two densities: each the median of those for itself, the sum and the difference."""
    count, bias = centred.count, _constants(ORDER, 1, flat=False)[0] / factorial(ORDER + 1)
    spread_pilot, bias_pilot = _pilots(centred)
    sides = []
    for right in (False, True):
        width, wide = (_enough(centred, each, right=right, beyond=True) for each in (spread_pilot, bias_pilot))
        spread = count * width * _side(centred, width, order=ORDER, right=right).error ** 2
        sides.append((spread, bias * _derivative(centred, wide, order=ORDER + 2, which=ORDER + 1, right=right)))
    (left_spread, left_bias), (right_spread, right_bias) = sides
    both = left_spread + right_spread
    shared = [_best(both, each, count) for each in (left_bias + right_bias, right_bias - left_bias)]
    left, right_ = (float(np.median([_best(*each, count), *shared])) for each in sides)
    return _enough(centred, left, right=False), _enough(centred, right_, right=True)


def _best(spread: float, bias: float, count: int) -> float:
    return float((spread / (2 * ORDER * max(bias**2, 1e-300) * count)) ** (1 / (2 * ORDER + 1)))


def _enough(centred: Ordered, width: float, *, right: bool, beyond: bool = False) -> float:
    """Return a width that reaches enough different values, and not beyond the last of its side, or of both sides."""
    values = centred.values
    different = values[values >= 0] if right else -values[values < 0][::-1]
    if not len(different):
        return 1.0
    most = max(float(np.abs(values).max()) if beyond else float(different[-1]), 1e-9) * (1 + 1e-9)
    return float(np.clip(width, different[min(FEWEST_NEAR, len(different)) - 1] * (1 + 1e-9) or 1.0, most))


def _derivative(centred: Ordered, width: float, *, order: int, which: int, right: bool) -> float:
    """Return a derivative of the distribution function at the point, seen from one side."""
    inside = slice(*_window(centred, width, right=right))
    near = centred.values[inside]
    root = np.sqrt((1 - np.abs(near) / width) * centred.times[inside])
    share = (centred.reached[inside] - 1) / (centred.count - 1)
    fitted = np.linalg.lstsq(np.vander(near / width, order + 1, increasing=True) * root[:, np.newaxis], share * root, rcond=None)[0]
    return float(fitted[which] * factorial(which) / width**which)


def _pilots(centred: Ordered) -> tuple[float, float]:
    """Return first widths, for the variance of the density and for its bias: those that are best at this place of a normal distribution."""
    mean = float(centred.values @ centred.times) / centred.count
    deviation = float(np.sqrt(centred.times @ (centred.values - mean) ** 2 / max(centred.count - 1, 1))) or 1.0
    place = -mean / deviation
    normal = float(np.exp(-(place**2) / 2)) / np.sqrt(2 * np.pi)
    third, fifth = (place**2 - 1) * normal, (place**4 - 6 * place**2 + 3) * normal
    pilots = []
    for order, which, derivative in ((ORDER, 1, third), (ORDER + 2, ORDER + 1, fifth)):
        bias, spread = _constants(order, which, flat=True)
        squared = max((bias * derivative / factorial(order + 1)) ** 2, 1e-12)
        width = ((2 * which - 1) * spread * normal / (2 * (order + 1 - which) * squared * centred.count)) ** (1 / (2 * order + 1))
        pilots.append(deviation * float(width))
    return pilots[0], pilots[1]


@cache
def _constants(order: int, which: int, *, flat: bool) -> tuple[float, float]:
    """Return bias and variance of coefficient `which` of a fit of this order at the edge, for a triangular or a flat kernel (theorem 1)."""
    size = 20_000
    points = (np.arange(size) + 0.5) / size
    powers, kernel = np.vander(points, order + 2, increasing=True), (np.full(size, 0.5) if flat else 1 - points) / size
    moments = (powers * kernel[:, np.newaxis]).T @ powers
    inverse = np.linalg.inv(moments[: order + 1, : order + 1])
    # The smaller of two points, weighted at both: a sum over tails.
    tails = np.cumsum((powers[:, : order + 1] * kernel[:, np.newaxis])[::-1], axis=0)[::-1]
    return float(inverse[which] @ moments[: order + 1, order + 1]), float(inverse[which] @ (tails.T @ tails / size) @ inverse[which])
