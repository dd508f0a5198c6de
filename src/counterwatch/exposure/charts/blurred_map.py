"""Where an export tells that one was, in cells of a tenth of a degree or coarser: never a pin, and never finer than a town."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from typing import Any

from counterwatch.core import Chart, Template
from counterwatch.exposure.charts.land import Box, Ring, around

TITLE = Template("exposure.blurred_map.title", "where the export tells that you were, blurred")
KEY = Template("exposure.blurred_map.key", "a square is {degrees} degrees wide, about {kilometres} km from south to north")
DARKER = Template("exposure.blurred_map.darker", "the darker, the more rows in it")
OUTLINE = Template("exposure.blurred_map.outline", "outline of the land: Natural Earth, 1:110 million; lines every {step} degrees")
FINEST = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
"""Widths of a cell, in degrees."""
WIDTH, HEIGHT = 420, 300
SMALLEST = 5.0
"""Units on paper that a cell is wide at least."""
NARROWEST = 7.0
"""Degrees that a map shows at least: less would not show where on earth it is."""
MOST = 400
STEPS = (0.5, 1, 2, 5, 10, 20, 30)


def blurred_map(places: Iterable[tuple[float, float]]) -> Chart:
    """Return a map of coordinates (north, east, in degrees); there must be one at least."""
    spots = list(places)
    middle, across = _frame(spots)
    cell = next((each for each in FINEST if each / across * WIDTH >= SMALLEST), FINEST[-1])
    counted = Counter((math.floor(round(north / cell, 6)), math.floor(round(east / cell, 6))) for north, east in spots)
    shown = sorted(counted.items(), key=lambda each: (-each[1], each[0]))[:MOST]
    step = next((each for each in STEPS if across / each <= 8), STEPS[-1])
    texts = {"key": KEY(degrees=cell, kilometres=round(cell * 111)), "darker": DARKER(), "outline": OUTLINE(step=step)}
    widen = math.cos(math.radians(min(abs(middle[1]), 75)))
    squares = {"type": "FeatureCollection", "features": [_square(row, column, cell, count, widen) for (row, column), count in shown]}
    return Chart(title=TITLE(), spec=_spec(squares, middle, across, step, widen), texts=texts)


def _frame(spots: list[tuple[float, float]]) -> tuple[tuple[float, float], float]:
    """Return the middle (east, north) of a map on the grid, so that it does not give away more than its cells, and its width in degrees."""
    norths, easts = [each[0] for each in spots], [each[1] for each in spots]
    across = max(NARROWEST, 1.3 * (max(easts) - min(easts)), 1.3 * (max(norths) - min(norths)) * WIDTH / HEIGHT)
    middle = (round((max(easts) + min(easts)) / 2), round((max(norths) + min(norths)) / 2))
    return middle, min(across + 1.0, 360.0)


def _square(row: int, column: int, cell: float, count: int, widen: float) -> dict[str, Any]:
    south, west, north, east = (round(each * cell, 3) for each in (row, column, row + 1, column + 1))
    ring = [[west, south], [west, north], [east, north], [east, south], [west, south]]
    return _feature("Polygon", [_flat(ring, widen)], {"rows": count})


def _flat(ring: Ring, widen: float) -> Ring:
    return [[round(east * widen, 3), round(north, 3)] for east, north in ring]


def _polygons(box: Box, widen: float) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": [_feature("Polygon", [_flat(each, widen)], {}) for each in around(box)]}


def _lines(box: Box, step: float, widen: float) -> dict[str, Any]:
    west, south, east, north = box
    ups = [each * step for each in range(math.ceil(west / step), math.floor(east / step) + 1)]
    overs = [each * step for each in range(math.ceil(south / step), math.floor(north / step) + 1)]
    lines = [*([[each, south], [each, north]] for each in ups), *([[west, each], [east, each]] for each in overs)]
    return {"type": "FeatureCollection", "features": [_feature("LineString", _flat(each, widen), {}) for each in lines]}


def _numbers(box: Box, step: float, widen: float) -> list[dict[str, Any]]:
    """Return the degrees that stand at the lines, below and at the left."""
    west, south, east, north = box
    inset = (north - south) / 40
    ups = [each * step for each in range(math.ceil(west / step + 0.5), math.floor(east / step - 0.2) + 1)]
    overs = [each * step for each in range(math.ceil(south / step + 0.5), math.floor(north / step) + 1)]
    return [
        *({"east": round(each * widen, 3), "north": round(south + inset, 3), "degrees": f"{each:g}°"} for each in ups),
        *({"east": round((west + inset * 1.6) * widen, 3), "north": round(each, 3), "degrees": f"{each:g}°"} for each in overs),
    ]


def _feature(kind: str, coordinates: Any, properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def _spec(squares: dict[str, Any], middle: tuple[float, float], across: float, step: float, widen: float) -> dict[str, Any]:
    scale = WIDTH / across / widen
    half, tall = across / 2, HEIGHT / scale / 2
    box = (middle[0] - half, middle[1] - tall, middle[0] + half, middle[1] + tall)
    colour = {"field": "properties.rows", "type": "quantitative", "legend": None, "scale": {"type": "sqrt", "range": ["#9db8cf", "#1f4e79"]}}
    shapes: tuple[tuple[dict[str, Any], dict[str, Any], dict[str, Any]], ...] = (
        (_polygons(box, widen), {"fill": "#e6e3da", "stroke": "#b9b6ab"}, {}),
        (_lines(box, step, widen), {"filled": False, "stroke": "#c3ccd4", "strokeWidth": 0.6}, {}),
        (squares, {"stroke": "#1c1c1a", "strokeWidth": 0.5}, {"color": colour}),
    )
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "view": {"stroke": "#d8d6cf", "fill": "#f4f6f8"},
        "title": {
            "text": [{"message": each} for each in ("key", "darker", "outline")],
            "fontSize": 11, "fontWeight": "normal", "anchor": "start", "lineHeight": 15,
        },
        "projection": {
            "type": "identity", "reflectY": True, "scale": round(scale, 4),
            "translate": [round(WIDTH / 2 - middle[0] * widen * scale, 2), round(HEIGHT / 2 + middle[1] * scale, 2)],
        },
        "layer": [
            *(
                {
                    "data": {"values": values, "format": {"property": "features"}},
                    "mark": {"type": "geoshape", "clip": True, **look},
                    **({"encoding": encoding} if encoding else {}),
                }
                for values, look, encoding in shapes
            ),
            {
                "data": {"values": _numbers(box, step, widen)},
                "mark": {"type": "text", "fontSize": 10, "color": "#5b5b56"},
                "encoding": {
                    "longitude": {"field": "east", "type": "quantitative"},
                    "latitude": {"field": "north", "type": "quantitative"},
                    "text": {"field": "degrees", "type": "nominal"},
                },
            },
        ],
    }  # fmt: skip
