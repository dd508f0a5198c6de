"""Accounts made per day or week: what the days around lead one to expect is a line, the fullest days are dark and have a sign above them."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np

from counterwatch.coordination.charts.look import WIDTH, head
from counterwatch.coordination.creation.days import Days, Window, smooth
from counterwatch.core import Chart, Message, Template
from counterwatch.draw.pieces import DEPARTURE, EXPECTED, INK

TITLE = Template("coordination.creation_days.title", "{subject}: when the accounts were made")
DAY = Template("coordination.creation_days.day", "day (UTC)")
ACCOUNTS = Template("coordination.creation_days.accounts", "accounts per day")
KEY = Template(
    "coordination.creation_days.key",
    "bar: a day; line: the rate of the days around",
    "bar: the fullest of {n} days; line: the rate of the days around",
)
SIGN = Template("coordination.creation_days.sign", "dark, with a triangle: the days that stand out most")
BARS = 200


def creation_days(subject: str, days: Days, window: Window) -> Chart:
    """Return the counts of all days, of several days together the fullest where there are more days than the plot is wide."""
    step = -(-len(days.counts) // BARS)
    marked = np.zeros(len(days.counts), np.bool_)
    marked[window.place : window.place + window.length] = window.accounts > 0
    rates = smooth(days) / days.weights
    starts = range(0, len(days.counts), step)
    bars = [
        {"from": _date(days.first + at), "to": _date(days.first + at + step), "accounts": int(days.counts[at : at + step].max()), "out": out}
        for at in starts
        for out in [bool(marked[at : at + step].any())]
    ]
    line = [{"from": _date(days.first + at), "rate": round(float(rates[at : at + step].mean()), 4)} for at in starts]
    texts: dict[str, Message] = {"day": DAY(), "accounts": ACCOUNTS(), "key": KEY(n=step), "sign": SIGN()}
    return Chart(title=TITLE(subject=subject), spec=_spec(bars, line), texts=texts)


def _date(day: int) -> str:
    return str(datetime.date(1970, 1, 1) + datetime.timedelta(days=day))


def _spec(bars: list[dict[str, Any]], line: list[dict[str, Any]]) -> dict[str, Any]:
    across = {"field": "from", "type": "temporal", "axis": {"title": {"message": "day"}, "format": "%b %Y", "tickCount": 5, "labelOverlap": True}}
    axis = {"title": {"message": "accounts"}, "tickCount": 5, "tickMinStep": 1}

    def up(field: str) -> dict[str, Any]:
        return {"field": field, "type": "quantitative", "axis": axis}

    colour = {"condition": {"test": "datum.out", "value": DEPARTURE}, "value": "#9fb4c7"}
    sign = {"type": "point", "shape": "triangle-down", "filled": True, "color": INK, "size": 45, "yOffset": -8, "opacity": 1}
    return {
        "width": WIDTH,
        "height": 180,
        "title": head("key", "sign"),
        "layer": [
            {
                "data": {"values": bars},
                "mark": {"type": "bar", "binSpacing": 0},
                "encoding": {"x": across, "x2": {"field": "to"}, "y": up("accounts"), "y2": {"datum": 0}, "color": colour},
            },
            {"data": {"values": line}, "mark": {"type": "line", "color": EXPECTED}, "encoding": {"x": across, "y": up("rate")}},
            {"data": {"values": [row for row in bars if row["out"]]}, "mark": sign, "encoding": {"x": across, "y": up("accounts")}},
        ],
    }
