"""Small worlds in which counts come about: events in clusters, delay, staffing by weekday, then a publication habit.

Nothing here is drawn from the distributions that the checks assume; how much a world varies is a consequence, not an input.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Generator = np.random.Generator
World = Callable[[Generator, int], Floats]

DAYS = 700
WARM_UP = 30
OPEN_ALL_WEEK = np.full(7, 0.6)
QUIET_WEEKENDS = np.array([0.7, 0.7, 0.65, 0.65, 0.6, 0.35, 0.25])


def raw(generator: Generator, units: int, *, clusters: float = 0.5, staffing: Floats = QUIET_WEEKENDS, low: float = 8, high: float = 600) -> Floats:
    """Events spread in clusters along a wave, wait in a queue, and are registered by as many clerks as the weekday has."""
    level = np.exp(generator.uniform(np.log(low), np.log(high), units))
    wave = np.cumsum(np.cumsum(generator.normal(0, 0.0004, (units, DAYS + WARM_UP)), axis=1), axis=1).clip(-1, 1.5)
    first = generator.poisson(level[:, np.newaxis] * np.exp(wave) / (1 + clusters))
    events = first + generator.poisson(first * clusters)
    queue, registered = np.zeros(units, dtype=np.int64), np.zeros(events.shape)
    for day in range(events.shape[1]):
        queue += events[:, day]
        done = generator.binomial(queue, staffing[day % 7])
        registered[:, day], queue = done, queue - done
    return registered[:, WARM_UP:]


def clusters(generator: Generator, units: int) -> Floats:
    return raw(generator, units)


def independent(generator: Generator, units: int) -> Floats:
    return raw(generator, units, clusters=0.0, staffing=OPEN_ALL_WEEK)


def independent_with_weekdays(generator: Generator, units: int) -> Floats:
    return raw(generator, units, clusters=0.0)


def small(generator: Generator, units: int) -> Floats:
    return raw(generator, units, clusters=0.0, staffing=OPEN_ALL_WEEK, low=0.3, high=8)


def large(generator: Generator, units: int) -> Floats:
    return raw(generator, units, clusters=3.0, low=1000, high=20000)


def closed_at_weekends(generator: Generator, units: int) -> Floats:
    return raw(generator, units, staffing=np.array([0.9, 0.8, 0.8, 0.8, 0.8, 0.0, 0.0]))


def several_offices(generator: Generator, units: int) -> Floats:
    return np.asarray(sum(raw(generator, units, low=2, high=40, staffing=np.roll(QUIET_WEEKENDS, shift)) for shift in range(8)))


def missing_then_sum(generator: Generator, units: int) -> Floats:
    """Some days bring no report: zero, and the sum on the next day."""
    values = clusters(generator, units)
    for row, day in zip(*np.nonzero(generator.random(values[:, :-1].shape) < 0.04), strict=True):
        values[row, day + 1] += values[row, day]
        values[row, day] = 0
    return values


def corrected(generator: Generator, units: int) -> Floats:
    """Eight days carry a negative correction."""
    values = clusters(generator, units)
    for row in values:
        row[generator.integers(0, DAYS, 8)] = -generator.integers(1, 40, 8)
    return values


def mean_of(days: int, start: int = 0) -> World:
    """The mean of the last days is published instead of the count of the day, from some day on."""

    def world(generator: Generator, units: int) -> Floats:
        values = clusters(generator, units)
        sums = np.cumsum(np.pad(values, ((0, 0), (days, 0)), mode="edge"), axis=1)
        smooth = np.round((sums[:, days:] - sums[:, :-days]) / days)
        return np.where(np.arange(DAYS) >= start, smooth, values)

    return world


def totals_over(days: int, start: int = 0) -> World:
    """The total of some days is spread evenly over them, the remainder on the last ones."""

    def world(generator: Generator, units: int) -> Floats:
        values = clusters(generator, units)
        totals = values.reshape(units, DAYS // days, days).sum(axis=2)
        share, rest = np.divmod(totals, days)
        spread = share[:, :, np.newaxis] + (np.arange(days) >= days - rest[:, :, np.newaxis])
        return np.where(np.arange(DAYS) >= start, spread.reshape(units, DAYS), values)

    return world


def interpolated(generator: Generator, units: int) -> Floats:
    """The running total is known on some days only and drawn as a straight line between them."""
    running = np.cumsum(clusters(generator, units), axis=1)
    days = np.unique(np.concatenate([[0], np.cumsum(generator.integers(3, 10, 200)), [DAYS - 1]]).clip(max=DAYS - 1))
    lines = np.array([np.round(np.interp(np.arange(DAYS), days, row[days])) for row in running])
    return np.diff(lines, axis=1, prepend=0)


RAW: dict[str, World] = {
    "clusters": clusters, "independent": independent, "independent with weekdays": independent_with_weekdays, "small": small, "large": large,
    "closed at weekends": closed_at_weekends, "several offices": several_offices, "missing, then the sum": missing_then_sum, "corrected": corrected,
}  # fmt: skip
MEANS: dict[str, World] = {f"mean of {days} days": mean_of(days) for days in (3, 5, 7, 10, 14, 21, 28)} | {
    "mean of 7 days from day 350": mean_of(7, 350)
}
SPREADS: dict[str, World] = {
    "weekly totals": totals_over(7),
    "totals of 4 days": totals_over(4),
    "weekly totals from day 350": totals_over(7, 350),
    "interpolated": interpolated,
}
