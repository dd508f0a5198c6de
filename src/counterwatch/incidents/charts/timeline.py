"""The time line: a dot where the day is known, a bar where the event lies somewhere within, dashed where it is only about then."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from counterwatch.core import Chart, Message, Template
from counterwatch.draw.pieces import DEPARTURE, OBSERVED, QUIET
from counterwatch.incidents.charts.look import WIDTH, country, head
from counterwatch.incidents.incident import Incident

TITLE = Template(
    "incidents.timeline.title", "Time line of {n} incident, as exactly as it is known", "Time line of {n} incidents, as exactly as they are known"
)
KEY = Template("incidents.timeline.key", "dot: the day is known; ring and bar: some day within; dashed: about then")
UNDATED = Template(
    "incidents.timeline.undated",
    "{n} incident without a date that can be read is not shown",
    "{n} incidents without a date that can be read are not shown",
)
EACH = 70
"""Incidents that have a line each; of more, each host country has one."""
COUNTRIES, LINE = 24, 13


def timeline(incidents: Sequence[Incident]) -> Chart | None:
    """Return when incidents happened; none where no date can be read."""
    dated = sorted((each for each in incidents if each.date.start), key=lambda each: (each.date.start, each.date.end, each.id))
    if not dated:
        return None
    alone = len(dated) <= EACH
    lines = [each.id for each in dated] if alone else _countries(dated)
    texts: dict[str, Message] = {"key": KEY()} | ({} if alone else {f"line {code}": country(code) for code in lines})
    if undated := len(incidents) - len(dated):
        texts["undated"] = UNDATED(n=undated)
    known = {code: code if alone else {"message": f"line {code}"} for code in lines}
    rows = [_row(each, known[key]) for each in dated if (key := each.id if alone else each.where.country) in known]
    return Chart(title=TITLE(n=len(rows)), spec=_spec(rows, len(lines), list(texts)), texts=texts)


def _countries(dated: Sequence[Incident]) -> list[str]:
    counts: dict[str, int] = {}
    for each in dated:
        counts[each.where.country] = counts.get(each.where.country, 0) + 1
    return sorted(counts, key=lambda code: (-counts[code], code))[:COUNTRIES]


def _row(incident: Incident, line: Any) -> dict[str, Any]:
    start, end = datetime.date.fromisoformat(incident.date.start), datetime.date.fromisoformat(incident.date.end)
    kind = "day" if start == end and incident.date.precision != "circa" else "circa" if incident.date.precision == "circa" else "within"
    # About a day: without a length it could not be seen that it is dashed.
    spread = datetime.timedelta(days=45 if kind == "circa" and (end - start).days < 90 else 0)
    middle = start + (end - start) / 2
    ends = {"from": str(start - spread), "to": str(end + spread + datetime.timedelta(days=1)), "at": str(middle)}
    return {"line": line, "kind": kind, "said": incident.date.as_written or incident.date.edtf} | ends


def _spec(rows: list[dict[str, Any]], lines: int, keys: list[str]) -> dict[str, Any]:
    across = {"field": "from", "type": "temporal", "axis": {"title": None, "format": "%Y", "tickCount": 6, "labelOverlap": True, "grid": True}}
    up = {"field": "line", "type": "nominal", "sort": None, "axis": {"title": None, "labelFontSize": 10, "labelLimit": 150, "grid": False}}

    # Where a mark was put is not when it happened: pointed at, it says the date as it was written.
    told = {"tooltip": [{"field": "line", "title": " "}, {"field": "said", "title": "  "}]}

    def layer(kind: str, mark: dict[str, Any], **more: Any) -> dict[str, Any]:
        return {"data": {"values": [each for each in rows if each["kind"] == kind]}, "mark": mark, "encoding": {"x": across, "y": up} | told | more}

    every = {"data": {"values": rows}, "mark": {"type": "point", "opacity": 0}, "encoding": {"x": across, "y": up} | told}
    bar, dash = {"type": "rule", "strokeWidth": 4, "color": "#8fa9c4"}, {"type": "rule", "strokeWidth": 2, "strokeDash": [3, 3], "color": DEPARTURE}
    dot = {"type": "point", "filled": True, "size": 34, "color": OBSERVED, "opacity": 0.85}
    ring = {"type": "point", "filled": False, "size": 30, "color": OBSERVED, "opacity": 1, "strokeWidth": 1.2}
    to, at = {"x2": {"field": "to"}}, {"x": across | {"field": "at"}}
    rings = [layer(kind, ring, **at) for kind in ("within", "circa")]
    return {
        "width": WIDTH, "height": max(lines, 4) * LINE, "title": head(*[each for each in ("key", "undated") if each in keys]),
        "config": {"axis": {"labelColor": QUIET, "gridColor": "#ecebe6"}},
        "layer": [every, layer("within", bar, **to), layer("circa", dash, **to), *rings, layer("day", dot)],
    }  # fmt: skip
