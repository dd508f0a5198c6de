"""All deaths, what earlier years would lead one to expect, and what the reported deaths add to that."""

from __future__ import annotations

from typing import Any

import numpy as np

from counterwatch.core import Chart, Template
from counterwatch.figures.sources.baseline import SEASONS
from counterwatch.figures.sources.excess import Excess
from counterwatch.figures.table import Days, Floats, Step

TITLE = Template("figures.baseline_band.title", "{subject}: all deaths and what was expected")
TIME = Template("figures.baseline_band.time", "time")
DEATHS = Template("figures.baseline_band.deaths", "deaths per step")
ALL = Template("figures.baseline_band.all", "all deaths")
EXPECTED = Template("figures.baseline_band.expected", "expected from earlier years")
WITH_REPORTED = Template("figures.baseline_band.with_reported", "expected and reported together")
KEY = Template("figures.baseline_band.key", "grey band: where the deaths of {level:%} of ordinary steps would be")

LINES = {"all": ("#1f3b57", [1, 0]), "expected": ("#6b6b6b", [5, 3]), "with_reported": ("#b0431e", [2, 2])}
"""Colour and dashes differ together: the chart must be readable in grey print."""
YEARS_BEFORE = 2


def baseline_band(subject: str, found: Excess, deaths: Floats, reported: Floats, times: Days, step: Step, *, level: float) -> Chart:
    """Return the two years before the counted times and these, with the range of ordinary steps."""
    from scipy.stats import t

    places = np.flatnonzero(found.counted)
    begin, end = max(int(places[0]) - YEARS_BEFORE * SEASONS[step], 0), int(places[-1]) + 1
    reach = float(t.isf((1 - level) / 2, found.baseline.freedom)) * found.baseline.noise
    expected = found.baseline.expected
    lines = {"all": deaths, "expected": expected, "with_reported": np.where(found.counted, expected + reported, np.nan)}
    rows = {
        name: [{"time": str(times[at]), "deaths": round(float(line[at]), 1)} for at in range(begin, end) if np.isfinite(line[at])]
        for name, line in lines.items()
    }
    band = [
        {"time": str(times[at]), "low": round(max(float(expected[at] - reach), 0.0), 1), "high": round(float(expected[at] + reach), 1)}
        for at in range(begin, end)
    ]
    texts = {
        "time": TIME(), "deaths": DEATHS(), "all": ALL(), "expected": EXPECTED(), "with_reported": WITH_REPORTED(), "key": KEY(level=level)
    }  # fmt: skip
    return Chart(title=TITLE(subject=subject), spec=_spec(rows, band), texts=texts)


def _spec(rows: dict[str, list[dict[str, Any]]], band: list[dict[str, Any]]) -> dict[str, Any]:
    across = {"field": "time", "type": "temporal", "scale": {"type": "utc"}, "axis": {"title": {"message": "time"}}}
    area = {
        "data": {"values": band},
        "mark": {"type": "area", "color": "#e4e4e4"},
        "encoding": {"x": across, "y": _up("low"), "y2": {"field": "high"}},
    }
    return {
        "width": 640,
        "height": 240,
        "title": {"text": {"message": "key"}, "fontSize": 11, "fontWeight": "normal", "anchor": "start"},
        "layer": [area, *(_line(name, values, across) for name, values in rows.items())],
    }


def _line(name: str, values: list[dict[str, Any]], across: dict[str, Any]) -> dict[str, Any]:
    names = [{"message": each} for each in LINES]
    legend = {"title": None, "orient": "bottom", "labelLimit": 0}
    colour = {"datum": {"message": name}, "scale": {"domain": names, "range": [look[0] for look in LINES.values()]}, "legend": legend}
    dashes = {"datum": {"message": name}, "scale": {"domain": names, "range": [look[1] for look in LINES.values()]}, "legend": legend}
    encoding = {"x": across, "y": _up("deaths"), "color": colour, "strokeDash": dashes}
    return {"data": {"values": values}, "mark": {"type": "line", "strokeWidth": 1.6}, "encoding": encoding}


def _up(field: str) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "scale": {"zero": False}, "axis": {"title": {"message": "deaths"}}}
