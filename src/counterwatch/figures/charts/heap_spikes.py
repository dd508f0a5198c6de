"""How many values lie on round numbers and how many beside them: a spike, or none."""

from __future__ import annotations

from typing import Any

from counterwatch.core import Chart, Template
from counterwatch.figures.table import Floats

TITLE = Template("figures.heap_spikes.title", "round numbers: {subject}")
DISTANCE = Template("figures.heap_spikes.distance", "distance of the value from a multiple of the number above")
VALUES = Template("figures.heap_spikes.values", "number of values")
RANGE = Template(
    "figures.heap_spikes.range",
    "dark bar: multiples themselves; light bars: their neighbours; line: what is expected of each; band: {level:%} of counted series",
)
SMALLEST = 9


def heap_spikes(subject: str, around: dict[int, Floats], level: float) -> Chart:
    """Return, for each grid with enough values, a bar for every distance from its multiples; `around[grid]` is one row of counts."""
    from scipy.stats import binom

    rows: list[dict[str, Any]] = []
    for grid, counts in around.items():
        total, classes = int(counts.sum()), len(counts)
        if total < SMALLEST:
            continue
        tail = (1 - level) / (2 * classes)
        low, high = int(binom.ppf(tail, total, 1 / classes)), int(binom.isf(tail, total, 1 / classes))
        rows += [
            {"grid": grid, "distance": at - classes // 2, "count": int(count), "expected": round(total / classes, 2), "low": low, "high": high,
             "round": at == classes // 2}
            for at, count in enumerate(counts.tolist())
        ]  # fmt: skip
    texts = {"distance": DISTANCE(), "values": VALUES(), "range": RANGE(level=level)}
    return Chart(title=TITLE(subject=subject), spec=_spec(rows), texts=texts)


def _spec(rows: list[dict[str, Any]]) -> dict[str, Any]:
    across = {"field": "distance", "type": "ordinal", "axis": {"title": None, "labelAngle": 0}}
    shade = {"condition": {"test": "datum.round", "value": "#1f3b57"}, "value": "#9db4c8"}
    one = {
        "width": 140,
        "height": 180,
        "encoding": {"x": across},
        "layer": [
            {"mark": {"type": "bar", "color": "#e4e4e4", "width": {"band": 0.95}}, "encoding": {"y": _up("low"), "y2": {"field": "high"}}},
            {"mark": {"type": "bar", "width": {"band": 0.5}}, "encoding": {"y": _up("count"), "color": shade}},
            {"mark": {"type": "tick", "color": "#000000", "thickness": 2, "width": {"band": 0.95}}, "encoding": {"y": _up("expected")}},
        ],
    }
    return {
        "title": {
            "text": {"message": "range"}, "subtitle": {"message": "distance"}, "fontSize": 11, "subtitleFontSize": 11, "fontWeight": "normal",
            "anchor": "start",
        },
        "data": {"values": rows},
        "facet": {"column": {"field": "grid", "type": "ordinal", "header": {"title": None, "labelFontWeight": "bold"}}},
        "spec": one,
        "resolve": {"scale": {"y": "independent", "x": "independent"}},
    }  # fmt: skip


def _up(field: str) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "axis": {"title": {"message": "values"}}}
