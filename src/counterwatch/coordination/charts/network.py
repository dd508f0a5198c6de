"""Accounts and the pairs between them: groups side by side, the class of a pair by the kind of its line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from counterwatch.coordination.charts.look import LOOKS, WIDTH, by_class, head, names_of
from counterwatch.core import Chart, Message, Template
from counterwatch.draw.layout import positions
from counterwatch.draw.pieces import INK

if TYPE_CHECKING:
    import polars as pl

TITLE = Template("coordination.network.title", "{subject}: the pairs of {n} account", "{subject}: the pairs of {n} accounts")
DOT = Template("coordination.network.dot", "dot: an account; line: a pair; number: the group it is in")
NEAR = Template("coordination.network.near", "only the lines mean something: places are chosen so that they are short")
PART = Template("coordination.network.part", "drawn: {drawn} of {accounts} accounts and {lines} of {pairs} pairs, the least expected first")

MOST_ACCOUNTS, MOST_PAIRS = 500, 2500
TALLEST = 420


def network(subject: str, edges: pl.DataFrame) -> Chart:
    """Return the network of `edges` (columns `a`, `b`, `kind`, `p`, `group`; null where a pair is in no group) with at most 500 accounts.

    Where there are more, pairs are taken by class and then by p-value until they hold so many; the rest is counted. Raises `ValueError`
    where there is no pair.
    """
    if not len(edges):
        raise ValueError("a network needs a pair")
    drawn = _drawn(edges)
    codes, ends = np.unique(drawn.select("a", "b").to_numpy(), return_inverse=True)
    links = ends.reshape(-1, 2)
    places = positions(len(codes), links)
    kinds = [kind for kind in LOOKS if (drawn["kind"] == kind).any()]
    accounts = int(edges.select("a", "b").unpivot()["value"].n_unique())
    texts: dict[str, Message] = {"dot": DOT(), "near": NEAR(), **names_of(kinds)}
    if len(drawn) < len(edges):
        texts["part"] = PART(drawn=len(codes), accounts=accounts, lines=len(drawn), pairs=len(edges))
    layers = [_lines(kind, kinds, places[links[(drawn["kind"] == kind).to_numpy()]]) for kind in kinds[::-1]]
    labels = _labels(drawn, links, places)
    return Chart(title=TITLE(subject=subject, n=accounts), spec=_spec(layers, places, labels, texts), texts=texts)


def _drawn(edges: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs to be drawn, by account."""
    import polars as pl

    place = pl.col("kind").replace_strict({kind: number for number, kind in enumerate(LOOKS)}, return_dtype=pl.Int8)
    order, seen = edges.sort(place, "p", "a", "b", nulls_last=True), set[int]()
    for count, pair in enumerate(order.select("a", "b").iter_rows()):
        if count == MOST_PAIRS or len(seen | set(pair)) > MOST_ACCOUNTS:
            return order.head(count).sort("a", "b")
        seen.update(pair)
    return order.sort("a", "b")


def _lines(kind: str, kinds: list[str], ends: np.ndarray[Any, np.dtype[np.float64]]) -> dict[str, Any]:
    rows = [dict(zip(("x", "y", "x2", "y2"), np.round(each.ravel(), 2).tolist(), strict=True)) for each in ends]
    return {
        "data": {"values": rows},
        "mark": {"type": "rule", "strokeWidth": 1.2, "opacity": 0.7 if len(ends) < 300 else 0.4},
        "encoding": {"x2": {"field": "x2"}, "y2": {"field": "y2"}, **by_class(kind, kinds, color="colour", strokeDash="dash")},
    }


def _labels(drawn: pl.DataFrame, links: np.ndarray[Any, np.dtype[np.int64]], places: np.ndarray[Any, np.dtype[np.float64]]) -> list[dict[str, Any]]:
    """Return the number of each group, above its highest point."""
    group, rows = drawn["group"], []
    for each in group.drop_nulls().unique().sort():
        points = places[np.unique(links[(group == each).fill_null(value=False).to_numpy()])]
        rows.append({"x": round(float(points[:, 0].mean()), 2), "y": round(float(points[:, 1].max()), 2), "group": str(each)})
    return rows


def _spec(
    layers: list[dict[str, Any]], places: np.ndarray[Any, np.dtype[np.float64]], labels: list[dict[str, Any]], texts: dict[str, Message]
) -> dict[str, Any]:
    low, high = places.min(axis=0) - 0.6, places.max(axis=0) + np.array([0.6, 1.0])
    across, up = high - low
    scale = min(WIDTH / across, TALLEST / up)
    # One unit is as long up as across, or a circle would be an egg.
    middle, reach = (low + high) / 2, WIDTH / scale / 2
    sides = {
        "x": {"field": "x", "type": "quantitative", "axis": None, "scale": _domain(middle[0] - reach, middle[0] + reach)},
        "y": {"field": "y", "type": "quantitative", "axis": None, "scale": _domain(low[1], high[1])},
    }
    size = float(np.clip(9_000 / len(places), 12, 80))
    dots = [{"x": round(float(x), 2), "y": round(float(y), 2)} for x, y in places]
    return {
        "width": WIDTH,
        "height": max(round(up * scale), 80),
        "title": head("dot", "near", *(["part"] if "part" in texts else [])),
        "encoding": sides,
        "layer": [
            *layers,
            {
                "data": {"values": dots},
                "mark": {"type": "point", "filled": True, "fill": "#ffffff", "stroke": INK, "strokeWidth": 1.2, "opacity": 1, "size": size},
            },
            {
                "data": {"values": labels},
                "mark": {"type": "text", "dy": -10, "fontSize": 11, "fontWeight": "bold"},
                "encoding": {"text": {"field": "group", "type": "nominal"}},
            },
        ],
    }


def _domain(low: float, high: float) -> dict[str, Any]:
    return {"domain": [round(float(low), 3), round(float(high), 3)], "nice": False, "zero": False}
