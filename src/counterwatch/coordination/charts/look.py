"""What the pictures of groups share: a width that a telephone can show, and the looks of the three classes of pairs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterwatch.core import Message, Template
from counterwatch.draw.pieces import DEPARTURE, OBSERVED

Integers = NDArray[np.integer[Any]]

WIDTH = 420
"""Units across the plot: with its axis about 480, so that letters stay readable at the width of a telephone and in half a page of print."""
LONGEST = 64
"""Letters of a label that fit across the plot; letters of Chinese, Japanese and Korean count double."""
SECOND, MINUTE, HOUR, DAY = 1000, 60_000, 3_600_000, 86_400_000
CLOCK = {
    "year": "%Y", "quarter": "%b", "month": "%b", "week": "%b %-d", "date": "%b %-d", "day": "%b %-d",
    "hours": "%H:%M", "minutes": "%H:%M", "seconds": "%H:%M:%S", "milliseconds": "%H:%M:%S",
}  # fmt: skip
"""How a moment stands on an axis, by the largest unit that begins there: 24 hours in every language."""

CLASS_A = Template("coordination.charts.class_a", "A: synchrony beyond reaction speed")
CLASS_T = Template("coordination.charts.class_t", "T: accounts outside jump too")
CLASS_B = Template("coordination.charts.class_b", "B: fast shared reaction, no error rate")
SECONDS = Template("coordination.charts.seconds", "{number} s")
MINUTES = Template("coordination.charts.minutes", "{number} min")
HOURS = Template("coordination.charts.hours", "{number} h")
DAYS = Template("coordination.charts.days", "{number} d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How one class of pairs is drawn: colour, dashes and shape differ together, so that grey print shows it too."""

    name: Template
    colour: str
    dash: tuple[int, ...]
    shape: str


LOOKS: Mapping[str, Look] = {
    "A": Look(name=CLASS_A, colour=OBSERVED, dash=(1, 0), shape="circle"),
    "T": Look(name=CLASS_T, colour=DEPARTURE, dash=(6, 3), shape="diamond"),
    "B": Look(name=CLASS_B, colour="#6d6d67", dash=(2, 2), shape="triangle-up"),
}


def names_of(kinds: Iterable[str]) -> dict[str, Message]:
    """Return the texts of the classes that a chart shows, by key."""
    return {kind: LOOKS[kind].name() for kind in kinds}


def by_class(kind: str, kinds: Iterable[str], **channels: str) -> dict[str, Any]:
    """Return the encoding of one class with a legend of all; `channels` maps a channel of Vega-Lite to an attribute of `Look`."""
    shown = list(kinds)
    domain = [{"message": each} for each in shown]
    # Long names stand below each other: beside each other they are wider than a telephone.
    legend = {"title": None, "orient": "bottom", "labelLimit": 0, "columns": 1, "symbolStrokeWidth": 2, "symbolOpacity": 1}
    return {
        channel: {"datum": {"message": kind}, "scale": {"domain": domain, "range": [_plain(LOOKS[each], field) for each in shown]}, "legend": legend}
        for channel, field in channels.items()
    }


def _plain(look: Look, field: str) -> Any:
    value = getattr(look, field)
    return list(value) if isinstance(value, tuple) else value


def head(*keys: str) -> dict[str, Any]:
    """Return the short lines above a plot that say how to read it, one text of the chart per line."""
    return {"text": [{"message": key} for key in keys], "fontSize": 11, "fontWeight": "normal", "anchor": "start", "lineHeight": 15, "offset": 8}


def moments(field: str, first: int, last: int) -> dict[str, Any]:
    """Return a time axis in UTC from one moment to another (milliseconds), with room for its labels."""
    return {
        "field": field,
        "type": "temporal",
        "scale": {"domain": [first, max(last, first + 1)], "nice": False},
        "axis": {"title": {"message": "time"}, "format": CLOCK, "tickCount": 5, "labelOverlap": True, "labelBound": True},
    }


def span(milliseconds: int) -> Message:
    """Return a length of time in its largest whole unit."""
    for template, unit in ((DAYS, DAY), (HOURS, HOUR), (MINUTES, MINUTE)):
        if milliseconds >= unit and milliseconds % unit == 0:
            return template(number=milliseconds // unit)
    number = milliseconds / SECOND
    return SECONDS(number=int(number) if number.is_integer() else number)


def label(text: str) -> str:
    """Return a name as it fits into a picture, without the scheme of an address; what is cut off ends in an ellipsis."""
    plain = " ".join(text.removeprefix("https://").removeprefix("http://").replace("://", ":").split())
    room, kept = LONGEST, ""
    for letter in plain:
        room -= 2 if letter >= "\u1100" and not "\ufb00" <= letter <= "\ufeff" else 1
        if room < 1 and len(plain) > len(kept) + 1:
            return f"{kept}…"
        kept += letter
    return kept
