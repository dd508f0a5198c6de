"""Could the last number have been told from the first? A regression of one on the other (Mincer & Zarnowitz 1969), for many series at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FEWEST = 12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Line:
    """last = constant + slope x first, one entry per series, NaN where it cannot be told; `p` asks whether constant 0 and slope 1 hold together."""

    constant: Floats
    slope: Floats
    p: Floats


def mincer_zarnowitz(first: Floats, last: Floats) -> Line:
    """Fit each row by least squares; pairs with a NaN are left out. Errors may differ in size and remember each other (Newey & West 1987)."""
    from scipy.stats import f

    known = np.isfinite(first) & np.isfinite(last)
    count = known.sum(axis=1)
    x, y = np.where(known, first, 0.0), np.where(known, last, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        middle_x, middle_y = (each.sum(axis=1) / count for each in (x, y))
        around_x = np.where(known, x - middle_x[:, np.newaxis], 0.0)
        spread = (around_x**2).sum(axis=1)
        usable = (count >= FEWEST) & (spread > 1e-12 * np.maximum(1.0, middle_x**2) * np.maximum(count, 1))
        slope = np.where(usable, (around_x * (y - middle_y[:, np.newaxis])).sum(axis=1) / spread, np.nan)
        constant = middle_y - slope * middle_x
        # Told around the mean of x, where the two estimates hardly depend on each other: level there, and slope.
        error = np.where(known, y - middle_y[:, np.newaxis] - slope[:, np.newaxis] * around_x, 0.0)
        spread_of = _long_run(error, error * around_x, int(known.shape[1]))
        off_level, off_slope = middle_y - middle_x, slope - 1.0
        level, mixed, steep = spread_of[0] / count**2, spread_of[1] / (count * spread), spread_of[2] / spread**2
        apart = (off_level**2 * steep - 2 * off_level * off_slope * mixed + off_slope**2 * level) / (level * steep - mixed**2)
        p = f.sf(apart / 2, 2, np.maximum(count - 2, 1))
    exact = usable & (np.abs(error).max(axis=1, initial=0.0) <= 1e-9 * np.abs(y).max(axis=1, initial=0.0))
    same = np.isclose(off_level, 0.0, atol=1e-9) & np.isclose(off_slope, 0.0, atol=1e-9)
    return Line(constant=constant, slope=slope, p=np.where(exact, np.where(same, 1.0, 0.0), np.where(usable, p, np.nan)))


def _long_run(one: Floats, two: Floats, times: int) -> tuple[Floats, Floats, Floats]:
    """Return the variances and the covariance of the sums of two rows of scores, with weights that fall with the distance (Bartlett)."""
    reach = int(4 * (max(times, 1) / 100) ** (2 / 9))
    found = [(one * one).sum(axis=1), (one * two).sum(axis=1), (two * two).sum(axis=1)]
    for lag in range(1, min(reach, times - 1) + 1):
        weight = 1 - lag / (reach + 1)
        found[0] = found[0] + 2 * weight * (one[:, lag:] * one[:, :-lag]).sum(axis=1)
        found[1] = found[1] + weight * ((one[:, lag:] * two[:, :-lag]) + (two[:, lag:] * one[:, :-lag])).sum(axis=1)
        found[2] = found[2] + 2 * weight * (two[:, lag:] * two[:, :-lag]).sum(axis=1)
    return found[0], found[1], found[2]
