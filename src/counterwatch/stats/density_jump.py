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


def jump(values: Floats, point: float, *, widths: tuple[float | None, float | None] = (None, None)) -> Jump:
    """Test `values` for a jump at `point`; values equal to it belong to the right side. Widths that are not given are chosen from the data."""
    centred = np.sort(values) - point
    chosen = _widths(centred) if None in widths else (0.0, 0.0)
    left, right = (given or own for given, own in zip(widths, chosen, strict=True))
    return Jump(left=_side(centred, left, order=ORDER + 1, right=False), right=_side(centred, right, order=ORDER + 1, right=True))


def _side(centred: Floats, width: float, *, order: int, right: bool) -> Side:
    count = len(centred)
    start, stop = _window(centred, width, right=right)
    near = centred[start:stop]
    weights = (1 - np.abs(near) / width) / width
    powers = np.vander(near / width, order + 1, increasing=True)
    weighted = powers * weights[:, np.newaxis]
    # Repeated values share the distribution function of the last of them; each is held against the others, hence one less.
    last = np.searchsorted(centred, near, side="right")
    inverse = np.linalg.pinv(weighted.T @ powers / count)
    slope = (inverse @ (weighted.T @ ((last - 1) / (count - 1))) / count)[1] / width
    return Side(
        density=float(slope), error=_error(centred, near, weighted, inverse) / width, width=float(width), near=len(near), different=len(np.unique(near))
    )  # fmt: skip


def _error(centred: Floats, near: Floats, weighted: Floats, inverse: Floats) -> float:
    """Return the jackknife standard error of the slope: what each value adds to the fit at all values that are not smaller.

    As in the authors' programs the mean of these is not taken out, which adds the squared density over n: the test errs to the quiet side.
    """
    count, places = len(centred), np.searchsorted(near, centred, side="left")
    row = inverse[1]
    own = weighted @ row
    from_here_on = np.concatenate([np.cumsum(own[::-1])[::-1], [0.0]])
    influence = from_here_on[places]
    start = int(np.searchsorted(centred, near[0], side="left")) if len(near) else 0
    influence[start : start + len(near)] -= own
    return float(np.sqrt((influence**2).sum()) / (count - 1) / count * np.sqrt(1.0))


def _window(centred: Floats, width: float, *, right: bool) -> tuple[int, int]:
    zero = int(np.searchsorted(centred, 0, side="left"))
    if right:
        return zero, int(np.searchsorted(centred, width, side="right"))
    return int(np.searchsorted(centred, -width, side="left")), zero


def _widths(centred: Floats) -> tuple[float, float]:
    """Return the widths that make the mean squared error of the two densities small: the median of the choices for each, the sum and the difference."""
    bias, spread = _constants(ORDER)
    pilot = _pilot(centred)
    sides = []
    for right in (False, True):
        width = _enough(centred, pilot, right=right)
        density = max(_side(centred, width, order=ORDER + 1, right=right).density, 1e-12)
        third = _derivative(centred, width, order=ORDER + 2, which=ORDER + 1, right=right)
        sides.append((density * spread, third / factorial(ORDER + 1) * bias * (1 if right else (-1) ** ORDER)))
    (left_spread, left_bias), (right_spread, right_bias) = sides
    both = left_spread + right_spread
    of_sum, of_difference = _best(both, left_bias + right_bias, len(centred)), _best(both, right_bias - left_bias, len(centred))
    own = (_best(left_spread, left_bias, len(centred)), _best(right_spread, right_bias, len(centred)))
    left, right_ = (float(np.median([each, of_sum, of_difference])) for each in own)
    return _enough(centred, left, right=False), _enough(centred, right_, right=True)


def _best(spread: float, bias: float, count: int) -> float:
    return float((spread / (2 * ORDER * max(bias**2, 1e-300) * count)) ** (1 / (2 * ORDER + 1)))


def _enough(centred: Floats, width: float, *, right: bool) -> float:
    """Return a width that reaches enough different values and not beyond the last."""
    side = centred[centred >= 0] if right else -centred[centred < 0]
    different = np.unique(side)
    if not len(different):
        return 1.0
    return float(np.clip(width, different[min(FEWEST_NEAR, len(different)) - 1] * (1 + 1e-9) or 1.0, max(different[-1], 1e-9) * (1 + 1e-9)))


def _derivative(centred: Floats, width: float, *, order: int, which: int, right: bool) -> float:
    """Return a derivative of the distribution function at the point, seen from one side."""
    start, stop = _window(centred, width, right=right)
    near = centred[start:stop]
    root = np.sqrt(1 - np.abs(near) / width)
    share = (np.searchsorted(centred, near, side="right") - 1) / (len(centred) - 1)
    fitted = np.linalg.lstsq(np.vander(near / width, order + 1, increasing=True) * root[:, np.newaxis], share * root, rcond=None)[0]
    return float(fitted[which] * factorial(which) / width**which)


def _pilot(centred: Floats) -> float:
    """Return the width that would be best on average for the third derivative of a normal distribution function, from a fit of order four."""
    bias, spread = _constants(ORDER + 2, ORDER + 1)
    deviation = float(centred.std()) or 1.0
    grid = np.linspace(-4, 4, 801)
    normal = np.exp(-(grid**2) / 2) / np.sqrt(2 * np.pi)
    fifth = (grid**4 - 6 * grid**2 + 3) * normal
    squared = float((fifth**2 * normal).sum() / normal.sum()) * (bias / factorial(ORDER + 3)) ** 2
    density = float((normal**2).sum() / normal.sum())
    return deviation * float((5 * density * spread / (4 * squared * len(centred))) ** (1 / (2 * (ORDER + 2) + 1)))


@cache
def _constants(order: int, which: int = 1) -> tuple[float, float]:
    """Return bias and variance of coefficient `which` of a fit of this order at the edge, for a triangular kernel (theorem 1 of the paper)."""
    points = (np.arange(2000) + 0.5) / 2000
    powers, kernel = np.vander(points, order + 2, increasing=True), (1 - points) / 2000
    moments = (powers * kernel[:, np.newaxis]).T @ powers
    inverse = np.linalg.inv(moments[: order + 1, : order + 1])
    # The smaller of two points, weighted at both: a sum over tails.
    tails = np.cumsum((powers[:, : order + 1] * kernel[:, np.newaxis])[::-1], axis=0)[::-1]
    middle = tails.T @ tails / 2000
    return float(inverse[which] @ moments[: order + 1, order + 1]), float(inverse[which] @ middle @ inverse[which])
