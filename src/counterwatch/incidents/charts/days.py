"""Days of the month on which incidents are dated, beside what evenly spread days would give."""

from __future__ import annotations

from collections.abc import Sequence

from counterwatch.core import Chart, Template
from counterwatch.draw.pieces import DEPARTURE, EXPECTED, OBSERVED

TITLE = Template("incidents.days.title", "{name}: day of the month of the dates that are exact to the day")
DAY = Template("incidents.days.day", "day of the month")
COUNT = Template("incidents.days.count", "incidents")
KEY = Template("incidents.days.key", "bar: incidents; the first is darker; line: days spread evenly over the calendar")
WIDTH = 420
SHARES = (*(12 / 365.2425,) * 28, (11 + 0.2425) / 365.2425, 11 / 365.2425, 7 / 365.2425)
"""The share of all days that are the 1st, the 2nd and so on."""


def days_of_month(name: str, days: Sequence[str]) -> Chart:
    """Return how many of some days (ISO 8601) fall on each day of the month."""
    counts = [0] * 31
    for each in days:
        counts[int(each[8:10]) - 1] += 1
    rows = [{"day": at + 1, "n": count, "even": round(SHARES[at] * len(days), 3)} for at, count in enumerate(counts)]
    across = {"field": "day", "type": "ordinal", "axis": {"title": {"message": "day"}, "labelAngle": 0, "values": [1, 5, 10, 15, 20, 25, 31]}}
    up = {"type": "quantitative", "axis": {"title": {"message": "count"}, "tickMinStep": 1, "tickCount": 5}}
    colour = {"condition": {"test": "datum.day == 1", "value": DEPARTURE}, "value": OBSERVED}
    return Chart(
        title=TITLE(name=name),
        spec={
            "width": WIDTH, "height": 160, "data": {"values": rows},
            "title": {"text": {"message": "key"}, "anchor": "start", "fontSize": 12, "fontWeight": "normal"},
            "layer": [
                {"mark": "bar", "encoding": {"x": across, "y": {"field": "n", **up}, "color": colour}},
                {"mark": {"type": "line", "color": EXPECTED, "strokeDash": [4, 3]}, "encoding": {"x": across, "y": {"field": "even", **up}}},
            ],
        },
        texts={"day": DAY(), "count": COUNT(), "key": KEY()},
    )  # fmt: skip
