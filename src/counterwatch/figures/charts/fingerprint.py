"""Turnout against the leader's share, each station a grain of a cloud: the picture of Klimek, Yegorov, Hanel & Thurner 2012."""

from __future__ import annotations

from typing import Any

import numpy as np

from counterwatch.core import Chart, Template
from counterwatch.figures.table import Floats

TITLE = Template("figures.fingerprint_chart.title", "{subject}: turnout and share of {leader}")
TURNOUT = Template("figures.fingerprint_chart.turnout", "turnout in percent")
SHARE = Template("figures.fingerprint_chart.share", "share of the leader in percent")
STATIONS = Template("figures.fingerprint_chart.stations", "stations")
BINS = 50


def fingerprint(subject: str, leader: str, turnout: Floats, share: Floats) -> Chart:
    """Return the number of stations in squares of two percent."""
    edges = np.linspace(0, 1, BINS + 1)
    counts, _, _ = np.histogram2d(turnout, share, bins=(edges, edges))
    step = 100 // BINS
    rows = [
        {"turnout": int(x) * step, "turnout2": int(x) * step + step, "share": int(y) * step, "share2": int(y) * step + step, "n": int(counts[x, y])}
        for x, y in np.argwhere(counts > 0)
    ]
    texts = {"turnout": TURNOUT(), "share": SHARE(), "stations": STATIONS()}
    return Chart(title=TITLE(subject=subject, leader=leader), spec=_spec(rows), texts=texts)


def _spec(rows: list[dict[str, Any]]) -> dict[str, Any]:
    whole = {"type": "quantitative", "scale": {"domain": [0, 100]}}
    shade = {"type": "log", "range": ["#dce6ef", "#0b2239"]}
    return {
        "width": 420,
        "height": 420,
        "data": {"values": rows},
        "mark": {"type": "rect"},
        "encoding": {
            "x": {"field": "turnout", **whole, "axis": {"title": {"message": "turnout"}}},
            "x2": {"field": "turnout2"},
            "y": {"field": "share", **whole, "axis": {"title": {"message": "share"}}},
            "y2": {"field": "share2"},
            "color": {"field": "n", "type": "quantitative", "scale": shade, "legend": {"title": {"message": "stations"}, "tickCount": 4}},
        },
    }
