"""What the pictures of a casebook share: a width that a telephone can show, a heading of plain lines, and labels in the reader's language."""

from __future__ import annotations

from typing import Any

from counterwatch.core import Message, Template

WIDTH = 400
COUNTRY = Template("incidents.charts.country", "{code:country}")
TERM = Template("incidents.charts.term", "{term:term}")
NOT_KNOWN = Template("incidents.charts.not_known", "not known")
OTHERS = Template("incidents.charts.others", "{n} more", "{n} more")
PALE, DEEP = "#c3d3e2", "#1f4e79"


def head(*keys: str) -> dict[str, Any]:
    """Return the heading of a chart: a line for each message."""
    lines = [{"message": key} for key in keys]
    return {"text": lines, "anchor": "start", "frame": "bounds", "fontSize": 11, "fontWeight": "normal", "lineHeight": 15, "offset": 8}


def country(code: str) -> Message:
    """Return the name of a country, or that it is not known."""
    return COUNTRY(code=code) if code else NOT_KNOWN()


def term(scheme: str, code: str) -> Message:
    """Return what a word of the vocabulary is called, or that it is not known."""
    return TERM(term=f"{scheme}:{code}") if code else NOT_KNOWN()


def heat(values: list[dict[str, Any]], *, x: dict[str, Any], y: dict[str, Any], size: tuple[int, int]) -> dict[str, Any]:
    """Return a table of counts as cells with their numbers: pale for few, dark for many, nothing where there is nothing."""
    most = max((each["n"] for each in values), default=1)
    colour = {"field": "n", "type": "quantitative", "legend": None, "scale": {"domain": [min(1, most - 1), most], "range": [PALE, DEEP]}}
    ink = {"condition": {"test": f"datum.n > {most * 0.55}", "value": "#ffffff"}, "value": "#1c1c1a"}
    across, up = {"field": "x", "type": "nominal", "sort": None} | x, {"field": "y", "type": "nominal", "sort": None} | y
    numbers = {"text": {"field": "n", "type": "quantitative"}, "color": ink}
    return {
        "width": size[0], "height": size[1], "data": {"values": values}, "encoding": {"x": across, "y": up},
        "layer": [
            {"mark": {"type": "rect", "stroke": "#ffffff"}, "encoding": {"color": colour}},
            {"mark": {"type": "text", "fontSize": 11}, "encoding": numbers},
        ],
    }  # fmt: skip
