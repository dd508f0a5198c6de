"""A group over time: a row for every account, a dark mark where it acted together with another of the group, a pale one where it did not."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterwatch.coordination.charts.look import DAY, HOUR, MINUTE, SECOND, WIDTH, Integers, head, moments, span
from counterwatch.core import Chart, Message, Template
from counterwatch.draw.pieces import DEPARTURE

TITLE = Template("coordination.raster.title", "{subject}: {n} account over time", "{subject}: {n} accounts over time")
TIME = Template("coordination.raster.time", "time (UTC)")
ROW = Template("coordination.raster.row", "account (numbered by its first action together)")
DARK = Template("coordination.raster.dark", "dark and tall: acted together with others of the group, a mark for each {width}")
PALE = Template("coordination.raster.pale", "pale and short: its other actions, a mark for each {width}")
OUTSIDE = Template("coordination.raster.outside", "{n} other action before or after is not drawn", "{n} other actions before or after are not drawn")

COLUMNS, MARKS = 210, 4000
"""Columns two units wide, and at most so many marks of either kind: more than that is grey anyway and too large for a page."""
WIDTHS = (
    SECOND,
    5 * SECOND,
    15 * SECOND,
    30 * SECOND,
    MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    4 * HOUR,
    8 * HOUR,
    DAY,
    2 * DAY,
)
TALLEST, STEP = 420, 16
MARGIN = 0.06

Mark = dict[str, Any]


def raster(subject: str, *, account: Integers, time: Integers, hit: NDArray[np.bool_]) -> Chart:
    """Return the actions of a group: codes of accounts, times in milliseconds, and which were together with another of the group.

    The time axis spans the actions together with a margin; what lies outside it is counted. Raises `ValueError` where no action is a hit.
    """
    if not hit.any():
        raise ValueError("a raster needs an action together with another account")
    first, last = _range(time[hit])
    inside = (time >= first) & (time <= last)
    row, count = _rows(account, time, hit)
    drawn: dict[bool, list[Mark]] = {}
    widths: dict[bool, int] = {}
    for kind, tall in ((True, 0.42), (False, 0.2)):
        chosen = inside & (hit == kind)
        widths[kind], drawn[kind] = _marks(row[chosen], time[chosen], first, last, tall)
    texts = {"time": TIME(), "row": ROW(), "dark": DARK(width=span(widths[True])), "pale": PALE(width=span(widths[False]))}
    if left_out := int((~inside).sum()):
        texts["outside"] = OUTSIDE(n=left_out)
    return Chart(title=TITLE(subject=subject, n=count), spec=_spec(drawn, texts, count, (first, last)), texts=texts)


def _range(hits: Integers) -> tuple[int, int]:
    first, last = int(hits.min()), int(hits.max())
    room = max(int((last - first) * MARGIN), 10 * MINUTE)
    return (first - room) // MINUTE * MINUTE, -(-(last + room) // MINUTE) * MINUTE


def _rows(account: Integers, time: Integers, hit: NDArray[np.bool_]) -> tuple[Integers, int]:
    """Return the row of each action, counted from 1, and how many rows there are: accounts by first hit, then by first action."""
    codes, index = np.unique(account, return_inverse=True)
    never = np.iinfo(np.int64).max
    first, first_hit = np.full(len(codes), never), np.full(len(codes), never)
    np.minimum.at(first, index, time)
    np.minimum.at(first_hit, index[hit], time[hit])
    order = np.lexsort((codes, first, first_hit))
    row = np.empty(len(codes), dtype=np.int64)
    row[order] = np.arange(1, len(codes) + 1)
    return row[index], len(codes)


def _marks(rows: Integers, times: Integers, first: int, last: int, tall: float) -> tuple[int, list[Mark]]:
    """Return the width of a column in milliseconds, the narrowest that gives at most `COLUMNS` columns and `MARKS` marks, and the marks."""
    length = last - first
    width = next((each for each in WIDTHS if length / each <= COLUMNS), -(-length // COLUMNS // DAY) * DAY)
    while len(runs := _runs(rows, (times - first) // width)) > MARKS and width < length:
        width = next((each for each in WIDTHS if each > width), 2 * width)
    return width, [
        {"from": first + begin * width, "to": min(first + (end + 1) * width, last), "top": round(row - tall, 2), "low": round(row + tall, 2)}
        for row, begin, end in runs.tolist()
    ]


def _runs(rows: Integers, columns: Integers) -> Integers:
    """Return row, first and last column of each stretch of columns in which a row has an action."""
    cells = np.unique(np.stack([rows, columns]), axis=1)
    new = np.any(np.diff(cells, axis=1) != np.array([[0], [1]]), axis=0)
    begins = np.flatnonzero(np.r_[True, new][: cells.shape[1]])
    ends = np.flatnonzero(np.r_[new, True][: cells.shape[1]])
    return np.stack([cells[0, begins], cells[1, begins], cells[1, ends]], axis=1)


def _spec(drawn: dict[bool, list[Mark]], texts: dict[str, Message], count: int, ends: tuple[int, int]) -> dict[str, Any]:
    step = next((each for each in (1, 2, 5, 10, 25, 50, 100) if count / each <= 12), -(-count // 12))
    axis = {"title": {"message": "row"}, "values": [1, *range(step, count + 1, step)], "grid": False, "format": "d"}
    up = {"field": "top", "type": "quantitative", "scale": {"domain": [count + 0.5, 0.5], "nice": False, "zero": False}, "axis": axis}
    return {
        "width": WIDTH,
        "height": max(min(STEP * count, TALLEST), 60),
        "title": head("dark", "pale", *(["outside"] if "outside" in texts else [])),
        "encoding": {"x": moments("from", *ends), "x2": {"field": "to"}, "y": up, "y2": {"field": "low"}},
        "layer": [
            {"data": {"values": drawn[False]}, "mark": {"type": "rect", "color": "#b9c6d3"}},
            {"data": {"values": drawn[True]}, "mark": {"type": "rect", "color": DEPARTURE}},
        ],
    }
