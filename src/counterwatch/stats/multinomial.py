"""Do counts in a few classes follow the shares that were expected of them? Many rows at a time, with p-values that hold deep in the tail."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Pearson's chi-squared by row, its p-value, and the p-value of what is left when the strongest wave over the classes is taken out."""

    chi2: Floats
    p: Floats
    p_without_wave: Floats
    wave: NDArray[np.int64]


def fit(counts: Floats, expected: Floats) -> Fit:
    """Compare counts with expectations of the same total, both of shape (rows, classes); every expectation is positive."""
    from scipy.stats import chi2

    classes = counts.shape[1]
    pearson = np.sum((counts - expected) ** 2 / expected, axis=1)
    # Pearson's tail is too light where a class expects few; the likelihood ratio has the right one (Sanov 1957), but is too eager near
    # the centre. The smaller of the two holds its level in both places.
    trusted = np.minimum(pearson, likelihood_ratio(counts, expected))
    left, freedom, wave = without_strongest_wave((counts - expected) / np.sqrt(expected))
    left *= np.divide(trusted, pearson, out=np.ones_like(pearson), where=pearson > 0)
    return Fit(chi2=pearson, p=chi2.sf(trusted, classes - 1), p_without_wave=chi2.sf(left, freedom), wave=wave)


def likelihood_ratio(counts: Floats, expected: Floats) -> Floats:
    """Return the likelihood-ratio statistic G of each row."""
    from scipy.special import xlogy

    return np.asarray(2 * np.sum(xlogy(counts, counts) - xlogy(counts, expected), axis=1))


def without_strongest_wave(residuals: Floats) -> tuple[Floats, NDArray[np.int64], NDArray[np.int64]]:
    """Return, by row, the sum of squares without its strongest harmonic, the degrees of freedom left, and which harmonic that was.

    Multiplying counts by a constant and rounding leaves one wave in the digits; a habit of the hand leaves more. Choosing the
    strongest makes what is left smaller than chance would, so its p-value errs to the quiet side.
    """
    classes = residuals.shape[1]
    spectrum = np.abs(np.fft.rfft(residuals, axis=1)) ** 2 / classes
    spectrum[:, 1 : (classes + 1) // 2] *= 2
    wave = 1 + np.argmax(spectrum[:, 1:], axis=1)
    strongest = np.take_along_axis(spectrum, wave[:, np.newaxis], axis=1)[:, 0]
    freedom = classes - 1 - np.where(2 * wave == classes, 1, 2)
    return np.maximum(np.sum(residuals**2, axis=1) - strongest, 0), freedom, wave
