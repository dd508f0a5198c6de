"""Votes by percent of turnout: the leader's, and those of all others drawn to the same height below the mode."""

from __future__ import annotations

from typing import Any

from counterwatch.core import Chart, Template
from counterwatch.draw.pieces import DEPARTURE, OBSERVED, WIDTH
from counterwatch.figures.fingerprint.excess import ByTurnout

TITLE = Template("figures.votes_by_turnout.title", "{subject}: votes by turnout")
TURNOUT = Template("figures.votes_by_turnout.turnout", "turnout in percent")
VOTES = Template("figures.votes_by_turnout.votes", "votes in stations of this turnout")
LOOKS = Template(
    "figures.votes_by_turnout.looks",
    "full line: {leader}; broken line: all others times {ratio:.2}; vertical line: the turnout up to which both agree",
)


def votes_by_turnout(subject: str, leader: str, votes: ByTurnout) -> Chart:
    """Return the two curves and the mode."""
    rows = [
        {"turnout": at + 0.5, "leader": float(mine), "others": round(float(other) * votes.ratio, 1)}
        for at, (mine, other) in enumerate(zip(votes.leader, votes.others, strict=True))
    ]
    texts = {"turnout": TURNOUT(), "votes": VOTES(), "looks": LOOKS(leader=leader, ratio=votes.ratio)}
    return Chart(title=TITLE(subject=subject), spec=_spec(rows, votes.mode + 1), texts=texts)


def _spec(rows: list[dict[str, Any]], mode: int) -> dict[str, Any]:
    across = {"type": "quantitative", "scale": {"domain": [0, 100]}, "axis": {"title": {"message": "turnout"}}}
    up = {"type": "quantitative", "axis": {"title": {"message": "votes"}}}
    curve = {"x": {"field": "turnout", **across}}
    return {
        "width": WIDTH,
        "height": 220,
        "title": {"text": {"message": "looks"}, "fontSize": 11, "fontWeight": "normal", "anchor": "start"},
        "layer": [
            {"data": {"values": [{"mode": mode}]}, "mark": {"type": "rule", "strokeDash": [2, 3]}, "encoding": {"x": {"field": "mode", **across}}},
            {
                "data": {"values": rows},
                "mark": {"type": "line", "color": OBSERVED, "strokeWidth": 1.8},
                "encoding": {**curve, "y": {"field": "leader", **up}},
            },
            {
                "data": {"values": rows},
                "mark": {"type": "line", "color": DEPARTURE, "strokeWidth": 1.4, "strokeDash": [5, 3]},
                "encoding": {**curve, "y": {"field": "others", **up}},
            },
        ],
    }
