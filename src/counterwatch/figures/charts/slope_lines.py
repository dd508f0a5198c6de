"""Growth of an outcome against growth of its proxy, for two groups: means of equally many values, and the fitted line of each."""

from __future__ import annotations

from typing import Any

import numpy as np

from counterwatch.core import Chart, Template
from counterwatch.figures.table import Floats

TITLE = Template("figures.slope_lines.title", "{subject}: growth of the figure and growth of the proxy")
ACROSS = Template("figures.slope_lines.across", "growth of the proxy, beyond the usual one of its unit and its year")
UP = Template("figures.slope_lines.up", "growth of the figure, beyond the usual one of its unit and its year")
KEY = Template("figures.slope_lines.key", "each sign: mean of equally many values; line: fitted, through the middle")
GROUP = Template("figures.slope_lines.group", "{group}")
BINS = 12
LOOKS = (("#8c2d04", "diamond"), ("#1f3b57", "circle"))
"""Colour and shape differ together: the chart must be readable in grey print."""


def slope_lines(
    subject: str, groups: tuple[str, str], points: tuple[tuple[Floats, Floats], tuple[Floats, Floats]], slopes: tuple[float, float]
) -> Chart:
    """Return the two groups; `points` holds the growth of the proxy and of the figure of each, `slopes` the fitted line of each."""
    texts = {"across": ACROSS(), "up": UP(), "key": KEY(), "group": GROUP(group=groups[0]), "other": GROUP(group=groups[1])}
    layers = []
    for number, (name, (across, up), slope) in enumerate(zip(("group", "other"), points, slopes, strict=True)):
        means = [(float(part.mean()), float(up[index].mean())) for part, index in _parts(across)]
        ends = (means[0][0], means[-1][0])
        layers.append(_layer({"type": "line", "strokeDash": [1, 0] if number else [6, 3]}, [(end, slope * end) for end in ends], name, shaped=False))
        layers.append(_layer({"type": "point", "filled": True, "size": 70, "opacity": 1}, means, name, shaped=True))
    head = {"text": {"message": "key"}, "fontSize": 11, "fontWeight": "normal", "anchor": "start"}
    return Chart(title=TITLE(subject=subject), spec={"width": 640, "height": 300, "title": head, "layer": layers}, texts=texts)


def _parts(across: Floats) -> list[tuple[Floats, Any]]:
    order = np.argsort(across, kind="stable")
    return [(across[part], part) for part in np.array_split(order, BINS) if len(part)]


def _layer(mark: dict[str, Any], rows: list[tuple[float, float]], name: str, *, shaped: bool) -> dict[str, Any]:
    names = [{"message": "group"}, {"message": "other"}]
    legend = {"title": None, "orient": "bottom", "labelLimit": 0}
    encoding: dict[str, Any] = {
        "x": {"field": "across", "type": "quantitative", "axis": {"title": {"message": "across"}, "format": ".0%"}},
        "y": {"field": "up", "type": "quantitative", "axis": {"title": {"message": "up"}, "format": ".0%"}},
        "color": {"datum": {"message": name}, "scale": {"domain": names, "range": [look[0] for look in LOOKS]}, "legend": legend},
    }
    if shaped:
        encoding["shape"] = {"datum": {"message": name}, "scale": {"domain": names, "range": [look[1] for look in LOOKS]}, "legend": legend}
    return {"data": {"values": [{"across": round(x, 6), "up": round(y, 6)} for x, y in rows]}, "mark": mark, "encoding": encoding}
