"""In which steps published numbers are written: hundredths, whole numbers, thousands, or the threes and fives of random rounding."""

from __future__ import annotations

import numpy as np

from counterwatch.figures.table import Floats

COARSEST, FINEST = 9, -9
ENOUGH = 6
MANY = 30
RANDOM_STEPS = (3, 5)
"""Offices that round at random to protect small groups round to 3 or to 5; nobody rounds to the nearest 3 for any other reason."""
LARGEST_WHOLE = 2.0**53


def ten_steps(values: Floats) -> Floats:
    """Return, for each column, the largest power of ten of which all its numbers are multiples; 0 where there is none."""
    found = np.zeros(values.shape[1])
    for power in range(FINEST, COARSEST + 1):
        # Dividing by a power of ten rounds once more than multiplying by one does.
        scaled = values * 10.0**-power if power <= 0 else values / 10.0**power
        fits = np.abs(scaled - np.round(scaled)) <= 4e-16 * np.abs(scaled) + 1e-12
        found = np.where(np.all(fits | np.isnan(values), axis=0), 10.0**power, found)
    found[~np.any(np.nan_to_num(values) != 0, axis=0)] = 1.0
    return np.where(found > 0, found, 0.0)


def common_step(values: Floats) -> float:
    """Return the step of all numbers together: a power of ten, or, of many whole numbers, whatever divides them all."""
    known = values[np.isfinite(values)]
    if not len(known):
        return 1.0
    ten = float(ten_steps(known[:, np.newaxis])[0])
    if len(known) < ENOUGH:
        return min(ten, 1.0)
    if ten < 1 or len(known) < MANY or np.abs(known).max() >= LARGEST_WHOLE:
        return ten
    return max(ten, float(np.gcd.reduce(np.abs(known).astype(np.int64))))


def steps_by_time(values: Floats) -> Floats:
    """Return the step in use at each time. Three numbers are all multiples of ten by chance once in a thousand times; the doubt is theirs."""
    return np.maximum(ten_steps(values), common_step(values))
