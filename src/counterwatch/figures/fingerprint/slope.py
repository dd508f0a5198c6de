"""How many votes the leader gains with each ballot more, between stations of one region (Sobyanin & Suhovolskiy 1993)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from counterwatch.figures.fingerprint.places import Places
from counterwatch.figures.shapes.stations import Ints
from counterwatch.figures.table import Floats

ENOUGH_REGIONS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Slope:
    """The slope with its interval, the weighted correlation of turnout and share, and the bimodality of turnout, all within regions."""

    value: float
    low: float
    high: float
    correlation: float
    bimodality: float


def slope_of(places: Places, *, level: float = 0.95) -> Slope:
    """Regress votes on ballots, both per registered voter and weighted by voters, with an effect of each region.

    The variance adds up regions (Liang & Zeger 1986) where there are at least ten; otherwise stations (White 1980).
    """
    from scipy.special import stdtrit

    weight, region = places.registered, places.region
    x, y = (_within(each / places.registered, weight, region) for each in (places.ballots, places.leader))
    spread = float((weight * x**2).sum())
    value = float((weight * x * y).sum()) / spread
    scores = weight * x * (y - value * x)
    sums = np.bincount(region, scores) if places.regions >= ENOUGH_REGIONS else scores
    error = float(np.sqrt((sums**2).sum() * len(sums) / (len(sums) - 1))) / spread
    reach = float(stdtrit(len(sums) - 1, (1 + level) / 2)) * error
    turnout, share = (_within(each, weight, region) for each in (places.turnout, places.share))
    tie = float((weight * turnout * share).sum() / np.sqrt((weight * turnout**2).sum() * (weight * share**2).sum()))
    return Slope(value=value, low=value - reach, high=value + reach, correlation=tie, bimodality=bimodality(places.turnout))


def bimodality(values: Floats) -> float:
    """Return Sarle's coefficient: (skewness^2 + 1) / kurtosis, 1/3 for a normal cloud, 5/9 for an even spread, 1 for two points."""
    around = values - values.mean()
    second, third, fourth = (float((around**power).mean()) for power in (2, 3, 4))
    return (third**2 / second**3 + 1) / (fourth / second**2)


def _within(values: Floats, weight: Floats, region: Ints) -> Floats:
    means = np.bincount(region, weight * values) / np.bincount(region, weight)
    return np.asarray(values - means[region])
