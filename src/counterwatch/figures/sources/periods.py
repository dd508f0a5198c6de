"""The ratio of two sources, period by period: at the lag at which they agree best, in sums of four weeks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterwatch.figures.shapes.alignment import Aligned
from counterwatch.figures.table import Days, Floats, Kind, Step
from counterwatch.stats.rolling import rolling_mean

Lags = NDArray[np.int64]

BLOCK = {Step.DAY: 28, Step.WEEK: 4}
LONGEST_LAG = {Step.DAY: 21, Step.WEEK: 3, Step.MONTH: 1}
AROUND = {Step.DAY: (3, 14), Step.WEEK: (0, 6), Step.MONTH: (0, 6)}
ALIKE, WORTH = 0.3, 0.02
FULL = 0.75
SMALLEST_SUM = 20.0
COPIED_FROM = 10.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ratios:
    """Sums of both sources by period, of shape (units, periods), the logarithm of their ratio and its noise of counting; NaN where not usable.

    `lag` is by how many steps the first source is later than the second, `same` the share of values that are exactly equal in both.
    """

    starts: Days
    first: Floats
    second: Floats
    logs: Floats
    noise: Floats
    lag: Lags
    same: Floats


def ratios_of(pair: Aligned) -> Ratios:
    """Compare two sources in sums of 28 days or 4 weeks, and step by step where steps are longer."""
    counted = pair.kinds == (Kind.COUNTS, Kind.COUNTS)
    lag = best_lag(pair.first, pair.second, pair.step)
    shifted = later(pair.first, lag)
    both = np.isfinite(shifted) & np.isfinite(pair.second)
    size = BLOCK.get(pair.step, 1)
    number = both.shape[1] // size

    def blocks(values: Floats) -> Floats:
        return np.asarray(values[:, : number * size].reshape(len(values), number, size).sum(axis=2))

    sums = [np.where(blocks(both.astype(np.float64)) >= FULL * size, blocks(np.where(both, each, 0.0)), np.nan) for each in (shifted, pair.second)]
    logs, noise = _logs(sums[0], sums[1], counted=counted)
    large = both & (np.maximum(shifted, pair.second) >= COPIED_FROM)
    same = (large & (shifted == pair.second)).sum(axis=1) / np.maximum(large.sum(axis=1), 1)
    return Ratios(starts=pair.times[: number * size : size], first=sums[0], second=sums[1], logs=logs, noise=noise, lag=lag, same=same)


def _logs(first: Floats, second: Floats, *, counted: bool) -> tuple[Floats, Floats]:
    """Return logarithms of ratios; of counts half a case is added to both (Haldane 1955), so that a period without any is not lost."""
    more = 0.5 if counted else 0.0
    usable = (np.minimum(first, second) >= 0) & (first + second >= SMALLEST_SUM) if counted else np.minimum(first, second) > 0
    here, there = np.where(usable, first + more, np.nan), np.where(usable, second + more, np.nan)
    return np.log(here / there), np.sqrt(1 / here + 1 / there) if counted else np.zeros(here.shape)


def best_lag(first: Floats, second: Floats, step: Step) -> Lags:
    """Return by how many steps each row of `first` is later than `second`: the shortest lag that agrees about as well as the best.

    What is compared are the ups and downs around a mean of four weeks (of 13 steps where steps are longer), of weekly means of logarithms.
    """
    longest = min(LONGEST_LAG.get(step, 0), max(first.shape[1] // 4, 0))
    if not longest or not len(first):
        return np.zeros(len(first), dtype=np.int64)
    one, other = (_ups_and_downs(each, step) for each in (first, second))
    lags = np.array(sorted(range(-longest, longest + 1), key=lambda lag: (abs(lag), lag)))
    alike = np.stack([_correlation(one, other, int(lag)) for lag in lags], axis=1)
    best = alike.max(axis=1)
    good = alike >= np.minimum(best, np.maximum(best - WORTH, ALIKE))[:, np.newaxis]
    return np.where(best >= ALIKE, lags[good.argmax(axis=1)], 0)


def later(values: Floats, lag: Lags) -> Floats:
    """Return each row moved to the left by its lag, with NaN where nothing comes in."""
    places = np.arange(values.shape[1]) + lag[:, np.newaxis]
    inside = (places >= 0) & (places < values.shape[1])
    if not values.size:
        return values
    moved: Floats = np.where(inside, np.take_along_axis(values, np.where(inside, places, 0), axis=1), np.nan)
    return moved


def _ups_and_downs(values: Floats, step: Step) -> Floats:
    near, far = AROUND[step]
    known = np.isfinite(values)
    logs = np.log1p(np.maximum(rolling_mean(values, around=near), 0.0))
    return np.where(known, logs - rolling_mean(logs, around=far), 0.0)


def _correlation(one: Floats, other: Floats, lag: int) -> Floats:
    here, there = (one[:, lag:], other[:, : other.shape[1] - lag]) if lag >= 0 else (one[:, :lag], other[:, -lag:])
    both = np.einsum("ij,ij->i", here, there)
    power = np.sqrt(np.einsum("ij,ij->i", here, here) * np.einsum("ij,ij->i", there, there))
    return np.asarray(np.divide(both, power, out=np.zeros_like(both), where=power > 0))
