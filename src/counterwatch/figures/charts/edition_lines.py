"""The same numbers in several editions, one line each: what a later edition says otherwise about earlier times."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from counterwatch.core import Chart, Message, Template
from counterwatch.figures.table import Days, Floats

TITLE = Template("figures.edition_lines.title", "{subject}: what each edition says about the same times")
TIME = Template("figures.edition_lines.time", "time that the number is about")
VALUE = Template("figures.edition_lines.value", "published number")
KEY = Template("figures.edition_lines.key", "each line: one edition; where two lines part, the later edition changed the number")
EDITION = Template("figures.edition_lines.edition", "{number}. {label}")

MOST_POINTS, MOST_EDITIONS = 160, 6
LOOKS = (
    ("#b0431e", [2, 2]), ("#8a6d1f", [6, 2]), ("#4d7a3a", [8, 3, 2, 3]), ("#3a7a78", [3, 5]), ("#6a4c93", [10, 4]), ("#1f3b57", [1, 0]),
)  # fmt: skip
"""Colour and dashes differ together: the chart must be readable in grey print. The last edition is the dark full line."""


def edition_lines(subject: str, labels: Sequence[str], editions: Sequence[Floats], times: Days) -> Chart:
    """Return the lines of at most six editions, the first and the last among them, thinned to what a page can show."""
    chosen = sorted({round(each) for each in np.linspace(0, len(editions) - 1, min(len(editions), MOST_EDITIONS))})
    points = sorted({round(each) for each in np.linspace(0, len(times) - 1, min(len(times), MOST_POINTS))})
    texts: dict[str, Message] = {"time": TIME(), "value": VALUE(), "key": KEY()}
    layers = []
    looks = [*LOOKS[: len(chosen) - 1], LOOKS[-1]]
    for place, each in enumerate(chosen):
        name = f"edition{place}"
        texts[name] = EDITION(number=each + 1, label=labels[each])
        rows = [{"time": str(times[at]), "number": float(f"{editions[each][at]:.7g}")} for at in points if np.isfinite(editions[each][at])]
        layers.append(_line(rows, name, looks, [f"edition{other}" for other in range(len(chosen))]))
    head = {"text": {"message": "key"}, "fontSize": 11, "fontWeight": "normal", "anchor": "start"}
    return Chart(title=TITLE(subject=subject), spec={"width": 640, "height": 260, "title": head, "layer": layers}, texts=texts)


def _line(rows: list[dict[str, Any]], name: str, looks: Sequence[tuple[str, list[int]]], names: list[str]) -> dict[str, Any]:
    domain = [{"message": each} for each in names]
    legend = {"title": None, "orient": "bottom", "labelLimit": 0, "columns": 1, "symbolSize": 400}
    return {
        "data": {"values": rows},
        "mark": {"type": "line", "strokeWidth": 2},
        "encoding": {
            "x": {"field": "time", "type": "temporal", "scale": {"type": "utc"}, "axis": {"title": {"message": "time"}, "format": "%Y-%m"}},
            "y": {"field": "number", "type": "quantitative", "axis": {"title": {"message": "value"}, "format": "~s"}},
            "color": {"datum": {"message": name}, "scale": {"domain": domain, "range": [look[0] for look in looks]}, "legend": legend},
            "strokeDash": {"datum": {"message": name}, "scale": {"domain": domain, "range": [look[1] for look in looks]}, "legend": legend},
        },
    }
