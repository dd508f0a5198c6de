"""How many messages would a usual day bring? Told from the person's own usual days, with all that few days leave open.

Days of messages scatter more than chance: one post draws many answers, and most draw none. Two families that do so are fitted to the usual
days, and of the two chances of a day at least as full the larger one is kept. One is the negative binomial, whose mean and dispersion are
averaged over all values that fit the usual days (a flat prior on the logarithm of each). The other is the log-normal of the
fuller half of the days, whose longer tail stands for posts that travel: how far the logarithm of a count (and one) lies above the median,
measured by the spread of the days above it, with Student's t for as many days.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

MEANS, SIZES = 160, 16
SMALLEST_MEAN, HIGHEST_MEAN = 1 / 30, 100.0
SMALLEST_SIZE, LARGEST_SIZE = 0.1, 100.0
"""The grid of the negative binomial: means around that of the usual days; its size runs from wild scatter to nearly none."""

FEWEST_FULLER = 5
"""Days above the median from which the longer tail can be told at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """What usual days are like.

    `weights` go over the means and sizes of the negative binomial; `centre` is the median of the logarithms, `spread` how far those above it
    scatter, `fuller` how many days that are.
    """

    means: Floats
    sizes: Floats
    weights: Floats
    centre: float
    spread: float
    fuller: int

    def chance(self, count: int) -> float:
        """Return the chance that a usual day brings at least `count` messages."""
        from scipy.special import betainc, stdtr

        if count <= 0:
            return 1.0
        share = self.means[:, None] / (self.means[:, None] + self.sizes)
        scattered = float((self.weights * betainc(count, self.sizes, share)).sum())
        if self.fuller < FEWEST_FULLER or self.spread <= 0:
            return min(scattered, 1.0)
        travelled = float(stdtr(self.fuller, -(np.log1p(count) - self.centre) / self.spread))
        return min(max(scattered, travelled), 1.0)

    def mean(self, level: float = 0.95) -> tuple[float, float, float]:
        """Return the mean of usual days and the interval that holds it with this probability."""
        share = np.cumsum(self.weights.sum(axis=1))
        low, high = (float(self.means[min(int(np.searchsorted(share, each)), MEANS - 1)]) for each in ((1 - level) / 2, (1 + level) / 2))
        return float((self.weights.sum(axis=1) * self.means).sum()), low, high


def usual_of(days: Integers) -> Usual:
    """Return what is usual by some usual days, two at least."""
    from scipy.special import gammaln

    about = max(float(days.mean()), 1 / len(days))
    means = np.geomspace(SMALLEST_MEAN * about, HIGHEST_MEAN * about, MEANS)
    sizes = np.geomspace(SMALLEST_SIZE, LARGEST_SIZE, SIZES)
    alone = (gammaln(days[:, None] + sizes) - gammaln(sizes)).sum(axis=0)
    share = means[:, None] / (means[:, None] + sizes)
    likelihood = alone + days.sum() * np.log(share) + len(days) * sizes * np.log1p(-share)
    weights = np.exp(likelihood - likelihood.max())
    logarithms = np.log1p(days)
    centre = float(np.median(logarithms))
    above = logarithms[logarithms > centre] - centre
    spread = float(np.sqrt(np.square(above).mean())) if len(above) else 0.0
    return Usual(means=means, sizes=sizes, weights=weights / weights.sum(), centre=centre, spread=spread, fuller=len(above))
