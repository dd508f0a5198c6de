"""The ratio of two sources over time, with the range that is no surprise and the day from which its level is another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from counterwatch.core import Chart, Message, Template
from counterwatch.figures.table import Days, Floats

TITLE = Template("figures.ratio_path.title", "{subject}: {first} for each one of {second}")
PERIOD = Template("figures.ratio_path.period", "begin of the period")
RATIO = Template("figures.ratio_path.ratio", "first source for each one of the second (logarithmic)")
KEY = Template("figures.ratio_path.key", "grey band: no surprise around the usual ratio; diamond: beyond it by more than chance")
KEY_CHANGE = Template(
    "figures.ratio_path.key_change",
    "grey band: no surprise around the usual ratio; diamond: beyond it by more than chance; dashed: from {start:date} on another level",
)

ROOM = 1.15
TICKS = [base * 10.0**power for power in range(-9, 10) for base in (1, 1.5, 2, 3, 5, 7)]


def ratio_path(title: Message, starts: Days, ratios: Floats, *, band: tuple[float, float], marked: Sequence[int], change: str | None) -> Chart:
    """Return the path of a ratio, NaN where there is none."""
    rows = [
        {"start": str(start), "ratio": _short(float(ratio)), "marked": place in set(marked)}
        for place, (start, ratio) in enumerate(zip(starts, ratios, strict=True))
        if ratio > 0
    ]
    ends = {"from": rows[0]["start"], "to": rows[-1]["start"], "low": _short(band[0]), "high": _short(band[1])}
    edges = [float(each) for each in ratios if each > 0] + list(band)
    domain = [_short(min(edges) / ROOM), _short(max(edges) * ROOM)]
    texts = {"period": PERIOD(), "ratio": RATIO(), "key": KEY() if change is None else KEY_CHANGE(start=change)}
    return Chart(title=title, spec=_spec(rows, ends, change, domain), texts=texts)


def _spec(rows: list[dict[str, Any]], ends: dict[str, Any], change: str | None, domain: list[float]) -> dict[str, Any]:
    across = {"field": "start", "type": "temporal", "scale": {"type": "utc"}, "axis": {"title": {"message": "period"}, "format": "%Y-%m"}}
    ticks = [tick for tick in TICKS if domain[0] <= tick <= domain[1]] or domain
    scale = {"type": "log", "domain": domain, "nice": False}
    up = {"field": "ratio", "type": "quantitative", "scale": scale, "axis": {"title": {"message": "ratio"}, "values": ticks, "format": "~g"}}
    look = {"condition": {"test": "datum.marked", "value": "#8c2d04"}, "value": "#1f3b57"}
    shape = {"condition": {"test": "datum.marked", "value": "diamond"}, "value": "circle"}
    size = {"condition": {"test": "datum.marked", "value": 110}, "value": 30}
    rule = {
        "data": {"values": [{"day": change}]},
        "mark": {"type": "rule", "strokeDash": [5, 4], "color": "#000000", "strokeWidth": 1.5},
        "encoding": {"x": {"field": "day", "type": "temporal", "scale": {"type": "utc"}}},
    }
    return {
        "width": 640,
        "height": 220,
        "title": {"text": {"message": "key"}, "fontSize": 11, "fontWeight": "normal", "anchor": "start"},
        "layer": [
            {
                "data": {"values": [ends]},
                "mark": {"type": "rect", "color": "#e4e4e4"},
                "encoding": {
                    "x": {"field": "from", "type": "temporal", "scale": {"type": "utc"}},
                    "x2": {"field": "to"},
                    "y": {"field": "low", "type": "quantitative", "scale": scale},
                    "y2": {"field": "high"},
                },
            },
            *([rule] if change else []),
            {"data": {"values": rows}, "mark": {"type": "line", "color": "#9fb4c7"}, "encoding": {"x": across, "y": up}},
            {
                "data": {"values": rows},
                "mark": {"type": "point", "filled": True, "opacity": 1},
                "encoding": {"x": across, "y": up, "color": look, "shape": shape, "size": size},
            },
        ],
    }


def _short(number: float) -> float:
    # Significant digits, not decimals: dollars against millions of dollars give ratios near a millionth.
    return float(f"{number:.6g}")
