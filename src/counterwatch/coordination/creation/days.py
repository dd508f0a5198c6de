"""How many of the accounts of a collection were made on each day, and what the days around lead one to expect.

The rate of a window of days is the larger of the two means beside it: where a platform opens to a new country, or grows from one week to the
next, one of the sides has the new rate already. Sides are as long as they must be to hold a score of accounts. How well a side is
known, and how far days differ by more than chance, widen what is expected (a gamma rate: counts are negative binomial).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

DAY = 86_400_000
WINDOWS = (1, 2, 3)
"""Days within which accounts are said to be made together; longer waves belong to the growth of a platform."""
GAP = 1
"""Days beside a window that belong to neither side: a burst may begin before midnight."""
SIDES = (14, 28, 56, 112, 224)
SCORE = 20
FEWEST = 5
"""Fewer accounts than this are no burst, however rare."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Days:
    """Accounts made per day: `counts` from day `first` (since 1970) on, the weight of each day's weekday, the length of a side in days and the
    share by which the rate of a day differs from the smooth one by more than chance (squared coefficient of variation).
    """

    first: int
    counts: Integers
    weights: Floats
    side: int
    spread: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Some days in which many accounts were made: the first of them (place in `Days.counts`), how many, accounts and expectation; -log10 of
    the chance of so many in this window alone.
    """

    place: int
    length: int
    accounts: int
    expected: float
    surprise: float


def days_of(created: Integers) -> Days:
    """Return the days of some dates of creation (milliseconds UTC)."""
    days = created // DAY
    first = int(days.min())
    counts = np.bincount(days - first)
    side = next((each for each in SIDES if counts.mean() * each >= SCORE), SIDES[-1])
    plain = Days(first=first, counts=counts, weights=np.ones(len(counts)), side=side, spread=0.0)
    weights = _weights(plain)
    weighed = Days(first=first, counts=counts, weights=weights, side=side, spread=0.0)
    return Days(first=first, counts=counts, weights=weights, side=side, spread=_spread(weighed))


def smooth(days: Days) -> Floats:
    """Return the rate of each day by the mean of the days around it, without itself."""
    left, right, _, _ = _sides(days.counts[None], days, 1)
    both = (left[0] + right[0]) / np.maximum(left[1] + right[1], 1e-9)
    return np.asarray(np.maximum(both[0], 0.5 / days.side) * days.weights, dtype=np.float64)


def strongest(counts: Integers, days: Days) -> list[Window]:
    """Return, for each row of `counts` (draws x days), the most surprising window."""
    found = [Window(place=0, length=1, accounts=0, expected=0.0, surprise=0.0)] * len(counts)
    for length in WINDOWS:
        held, expected, chances = _chances(counts, days, length)
        places = np.argmax(chances, axis=1)
        for row, place in enumerate(places.tolist()):
            if chances[row, place] > found[row].surprise:
                found[row] = Window(
                    place=place, length=length, accounts=int(held[row, place]), expected=float(expected[row, place]),
                    surprise=float(chances[row, place]),
                )  # fmt: skip
    return found


def _chances(counts: Integers, days: Days, length: int) -> tuple[Integers, Floats, Floats]:
    """Return of each window the accounts, the expectation, and -log10 of the chance of so many; 0 where there are few or no more than expected."""
    from scipy.stats import nbinom

    left, right, held, weight = _sides(counts, days, length)
    rates = [(sums + 0.5) / np.maximum(weights, 1e-9) for sums, weights in (left, right)]
    usable = [np.broadcast_to(weights >= days.side / 2, counts.shape[:1] + weights.shape) for _, weights in (left, right)]
    chosen = [np.where(each, rate, -1.0) for each, rate in zip(usable, rates, strict=True)]
    later = chosen[1] > chosen[0]
    expected = np.maximum(np.maximum(*chosen), 0.0) * weight
    known = np.where(later, right[0], left[0]) + 0.5
    surprise = np.zeros(held.shape)
    asked = (held >= FEWEST) & (held > expected) & (usable[0] | usable[1])
    shape = 1 / (days.spread / length + 1 / known[asked])
    mean = expected[asked]
    surprise[asked] = -nbinom.logsf(held[asked] - 1, shape, shape / (shape + mean)) / np.log(10)
    return held, expected, surprise


def _sides(counts: Integers, days: Days, length: int) -> tuple[Any, Any, Integers, Floats]:
    """Return accounts and weights on both sides of each window, accounts in it, and its weight."""
    total = np.concatenate([np.zeros((len(counts), 1)), np.cumsum(counts, axis=1)], axis=1)
    weigh = np.concatenate([[0.0], np.cumsum(days.weights)])
    width = counts.shape[1]
    start = np.arange(width - length + 1)

    def between(low: Any, high: Any) -> tuple[Any, Any]:
        low, high = np.clip(low, 0, width), np.clip(high, 0, width)
        return total[:, high] - total[:, low], weigh[high] - weigh[low]

    left = between(start - GAP - days.side, start - GAP)
    right = between(start + length + GAP, start + length + GAP + days.side)
    held, weight = between(start, start + length)
    return left, right, held.astype(np.int64), weight


def _weights(days: Days) -> Floats:
    """Return how full the weekday of each day is beside the others; a score of accounts at the usual rate holds small samples back."""
    expected = smooth(days)
    weekday = (days.first + np.arange(len(days.counts))) % 7
    seen, usual = (np.bincount(weekday, weights=each, minlength=7) + SCORE for each in (days.counts, expected))
    weights = seen / usual
    return np.asarray((weights / weights.mean())[weekday], dtype=np.float64)


def _spread(days: Days) -> float:
    """Return the squared coefficient of variation of daily rates, without the days around the fullest window: it may be what is looked for."""
    expected = smooth(days)
    fullest = strongest(days.counts[None], days)[0]
    kept = np.ones(len(expected), np.bool_)
    kept[max(0, fullest.place - 7) : fullest.place + fullest.length + 7] = False
    excess = ((days.counts - expected) ** 2 - expected)[kept].sum()
    return float(max(0.0, excess / max((expected[kept] ** 2).sum(), 1e-9)))
