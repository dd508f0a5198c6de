"""From what is mine to where it goes: areas from an identifier or app over endpoints and owners to the countries of their seats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from counterwatch.core import Chart, Message, Template
from counterwatch.draw.pieces import INK, OBSERVED, QUIET
from counterwatch.exposure.charts.ribbons import ACROSS, BAR, SLOT, Node, Ribbon, across, edges, height_of, most_first, nodes, ribbons

TITLE = Template("exposure.flow.title", "{name}: to whom it goes, by endpoint, owner and country of the seat")
WIDTHS = Template("exposure.flow.widths", "width: requests; hatched: the part of the bytes that cannot be read")
SEATS = Template("exposure.flow.seats", "the country is where the owner has its seat, not where a server stands")
START = Template("exposure.flow.start", "from")
ENDPOINT = Template("exposure.flow.endpoint", "endpoint")
OWNER = Template("exposure.flow.owner", "owner")
COUNTRY = Template("exposure.flow.country", "country of the seat")
UNKNOWN = Template("exposure.flow.unknown", "not known")
REST = Template("exposure.flow.rest", "{n} more", "{n} more")
SEAT = Template("exposure.flow.seat", "{seat:country}")
HEADS = {"start": START, "endpoint": ENDPOINT, "owner": OWNER, "seat": COUNTRY}

PAPER = "#ffffff"
WIDTH, TALLEST = 620, 420
ROOM = 23.0
"""Units across for the labels of the last column, where a bar has 100 units for all columns."""
MOST = {"start": 8, "endpoint": 14, "owner": 10, "seat": 8}
"""Bars of a column; what has least requests is put together as «5 more»."""
LONGEST = 26
"""Letters of a label; of a longer host the end stays, which says whose it is."""
GONE, NOBODY = "\x00rest", ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Requests that go one way: from what (an identifier such as `email#1`, an app; empty where not told), to which endpoint, to whom.

    `owner` and `seat` (ISO 3166) are empty where not known; `unreadable` is the share of the bytes that cannot be read, from 0 to 1.
    """

    endpoint: str
    requests: int
    owner: str = ""
    seat: str = ""
    start: str = ""
    unreadable: float = 0.0


def flow(name: str, rows: Sequence[Flow]) -> Chart:
    """Return the flow of some requests. Raises `ValueError` where there are none."""
    rows = [each for each in rows if each.requests > 0]
    if not rows:
        raise ValueError("a flow needs a request")
    columns = [each for each in HEADS if each != "start" or any(row.start for row in rows)]
    put_together, dropped = _put_together(rows, columns)
    weights = [(tuple(getattr(row, column) for column in columns), row) for row in put_together]
    paths = most_first([(path, float(row.requests)) for path, row in weights])
    hidden = most_first([(path, row.requests * min(max(row.unreadable, 0.0), 1.0)) for path, row in weights])
    scale = TALLEST / sum(paths.values()) / 2
    placed = nodes(paths, scale)
    texts = _texts(columns, placed, dropped)
    layers = _layers(ribbons(paths, hidden, placed, scale), placed, columns)
    return Chart(title=TITLE(name=name), spec=_spec(layers, height_of(paths, scale)), texts=texts)


def _put_together(rows: Sequence[Flow], columns: Sequence[str]) -> tuple[list[Flow], dict[str, int]]:
    """Return rows in which what has least requests is one bar of its column, and how many bars were put together there."""
    dropped: dict[str, int] = {}
    for column in columns:
        counts = Counter[str]()
        for row in rows:
            counts[getattr(row, column)] += row.requests
        order = sorted(counts, key=lambda key: (-counts[key], key))
        if len(order) > MOST[column]:
            small = {key for key in order[MOST[column] - 1 :] if key != NOBODY}
            dropped[column] = len(small)
            rows = [_replaced(row, column) if getattr(row, column) in small else row for row in rows]
    return list(rows), dropped


def _replaced(row: Flow, column: str) -> Flow:
    return replace(row, **{column: GONE})  # type: ignore[arg-type]


def _texts(columns: Sequence[str], placed: dict[tuple[int, str], Node], dropped: dict[str, int]) -> dict[str, Message]:
    texts: dict[str, Message] = {"widths": WIDTHS(), "seats": SEATS(), **{column: HEADS[column]() for column in columns}}
    texts |= {f"rest_{column}": REST(n=count) for column, count in dropped.items()}
    if any(key == NOBODY for _, key in placed):
        texts["unknown"] = UNKNOWN()
    return texts | {
        f"seat_{key}": SEAT(seat=key) for column, key in placed if columns[column] == "seat" and key not in (NOBODY, GONE)
    }  # fmt: skip


def _layers(flows: Sequence[Ribbon], placed: dict[tuple[int, str], Node], columns: Sequence[str]) -> list[dict[str, Any]]:
    bright, dark, strokes = _areas(flows, len(columns))
    bars = [_bar(node, len(columns)) for node in placed.values()]
    labels = [_label(node, columns) for node in placed.values()]
    heads = [{"x": _beside(number, len(columns)), "y": -SLOT, "label": {"message": column}} for number, column in enumerate(columns)]
    return [
        _area(bright, 0.34),
        _area(dark, 0.12),
        {"data": {"values": strokes}, "mark": {"type": "rule", "color": OBSERVED, "strokeWidth": 0.8, "opacity": 0.7}, "encoding": _ends()},
        {"data": {"values": bars}, "mark": {"type": "rect", "color": INK, "opacity": 0.9}, "encoding": _ends()},
        # A pale edge around the letters keeps them readable on the strokes.
        _words(labels, {"color": PAPER, "stroke": PAPER, "strokeWidth": 3, "strokeOpacity": 0.85, "strokeJoin": "round"}),
        _words(labels, {"color": INK}),
        _words(heads, {"color": QUIET}),
    ]


def _areas(flows: Sequence[Ribbon], columns: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    bright: list[dict[str, Any]] = []
    dark: list[dict[str, Any]] = []
    strokes: list[dict[str, Any]] = []
    for number, ribbon in enumerate(flows):
        points, clear = edges(ribbon, columns), ribbon.height - ribbon.dark
        if clear > 0:
            bright += [_row(number, x, y, y + clear) for x, y in points]
        if ribbon.dark > 0:
            dark += [_row(number, x, y + clear, y + ribbon.height) for x, y in points]
            strokes += [
                {"x": round(x, 2), "y": round(y + ribbon.height, 2), "x2": round(x2, 2), "y2": round(y2 + clear, 2)}
                for (x, y), (x2, y2) in pairwise(points)
            ]
    return bright, dark, strokes


def _row(number: int, x: float, top: float, bottom: float) -> dict[str, Any]:
    return {"ribbon": number, "x": round(x, 2), "y": round(top, 2), "y2": round(bottom, 2)}


def _bar(node: Node, columns: int) -> dict[str, Any]:
    left = across(node, columns)
    return {"x": round(left, 2), "x2": round(left + BAR, 2), "y": round(node.top, 2), "y2": round(node.top + max(node.height, 0.8), 2)}


def _label(node: Node, columns: Sequence[str]) -> dict[str, Any]:
    number, column = node.column, columns[node.column]
    words: Any = _short(node.key)
    if node.key == NOBODY:
        words = {"message": "unknown"}
    elif node.key == GONE:
        words = {"message": f"rest_{column}"}
    elif column == "seat":
        words = {"message": f"seat_{node.key}"}
    return {"x": _beside(number, len(columns)), "y": round(node.middle, 2), "label": words}


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"…{text[1 - LONGEST :]}" if "." in text else f"{text[: LONGEST - 1]}…"


def _beside(column: int, columns: int) -> float:
    """Return where a label begins: right of its bar."""
    return round(column * (ACROSS - BAR) / (columns - 1) + BAR + 0.7, 2)


def _ends() -> dict[str, Any]:
    return {"x2": {"field": "x2"}, "y2": {"field": "y2"}}


def _area(values: list[dict[str, Any]], opacity: float) -> dict[str, Any]:
    return {
        "data": {"values": values},
        "mark": {"type": "area", "color": OBSERVED, "opacity": opacity, "line": False},
        "encoding": {"y2": {"field": "y2"}, "detail": {"field": "ribbon", "type": "nominal"}},
    }


def _words(values: list[dict[str, Any]], look: dict[str, Any]) -> dict[str, Any]:
    return {
        "data": {"values": values},
        "mark": {"type": "text", "align": "left", "baseline": "middle", "fontSize": 11, **look},
        "encoding": {"text": {"field": "label", "type": "nominal"}},
    }


def _spec(layers: list[dict[str, Any]], height: float) -> dict[str, Any]:
    up = {"domain": [round(height + SLOT / 2, 2), -1.6 * SLOT], "nice": False, "zero": False}
    return {
        "width": WIDTH,
        "height": round(height + 2.1 * SLOT),
        "title": {
            "text": [{"message": "widths"}, {"message": "seats"}],
            "fontSize": 11, "fontWeight": "normal", "anchor": "start", "lineHeight": 15, "offset": 8,
        },
        "encoding": {
            "x": {"field": "x", "type": "quantitative", "axis": None, "scale": {"domain": [0, ACROSS + ROOM], "nice": False}},
            "y": {"field": "y", "type": "quantitative", "axis": None, "scale": up},
        },
        "layer": layers,
    }  # fmt: skip
