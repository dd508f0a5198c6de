"""How many values occur twice, three times and more, beside what shuffled last digits leave."""

from __future__ import annotations

from typing import Any

import numpy as np

from counterwatch.core import Chart, Template
from counterwatch.stats.recurrence import Integers, Recurrence

TITLE = Template("figures.repeated_values.title", "repeated values: {subject}")
TIMES = Template("figures.repeated_values.times", "how often a value occurs")
VALUES = Template("figures.repeated_values.values", "number of such values")
RANGE = Template("figures.repeated_values.range", "bars: among these {count} numbers; line: with their last digits shuffled, on average")
LONGEST = 40


def repeated_values(subject: str, found: Recurrence, times: Integers, count: int) -> Chart:
    """Return a bar for every number of occurrences from two on, and the average over shuffles as a line."""
    most = int(min(max(times.max(initial=2), np.flatnonzero(found.usual_times > 0.05).max(initial=2)), LONGEST))
    seen = np.bincount(np.minimum(times, LONGEST), minlength=LONGEST + 1)
    usual = np.concatenate([found.usual_times[:LONGEST], [found.usual_times[LONGEST:].sum()]])
    rows = [{"times": each, "values": int(seen[each]), "usual": round(float(usual[each]), 2)} for each in range(2, most + 1)]
    texts = {"times": TIMES(), "values": VALUES(), "range": RANGE(count=count)}
    return Chart(title=TITLE(subject=subject), spec=_spec(rows), texts=texts)


def _spec(rows: list[dict[str, Any]]) -> dict[str, Any]:
    def up(field: str) -> dict[str, Any]:
        return {"field": field, "type": "quantitative", "axis": {"title": {"message": "values"}}}

    return {
        "width": 640,
        "height": 220,
        "title": {"text": {"message": "range"}, "fontSize": 11, "fontWeight": "normal", "anchor": "start"},
        "data": {"values": rows},
        "encoding": {"x": {"field": "times", "type": "ordinal", "axis": {"title": {"message": "times"}, "labelAngle": 0}}},
        "layer": [
            {"mark": {"type": "bar", "color": "#1f3b57", "width": {"band": 0.6}}, "encoding": {"y": up("values")}},
            {"mark": {"type": "tick", "color": "#c25b00", "thickness": 2, "width": {"band": 0.95}}, "encoding": {"y": up("usual")}},
        ],
    }
