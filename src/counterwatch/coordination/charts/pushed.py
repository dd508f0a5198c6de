"""When a group acted on what: a line for each of the things that most of its accounts shared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from counterwatch.coordination.charts.contents import Content, most_shared
from counterwatch.coordination.charts.look import WIDTH, Integers, head, label, moments, span
from counterwatch.coordination.charts.raster import WIDTHS
from counterwatch.core import Chart, Message, Template
from counterwatch.draw.pieces import OBSERVED

TITLE = Template("coordination.pushed.title", "{subject}: what the group acted on, and when")
TIME = Template("coordination.pushed.time", "time (UTC)")
KEY = Template("coordination.pushed.key", "circle: actions within {width}; its area: how many accounts")
SHOWN = Template("coordination.pushed.shown", "the {shown} of {all} contents that most accounts of the group shared")
ACCOUNTS = Template("coordination.pushed.accounts", "accounts")

COLUMNS, ROW = 60, 34


def pushed(subject: str, *, object: Integers, account: Integers, time: Integers, names: Sequence[str]) -> Chart:
    """Return the actions of a group on its most shared contents; `names` is indexed by the code of an object, times are milliseconds.

    Raises `ValueError` where there is no action.
    """
    if not len(time):
        raise ValueError("a time line needs an action")
    contents = most_shared(object, account, time, names)
    first, last = min(each.first for each in contents), max(each.last for each in contents)
    width = next((each for each in WIDTHS if (last - first) / each <= COLUMNS), -(-(last - first) // COLUMNS))
    values = [row for each in contents for row in _circles(each, object, account, time, width)]
    texts: dict[str, Message] = {
        "time": TIME(), "key": KEY(width=span(width)), "shown": SHOWN(shown=len(contents), all=len(np.unique(object))), "accounts": ACCOUNTS(),
    }  # fmt: skip
    room = max((last - first) // 30, width)
    return Chart(title=TITLE(subject=subject), spec=_spec(values, contents, (first - room, last + room)), texts=texts)


def _circles(content: Content, object: Integers, account: Integers, time: Integers, width: int) -> list[dict[str, Any]]:
    mine = object == content.object
    columns, index = np.unique(time[mine] // width, return_inverse=True)
    pairs = np.unique(np.stack([index, account[mine]]), axis=1)
    counts = np.bincount(pairs[0], minlength=len(columns))
    return [
        {"number": content.number, "moment": int(column * width + width // 2), "accounts": int(count)}
        for column, count in zip(columns, counts, strict=True)
    ]


def _spec(values: list[dict[str, Any]], contents: list[Content], ends: tuple[int, int]) -> dict[str, Any]:
    axis = {"title": None, "labels": False, "ticks": False, "domain": False, "values": list(range(1, len(contents) + 1)), "grid": True}
    up = {"field": "number", "type": "quantitative", "scale": {"domain": [len(contents) + 0.5, 0.3], "nice": False, "zero": False}, "axis": axis}
    most = max(row["accounts"] for row in values)
    counts = {
        "field": "accounts",
        "type": "quantitative",
        "scale": {"domain": [0, most], "range": [0, 260]},
        "legend": {"title": {"message": "accounts"}, "values": sorted({1, -(-most // 2), most}), "format": "d"},
    }
    names = [{"number": each.number - 0.36, "name": f"{each.number}  {label(each.name)}"} for each in contents]
    return {
        "width": WIDTH,
        "height": ROW * len(contents),
        "title": head("key", "shown"),
        "encoding": {"y": up},
        "layer": [
            {
                "data": {"values": values},
                "mark": {"type": "point", "filled": True, "color": OBSERVED, "opacity": 0.75},
                "encoding": {"x": moments("moment", *ends), "size": counts},
            },
            {
                "data": {"values": names},
                # Clipped, or a label that the renderer takes for wider than it is would widen the whole picture.
                "mark": {"type": "text", "align": "left", "fontSize": 11, "clip": True},
                "encoding": {"x": {"value": 2}, "text": {"field": "name"}},
            },
        ],
    }
