"""What opens what, as a picture: things on the left, accounts on the right, what is taken and what falls with it in brick."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from counterwatch.core import Chart, Message, Template
from counterwatch.draw.pieces import DEPARTURE, OBSERVED, QUIET
from counterwatch.exposure.charts.columns import Place, columns_of
from counterwatch.exposure.identity.index import Index
from counterwatch.exposure.identity.labels import printable

Mark = Literal["taken", "lost", "fewer", "kept", "new"]
Ways = Sequence[tuple[int, Sequence[int], bool]]

TAKEN = Template("exposure.access_graph.taken", "taken")
LOST = Template("exposure.access_graph.lost", "falls with it")
FEWER = Template("exposure.access_graph.fewer", "keeps fewer ways in")
KEPT = Template("exposure.access_graph.kept", "stays as it is")
NEW = Template("exposure.access_graph.new", "to be added")
READ = Template("exposure.access_graph.read", "line: opens; lines that meet in a small dot are needed together")
PART = Template("exposure.access_graph.part", "drawn: {drawn} of {accounts} accounts, the most important first")
LOOKS: Mapping[Mark, tuple[Template, str, str]] = {
    "taken": (TAKEN, DEPARTURE, "diamond"), "lost": (LOST, "#e3a48f", "square"), "fewer": (FEWER, "#d08c2e", "triangle-up"),
    "kept": (KEPT, OBSERVED, "circle"), "new": (NEW, "#3f7f5f", "cross"),
}  # fmt: skip
WIDTH, ROW, LONGEST, MOST = 520, 26, 26, 12


def access_chart(
    title: Message,
    index: Index,
    marks: Mapping[int, Mark],
    accounts: Sequence[int],
    *,
    called: Mapping[int, Message] = {},
    new_from: int | None = None,
) -> Chart:
    """Return the ways into some accounts (the first 12), each thing and account by its mark.

    Ways of the graph from number `new_from` on are changes, and drawn green. `called` names nodes that have no name of their own.
    Nodes without a mark stay as they are.
    """
    drawn = list(dict.fromkeys(accounts))[:MOST]
    ways = _ways(index, drawn, len(index.heads) if new_from is None else new_from)
    nodes = sorted({each for account, needs, _ in ways for each in (account, *needs)} | set(drawn))
    places = columns_of(nodes, [(account, needs) for account, needs, _ in ways])
    texts: dict[str, Message] = {
        "read": READ(),
        **{mark: LOOKS[mark][0]() for mark in LOOKS if any(marks.get(each, "kept") == mark for each in nodes)},
    }
    texts |= {f"node {each}": name for each, name in called.items() if each in places}
    if len(drawn) < len(set(accounts)):
        texts["part"] = PART(drawn=len(drawn), accounts=len(set(accounts)))
    return Chart(title=title, spec=_spec(index, places, ways, marks, texts), texts=texts)


def _ways(index: Index, drawn: Sequence[int], new_from: int) -> list[tuple[int, Sequence[int], bool]]:
    """Return every way into the drawn accounts, and into the accounts that those ways need."""
    found, waiting = list[tuple[int, Sequence[int], bool]](), list(drawn)
    seen = set(waiting)
    while waiting:
        account = waiting.pop(0)
        for way in index.ways[account]:
            found.append((account, index.needs[way], way >= new_from))
            fresh = [each for each in index.needs[way] if each in index.accounts and each not in seen]
            seen.update(fresh)
            waiting += fresh
    return found


def _spec(index: Index, places: Mapping[int, Place], ways: Ways, marks: Mapping[int, Mark], texts: Mapping[str, Message]) -> dict[str, Any]:
    last = max(x for x, _ in places.values())
    rows = max(y for _, y in places.values()) + 1
    keys = [mark for mark in LOOKS if mark in texts]
    dots = [{"x": x, "y": y, "mark": {"message": marks.get(each, "kept")}} for each, (x, y) in places.items()]
    labels = [
        {"x": x, "y": y, "name": {"message": f"node {each}"} if f"node {each}" in texts else _short(index, each), "side": _side(x, last)}
        for each, (x, y) in places.items()
    ]
    legend = {"title": None, "orient": "bottom", "labelLimit": 0, "columns": 3}
    domain = [{"message": each} for each in keys]
    looks = [{"domain": domain, "range": [LOOKS[each][part] for each in keys]} for part in (1, 2)]
    head = [{"message": each} for each in ("read", "part") if each in texts]
    return {
        "width": WIDTH,
        "height": max(80, round(ROW * rows)),
        "title": {"text": head, "fontSize": 11, "fontWeight": "normal", "anchor": "start", "lineHeight": 15, "offset": 8},
        "encoding": {
            "x": {"field": "x", "type": "quantitative", "axis": None, "scale": {"domain": [-0.9, last + 0.9], "nice": False, "zero": False}},
            "y": {"field": "y", "type": "quantitative", "axis": None, "scale": {"domain": [rows - 0.5, -0.7], "nice": False, "zero": False}},
        },
        "layer": [
            *_lines(places, ways, marks),
            {
                "data": {"values": dots},
                "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1},
                "encoding": {
                    "color": {"field": "mark", "type": "nominal", "scale": looks[0], "legend": legend},
                    "shape": {"field": "mark", "type": "nominal", "scale": looks[1], "legend": legend},
                },
            },
            *(_names([each for each in labels if each["side"] == side], side) for side in ("left", "right", "middle")),
        ],
    }  # fmt: skip


def _lines(places: Mapping[int, Place], ways: Ways, marks: Mapping[int, Mark]) -> list[dict[str, Any]]:
    """Return the lines of each look: a way that is gone in brick and dashed, a new one in green, the others grey; and the dots where lines meet."""
    looks: dict[str, list[dict[str, float]]] = {"gone": [], "new": [], "there": []}
    meet: list[dict[str, float]] = []
    for account, needs, is_new in ways:
        look = "new" if is_new else "gone" if any(marks.get(each) in ("taken", "lost") for each in needs) else "there"
        (x, y), ends = places[account], [places[each] for each in needs]
        if len(needs) > 1:
            side = 1 if all(end[0] >= x for end in ends) else -1
            joint = (x + 0.3 * side, y + 0.12 * (len(meet) % 3 - 1))
            meet.append({"x": joint[0], "y": joint[1]})
            looks[look].append({"x": joint[0], "y": joint[1], "x2": x, "y2": y})
            x, y = joint
        looks[look] += [{"x": ex, "y": ey, "x2": x, "y2": y} for ex, ey in ends]
    styles = {"there": (QUIET, [1, 0], 0.45), "gone": (DEPARTURE, [5, 3], 0.75), "new": ("#3f7f5f", [1, 0], 1.0)}
    layers = [
        {
            "data": {"values": looks[look]},
            "mark": {"type": "rule", "color": colour, "strokeDash": dash, "opacity": opacity, "strokeWidth": 1.2},
            "encoding": {"x2": {"field": "x2"}, "y2": {"field": "y2"}},
        }
        for look, (colour, dash, opacity) in styles.items()
        if looks[look]
    ]
    return (
        [*layers, {"data": {"values": meet}, "mark": {"type": "point", "filled": True, "size": 16, "color": QUIET, "opacity": 1}}] if meet else layers
    )


def _names(labels: list[dict[str, Any]], side: str) -> dict[str, Any]:
    align = {"left": {"align": "right", "dx": -8}, "right": {"align": "left", "dx": 8}, "middle": {"align": "left", "dx": 8}}[side]
    return {"data": {"values": labels}, "mark": {"type": "text", "fontSize": 11, **align}, "encoding": {"text": {"field": "name", "type": "nominal"}}}


def _side(x: float, last: float) -> str:
    return "left" if x == 0 else "right" if x == last else "middle"


def _short(index: Index, node: int) -> str:
    name = printable(index.called(node))
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
