"""Counts multiplied by a constant and rounded again: grossed-up samples, converted units, rates turned back into counts."""

from __future__ import annotations

import numpy as np

from counterwatch.core import Template
from counterwatch.figures.habit import Habit, habit
from counterwatch.figures.habit_days import habit_on
from counterwatch.figures.table import Floats, Panel
from counterwatch.stats.lattice import hidden_period

SAID = Template(
    "figures.scale.said", "the figures keep to a ruler with a spacing of {spacing:.3}, as counts that were multiplied by a constant and rounded do"
)
ASK = Template(
    "figures.scale.ask", "ask the source: are the figures weighted, converted or computed from a rate, with which factor and which population?"
)
GAPS = Template(
    "figures.scale.gaps",
    "{n} last digit hardly ever occurs, as when counts are multiplied by a constant and rounded",
    "{n} last digits hardly ever occur, as when counts are multiplied by a constant and rounded",
)

LOWEST = 0.08
LEVEL = 0.001
SMALLEST = 20
FEWEST = 100


@habit(refuses=("last_digit", "heaping"), unless=("grid", "plan", "spread", "weekday_grid"))
def scale(panel: Panel, value: str) -> list[Habit | None]:
    """Multiplied by a constant: the values keep to a ruler, or some last digits never occur."""
    return [_scaled(panel, row) for row in panel.flows(value)]


def _scaled(panel: Panel, flows: Floats) -> Habit | None:
    held = np.isfinite(flows) & (flows >= SMALLEST)
    values = flows[held]
    if len(values) < FEWEST or (values != np.floor(values)).any():
        return None
    digits = np.bincount((values % 10).astype(np.int64), minlength=10)
    if (missing := int((digits < 0.005 * len(values)).sum())) >= 2:
        return habit_on(panel, held, said=GAPS, ask=ASK, n=missing)
    spacing = hidden_period(values, lowest=LOWEST, level=LEVEL)
    return None if spacing is None else habit_on(panel, held, said=SAID, ask=ASK, spacing=spacing)
