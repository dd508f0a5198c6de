"""Figures that pile up under a limit: laboratories, beds and offices that are full."""

from __future__ import annotations

import numpy as np

from counterwatch.core import Template
from counterwatch.figures.habit import Habit, habit
from counterwatch.figures.habit_days import habit_on, weekday_quarters
from counterwatch.figures.table import Panel

SAID = Template(
    "figures.limit.said",
    "figures pile up just below a maximum, {ratio:.1} times as densely as below that: they count what capacity allows, not what happens",
)
ASK = Template("figures.limit.ask", "ask the source: what limits the figure on one day, how large is the capacity, and how many cases are waiting?")

LEVEL = 50
BAND = 0.04
RATIO = 2.2
FEWEST = 40


@habit(refuses=("last_digit", "heaping"))
def limit(panel: Panel, value: str) -> list[Habit | None]:
    """Piles up at a limit: values just below the high end of their weekday and quarter are far denser than those below them."""
    flows = panel.flows(value)
    cells = weekday_quarters(panel, flows)
    usable = np.isfinite(cells).all(axis=-1, keepdims=True)
    cells = np.where(usable, cells, 0)
    high = np.quantile(cells, 0.9, axis=-1, keepdims=True) if cells.size else np.zeros((*cells.shape[:-1], 1))
    usable = usable & (high >= LEVEL)
    near = (usable & (cells <= high) & (cells > (1 - BAND) * high)).sum(axis=(1, 2, 3))
    below = (usable & (cells <= (1 - BAND) * high) & (cells > (1 - 2 * BAND) * high)).sum(axis=(1, 2, 3))
    ratio = near / np.maximum(below, 1)
    shown = np.isfinite(flows)
    return [
        habit_on(panel, shown[row], said=SAID, ask=ASK, ratio=float(ratio[row])) if ratio[row] > RATIO and near[row] >= FEWEST else None
        for row in range(len(flows))
    ]
