"""If this goes dark tomorrow: for each single loss, how many accounts are lost, and how many keep fewer ways in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from counterwatch.core import Chart, Template
from counterwatch.draw.pieces import BAND, DEPARTURE, QUIET
from counterwatch.exposure.identity.index import Index
from counterwatch.exposure.identity.labels import printable
from counterwatch.exposure.identity.scenarios import Dark

TITLE = Template("exposure.losses.title", "If this goes dark tomorrow: accounts lost, of {n}", "If this goes dark tomorrow: accounts lost, of {n}")
IMPORTANT = Template("exposure.losses.important", "lost, important")
OTHER = Template("exposure.losses.other", "lost, others")
FEWER = Template("exposure.losses.fewer", "kept, with fewer ways in")
ACCOUNTS = Template("exposure.losses.accounts", "accounts")
PART = Template("exposure.losses.part", "the {drawn} losses that take most, of {all} asked about")
MOST, ROW, WIDTH = 15, 24, 420
LOOKS = {"important": (DEPARTURE, IMPORTANT), "other": ("#e3a48f", OTHER), "fewer": (BAND, FEWER)}


def losses_chart(index: Index, gone: Sequence[Dark], important: Sequence[int], asked: int) -> Chart:
    """Return a bar for each loss that takes an account or a way in, those that take most first; raises `ValueError` where none does.

    `asked` is how many losses were asked about; `gone` holds those that take most.
    """
    among = set(important)
    counted = [(each, sum(a in among for a in each.lost)) for each in gone if each.lost or each.degraded]
    if not counted:
        raise ValueError("no loss takes anything")
    order = sorted(counted, key=lambda each: (-each[1], -len(each[0].lost), -len(each[0].degraded)))[:MOST]
    rows = []
    for each, worst in order:
        name = str(each.scenario.said) if each.scenario.by_authority else printable(each.scenario.name)
        parts = {"important": worst, "other": len(each.lost) - worst, "fewer": len(each.degraded)}
        rows += [{"loss": name, "part": {"message": part}, "place": place, "n": n} for place, (part, n) in enumerate(parts.items())]
    texts = {"accounts": ACCOUNTS(), **{key: name() for key, (_, name) in LOOKS.items()}}
    if len(order) < asked:
        texts["part"] = PART(drawn=len(order), all=asked)
    return Chart(title=TITLE(n=len(index.accounts)), spec=_spec(rows, len(order), has_part="part" in texts), texts=texts)


def _spec(rows: list[dict[str, Any]], count: int, *, has_part: bool) -> dict[str, Any]:
    keys = [{"message": key} for key in LOOKS]
    return {
        "width": WIDTH,
        "height": ROW * count,
        **({"title": {"text": {"message": "part"}, "fontSize": 11, "fontWeight": "normal", "anchor": "start"}} if has_part else {}),
        "data": {"values": rows},
        "mark": {"type": "bar", "stroke": QUIET, "strokeWidth": 0.5},
        "encoding": {
            "y": {"field": "loss", "type": "nominal", "sort": None, "axis": {"title": None, "labelLimit": 190}},
            "x": {"field": "n", "type": "quantitative", "stack": "zero", "axis": {"title": {"message": "accounts"}, "tickMinStep": 1}},
            "order": {"field": "place", "type": "quantitative"},
            "color": {
                "field": "part", "type": "nominal", "scale": {"domain": keys, "range": [colour for colour, _ in LOOKS.values()]},
                "legend": {"title": None, "orient": "bottom", "labelLimit": 0},
            },
        },
    }  # fmt: skip
