"""Figures on a straight line: reported on some days, and drawn in between."""

from __future__ import annotations

import numpy as np

from counterwatch.core import Template
from counterwatch.figures.habit import Habit, habit
from counterwatch.figures.habit_days import habit_on
from counterwatch.figures.habits.outage import long_runs
from counterwatch.figures.table import Panel, Step

SAID = Template(
    "figures.interpolated.said",
    "{share:%} of the figures lie on straight lines of five days or more, between {first:date} and {last:date}: only some days seem to be reported",
)
ASK = Template("figures.interpolated.ask", "ask the source: on which days are figures reported, and by which rule are the days in between filled?")

BENDS = 3
"""Five days on a line have three places where it could bend."""

LONGEST = 31
"""Between reports lies a month at most: what goes on longer without a bend is a curve, and no rule of filling explains it."""

SMALLEST, STEEP = 10.0, 2.0
SHARE, STRETCH, STRETCH_SHARE = 0.10, 140, 0.30


@habit(refuses=("underdispersion", "last_digit", "heaping", "copied_blocks"))
def interpolated(panel: Panel, value: str) -> list[Habit | None]:
    """Drawn between reports: five figures or more in a row lie on a rising or falling straight line, again and again."""
    flows = panel.flows(value)
    if panel.step is not Step.DAY or flows.shape[1] < BENDS + 2:
        return [None] * len(flows)
    held = on_lines(flows)
    days = np.cumsum(np.pad(held, ((0, 0), (1, 0))), axis=1)
    window = min(STRETCH, flows.shape[1])
    most = (days[:, window:] - days[:, :-window]).max(axis=1) / window
    found = (held.sum(axis=1) > SHARE * np.isfinite(flows).sum(axis=1)) | (most > STRETCH_SHARE)
    return [habit_on(panel, held[row], said=SAID, ask=ASK) if found[row] else None for row in range(len(flows))]


def on_lines(flows: np.ndarray) -> np.ndarray:
    """Mark days on a line that rises or falls by two a day or more; rounding may bend it by one."""
    bend, slope = np.abs(np.diff(flows, 2, axis=1)), np.abs(flows[:, 2:] - flows[:, :-2]) / 2
    straight = (bend <= 1) & (slope >= STEEP) & (flows[:, 1:-1] >= SMALLEST)
    middle = long_runs(straight, BENDS) & ~long_runs(straight, LONGEST + 1)
    held = np.zeros(flows.shape, dtype=bool)
    for place in range(3):
        held[:, place : place + middle.shape[1]] |= middle
    return held
