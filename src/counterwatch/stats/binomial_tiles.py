"""Where do percentages of whole numbers fall? Exact chances of each tenth of a percent, for counts that chance alone moves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

OFFSETS = 10
"""The circle of percentages is cut into ten tiles of a tenth each: tile 0 is within 0.05 of an integer, tile 3 within 0.05 of x.3."""

BINS = 1001
REACH = 5.0
"""Standard deviations on each side that are summed; what lies beyond weighs less than a millionth."""

AT_ONCE = 400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiles:
    """Chances that a count lies in each of the ten tiles, shape (counts, 10), and the expected number in each tenth of a percent."""

    chance: Floats
    expected: Floats


def tenths(counts: Integers, totals: Integers) -> Integers:
    """Return counts / totals in tenths of a percent, rounded half up.

    Numerator and denominator are whole, so the quotient is exact where it is whole, and for totals up to ten million every other one is
    further from a whole number than the rounding of a float: no share lands on the wrong side of a tile.
    """
    return np.asarray(np.floor((2000.0 * counts + totals) / (2.0 * totals)).astype(np.int64))


def binomial_tiles(counts: Integers, totals: Integers) -> Tiles:
    """Return the tiles of Binomial(total, count / total) for every pair: as if each station were held again with the same chances."""
    from scipy.special import gammaln

    factorial = gammaln(np.arange(int(totals.max(initial=0)) + 1) + 1.0)
    share = counts / np.maximum(totals, 1)
    width = np.ceil(REACH * np.sqrt(totals * share * (1 - share)) + 2).astype(np.int64)
    order = np.argsort(width, kind="stable")
    chance, expected, start = np.zeros((len(counts), OFFSETS)), np.zeros(BINS), 0
    while start < len(order):
        stop = start + _rows(width[order[start:]])
        rows = order[start:stop]
        mass, bins = _masses(counts[rows], totals[rows], width[rows], factorial)
        expected += np.bincount(bins.ravel(), mass.ravel(), minlength=BINS)
        cells = np.arange(len(rows))[:, np.newaxis] * OFFSETS + bins % OFFSETS
        chance[rows] = np.bincount(cells.ravel(), mass.ravel(), minlength=len(rows) * OFFSETS).reshape(len(rows), OFFSETS)
        start = stop
    return Tiles(chance=chance, expected=expected)


def _rows(widths: Integers) -> int:
    """Return how many rows of growing width fit into one block of memory."""
    size = np.arange(1, len(widths) + 1) * (2 * widths + 1)
    return max(int(np.searchsorted(size, AT_ONCE)), 1)


def _masses(counts: Integers, totals: Integers, width: Integers, factorial: Floats) -> tuple[Floats, Integers]:
    """Return the binomial chances around each count, a row for each, and the tenth of a percent that each of them stands for."""
    total, reach = totals[:, np.newaxis], int(width.max())
    steps = np.arange(-reach, reach + 1)
    places = counts[:, np.newaxis] + steps
    # Each row reaches as far as its own width, so that its chances do not depend on the rows beside it.
    inside = (places >= 0) & (places <= total) & (np.abs(steps) <= width[:, np.newaxis])
    places = np.where(inside, places, counts[:, np.newaxis])
    odds = np.log(np.maximum(counts, 0.5)) - np.log(np.maximum(totals - counts, 0.5))
    log_mass = places * odds[:, np.newaxis] - factorial[places] - factorial[total - places]
    # Counts of none or all are certain: no chance is left that anything else comes out.
    certain = ((counts == 0) | (counts == totals))[:, np.newaxis]
    log_mass = np.where(certain, np.where(places == counts[:, np.newaxis], 0.0, -np.inf), log_mass)
    mass = np.where(inside, np.exp(log_mass - log_mass.max(axis=1, keepdims=True)), 0.0)
    return mass / mass.sum(axis=1, keepdims=True), tenths(places, total)


def spread_of(chances: Floats) -> Floats:
    """Return the standard deviation of how many of independent events happen, by column."""
    return np.asarray(np.sqrt((chances * (1 - chances)).sum(axis=0)))
