"""How much daily counts scatter once the level of each week and the pattern of weekdays are taken out: phi, 1 for independent events."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from counterwatch.figures.table import Floats, Panel
from counterwatch.stats.margins import two_way
from counterwatch.stats.rolling import rolling_mean

WEEKS, DAYS = 13, 7
AROUND = 10
SMALLEST_MEAN = 1.0
LEVEL = 0.95
LARGEST = 2.0**53


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Adjusted:
    """One row per unit: fitted daily means (0 where none), phi with its interval, chi-squared, degrees of freedom and weeks used."""

    fitted: Floats
    phi: Floats
    low: Floats
    high: Floats
    chi2: Floats
    free: Floats
    weeks: Floats


def adjusted(flows: Floats) -> Adjusted:
    """Fit every row of `flows` by quarter: the level of each week times a factor for each weekday, along the trend of three weeks.

    Quarters with fewer than one event a day are left out. The interval takes weeks as the units that vary (Student's t, on the log scale).
    """
    units, days = flows.shape
    length = WEEKS * DAYS
    counts = np.where(np.isfinite(flows) & (flows >= 0) & (flows < LARGEST), flows, np.nan)
    trend = np.nan_to_num(rolling_mean(counts, around=AROUND))
    quarters = -(-days // length)
    wide = [np.pad(each, ((0, 0), (0, quarters * length - days)), constant_values=np.nan) for each in (counts, trend)]
    tables, shape = (each.reshape(units, quarters, WEEKS, DAYS) for each in wide)
    made = two_way(tables, np.nan_to_num(shape))
    used = made.fitted > 0
    enough = made.fitted.sum(axis=(2, 3)) >= SMALLEST_MEAN * np.maximum(used.sum(axis=(2, 3)), 1)
    used &= enough[:, :, np.newaxis, np.newaxis]
    pearson = np.divide((np.nan_to_num(tables) - made.fitted) ** 2, made.fitted, out=np.zeros_like(made.fitted), where=used).sum(axis=3)
    cells = used.sum(axis=3)
    share = cells / np.maximum(cells.sum(axis=2, keepdims=True), 1)
    free = np.where(enough, made.free, 0)[:, :, np.newaxis] * share
    fitted = made.fitted.reshape(units, quarters * length)[:, :days]
    return _summed(fitted, pearson.reshape(units, quarters * WEEKS), free.reshape(units, quarters * WEEKS))


def adjusted_of(panel: Panel, value: str) -> Adjusted:
    """Return the fit of one value of a daily panel."""
    return adjusted(panel.flows(value))


def _summed(fitted: Floats, pearson: Floats, free: Floats) -> Adjusted:
    from scipy.stats import t

    chi2, total, weeks = pearson.sum(axis=1), free.sum(axis=1), (free > 0).sum(axis=1)
    known = np.maximum(total, 1e-9)
    phi = chi2 / known
    spread = np.sqrt(((pearson - phi[:, np.newaxis] * free) ** 2).sum(axis=1) * weeks / np.maximum(weeks - 1, 1)) / known
    reach = t.ppf(0.5 + LEVEL / 2, np.maximum(weeks - 1, 1)) * np.divide(spread, phi, out=np.zeros_like(phi), where=phi > 0)
    reach = np.minimum(reach, 20.0)
    return Adjusted(
        fitted=fitted, phi=phi, low=phi * np.exp(-reach), high=phi * np.exp(reach), chi2=chi2, free=total, weeks=np.asarray(weeks, dtype=np.float64)
    )
