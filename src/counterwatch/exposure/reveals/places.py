"""Places where nights and days are spent, from fixes and visits: found on a grid of 200 metres, told on one of a tenth of a degree."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from counterwatch.exposure.archive import Event

GRID = 200.0
"""Metres of a cell in which rows are the same place."""
COARSE = 0.1
"""Degrees of a cell that may be told: about 11 kilometres from south to north."""
DEGREE = 111_320.0
"""Metres of a degree of latitude."""
HOUR, DAY = 3_600_000, 86_400_000
TOGETHER = 2 * HOUR
"""Two fixes at one place that are no further apart in time are one stay."""
LONGEST = 60 * DAY
NIGHT, NIGHT_HOURS = 22 * HOUR, 8 * HOUR
WORK, WORK_HOURS = 9 * HOUR, 8 * HOUR
AT_NIGHT, AT_WORK = HOUR, 3 * HOUR
"""How long one must have been at a place between ten and six, or between nine and five, for the night or the day to count there."""
Cell = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Stay:
    """Time spent within one cell, in milliseconds UTC; `offset` is that of the local clock."""

    cell: Cell
    spot: tuple[float, float]
    start: int
    end: int
    offset: int


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Place:
    """A place by the nights and the days (nine to five) spent there, and the time in hours. `spot` is its middle and never leaves memory."""

    spot: tuple[float, float]
    nights: int
    days: int
    hours: float

    @property
    def coarse(self) -> tuple[float, float]:
        """The south-west corner of its cell of a tenth of a degree."""
        return coarse(self.spot)


def coarse(spot: tuple[float, float]) -> tuple[float, float]:
    """Return the south-west corner of the coarse cell of coordinates."""
    north, east = (round(math.floor(round(each / COARSE, 6)) * COARSE, 1) for each in spot)
    return north, east


def cell_of(spot: tuple[float, float]) -> Cell:
    """Return the cell of 200 metres that coordinates are in."""
    row = math.floor(spot[0] * DEGREE / GRID)
    return row, math.floor(spot[1] * _columns(row))


def around(cell: Cell) -> list[Cell]:
    """Return a cell and the eight that touch it; far east and west the columns of two rows do not stand above each other."""
    east = (cell[1] + 0.5) / _columns(cell[0])
    return [(row, math.floor(east * _columns(row)) + over) for row in range(cell[0] - 1, cell[0] + 2) for over in (-1, 0, 1)]


def _columns(row: int) -> float:
    """Return how many cells of a row make a degree of longitude."""
    return max(math.cos(math.radians((row + 0.5) * GRID / DEGREE)), 0.01) * DEGREE / GRID


def places(events: Iterable[Event]) -> list[Place]:
    """Return the places of an export, those with most nights first, then with most time."""
    found = stays(events)
    spent: Counter[Cell] = Counter()
    inside: dict[Cell, list[Stay]] = {}
    for each in found:
        spent[each.cell] += max(each.end - each.start, 1)
        inside.setdefault(each.cell, []).append(each)
    made: list[Place] = []
    for cell, _ in sorted(spent.items(), key=lambda each: (-each[1], each[0])):
        # A place on the edge of a cell is in two or four of them: the fullest takes what lies around it.
        near = [stay for other in around(cell) for stay in inside.pop(other, [])]
        if near:
            made.append(_place(near))
    return sorted(made, key=lambda each: (-each.nights, -each.hours, -each.days, each.spot))


def stays(events: Iterable[Event]) -> list[Stay]:
    """Return visits as they are, and fixes joined where they follow each other in one cell or the next."""
    rows = sorted(
        (
            (each.time, each.place, each.until, each.offset)
            for each in events
            if each.time is not None and each.place is not None and each.what != "sent place"
        ),
        key=lambda each: (each[0], each[1], each[2] or 0, each[3] or 0),
    )
    found = [_stay(place, time, min(until, time + LONGEST), offset) for time, place, until, offset in rows if until is not None and until > time]
    joined: list[Stay] = []
    for time, place, until, offset in rows:
        if until is not None:
            continue
        last = joined[-1] if joined else None
        cell = cell_of(place)
        if last is not None and time - last.end <= TOGETHER and (cell == last.cell or cell in around(last.cell)):
            joined[-1] = Stay(cell=last.cell, spot=last.spot, start=last.start, end=time, offset=last.offset)
        else:
            joined.append(_stay(place, time, time, offset))
    return [*found, *joined]


def _stay(spot: tuple[float, float], start: int, end: int, offset: int | None) -> Stay:
    # Where the export does not tell the local clock, the sun does, to within two hours nearly everywhere.
    return Stay(cell=cell_of(spot), spot=spot, start=start, end=end, offset=offset if offset is not None else round(spot[1] * 4))


def _place(stays: list[Stay]) -> Place:
    nights: Counter[int] = Counter()
    works: Counter[int] = Counter()
    for each in stays:
        _share(nights, each, NIGHT, NIGHT_HOURS)
        _share(works, each, WORK, WORK_HOURS)
    weights = [max(each.end - each.start, 1) for each in stays]
    middle = (
        sum(each.spot[0] * weight for each, weight in zip(stays, weights, strict=True)) / sum(weights),
        sum(each.spot[1] * weight for each, weight in zip(stays, weights, strict=True)) / sum(weights),
    )
    return Place(
        spot=middle, hours=sum(each.end - each.start for each in stays) / HOUR, nights=sum(long >= AT_NIGHT for long in nights.values()),
        days=sum(long >= AT_WORK for long in works.values()),
    )  # fmt: skip


def _share(days: Counter[int], stay: Stay, begins: int, long: int) -> None:
    """Add the time of a stay that falls into a part of each local day it touches; days count from 1970."""
    start, end = stay.start + stay.offset * 60_000, stay.end + stay.offset * 60_000
    for day in range((start - begins - long) // DAY, (end - begins) // DAY + 1):
        if (overlap := min(end, day * DAY + begins + long) - max(start, day * DAY + begins)) > 0:
            days[day] += overlap
