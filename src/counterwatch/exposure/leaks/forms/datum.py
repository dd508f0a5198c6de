"""Coordinates as apps in China tell them: GCJ-02 and BD-09 shift a place by some hundred metres. The formulas are public and approximate."""

from __future__ import annotations

import math

AXIS, ECCENTRICITY = 6378245.0, 0.00669342162296594323
TURN = math.pi * 3000.0 / 180.0
LATITUDES, LONGITUDES = (0.8293, 55.8271), (72.004, 137.8347)
"""Where the shift is applied, in degrees."""
Point = tuple[float, float]


def points(place: Point) -> dict[str, Point]:
    """Return a place in degrees in every datum in which it may be told."""
    latitude, longitude = place
    if not (LATITUDES[0] < latitude < LATITUDES[1] and LONGITUDES[0] < longitude < LONGITUDES[1]):
        return {"WGS 84": place}
    shifted = gcj02(place)
    return {"WGS 84": place, "GCJ-02": shifted, "BD-09": bd09(shifted)}


def gcj02(place: Point) -> Point:
    """Return a place of WGS 84 in GCJ-02."""
    latitude, longitude = place
    x, y = longitude - 105.0, latitude - 35.0
    radians = math.radians(latitude)
    bend = 1 - ECCENTRICITY * math.sin(radians) ** 2
    north = math.degrees(_north(x, y) / (AXIS * (1 - ECCENTRICITY) / (bend * math.sqrt(bend))))
    east = math.degrees(_east(x, y) / (AXIS / math.sqrt(bend) * math.cos(radians)))
    return latitude + north, longitude + east


def bd09(place: Point) -> Point:
    """Return a place of GCJ-02 in BD-09."""
    y, x = place
    length = math.hypot(x, y) + 0.00002 * math.sin(y * TURN)
    angle = math.atan2(y, x) + 0.000003 * math.cos(x * TURN)
    return length * math.sin(angle) + 0.006, length * math.cos(angle) + 0.0065


def _north(x: float, y: float) -> float:
    """Return the shift to the north in metres."""
    flat = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    return flat + _wave(x, 20.0, 6.0) + _wave(x, 20.0, 2.0) + _waves(y, ((20.0, 1.0), (40.0, 1 / 3), (160.0, 1 / 12), (320.0, 1 / 30)))


def _east(x: float, y: float) -> float:
    """Return the shift to the east in metres."""
    flat = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    return flat + _wave(x, 20.0, 6.0) + _wave(x, 20.0, 2.0) + _waves(x, ((20.0, 1.0), (40.0, 1 / 3), (150.0, 1 / 12), (300.0, 1 / 30)))


def _waves(value: float, waves: tuple[tuple[float, float], ...]) -> float:
    return sum(_wave(value, height, often) for height, often in waves)


def _wave(value: float, height: float, often: float) -> float:
    return height * math.sin(value * often * math.pi) * 2.0 / 3.0
