"""Leading digits of numbers, how often each is expected where sizes spread evenly over orders of magnitude, and where they spread as these do."""

from __future__ import annotations

from typing import Literal

import numpy as np

from counterwatch.figures.table import Floats

Which = Literal["first", "first_two", "second"]
LABELS: dict[Which, tuple[int, int]] = {"first": (1, 10), "first_two": (10, 100), "second": (0, 10)}
BINS = 4096


def leading(values: Floats) -> Floats:
    """Return the first two significant digits of positive numbers, 10 to 99; a number of one digit, such as 3, has 30."""
    exponent = np.floor(np.log10(values))
    # The logarithm of 1000 may come out a hair below 3, and 0.3 is not three tenths: both are mended by a part in a million millions.
    with np.errstate(over="ignore"):
        scaled = values / 10.0**exponent * (1 + 1e-12)
    scaled = np.where(scaled >= 10, scaled / 10, scaled)
    return np.asarray(np.floor(np.where(scaled < 1, scaled * 10, scaled) * 10))


def counted(values: Floats, which: Which) -> Floats:
    """Return how often each digit (or pair) occurs. A whole number below ten has no second digit and is left out where one is asked for."""
    pairs = leading(values if which == "first" else values[(values >= 10) | (values != np.floor(values))]).astype(np.int64)
    return _folded(np.bincount(pairs, minlength=100)[10:100].astype(np.float64), which)


def benford(which: Which) -> Floats:
    """Return the share of each digit (or pair) by Benford's law: the logarithms of sizes fall evenly."""
    return _folded(np.diff(np.log10(np.arange(10, 101))), which)


def smooth_law(values: Floats, which: Which) -> Floats:
    """Return the share of each digit (or pair) if the sizes spread smoothly as those of `values` do, and nobody looked at digits.

    The logarithms are smoothed with a Gaussian kernel (Silverman 1986) on a circle, since 3, 30 and 300 begin alike: each wave of their
    histogram fades by a known factor.
    """
    logs = np.log10(values)
    low, high = np.quantile(logs, [0.25, 0.75])
    width = 0.9 * min(float(logs.std()), float(high - low) / 1.34 or np.inf) * len(logs) ** -0.2
    counts = np.bincount(((logs % 1) * BINS).astype(np.int64) % BINS, minlength=BINS)
    waves = np.fft.rfft(counts / len(logs)) * np.exp(-2 * (np.pi * width * np.arange(BINS // 2 + 1)) ** 2)
    total = np.concatenate([[0.0], np.cumsum(np.fft.irfft(waves, BINS))])
    edges = np.interp(np.log10(np.arange(10, 101)) - 1, np.linspace(0, 1, BINS + 1), total)
    return _folded(np.maximum(np.diff(edges), 0), which)


def _folded(pairs: Floats, which: Which) -> Floats:
    """Return ninety pairs of leading digits as first digits, second digits or pairs."""
    square = pairs.reshape(9, 10)
    return np.asarray({"first": square.sum(axis=1), "first_two": pairs, "second": square.sum(axis=0)}[which])
