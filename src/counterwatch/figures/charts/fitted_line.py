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
    "figures.fitted_line.legend_band", "points: published; line: fitted; band: where 95 of 100 figures would be if counting alone moved them"
)


def fitted_line(subject: str, times: Days, shown: Floats, fitted: Floats, band: tuple[Floats, Floats] | None = None) -> Chart:
    """Return the chart of one series; days without a figure or a fit are left out."""
    rows = [
        {"day": str(times[at]), "shown": float(shown[at]), "fitted": round(float(fitted[at]), 3)}
        | ({"low": round(float(band[0][at]), 3), "high": round(float(band[1][at]), 3)} if band else {})
        for at in np.flatnonzero(np.isfinite(shown) & np.isfinite(fitted))
    ]
    texts = {"time": TIME(), "amount": AMOUNT(), "legend": LEGEND_BAND() if band else LEGEND()}
    return Chart(title=TITLE(subject=subject), spec=_spec(rows, with_band=band is not None), texts=texts)


def _spec(rows: Sequence[dict[str, Any]], *, with_band: bool) -> dict[str, Any]:
    across = {"field": "day", "type": "temporal", "scale": {"type": "utc"}, "axis": {"title": {"message": "time"}}}
    area = {"mark": {"type": "area", "color": BAND}, "encoding": {"x": across, "y": _up("low"), "y2": {"field": "high"}}}
    size = 14 if len(rows) > 60 else 50
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "title": {"text": {"message": "legend"}, "fontSize": 11, "fontWeight": "normal", "anchor": "start"},
        "data": {"values": list(rows)},
        "layer": [
            *([area] if with_band else []),
            {"mark": {"type": "line", "color": EXPECTED, "strokeWidth": 1.5}, "encoding": {"x": across, "y": _up("fitted")}},
            {"mark": {"type": "point", "filled": True, "color": OBSERVED, "size": size, "opacity": 1}, "encoding": {"x": across, "y": _up("shown")}},
        ],
    }


def _up(field: str) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "axis": {"title": {"message": "amount"}}}
