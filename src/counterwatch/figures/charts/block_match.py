"""Where a series repeats itself or another: a plot of days against days, and the two blocks over each other."""

from __future__ import annotations

from typing import Any

import numpy as np

from counterwatch.core import Chart, Template
from counterwatch.draw.pieces import DEPARTURE, EXPECTED, OBSERVED, WIDTH
from counterwatch.figures.copying.blocks import Block, sides
from counterwatch.figures.table import Floats, Panel

TITLE = Template("figures.block_match.title", "{first} and {second}: days whose figures repeat")
FIRST = Template("figures.block_match.first", "days of {unit}")
SECOND = Template("figures.block_match.second", "days on which the same figures stand for {unit}")
DAY = Template("figures.block_match.day", "day of the block")
FIGURE = Template("figures.block_match.figure", "figure")
LEGEND = Template("figures.block_match.legend", "above: each stroke is a block that occurs twice; below: the longest one, line and points")


def block_match(panel: Panel, flows: Floats, best: Block, blocks: list[Block]) -> Chart:
    """Return the chart of the blocks that two units (or one with itself) share; `best` is shown below."""
    names = panel.units[best.copy.first], panel.units[best.copy.second]
    strokes = [_stroke(panel, each) for each in blocks]
    one, other = sides(best.copy, flows)
    rows = [{"day": at + 1, "one": float(a), "other": float(b)} for at, (a, b) in enumerate(zip(one, other, strict=True))]
    texts = {"first": FIRST(unit=names[0]), "second": SECOND(unit=names[1]), "day": DAY(), "figure": FIGURE(), "legend": LEGEND()}
    reach = [str(panel.times[0]), str(panel.times[-1])]
    return Chart(title=TITLE(first=names[0], second=names[1]), spec=_spec(strokes, rows, reach), texts=texts)


def _stroke(panel: Panel, block: Block) -> dict[str, Any]:
    copy = block.copy
    ends = np.array([copy.again, copy.again + copy.days - 1])[:: -1 if copy.way == "mirrored" else 1]
    return {
        "x": str(panel.times[copy.start]),
        "x2": str(panel.times[copy.start + copy.days - 1]),
        "y": str(panel.times[ends[0]]),
        "y2": str(panel.times[ends[1]]),
    }


def _spec(strokes: list[dict[str, Any]], rows: list[dict[str, Any]], reach: list[str]) -> dict[str, Any]:
    across, up = _time("x", "first", reach), _time("y", "second", reach)
    pair = {
        "width": WIDTH,
        "height": 150,
        "data": {"values": rows},
        "encoding": {"x": {"field": "day", "type": "quantitative", "axis": {"title": {"message": "day"}, "tickMinStep": 1}}},
        "layer": [
            {"mark": {"type": "line", "color": EXPECTED, "strokeWidth": 4}, "encoding": {"y": _figure("one")}},
            {"mark": {"type": "point", "filled": True, "color": OBSERVED, "size": 40, "opacity": 1}, "encoding": {"y": _figure("other")}},
        ],
    }
    diagonal = {
        "data": {"values": [{"x": each, "y": each} for each in reach]},
        "mark": {"type": "line", "color": EXPECTED, "strokeDash": [4, 3], "strokeWidth": 1},
        "encoding": {"x": across, "y": up},
    }
    matches = {
        "data": {"values": strokes},
        "mark": {"type": "rule", "color": DEPARTURE, "strokeWidth": 4},
        "encoding": {"x": across, "x2": {"field": "x2"}, "y": up, "y2": {"field": "y2"}},
    }
    return {
        "title": {"text": {"message": "legend"}, "fontSize": 11, "fontWeight": "normal", "anchor": "start"},
        "vconcat": [{"width": WIDTH, "height": 360, "layer": [diagonal, matches]}, pair],
    }


def _time(field: str, title: str, reach: list[str]) -> dict[str, Any]:
    return {"field": field, "type": "temporal", "scale": {"type": "utc", "domain": reach}, "axis": {"title": {"message": title}}}


def _figure(field: str) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "scale": {"zero": False}, "axis": {"title": {"message": "figure"}}}
