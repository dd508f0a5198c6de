"""What could be read of what went out, and what could not and why: the first thing to know about a capture."""

from __future__ import annotations

from typing import Any

from counterwatch.core import Chart, Message, Template
from counterwatch.draw.pieces import EXPECTED, OBSERVED
from counterwatch.exposure.leaks.tally import Tally
from counterwatch.exposure.table import Unreadable

TITLE = Template("exposure.coverage.title", "{name}: how much of what went out could be read")
KEY = Template("exposure.coverage.key", "what could not be read (grey) may hold anything; nothing is concluded from it")
BYTES = Template("exposure.coverage.bytes", "bytes that went out")
READABLE = Template("exposure.coverage.readable", "readable")
REASONS: dict[Unreadable, Template] = {
    "encrypted": Template("exposure.coverage.encrypted", "only ciphertext captured"),
    "pinned": Template("exposure.coverage.pinned", "app refused the proxy"),
    "quic": Template("exposure.coverage.quic", "QUIC without keys"),
    "own encryption": Template("exposure.coverage.own_encryption", "encrypted by the app"),
    "binary lost": Template("exposure.coverage.binary_lost", "lost by the format"),
    "truncated": Template("exposure.coverage.truncated", "cut off"),
}
WIDTH, ROW = 420, 30


def coverage(name: str, counted: Tally) -> Chart:
    """Return a bar for what could be read and one for each reason why the rest could not, in bytes."""
    rows = [("readable", counted.readable), *((each, counted.unreadable[each]) for each in REASONS if counted.unreadable[each])]
    texts: dict[str, Message] = {"key": KEY(), "bytes": BYTES(), "readable": READABLE()}
    texts |= {each: REASONS[each]() for each in REASONS if counted.unreadable[each]}
    return Chart(title=TITLE(name=name), spec=_spec(rows), texts=texts)


def _spec(rows: list[tuple[Any, int]]) -> dict[str, Any]:
    most = max(size for _, size in rows)
    across = {
        "field": "bytes",
        "type": "quantitative",
        "scale": {"domain": [0, max(most, 1) * 1.25]},
        "axis": {"title": {"message": "bytes"}, "format": "~s", "tickCount": 5},
    }
    return {
        "width": WIDTH,
        "height": ROW * len(rows),
        "title": {"text": {"message": "key"}, "fontSize": 11, "fontWeight": "normal", "anchor": "start", "offset": 8},
        "layer": [_bar(number, each, size, across, len(rows)) for number, (each, size) in enumerate(rows)],
    }


def _bar(number: int, reason: str, size: int, across: dict[str, Any], rows: int) -> dict[str, Any]:
    """Return one bar with its name above its left end and its size behind it."""
    up = {"field": "row", "type": "quantitative", "scale": {"domain": [rows - 0.2, -0.8], "nice": False}, "axis": None}
    mark = {"type": "bar", "size": 10, "color": OBSERVED if reason == "readable" else EXPECTED, "opacity": 1 if reason == "readable" else 0.7}
    return {
        "data": {"values": [{"row": number, "bytes": size}]},
        "encoding": {"y": up},
        "layer": [
            {"mark": {**mark, "orient": "horizontal"}, "encoding": {"x": across, "x2": {"datum": 0}}},
            {
                "mark": {"type": "text", "align": "left", "dx": 4, "fontSize": 11},
                "encoding": {"x": across, "text": {"field": "bytes", "format": ",d"}},
            },
            {
                "mark": {"type": "text", "align": "left", "dy": -11, "dx": 2, "fontSize": 11},
                "encoding": {"x": {"value": 0}, "text": {"datum": {"message": reason}}},
            },
        ],
    }
