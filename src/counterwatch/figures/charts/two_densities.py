"""The numbers around a threshold as narrow bars, and their density as it arrives from either side."""

from __future__ import annotations

from typing import Any

import numpy as np

from counterwatch.core import Chart, Template
from counterwatch.figures.table import Floats
from counterwatch.stats.density_jump import Jump, Ordered, density_near

TITLE = Template("figures.two_densities.title", "around the threshold: {subject}")
VALUE = Template("figures.two_densities.value", "value")
DENSITY = Template("figures.two_densities.density", "share of the numbers per unit")
RANGE = Template(
    "figures.two_densities.range",
    "bars: how many numbers there are; lines: density from either side, with its {level:%} range; dashed: the threshold",
)
BARS = 20
POINTS = 25


def two_densities(subject: str, distances: Floats, found: Jump, point: float, level: float) -> Chart:
    """Return the histogram within the reach of the test, in bars that do not straddle the threshold, with both densities."""
    bars, lines, ordered = [], [], Ordered.of(distances)
    for side, sign in ((found.left, -1), (found.right, 1)):
        edges = np.sort(sign * np.linspace(0, side.width, BARS + 1))
        inside = distances[(distances < 0) if sign < 0 else (distances >= 0)]
        counts = np.histogram(inside, edges)[0] / len(distances) / np.diff(edges)
        bars += [
            {"from": float(a + point), "to": float(b + point), "density": round(float(count), 6)}
            for a, b, count in zip(edges[:-1], edges[1:], counts, strict=True)
        ]
        for place in sign * np.linspace(0, side.width * 0.95, POINTS):
            value, error = density_near(ordered, float(place), side.width, right=sign > 0)
            lines.append(
                {"side": "above" if sign > 0 else "below", "value": float(place + point), "density": value, "low": max(value - 1.96 * error, 0.0),
                 "high": max(value + 1.96 * error, 0.0)}
            )  # fmt: skip
    texts = {"value": VALUE(), "density": DENSITY(), "range": RANGE(level=level)}
    return Chart(title=TITLE(subject=subject), spec=_spec(bars, lines, point), texts=texts)


def _spec(bars: list[dict[str, Any]], lines: list[dict[str, Any]], point: float) -> dict[str, Any]:
    def across(field: str) -> dict[str, Any]:
        return {"field": field, "type": "quantitative", "scale": {"zero": False, "nice": False}, "axis": {"title": {"message": "value"}}}

    up = {"field": "density", "type": "quantitative", "axis": {"title": {"message": "density"}}}
    return {
        "width": 640,
        "height": 240,
        "title": {"text": {"message": "range"}, "fontSize": 11, "fontWeight": "normal", "anchor": "start"},
        "layer": [
            {"data": {"values": bars}, "mark": {"type": "bar", "color": "#dcdcdc", "stroke": "#ffffff", "strokeWidth": 0.5},
             "encoding": {"x": across("from"), "x2": {"field": "to"}, "y2": {"datum": 0}, "y": up}},
            {"data": {"values": lines}, "mark": {"type": "area", "color": "#9db4c8", "opacity": 0.5},
             "encoding": {"x": across("value"), "y": {**up, "field": "low"}, "y2": {"field": "high"}, "detail": {"field": "side"}}},
            {"data": {"values": lines}, "mark": {"type": "line", "color": "#1f3b57", "strokeWidth": 2},
             "encoding": {"x": across("value"), "y": up, "detail": {"field": "side"}}},
            {"data": {"values": [{"value": point}]}, "mark": {"type": "rule", "color": "#000000", "strokeDash": [4, 4]},
             "encoding": {"x": across("value")}},
        ],
    }  # fmt: skip
