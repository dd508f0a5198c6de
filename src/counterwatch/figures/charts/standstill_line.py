"""A daily series as a step line, with the days on which it stood still shaded."""

from __future__ import annotations

from typing import Any

import numpy as np

from counterwatch.core import Chart, Template
from counterwatch.figures.table import Floats, Panel

TITLE = Template("figures.standstill_line.title", "{subject}: {days} days of one value from {start:date}")
DAY = Template("figures.standstill_line.day", "day")
AMOUNT = Template("figures.standstill_line.amount", "figure published for the day")
SHADED = Template("figures.standstill_line.shaded", "shaded: {days} days that all show the same figure")

AROUND = 120


def standstill_line(panel: Panel, subject: str, flows: Floats, start: int, days: int) -> Chart:
    """Return the days around a run; the run is shaded and drawn thick."""
    begin, end = max(start - AROUND, 0), min(start + days + AROUND, len(flows))
    rows = [
        {"day": str(panel.times[at]), "amount": float(flows[at]) if np.isfinite(flows[at]) else None, "still": start <= at < start + days}
        for at in range(begin, end)
    ]
    shade = {"from": str(panel.times[start]), "to": str(panel.times[start + days - 1])}
    texts = {"day": DAY(), "amount": AMOUNT(), "shaded": SHADED(days=days)}
    return Chart(title=TITLE(subject=subject, days=days, start=str(panel.times[start])), spec=_spec(rows, shade), texts=texts)


def _spec(rows: list[dict[str, Any]], shade: dict[str, str]) -> dict[str, Any]:
    across = {"field": "day", "type": "temporal", "scale": {"type": "utc"}, "axis": {"title": {"message": "day"}}}
    up = {"field": "amount", "type": "quantitative", "axis": {"title": {"message": "amount"}}}
    return {
        "width": 640,
        "height": 220,
        "title": {"text": {"message": "shaded"}, "fontSize": 11, "fontWeight": "normal", "anchor": "start"},
        "layer": [
            {
                "data": {"values": [shade]},
                "mark": {"type": "rect", "color": "#d9d9d9"},
                "encoding": {"x": {"field": "from", "type": "temporal", "scale": {"type": "utc"}}, "x2": {"field": "to"}},
            },
            {
                "data": {"values": rows},
                "mark": {"type": "line", "interpolate": "step", "color": "#1f3b57", "strokeWidth": 1},
                "encoding": {"x": across, "y": up},
            },
            {
                "data": {"values": [row for row in rows if row["still"]]},
                "mark": {"type": "line", "color": "#000000", "strokeWidth": 4},
                "encoding": {"x": across, "y": up},
            },
        ],
    }
