"""How far do shares lie from those expected, and how far would chance alone put them at this number of observations?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """What independent draws from the expected shares give: chi-squared and mean absolute deviation of each draw, and a range for every class.

    `low` and `high` are counts between which all classes lie at once in `level` of the draws.
    """

    chi2: Floats
    mad: Floats
    low: Floats
    high: Floats


def chi_squared(counts: Floats, law: Floats) -> Floats:
    """Return Pearson's chi-squared along the last axis."""
    expected = counts.sum(axis=-1, keepdims=True) * law
    return np.asarray(((counts - expected) ** 2 / expected).sum(axis=-1))


def mean_deviation(counts: Floats, law: Floats) -> Floats:
    """Return the mean absolute deviation (MAD) of shares from those expected, along the last axis."""
    return np.asarray(np.abs(counts / counts.sum(axis=-1, keepdims=True) - law).mean(axis=-1))


def chance(count: int, law: Floats, *, draws: int, seed: int, level: float) -> Chance:
    """Draw `count` observations from the expected shares, many times; the same arguments always give the same draws."""
    return _chance(count, tuple(law.tolist()), draws, seed, level)


@lru_cache(maxsize=64)
def _chance(count: int, shares: tuple[float, ...], draws: int, seed: int, level: float) -> Chance:
    law = np.array(shares)
    drawn = np.random.default_rng([seed, count, len(shares)]).multinomial(count, law, size=draws).astype(np.float64)
    deviation = np.sqrt(count * law * (1 - law))
    reach = np.quantile(np.abs((drawn - count * law) / deviation).max(axis=1), level)
    return Chance(
        chi2=chi_squared(drawn, law),
        mad=mean_deviation(drawn, law),
        low=np.maximum(np.floor(count * law - reach * deviation), 0),
        high=np.ceil(count * law + reach * deviation),
    )


def chance_of_more(drawn: Floats, observed: float) -> float:
    """Return the share of draws at least as extreme as what was observed, which counts as one of them (Davison & Hinkley 1997)."""
    return float((1 + (drawn >= observed).sum()) / (1 + len(drawn)))
