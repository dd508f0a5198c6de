"""Messages received per day: the days that stand out are dark and have a sign above them."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np

from counterwatch.coordination.charts.look import WIDTH, head
from counterwatch.coordination.waves.scan import Scan
from counterwatch.core import Chart, Message, Template
from counterwatch.draw.pieces import DEPARTURE, INK

TITLE = Template("coordination.received_days.title", "{subject}: messages received")
DAY = Template("coordination.received_days.day", "day ({zone})")
WEEK = Template("coordination.received_days.week", "week that begins on this day ({zone})")
MESSAGES = Template("coordination.received_days.messages", "messages")
KEY = Template("coordination.received_days.key", "dark, with a triangle: more than the usual days before explain")
PER_WEEK = Template("coordination.received_days.per_week", "each bar: the fullest day of a week")
ROOT = Template("coordination.received_days.root", "heights grow with the square root, so that usual days can be seen")

MOST_DAYS = 210
STEEP = 12
"""The fullest day is so many times the median day: usual days would vanish on an even scale."""


def received_days(subject: str, found: Scan, zone: str) -> Chart:
    """Return the totals of each day; of each week its fullest day where there are more days than the plot is wide."""
    totals, out = found.series.totals, found.outstanding
    step = 1 if len(totals) <= MOST_DAYS else 7
    rows = [_bar(found.series.first + at, totals[at : at + step], out[at : at + step], step) for at in range(0, len(totals), step)]
    texts: dict[str, Message] = {"day": (DAY if step == 1 else WEEK)(zone=zone), "messages": MESSAGES(), "key": KEY()}
    if step > 1:
        texts["week"] = PER_WEEK()
    if steep := totals.max() > STEEP * max(float(np.median(totals)), 1.0):
        texts["root"] = ROOT()
    return Chart(title=TITLE(subject=subject), spec=_spec(rows, texts, steep=bool(steep)), texts=texts)


def _bar(day: int, totals: Any, out: Any, step: int) -> dict[str, Any]:
    first = datetime.date(1970, 1, 1) + datetime.timedelta(days=day)
    return {"from": str(first), "to": str(first + datetime.timedelta(days=step)), "messages": int(totals.max()), "out": bool(out.any())}


def _spec(rows: list[dict[str, Any]], texts: dict[str, Message], *, steep: bool) -> dict[str, Any]:
    across = {"field": "from", "type": "temporal", "axis": {"title": {"message": "day"}, "format": "%b %-d", "tickCount": 5, "labelOverlap": True}}
    scale = {"type": "sqrt"} if steep else {}
    up = {"field": "messages", "type": "quantitative", "scale": scale, "axis": {"title": {"message": "messages"}, "tickCount": 5, "tickMinStep": 1}}
    colour = {"condition": {"test": "datum.out", "value": DEPARTURE}, "value": "#9fb4c7"}
    sign = {"type": "point", "shape": "triangle-down", "filled": True, "color": INK, "size": 45, "yOffset": -8, "opacity": 1}
    return {
        "width": WIDTH,
        "height": 180,
        "title": head("key", *(key for key in ("week", "root") if key in texts)),
        "layer": [
            {
                "data": {"values": rows},
                "mark": {"type": "bar", "binSpacing": 0},
                "encoding": {"x": across, "x2": {"field": "to"}, "y": up, "y2": {"datum": 0}, "color": colour},
            },
            {"data": {"values": [row for row in rows if row["out"]]}, "mark": sign, "encoding": {"x": across, "y": up}},
        ],
    }
