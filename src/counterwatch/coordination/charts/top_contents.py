"""The contents that most accounts of a group shared, as a table that is also a bar chart."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from counterwatch.coordination.charts.contents import Content
from counterwatch.coordination.charts.look import WIDTH, head, label
from counterwatch.core import Chart, Template
from counterwatch.draw.pieces import BAND, INK, OBSERVED, QUIET

TITLE = Template("coordination.top_contents.title", "{subject}: what most accounts of the group shared")
KEY = Template("coordination.top_contents.key", "bar: accounts of the group that shared it, of {accounts}")
RIGHT = Template("coordination.top_contents.right", "right: accounts / actions, and the day of the first action (UTC)")

ROW = 36


def top_contents(subject: str, contents: Sequence[Content], accounts: int) -> Chart:
    """Return a table of `contents` (see `contents.most_shared`) of a group with so many `accounts`. Raises `ValueError` where it is empty."""
    if not contents:
        raise ValueError("a table needs a row")
    return Chart(title=TITLE(subject=subject), spec=listed(contents, accounts), texts={"key": KEY(accounts=accounts), "right": RIGHT()})


def listed(contents: Sequence[Content], accounts: int) -> dict[str, Any]:
    """Return the specification of a table of contents with bars up to so many `accounts`, with the texts `key` and `right` left open."""
    rows = [
        {
            "number": each.number, "name": f"{each.number}  {label(each.name)}", "accounts": each.accounts,
            "counts": f"{each.accounts} / {each.actions}   {datetime.datetime.fromtimestamp(each.first / 1000, datetime.UTC):%Y-%m-%d}",
        }
        for each in contents
    ]  # fmt: skip
    return _spec(rows, accounts)


def _spec(rows: list[dict[str, Any]], accounts: int) -> dict[str, Any]:
    up = {"field": "number", "type": "ordinal", "axis": None, "scale": {"paddingInner": 0, "paddingOuter": 0}}
    scale = {"domain": [0, accounts], "range": [0, WIDTH - 150], "nice": False}
    across = {"field": "accounts", "type": "quantitative", "axis": None, "scale": scale}

    def text(field: str, *, x: int, align: str, colour: str, down: int) -> dict[str, Any]:
        # Clipped, or a label that the renderer takes for wider than it is would widen the whole picture.
        mark = {"type": "text", "align": align, "color": colour, "fontSize": 11, "dy": down, "clip": True}
        return {"mark": mark, "encoding": {"x": {"value": x}, "text": {"field": field}}}

    bar = {"type": "bar", "height": 8, "yOffset": 9}
    return {
        "width": WIDTH,
        "height": ROW * len(rows),
        "title": head("key", "right"),
        "data": {"values": rows},
        "encoding": {"y": up},
        "layer": [
            {"mark": {**bar, "color": BAND}, "encoding": {"x": {"value": 0}, "x2": {"value": WIDTH - 150}}},
            {"mark": {**bar, "color": OBSERVED}, "encoding": {"x": across}},
            text("name", x=0, align="left", colour=INK, down=-6),
            text("counts", x=WIDTH, align="right", colour=QUIET, down=9),
        ],
    }
