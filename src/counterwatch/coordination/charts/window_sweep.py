"""How many pairs and groups there are at each window: what holds at many windows does not hang on the choice of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from counterwatch.coordination.charts.look import LOOKS, WIDTH, by_class, head, names_of, span
from counterwatch.core import Chart, Message, Template

if TYPE_CHECKING:
    import polars as pl

TITLE = Template("coordination.window_sweep.title", "{subject}: pairs and groups at {n} window", "{subject}: pairs and groups at {n} windows")
WINDOW = Template("coordination.window_sweep.window", "window: actions at most so far apart count as together")
PAIRS = Template("coordination.window_sweep.pairs", "pairs of accounts")
GROUPS = Template("coordination.window_sweep.groups", "groups")
KEY = Template("coordination.window_sweep.key", "above: pairs of accounts; below: groups; one line per class of pairs")

EVEN = 60
"""Up to here numbers stand at even distances; where there are more, distances shrink (symmetric logarithm), as windows differ by powers."""
ASIDE = {"A": -13, "T": 13, "B": 0}
"""Numbers stand above their point, those of two classes a little to either side, so that points near each other keep theirs apart."""


def window_sweep(subject: str, counts: pl.DataFrame) -> Chart:
    """Return `counts` as lines: a row per window and class with the columns `window` (milliseconds), `kind`, `pairs` and `groups`."""
    rows = counts.sort("window", "kind").rows(named=True)
    windows = sorted({row["window"] for row in rows})
    kinds = [kind for kind in LOOKS if any(row["kind"] == kind for row in rows)]
    texts: dict[str, Message] = {"window": WINDOW(), "pairs": PAIRS(), "groups": GROUPS(), "key": KEY(), **names_of(kinds)}
    texts |= {f"span{each}": span(each) for each in windows}
    panels = [_panel(field, height, rows, kinds, windows) for field, height in (("pairs", 150), ("groups", 100))]
    return Chart(title=TITLE(subject=subject, n=len(windows)), spec={"title": head("key"), "vconcat": panels, "spacing": 16}, texts=texts)


def _panel(field: str, height: int, rows: list[dict[str, Any]], kinds: list[str], windows: list[int]) -> dict[str, Any]:
    most = max((int(row[field]) for row in rows), default=0)
    up: dict[str, Any] = {"field": field, "type": "quantitative", "axis": {"title": {"message": field}, "format": ",d", "tickCount": 4}}
    if most > EVEN:
        up["scale"] = {"type": "symlog", "domain": [0, most * 1.6], "nice": False}
        up["axis"]["values"] = [0, *(10**power for power in range(9) if 10**power <= most * 1.6)]
    else:
        up["scale"] = {"domain": [0, max(most, 1) * 1.15], "nice": False}
        up["axis"]["tickMinStep"] = 1
    names = [{"message": f"span{each}"} for each in windows]
    title = {"message": "window"} if field == "groups" else None
    across = {"field": "window", "type": "ordinal", "sort": names, "axis": {"title": title, "labelAngle": 0, "labels": field == "groups"}}
    layers = []
    for kind in kinds:
        values = [{"window": {"message": f"span{row['window']}"}, field: int(row[field])} for row in rows if row["kind"] == kind]
        line = by_class(kind, kinds, color="colour", strokeDash="dash")
        point = by_class(kind, kinds, color="colour", shape="shape")
        number = {"mark": {"type": "text", "dx": ASIDE[kind], "dy": -9, "fontSize": 10}, "encoding": {"text": {"field": field, "format": ","}}}
        layers += [
            {"data": {"values": values}, "mark": {"type": "line", "strokeWidth": 1.8}, "encoding": line},
            {"data": {"values": values}, "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1}, "encoding": point},
            {"data": {"values": values}, **number},
        ]
    return {"width": WIDTH, "height": height, "encoding": {"x": across, "y": up}, "layer": layers}
