"""How many stations have each tenth of a percent: what was published over what chance would give, whole percentages marked."""

from __future__ import annotations

from typing import Any

import numpy as np

from counterwatch.core import Chart, Template
from counterwatch.draw.pieces import DEPARTURE, EXPECTED, OBSERVED, WIDTH
from counterwatch.figures.table import Floats

TITLE = Template("figures.percentage_spikes.title", "{subject}: stations by tenth of a percent")
PERCENT = Template("figures.percentage_spikes.percent", "percent, in steps of a tenth")
STATIONS = Template("figures.percentage_spikes.stations", "stations")
LOOKS = Template(
    "figures.percentage_spikes.looks", "thin line: published; thick grey line: expected by chance; diamonds: whole percentages above chance"
)
STEP = 10


def percentage_spikes(subject: str, found: Floats, expected: Floats) -> Chart:
    """Return the histogram; `found` and `expected` count stations by tenth of a percent, from 0 to 100."""
    shown = np.flatnonzero(expected > 0.02 * expected.max(initial=0))
    first, last = (int(shown[0]), int(shown[-1]) + 1) if shown.size else (0, 1)
    rows = [{"percent": at / STEP, "found": int(found[at]), "expected": round(float(expected[at]), 2)} for at in range(first, last)]
    texts = {"percent": PERCENT(), "stations": STATIONS(), "looks": LOOKS()}
    return Chart(title=TITLE(subject=subject), spec=_spec(rows), texts=texts)


def _spec(rows: list[dict[str, Any]]) -> dict[str, Any]:
    # Places, not remainders: 0.3 % 1 is not 0.3.
    spikes = [row for row in rows if float(row["percent"]).is_integer() and row["found"] > row["expected"]]
    across = {"field": "percent", "type": "quantitative", "scale": {"zero": False, "nice": False}, "axis": {"title": {"message": "percent"}}}
    return {
        "width": WIDTH,
        "height": 220,
        "title": {"text": {"message": "looks"}, "fontSize": 11, "fontWeight": "normal", "anchor": "start"},
        "encoding": {"x": across},
        "layer": [
            _layer(rows, {"type": "line", "color": EXPECTED, "strokeWidth": 2.5, "opacity": 0.8}, "expected"),
            _layer(rows, {"type": "line", "color": OBSERVED, "strokeWidth": 0.7}, "found"),
            _layer(spikes, {"type": "point", "shape": "diamond", "filled": True, "color": DEPARTURE, "size": 16, "opacity": 1}, "found"),
        ],
    }


def _layer(rows: list[dict[str, Any]], mark: dict[str, Any], field: str) -> dict[str, Any]:
    up = {"field": field, "type": "quantitative", "axis": {"title": {"message": "stations"}}}
    return {"data": {"values": rows}, "mark": mark, "encoding": {"y": up}}
