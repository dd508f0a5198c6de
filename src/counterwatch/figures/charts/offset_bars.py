"""Whole percentages beside the nine placebos x.1 to x.9: does one of ten stand out?"""

from __future__ import annotations

from typing import Any

from counterwatch.core import Chart, Template
from counterwatch.draw.pieces import BAND, DEPARTURE, EXPECTED, WIDTH
from counterwatch.figures.table import Floats

TITLE = Template("figures.offset_bars.title", "{subject}: whole percentages and the percentages in between")
OFFSET = Template("figures.offset_bars.offset", "last digit of the percentage, in tenths (0: whole percentages)")
DISTANCE = Template("figures.offset_bars.distance", "distance from chance, in standard deviations")
LOOKS = Template(
    "figures.offset_bars.looks", "first bar: whole percentages; grey bars: nine placebos; band: where placebos lie in 95 % of elections by chance"
)
ORDINARY = 1.96


def offset_bars(subject: str, z: Floats) -> Chart:
    """Return ten bars; `z` has shape (10,), whole percentages first."""
    rows = [{"offset": f"{each}", "z": round(float(value), 3), "whole": each == 0} for each, value in enumerate(z)]
    texts = {"offset": OFFSET(), "distance": DISTANCE(), "looks": LOOKS()}
    return Chart(title=TITLE(subject=subject), spec=_spec(rows), texts=texts)


def _spec(rows: list[dict[str, Any]]) -> dict[str, Any]:
    up = {"type": "quantitative", "axis": {"title": {"message": "distance"}}}
    shade = {"condition": {"test": "datum.whole", "value": DEPARTURE}, "value": EXPECTED}
    return {
        "width": WIDTH,
        "height": 180,
        "title": {"text": {"message": "looks"}, "fontSize": 11, "fontWeight": "normal", "anchor": "start"},
        "layer": [
            {
                "data": {"values": [{"low": -ORDINARY, "high": ORDINARY}]},
                "mark": {"type": "rect", "color": BAND},
                "encoding": {"y": {"field": "low", **up}, "y2": {"field": "high"}},
            },
            {
                "data": {"values": rows},
                "mark": {"type": "bar", "width": {"band": 0.6}},
                "encoding": {
                    "x": {"field": "offset", "type": "ordinal", "axis": {"title": {"message": "offset"}, "labelAngle": 0}},
                    "y": {"field": "z", **up},
                    "color": shade,
                },
            },
        ],
    }
