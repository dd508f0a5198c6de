"""Is there a ruler behind the numbers: are they all multiples of a step, or were they stretched by a constant and rounded?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

STEPS = (
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    9,
    10,
    12,
    15,
    20,
    25,
    30,
    40,
    50,
    60,
    75,
    100,
    120,
    150,
    200,
    250,
    300,
    400,
    500,
    600,
    800,
    1000,
    2000,
    2500,
    5000,
    10000,
)
PRIMES = (2, 3, 5, 7)
LONGEST = 1 << 16


def largest_step(values: Floats, *, share: float, fewest: int) -> NDArray[np.int64]:
    """Return, by row, the largest step of which at least `share` of the values other than zero and NaN are multiples; 1 where there is none."""
    shown = np.isfinite(values) & (values != 0)
    count = shown.sum(axis=1)
    filled = np.where(shown, values, 1)
    found = np.ones(len(values), dtype=np.int64)
    passed: dict[int, NDArray[np.bool_]] = {}
    for step in STEPS:
        # What is a multiple of a step is one of each of its primes: only rows that passed those are looked at.
        rows = np.flatnonzero(np.all([count >= fewest, *(passed[prime] for prime in PRIMES if step % prime == 0 and prime < step)], axis=0))
        multiples = (shown[rows] & (np.remainder(filled[rows], step) == 0)).sum(axis=1)
        fits = rows[multiples >= share * count[rows]]
        found[fits] = step
        if step in PRIMES:
            passed[step] = np.isin(np.arange(len(values)), fits)
    return found


def hidden_period(values: Floats, *, lowest: float, level: float) -> float | None:
    """Return the spacing of a ruler that the whole, non-negative `values` were rounded from, or `None` where there is no sign of one.

    Looks for one tall peak in the spectrum of their histogram, away from multiples of a tenth, where habits with last digits leave
    theirs. In a smooth histogram each ordinate is exponential around its mean, so the tallest of many exceeds
    mean x log(many / level) with probability `level`. Stretching by c leaves a peak at 1/c; squeezing leaves one at its alias.
    """
    kept = values[values - values.min() < LONGEST] if len(values) else values
    if len(kept) < 60:
        return None
    offset = kept - kept.min()
    span = max(int(offset.max()) + 1, 64)
    size = 1 << int(np.ceil(np.log2(span)))
    power = np.abs(np.fft.rfft(np.bincount(offset.astype(np.int64), weights=_even_digits(kept), minlength=size))) ** 2
    frequency = np.arange(len(power)) / size
    tenths = np.abs(frequency * 10 - np.round(frequency * 10)) / 10
    usable = (frequency > max(lowest, 8 / span)) & (tenths > 2 / span)
    if not usable.any():
        return None
    height = np.where(usable, power, 0)
    peak = int(np.argmax(height))
    usual = float(np.median(power[usable])) / np.log(2)
    return float(1 / frequency[peak]) if height[peak] > usual * np.log(usable.sum() / level) else None


def _even_digits(values: Floats) -> Floats:
    """Return weights that make all last digits equally heavy, so that values rounded now and then leave no comb around the tenths."""
    digit = (values % 10).astype(np.int64)
    return np.asarray(len(values) / 10 / np.bincount(digit, minlength=10)[digit])
