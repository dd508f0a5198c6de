"""Which pairs of units agree more often than chance: a square of units by units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from counterwatch.core import Chart, Template

TITLE = Template("figures.pair_map.title", "{subject}: how surprising it is that two units agree")
LEGEND = Template("figures.pair_map.legend", "number: days that agree; the darker a cell, the smaller the chance of so many")
FIRST = Template("figures.pair_map.first", "unit")
SECOND = Template("figures.pair_map.second", "other unit")

MOST = 12


def pair_map(subject: str, cells: Sequence[tuple[str, str, float, int]]) -> Chart:
    """Return a heat map of `cells`: two units, the logarithm of one over the chance, and the days on which they agree."""
    order = list(dict.fromkeys(name for one, other, _, _ in cells for name in (one, other)))
    rows = [
        {"one": one, "other": other, "zeros": round(min(zeros, MOST), 2), "days": days}
        for a, b, zeros, days in cells
        for one, other in ((a, b), (b, a))
    ]
    spec = {
        "width": {"step": 34},
        "height": {"step": 24},
        "title": {"text": {"message": "legend"}, "fontSize": 11, "fontWeight": "normal", "anchor": "start"},
        "data": {"values": rows},
        "encoding": {"x": _side("one", "first", order), "y": _side("other", "second", order)},
        "layer": [
            {"mark": "rect", "encoding": {"color": {"field": "zeros", "type": "quantitative", "legend": None, "scale": {"domain": [0, MOST]}}}},
            {
                "mark": {"type": "text", "fontSize": 10},
                "encoding": {
                    "text": {"field": "days", "type": "quantitative"},
                    "color": {"condition": {"test": "datum.zeros > 6", "value": "#ffffff"}, "value": "#1c1c1a"},
                },
            },
        ],
    }
    return Chart(title=TITLE(subject=subject), spec=spec, texts={"legend": LEGEND(), "first": FIRST(), "second": SECOND()})


def _side(field: str, title: str, order: list[str]) -> dict[str, Any]:
    axis = {"title": {"message": title}, "labelLimit": 120, **({"labelAngle": -60} if field == "one" else {})}
    return {"field": field, "type": "nominal", "sort": order, "axis": axis}
