"""A place in degrees: whatever pair of numbers comes within a hundredth of a degree of it counts, as coarse, by the decimals that agree."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache

from counterwatch.exposure.leaks.forms.datum import Point, points
from counterwatch.exposure.leaks.forms.form import Form

MOST, FEWEST = 5, 2
"""Decimals that are told apart: two are about a kilometre, five about a metre."""
WINDOW = 96
"""Bytes around a latitude in which its longitude is looked for."""
DEGREES = re.compile(rb"(?<![\d.])(-?)(\d{1,3})\.(\d{2,16})(?![\d.])")
MILLIONTHS = re.compile(rb"(?<![\d.])(-?)(\d{7,10})(?![\d.])")
SCALES = (6, 7)
Seen = tuple[float, int]


def place_forms(place: str) -> Iterator[Form]:
    """Yield how the latitude begins wherever the place, or one near it, is told."""
    for latitude in {point[0] for point in points(point_of(place)).values()}:
        cell = math.floor(abs(latitude) * 100)
        for near in (cell - 1, cell, cell + 1):
            if near >= 0:
                yield Form(text=f"{near // 100}.{near % 100:02}", name="degrees", exactness="coarse", prefix=True)
        for near in range(math.floor(abs(latitude) * 1000) - 10, math.floor(abs(latitude) * 1000) + 11):
            if near >= 10_000:
                yield Form(text=str(near), name="millionths", exactness="coarse", prefix=True)


def point_of(place: str) -> Point:
    """Return latitude and longitude in degrees."""
    latitude, _, longitude = place.partition(",")
    return float(latitude), float(longitude)


def agreeing(data: bytes, start: int, place: str) -> str | None:
    """Return how a place is told by the numbers at and around an offset, or None where they tell of another."""
    low = max(0, start - WINDOW)
    around = data[low : start + WINDOW + 20]
    at = start - low
    told = (_agreeing(pattern, scale, around, at, place) for pattern, scale in ((DEGREES, 0), *((MILLIONTHS, each) for each in SCALES)))
    best = max((each for each in told if each is not None), default=None)
    return None if best is None else f"{best[0]} decimals" + (f", {best[2]}" if best[2] != "WGS 84" else "")


def _agreeing(pattern: re.Pattern[bytes], scale: int, around: bytes, at: int, place: str) -> tuple[int, int, str] | None:
    numbers = [(each, _seen(each, scale)) for each in pattern.finditer(around)]
    first = next((seen for each, seen in numbers if each.start() <= at < each.end() and each.start(2) == at), None)
    if first is None:
        return None
    found = [
        (decimals, -rank, name)
        for each, seen in numbers
        if each.start(2) != at
        for rank, (name, point) in enumerate(_points(place))
        if (decimals := min(_decimals(first, point[0]), _decimals(seen, point[1]))) >= FEWEST
    ]
    return max(found, default=None)


def _seen(number: re.Match[bytes], scale: int) -> Seen:
    """Return a number in degrees and how many decimals it has."""
    sign = -1.0 if number[1] else 1.0
    if scale:
        return sign * int(number[2]) / 10**scale, scale
    return sign * float(b"%b.%b" % (number[2], number[3])), len(number[3])


def _decimals(seen: Seen, there: float) -> int:
    """Return to how many decimals two numbers agree, at most five and at most as many as were told."""
    apart = abs(seen[0] - there)
    return next((each for each in range(min(MOST, seen[1]), FEWEST - 1, -1) if apart < 10.0**-each), 0)


@lru_cache(maxsize=64)
def _points(place: str) -> tuple[tuple[str, Point], ...]:
    return tuple(points(point_of(place)).items())
