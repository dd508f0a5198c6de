"""What somebody could do to honest figures, on a share of the days: to measure what a check sees, never to be shipped as a tool.

Each acts on one stretch of days, or on days here and there, that make up the `share` (the dose).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from counterwatch.figures.worlds.averages import mean_over
from counterwatch.figures.worlds.world import Floats, Generator

Falsification = Callable[[Generator, Floats, float], Floats]
DOSES = (0.05, 0.1, 0.25, 0.5)
REALISTIC = ("base", "weekend_closed", "hosp_round", "sum_of_offices", "big_calm")
LIKED = np.array([0.03, 0.09, 0.11, 0.15, 0.11, 0.05, 0.12, 0.17, 0.10, 0.07])
"""How often a hand types each digit: seldom 0 and 5."""

_KNOWN: dict[str, Falsification] = {}


def falsification(function: Falsification) -> Falsification:
    """Register a falsification by its name; its docstring is what a table says of it."""
    _KNOWN[function.__name__] = function
    return function


def falsifications() -> Mapping[str, Falsification]:
    """Return every falsification by name."""
    return MappingProxyType(dict(sorted(_KNOWN.items())))


def stretch(rng: Generator, values: Floats, share: float) -> np.ndarray:
    """Mark one stretch of days in each unit."""
    units, days = values.shape
    long = max(round(share * days), 1)
    start = rng.integers(0, days - long + 1, (units, 1))
    return np.asarray((np.arange(days) >= start) & (np.arange(days) < start + long))


def typed_over(rng: Generator, values: Floats, marks: np.ndarray) -> Floats:
    """Type the last digits of the marked days by hand: rarely 0 or 5, and hardly ever the digit of the day before."""
    digit = rng.choice(10, values.shape, p=LIKED)
    again = np.zeros(values.shape, dtype=bool)
    again[:, 1:] = digit[:, 1:] == digit[:, :-1]
    digit = np.where(again & (rng.random(values.shape) < 0.8), (digit + rng.choice([1, 2, 3], values.shape)) % 10, digit)
    return np.where(marks & (values >= 10), values // 10 * 10 + digit, values)


@falsification
def invented(rng: Generator, values: Floats, share: float) -> Floats:
    """A stretch is invented: figures around one level, with too little scatter and typed last digits."""
    marks = stretch(rng, values, share)
    level = (np.where(marks, values, 0).sum(axis=1) / marks.sum(axis=1))[:, np.newaxis]
    drawn = np.maximum(np.round(level + rng.normal(0, 0.5, values.shape) * np.sqrt(level)), 0)
    return np.where(marks, typed_over(rng, drawn, marks), values)


@falsification
def typed(rng: Generator, values: Floats, share: float) -> Floats:
    """The last digits of some days are typed by hand."""
    return typed_over(rng, values, rng.random(values.shape) < share)


@falsification
def typed_smooth(rng: Generator, values: Floats, share: float) -> Floats:
    """A stretch is replaced by its 15-day mean with typed last digits."""
    marks = stretch(rng, values, share)
    return np.where(marks, typed_over(rng, mean_over(values, 15), marks), values)


@falsification
def smoothed(rng: Generator, values: Floats, share: float) -> Floats:
    """A stretch is replaced by its 15-day mean."""
    return np.where(stretch(rng, values, share), mean_over(values, 15), values)


@falsification
def capped(rng: Generator, values: Floats, share: float) -> Floats:
    """The highest days are all brought down to one figure."""
    return np.minimum(values, np.floor(np.quantile(values, 1 - share, axis=1, keepdims=True)))


@falsification
def zeroed(rng: Generator, values: Floats, share: float) -> Floats:
    """A stretch shows zero."""
    return np.where(stretch(rng, values, share), 0.0, values)


@falsification
def copied(rng: Generator, values: Floats, share: float) -> Floats:
    """A stretch repeats the days of some weeks before, figure by figure."""
    days = values.shape[1]
    long = max(round(share * days), 1)
    out = values.copy()
    for row in out:
        start = int(rng.integers(long, days - long + 1))
        back = int(rng.integers(long, start + 1))
        row[start : start + long] = row[start - back : start - back + long]
    return out


@falsification
def scaled(rng: Generator, values: Floats, share: float) -> Floats:
    """A stretch is multiplied by 0.4 and rounded."""
    return np.where(stretch(rng, values, share), np.round(values * 0.4), values)


@falsification
def rounded(rng: Generator, values: Floats, share: float) -> Floats:
    """Some days are rounded to fives."""
    return np.where(rng.random(values.shape) < share, np.round(values / 5) * 5, values)


@falsification
def on_target(rng: Generator, values: Floats, share: float) -> Floats:
    """The last day of some four-week periods is set so that the sum of the period just meets a round target."""
    out = values.copy()
    for begin in range(0, values.shape[1] - 27, 28):
        total = out[:, begin : begin + 28].sum(axis=1)
        step = np.maximum(10 ** np.floor(np.log10(np.maximum(total, 1)) - 1), 1)
        lacking = np.ceil(total / step) * step - total
        out[:, begin + 27] += np.where(rng.random(len(values)) < share, lacking, 0)
    return out


@falsification
def moved(rng: Generator, values: Floats, share: float) -> Floats:
    """In a stretch, half of each day is dated a week later, into another week's report."""
    later = np.where(stretch(rng, values, share), np.floor(values / 2), 0)
    return np.asarray(values - later + np.pad(later, ((0, 0), (7, 0)))[:, :-7])


@falsification
def curve(rng: Generator, values: Floats, share: float) -> Floats:
    """A stretch follows a quadratic curve exactly."""
    marks, day = stretch(rng, values, share), np.arange(values.shape[1]) / values.shape[1]
    out = values.copy()
    for row, held in zip(out, marks, strict=True):
        row[held] = np.maximum(np.round(np.polyval(np.polyfit(day[held], row[held], 2), day[held])), 0)
    return out
