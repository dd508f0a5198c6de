"""What an export reveals over time: a row for each kind of thing, a column for each month or year, darker where there is more."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from typing import Any

from counterwatch.core import Chart, Template
from counterwatch.exposure.archive import Event
from counterwatch.exposure.reveals.words import KINDS

TITLE = Template("exposure.archive_calendar.title", "what the export tells, and of when")
KEY = Template("exposure.archive_calendar.key", "the darker, the more rows; a number says how many")
TIME = Template("exposure.archive_calendar.time", "time (UTC)")
COLUMNS = 18
"""Columns that can hold a number beside each other."""
CELL = 26
DAY = 86_400_000
DAYS, WEEKS, MONTHS, YEARS = "%Y-%m-%d", "%G-W%V", "%Y-%m", "%Y"
"""How a column is called: by its day, its week (ISO 8601), its month or its year."""


def archive_calendar(events: Sequence[Event]) -> Chart | None:
    """Return the calendar of an export by days, months or years, whichever fits; None where nothing is dated."""
    times = [each.time for each in events if each.time is not None]
    if not times:
        return None
    form = _form(min(times), max(times))
    counted: Counter[tuple[str, str]] = Counter()
    # By days first: a million moments are far fewer days.
    for (kind, day), count in Counter((each.reveals, each.time // DAY) for each in events if each.time is not None).items():
        counted[kind, _named(day * DAY, form)] += count
    kinds = [each for each in KINDS if any(kind == each for kind, _ in counted)]
    most = max(counted.values())
    values = [
        {"kind": {"message": kind.replace(" ", "_")}, "time": when, "rows": count, "dark": count > most**0.5, "shown": _short(count)}
        for (kind, when), count in sorted(counted.items())
    ]
    texts = {kind.replace(" ", "_"): KINDS[kind]() for kind in kinds} | {"key": KEY(), "time": TIME()}
    return Chart(
        title=TITLE(),
        spec=_spec(values, [{"message": each.replace(" ", "_")} for each in kinds], _columns(min(times), max(times), form), most),
        texts=texts,
    )


def _form(first: int, last: int) -> str:
    days = range(first // DAY, last // DAY + 1)
    for form, most in ((DAYS, COLUMNS), (WEEKS, COLUMNS * 7), (MONTHS, COLUMNS * 30)):
        if len(days) <= most:
            return form
    return YEARS


def _columns(first: int, last: int, form: str) -> list[str]:
    """Return every column, with those in which there is nothing: a gap must be seen."""
    return list(dict.fromkeys(_named(day * DAY, form) for day in range(first // DAY, last // DAY + 1)))


def _named(time: int, form: str) -> str:
    return datetime.datetime.fromtimestamp(time / 1000, datetime.UTC).strftime(form)


def _short(count: int) -> str:
    for size, sign in ((1_000_000, "M"), (1_000, "k")):
        if count >= size:
            return f"{count // size}{sign}"
    return str(count)


def _spec(values: list[dict[str, Any]], kinds: list[dict[str, str]], columns: list[str], most: int) -> dict[str, Any]:
    scale = {"type": "log", "domain": [1, max(most, 2)], "range": ["#dce6ef", "#1f4e79"]}
    colour = {"field": "rows", "type": "quantitative", "legend": None, "scale": scale}
    return {
        "width": {"step": CELL + 6},
        "height": {"step": CELL},
        "title": {"text": {"message": "key"}, "fontSize": 11, "fontWeight": "normal", "anchor": "start", "offset": 8},
        "data": {"values": values},
        "encoding": {
            "x": {"field": "time", "type": "ordinal", "scale": {"domain": columns}, "axis": {"title": {"message": "time"}, "labelAngle": -60}},
            "y": {"field": "kind", "type": "nominal", "sort": kinds, "axis": {"title": None, "labelLimit": 160}},
        },
        "layer": [
            {"mark": {"type": "rect", "stroke": "#ffffff", "strokeWidth": 2}, "encoding": {"color": colour}},
            {
                "mark": {"type": "text", "fontSize": 10},
                "encoding": {
                    "text": {"field": "shown", "type": "nominal"},
                    "color": {"condition": {"test": "datum.dark", "value": "#ffffff"}, "value": "#1c1c1a"},
                },
            },
        ],
    }
