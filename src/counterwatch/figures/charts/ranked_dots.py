"""Where a unit stands among its like: all of them in order, each with its interval, this one marked."""

from __future__ import annotations

from typing import Any

import numpy as np

from counterwatch.core import Chart, Message, Template
from counterwatch.draw.pieces import DEPARTURE, EXPECTED, WIDTH
from counterwatch.figures.table import Floats

TITLE = Template("figures.ranked_dots.title", "{subject} among the units it is compared with")
PLACE = Template("figures.ranked_dots.place", "place, from the lowest")
LEGEND = Template("figures.ranked_dots.legend", "diamond: this unit; dots: the others; lines: 95 % intervals")


def ranked_dots(subject: str, own: int, values: Floats, low: Floats, high: Floats, unit: Message) -> Chart:
    """Return the chart of the unit at place `own` of `values`; the axis is logarithmic."""
    order = np.argsort(values, kind="stable")
    rows = [
        {"place": place + 1, "value": float(f"{values[at]:.5g}"), "low": float(f"{low[at]:.5g}"), "high": float(f"{high[at]:.5g}"), "own": at == own}
        for place, at in enumerate(order.tolist())
        if values[at] > 0
    ]
    return Chart(title=TITLE(subject=subject), spec=_spec(rows), texts={"place": PLACE(), "value": unit, "legend": LEGEND()})


def _spec(rows: list[dict[str, Any]]) -> dict[str, Any]:
    across = {"field": "place", "type": "quantitative", "axis": {"title": {"message": "place"}, "tickMinStep": 1}}
    colour = {"condition": {"test": "datum.own", "value": DEPARTURE}, "value": EXPECTED}
    looks = {
        "color": colour,
        "shape": {"condition": {"test": "datum.own", "value": "diamond"}, "value": "circle"},
        "size": {"condition": {"test": "datum.own", "value": 140}, "value": 25},
    }
    return {
        "width": WIDTH,
        "height": 240,
        "title": {"text": {"message": "legend"}, "fontSize": 11, "fontWeight": "normal", "anchor": "start"},
        "data": {"values": rows},
        "layer": [
            {"mark": "rule", "encoding": {"x": across, "y": _up("low"), "y2": {"field": "high"}, "color": colour}},
            {"mark": {"type": "point", "filled": True, "opacity": 1}, "encoding": {"x": across, "y": _up("value"), **looks}},
        ],
    }


def _up(field: str) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "scale": {"type": "log"}, "axis": {"title": {"message": "value"}, "grid": False}}
