"""Which values whole numbers can give, by how many of them there are: the granularity plot of Brown & Heathers 2017 around a reported line."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from counterwatch.core import Chart, Message, Template
from counterwatch.draw.pieces import DEPARTURE, EXPECTED, WIDTH

TITLE = Template("figures.granularity.title", "{subject}: what {what} is possible, by the number of people")
PEOPLE = Template("figures.granularity.people", "number of people behind it")
LOOKS = Template("figures.granularity.looks", "grey squares: whole numbers can give it; diamond: as reported")
BESIDE, STEPS = 12, 40
"""How far the plot reaches: numbers of people to either side, and steps of the last digit up and down."""

Possible = Callable[[int, str], bool]
"""Says whether so many people can give a value, as written."""


def granularity(subject: str, what: Message, size: int, reported: str, possible: Possible) -> Chart:
    """Return the plot; each square is a number of people and a value of as many decimals as reported that they can give."""
    decimals = len(reported.partition(".")[2])
    step, middle = Decimal(1).scaleb(-decimals), Decimal(reported)
    values = [f"{value:.{decimals}f}" for at in range(-STEPS, STEPS + 1) if (value := middle + at * step) >= 0]
    numbers = range(max(size - BESIDE, 1), size + BESIDE + 1)
    rows = [{"people": number, "value": float(value)} for number in numbers for value in values if possible(number, value)]
    texts = {"people": PEOPLE(), "what": what, "looks": LOOKS()}
    said = [{"people": size, "value": float(reported)}]
    return Chart(title=TITLE(subject=subject, what=what), spec=_spec(rows, said, size=max(300 // STEPS, 4)), texts=texts)


def _spec(rows: list[dict[str, Any]], said: list[dict[str, Any]], *, size: int) -> dict[str, Any]:
    up = {"field": "value", "type": "quantitative", "scale": {"zero": False, "nice": False}, "axis": {"title": {"message": "what"}}}
    across = {
        "field": "people",
        "type": "quantitative",
        "scale": {"zero": False, "nice": False},
        "axis": {"title": {"message": "people"}, "tickMinStep": 1},
    }
    return {
        "width": WIDTH,
        "height": 320,
        "title": {"text": {"message": "looks"}, "fontSize": 11, "fontWeight": "normal", "anchor": "start"},
        "encoding": {"x": across, "y": up},
        "layer": [
            {
                "data": {"values": rows},
                "mark": {"type": "point", "shape": "square", "filled": True, "color": EXPECTED, "size": 3 * size, "opacity": 0.7},
            },
            {"data": {"values": said}, "mark": {"type": "point", "shape": "diamond", "filled": True, "color": DEPARTURE, "size": 110, "opacity": 1}},
        ],
    }
