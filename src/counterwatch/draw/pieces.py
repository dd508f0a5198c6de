"""The few Vega-Lite pieces that all charts share: one look, safe in grey and for colour-blind readers."""

from __future__ import annotations

from typing import Any

INK = "#1c1c1a"
QUIET = "#5b5b56"
RULE = "#d8d6cf"
OBSERVED = "#1f4e79"
"""What was published: dark blue, the darkest of the data colours in grey."""
EXPECTED = "#8a8a84"
"""What the expectation would give: grey, thinner or dashed as well."""
DEPARTURE = "#b0431e"
"""Where the two part: brick, always with a shape or a word beside it."""
BAND = "#d3dbe4"
"""An interval: pale blue, behind the lines."""

SEQUENCE = (OBSERVED, "#d08c2e", DEPARTURE, "#8fbf9f", "#6a5490", EXPECTED)
"""Categories, in the order in which they are given out; neighbours differ in lightness too."""

WIDTH = 620
HEIGHT = 220
FONT = "Liberation Sans"
"""Measured with the font that comes with the renderer, so that a chart is the same on every machine; shown in its like."""


def theme() -> dict[str, Any]:
    """Return the Vega-Lite `config` of every chart."""
    axis = {"labelColor": QUIET, "titleColor": INK, "titleFontWeight": "normal", "labelFontSize": 12, "titleFontSize": 12, "gridColor": "#ecebe6"}
    return {
        "background": None,
        "font": FONT,
        "view": {"stroke": None, "continuousWidth": WIDTH, "continuousHeight": HEIGHT},
        "axis": {**axis, "domainColor": RULE, "tickColor": RULE, "titlePadding": 8},
        "axisX": {"grid": False},
        "axisY": {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleY": -10, "titleX": 0},
        "legend": {"labelColor": INK, "titleColor": INK, "titleFontWeight": "normal", "labelFontSize": 12, "titleFontSize": 12, "orient": "bottom"},
        "range": {"category": list(SEQUENCE), "ordinal": ["#dce6ef", OBSERVED], "heatmap": ["#f2f4f6", OBSERVED], "ramp": ["#dce6ef", OBSERVED]},
        "line": {"color": OBSERVED, "strokeWidth": 1.6},
        "bar": {"color": OBSERVED},
        "point": {"color": OBSERVED, "filled": True},
        "area": {"color": BAND},
        "rule": {"color": QUIET},
        "text": {"color": INK, "fontSize": 12},
    }
