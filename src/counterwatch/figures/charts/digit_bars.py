"""How often each last digit occurred, over the range in which chance would leave all ten."""

from __future__ import annotations

from typing import Any

from counterwatch.core import Chart, Template
from counterwatch.figures.table import Floats

TITLE = Template("figures.digit_bars.title", "last digits: {subject}")
DIGIT = Template("figures.digit_bars.digit", "last digit")
VALUES = Template("figures.digit_bars.values", "number of values")
RANGE = Template(
    "figures.digit_bars.range", "grey band: where all ten would lie in {level:%} of counted series; line: expected; dark bar: outside the band"
)


def digit_bars(subject: str, counts: Floats, expected: Floats, level: float) -> Chart:
    """Return a bar for each digit, the expected number as a line and the simultaneous range of chance as a band."""
    from scipy.stats import binom

    total = int(counts.sum())
    share, tail = expected / total, (1 - level) / 20
    low, high = binom.ppf(tail, total, share), binom.isf(tail, total, share)
    rows = [
        {"digit": digit, "count": int(counts[digit]), "expected": round(float(expected[digit]), 2), "low": int(low[digit]), "high": int(high[digit]),
         "outside": bool(counts[digit] < low[digit] or counts[digit] > high[digit])}
        for digit in range(10)
    ]  # fmt: skip
    texts = {"digit": DIGIT(), "values": VALUES(), "range": RANGE(level=level)}
    return Chart(title=TITLE(subject=subject), spec=_spec(rows), texts=texts)


def _spec(rows: list[dict[str, Any]]) -> dict[str, Any]:
    across = {"field": "digit", "type": "ordinal", "axis": {"title": {"message": "digit"}, "labelAngle": 0}}
    shade = {"condition": {"test": "datum.outside", "value": "#1f3b57"}, "value": "#9db4c8"}
    return {
        "width": 640,
        "height": 220,
        "title": {"text": {"message": "range"}, "fontSize": 11, "fontWeight": "normal", "anchor": "start"},
        "data": {"values": rows},
        "encoding": {"x": across},
        "layer": [
            {
                "mark": {"type": "bar", "color": "#e4e4e4", "width": {"band": 0.95}},
                "encoding": {"y": _up("low"), "y2": {"field": "high"}},
            },
            {"mark": {"type": "bar", "width": {"band": 0.5}}, "encoding": {"y": _up("count"), "color": shade}},
            {"mark": {"type": "tick", "color": "#000000", "thickness": 2, "width": {"band": 0.95}}, "encoding": {"y": _up("expected")}},
        ],
    }


def _up(field: str) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "axis": {"title": {"message": "values"}}}
