"""How often each leading digit occurs, over the range in which chance would leave all of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from counterwatch.core import Chart, Template
from counterwatch.figures.benford.digits import LABELS, Which, benford
from counterwatch.figures.table import Floats
from counterwatch.stats.deviation import Chance

TITLES: dict[Which, Template] = {
    "first": Template("figures.leading_digit_bars.first", "first digits: {subject}"),
    "first_two": Template("figures.leading_digit_bars.first_two", "first two digits: {subject}"),
    "second": Template("figures.leading_digit_bars.second", "second digits: {subject}"),
}
AXES: dict[Which, Template] = {
    "first": Template("figures.leading_digit_bars.first_axis", "first digit"),
    "first_two": Template("figures.leading_digit_bars.first_two_axis", "first two digits"),
    "second": Template("figures.leading_digit_bars.second_axis", "second digit"),
}
VALUES = Template("figures.leading_digit_bars.values", "share of the numbers")
RANGE = Template(
    "figures.leading_digit_bars.range",
    "grey band: where all are at once in {level:%} of simulated lists that follow Benford's law (black line); dark bar: outside the band",
)


def leading_digit_bars(subject: str, which: Which, counts: Floats, by_chance: Chance, level: float) -> Chart:
    """Return a bar for each digit or pair, the law as a line and the simulated range of chance as a band."""
    total = float(counts.sum())
    law, low, high = benford(which), by_chance.low / total, by_chance.high / total
    rows = [
        {"digit": digit, "share": round(float(counts[at] / total), 6), "expected": round(float(law[at]), 6), "low": round(float(low[at]), 6),
         "high": round(float(high[at]), 6), "outside": bool(counts[at] < by_chance.low[at] or counts[at] > by_chance.high[at])}
        for at, digit in enumerate(np.arange(*LABELS[which]).tolist())
    ]  # fmt: skip
    texts = {"digit": AXES[which](), "values": VALUES(), "range": RANGE(level=level)}
    return Chart(title=TITLES[which](subject=subject), spec=_spec(rows, crowded=len(rows) > 10), texts=texts)


def _spec(rows: list[dict[str, Any]], *, crowded: bool) -> dict[str, Any]:
    axis: dict[str, Any] = {"title": {"message": "digit"}, "labelAngle": 0}
    across = {"field": "digit", "type": "ordinal", "axis": axis | ({"values": list(range(10, 100, 5))} if crowded else {})}
    shade = {"condition": {"test": "datum.outside", "value": "#1f3b57"}, "value": "#9db4c8"}
    return {
        "width": 640,
        "height": 220,
        "title": {"text": {"message": "range"}, "fontSize": 11, "fontWeight": "normal", "anchor": "start"},
        "data": {"values": rows},
        "encoding": {"x": across},
        "layer": [
            {
                "mark": {"type": "bar", "color": "#dcdcdc", "width": {"band": 1 if crowded else 0.95}},
                "encoding": {"y": _up("low"), "y2": {"field": "high"}},
            },
            {"mark": {"type": "bar", "width": {"band": 0.5}}, "encoding": {"y": _up("share"), "color": shade}},
            {"mark": {"type": "tick", "color": "#000000", "thickness": 1.5, "width": {"band": 0.95}}, "encoding": {"y": _up("expected")}},
        ],
    }


def _up(field: str) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "axis": {"title": {"message": "values"}, "format": "%"}}
