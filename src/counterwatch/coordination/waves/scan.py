"""Which days stand out? Each is compared with the usual days before it; a day that stands out is not usual for those after it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterwatch.coordination.received import Received
from counterwatch.coordination.waves.usual import Usual, usual_of

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

HOUR = 3_600_000
FEWEST = 21
"""Usual days without which nothing can be said."""
NEAR = 7
"""Days around a day that it is not compared with, so that a wave that grows or lasts is not taken for what is usual."""
EARLY = FEWEST + NEAR
"""The first days, which have too few before them: they are compared with those around them."""
LONG = 28
"""Days in a row that stand out and then count as usual: a new level is not a wave."""
BETWEEN = 2
"""Days that stand out belong to one wave where at most one quiet day lies between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One number for each day from `first` (days since 1970) on: all messages of the day, and the most within any 60 minutes that begin in it.

    `hours` holds when the busiest 60 minutes of each day begin (milliseconds UTC). `hourly` is false where the times are too coarse to say.
    """

    first: int
    totals: Integers
    busiest: Integers
    hours: Integers
    hourly: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What was found: the chance of each day by its fuller series (NaN where it could not be compared), and what was usual where it stands out.

    `asked` counts comparisons; a day stands out where its chance times this number is at most `alpha`.
    """

    series: Series
    chances: Floats
    usual: tuple[Usual | None, ...]
    asked: int
    alpha: float

    @property
    def outstanding(self) -> NDArray[np.bool_]:
        return np.asarray(np.nan_to_num(self.chances, nan=1.0) * max(self.asked, 1) <= self.alpha)

    def p_value(self) -> float | None:
        """Return the adjusted p-value of the least usual day, or `None` where no day could be compared."""
        return float(min(1.0, np.nanmin(self.chances) * self.asked)) if np.isfinite(self.chances).any() else None

    def waves(self) -> list[tuple[int, int]]:
        """Return the first and the last day of each wave, as places in the series."""
        places = np.flatnonzero(self.outstanding)
        breaks = np.flatnonzero(np.diff(places) > BETWEEN)
        firsts, lasts = places[np.r_[0, breaks + 1][: len(places)]], places[np.r_[breaks, len(places) - 1][: len(places)]]
        return [(int(first), int(last)) for first, last in zip(firsts, lasts, strict=True)]


def series_of(table: Received) -> Series:
    """Return the daily numbers of a table with at least one message."""
    days = table.days()
    first, count = int(days[0]), int(days[-1] - days[0]) + 1
    within = np.searchsorted(table.time, table.time + HOUR, side="left") - np.arange(len(table))
    order = np.lexsort((-np.arange(len(table)), within))
    busiest, hours = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    # Ascending, so that the fullest 60 minutes of a day are written last; among equals the earliest.
    busiest[days[order] - first], hours[days[order] - first] = within[order], table.time[order]
    totals = np.bincount(days - first, minlength=count)
    return Series(first=first, totals=totals, busiest=busiest, hours=hours, hourly=bool((table.time % HOUR).any()))


def scan(series: Series, *, usual: int, alpha: float) -> Scan:
    """Compare each day with up to `usual` days before it that did not stand out; the first `EARLY` days with those around them.

    Days within `NEAR` of a day are never what it is compared with.
    """
    count = len(series.totals)
    numbers = [series.totals, series.busiest] if series.hourly else [series.totals]
    able = count > EARLY
    asked = len(numbers) * count if able else 0
    chances, out = np.full(count, np.nan), np.zeros(count, dtype=bool)
    then: list[Usual | None] = [None] * count
    for place in _order(series.totals) if able else ():
        others = _before(out, place, usual) if place >= EARLY else _around(out, place, usual)
        if len(others) < FEWEST:
            continue
        chances[place] = min(_chance(each, place, others) for each in numbers)
        out[place] = chances[place] * asked <= alpha
        then[place] = usual_of(series.totals[others]) if out[place] else None
    return Scan(series=series, chances=chances, usual=tuple(then), asked=asked, alpha=alpha)


def _order(totals: Integers) -> list[int]:
    """Return the days in the order in which they are asked: the first ones last, and of these the fullest first, so that it hides no other."""
    return [*range(EARLY, len(totals)), *np.argsort(-totals[:EARLY], kind="stable").tolist()]


def _before(out: NDArray[np.bool_], place: int, usual: int) -> Integers:
    """Return the nearest days before that did not stand out, and those of a stretch so long that it is the new level."""
    ordinary = ~out[:place]
    edges = np.flatnonzero(np.diff(np.r_[0, out[:place].astype(np.int8), 0]))
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        if last - first >= LONG:
            ordinary[first:last] = True
    return np.flatnonzero(ordinary[: place - NEAR])[-usual:]


def _around(out: NDArray[np.bool_], place: int, usual: int) -> Integers:
    """Return other days that did not stand out, the earliest; in a short record the nearer ones too, but no more of them than are needed."""
    away = np.abs(np.arange(len(out)) - place)
    far = np.flatnonzero(~out & (away > NEAR))[:usual]
    near = np.flatnonzero(~out & (away > 0) & (away <= NEAR))
    return np.concatenate([far, near[np.argsort(-away[near], kind="stable")][: max(FEWEST - len(far), 0)]])


def _chance(numbers: Integers, place: int, others: Integers) -> float:
    # A day that one of the usual days reaches cannot stand out: its chance is not worked out, and 1 is never too small.
    if numbers[place] <= numbers[others].max():
        return 1.0
    return usual_of(numbers[others]).chance(int(numbers[place]))
