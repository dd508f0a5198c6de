"""By how much the parts of a total are more or less than it, time by time, and on which level the difference lay for how long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from counterwatch.core import Chart, Message, Template
from counterwatch.figures.hierarchy.breaks import Level
from counterwatch.figures.hierarchy.gaps import Gaps

TITLE = Template("figures.gap_bars.title", "{subject}: the sum of {n} parts, less the total")
TIME = Template("figures.gap_bars.time", "time")
GAP = Template("figures.gap_bars.gap", "difference as a share of the total")
KEY = Template("figures.gap_bars.key", "dark: beyond what rounding explains; light: within it; dashed: middle of a stretch with about one difference")
DARK, LIGHT, RED = "#1f3b57", "#c3ccd5", "#b0431e"
MOST_BARS = 1500


def gap_bars(subject: str, gaps: Gaps, levels: Sequence[Level]) -> Chart:
    """Return a bar for each time (the last of them where there are very many) and a dashed line for each level."""
    cells = list(zip(gaps.times, gaps.shares, gaps.beyond, strict=True))[-MOST_BARS:]
    rows = [{"time": str(time), "gap": float(f"{share:.6g}"), "beyond": bool(beyond)} for time, share, beyond in cells if np.isfinite(share)]
    lines = [{"start": each.start, "end": each.end, "level": float(f"{each.ratio - 1:.6g}")} for each in levels if each.end >= str(cells[0][0])]
    texts: dict[str, Message] = {"time": TIME(), "gap": GAP(), "key": KEY()}
    return Chart(title=TITLE(subject=subject, n=gaps.parts), spec=_spec(rows, lines), texts=texts)


def _spec(rows: list[dict[str, Any]], lines: list[dict[str, Any]]) -> dict[str, Any]:
    across = {"field": "time", "type": "temporal", "scale": {"type": "utc"}, "axis": {"title": {"message": "time"}, "format": "%Y-%m"}}
    up = {"field": "gap", "type": "quantitative", "axis": {"title": {"message": "gap"}, "format": "~p"}}
    look = {"condition": {"test": "datum.beyond", "value": DARK}, "value": LIGHT}
    width = max(1.0, min(14.0, 520 / max(len(rows), 1)))
    line = {
        "x": {"field": "start", "type": "temporal", "scale": {"type": "utc"}},
        "x2": {"field": "end"},
        "y": {"field": "level", "type": "quantitative"},
    }
    return {
        "width": 640,
        "height": 240,
        "title": {"text": {"message": "key"}, "fontSize": 11, "fontWeight": "normal", "anchor": "start"},
        "layer": [
            {"data": {"values": rows}, "mark": {"type": "bar", "width": width}, "encoding": {"x": across, "y": up, "color": look}},
            {"data": {"values": lines}, "mark": {"type": "rule", "color": RED, "strokeWidth": 2, "strokeDash": [6, 3]}, "encoding": line},
        ],
    }
