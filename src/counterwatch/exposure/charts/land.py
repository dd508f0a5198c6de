"""The outline of the land, cut to the part that a map shows."""

from __future__ import annotations

import itertools
import json
from functools import cache
from importlib.resources import files
from typing import Any

Ring = list[list[float]]
"""Points (east, north) in degrees; the last is the first again."""
Box = tuple[float, float, float, float]
"""West, south, east and north, in degrees."""


@cache
def land() -> list[Ring]:
    """Return the outer and inner outlines of all land (TopoJSON: arcs in steps on a grid, told from an origin)."""
    told: dict[str, Any] = json.loads((files("counterwatch.exposure.charts") / "land-110m.json").read_text(encoding="utf-8"))
    (wide, high), (west, south) = told["transform"]["scale"], told["transform"]["translate"]
    arcs = []
    for steps in told["arcs"]:
        x = y = 0
        arc = []
        for across, up in steps:
            x, y = x + across, y + up
            arc.append([x * wide + west, y * high + south])
        arcs.append(arc)
    return [_unrolled(_joined(ring, arcs)) for shape in told["objects"]["land"]["geometries"] for polygon in shape["arcs"] for ring in polygon]


def _joined(numbers: list[int], arcs: list[Ring]) -> Ring:
    points: Ring = []
    for number in numbers:
        # A negative number is an arc walked backwards; neighbours share their end.
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def _unrolled(ring: Ring) -> Ring:
    """Return a ring that crosses the date line as one that goes on beyond 180 degrees, and closes the one around the south pole below it."""
    points, turn = [ring[0]], 0.0
    for before, here in itertools.pairwise(ring):
        turn += 360.0 if here[0] - before[0] < -180 else -360.0 if here[0] - before[0] > 180 else 0.0
        points.append([here[0] + turn, here[1]])
    return points if not turn else [*points, [points[-1][0], -90.0], [points[0][0], -90.0], points[0]]


def around(box: Box) -> list[Ring]:
    """Return the land within a box, also where it is beyond the date line."""
    rings = [[[east + turn, north] for east, north in ring] for ring in land() for turn in (-360.0, 0.0, 360.0)]
    return [found for ring in rings if (found := clip(ring, box))]


def clip(ring: Ring, box: Box) -> Ring:
    """Return the part of a ring within a box, closed again; nothing where none is (Sutherland & Hodgman 1974)."""
    west, south, east, north = box
    points = ring[:-1]
    for axis, bound, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        points = _side(points, axis, bound, sign)
    return [*points, points[0]] if len(points) >= 3 else []


def _side(points: Ring, axis: int, bound: float, sign: int) -> Ring:
    kept: Ring = []
    for before, here in zip([*points[-1:], *points[:-1]], points, strict=True):
        inside, was_inside = sign * (here[axis] - bound) >= 0, sign * (before[axis] - bound) >= 0
        if inside != was_inside:
            share = (bound - before[axis]) / (here[axis] - before[axis])
            kept.append([before[0] + share * (here[0] - before[0]), before[1] + share * (here[1] - before[1])])
        if inside:
            kept.append(here)
    return kept
