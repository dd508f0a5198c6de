"""A series as points over the line that was fitted to it, with a band where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from counterwatch.core import Chart, Template
from counterwatch.draw.pieces import BAND, EXPECTED, HEIGHT, OBSERVED, WIDTH
from counterwatch.figures.table import Days, Floats

TITLE = Template("figures.fitted_line.title", "{subject}: published figures and the fitted line")
TIME = Template("figures.fitted_line.time", "time")
AMOUNT = Template("figures.fitted_line.amount", "figure")
LEGEND = Template("figures.fitted_line.legend", "points: published; line: fitted")
LEGEND_BAND = Template(
    "figures.fitted_line.legend_band",
    "above: published figures and the fitted line; below: their distance from it; band: where 95 of 100 would be if counting alone moved them",
)
DISTANCE = Template("figures.fitted_line.distance", "distance from the line, in units of counting error")

LARGE = 1.96


def fitted_line(subject: str, times: Days, shown: Floats, fitted: Floats, *, distances: bool = False) -> Chart:
    """Return the chart of one series, with the distances of its counts below where asked; times without a figure or a fit are left out."""
    rows = [
        {"day": str(times[at]), "shown": float(shown[at]), "fitted": round(float(fitted[at]), 3)}
        | ({"distance": round(2 * float(np.sqrt(shown[at]) - np.sqrt(max(fitted[at], 0))), 3), "low": -LARGE, "high": LARGE} if distances else {})
        for at in np.flatnonzero(np.isfinite(shown) & np.isfinite(fitted))
    ]
    texts = {"time": TIME(), "amount": AMOUNT(), "legend": LEGEND_BAND() if distances else LEGEND()} | ({"distance": DISTANCE()} if distances else {})
    return Chart(title=TITLE(subject=subject), spec=_spec(rows, distances=distances), texts=texts)


def _spec(rows: Sequence[dict[str, Any]], *, distances: bool) -> dict[str, Any]:
    across = {"field": "day", "type": "temporal", "scale": {"type": "utc"}, "axis": {"title": {"message": "time"}}}
    size = 14 if len(rows) > 60 else 50
    points = {"type": "point", "filled": True, "color": OBSERVED, "size": size, "opacity": 1}
    upper = {
        "width": WIDTH,
        "height": HEIGHT,
        "layer": [
            {"mark": {"type": "line", "color": EXPECTED, "strokeWidth": 1.5}, "encoding": {"x": across, "y": _up("fitted", "amount")}},
            {"mark": points, "encoding": {"x": across, "y": _up("shown", "amount")}},
        ],
    }
    band = {"mark": {"type": "area", "color": BAND}, "encoding": {"x": across, "y": _up("low", "distance"), "y2": {"field": "high"}}}
    lower = {
        "width": WIDTH,
        "height": HEIGHT // 2,
        "layer": [band, {"mark": points, "encoding": {"x": across, "y": _up("distance", "distance")}}],
    }
    title = {"text": {"message": "legend"}, "fontSize": 11, "fontWeight": "normal", "anchor": "start"}
    panels = {"vconcat": [upper, lower]} if distances else upper
    return {"title": title, "data": {"values": list(rows)}, **panels}


def _up(field: str, title: str) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "axis": {"title": {"message": title}}}
