"""Figures that follow a plan: the same number on the same weekday, week after week."""

from __future__ import annotations

import numpy as np

from counterwatch.core import Template
from counterwatch.figures.habit import Habit, habit
from counterwatch.figures.habit_days import habit_on, weekday_quarters
from counterwatch.figures.table import Panel

SAID = Template(
    "figures.plan.said",
    "{often:%} of the figures repeat the commonest one of their weekday and quarter: they count what a plan provides, not what happens",
)
ASK = Template("figures.plan.ask", "ask the source: what is the plan, quota or timetable, and where are bookings, cancellations and waiting lists?")

LEVEL = 10
MOST_TIES = 0.45
FEWEST_CELLS = 14


@habit(refuses=("last_digit", "heaping"))
def plan(panel: Panel, value: str) -> list[Habit | None]:
    """Follows a plan: one figure per weekday and quarter comes far more often than chance brings ties."""
    flows = panel.flows(value)
    cells = np.sort(weekday_quarters(panel, flows), axis=-1)
    ties = _longest_tie(cells)
    usable = np.isfinite(cells).all(axis=-1) & (np.nan_to_num(cells[..., cells.shape[-1] // 2]) >= LEVEL)
    count = usable.sum(axis=(1, 2))
    often = np.where(usable, ties, 0).sum(axis=(1, 2)) / np.maximum(count * cells.shape[-1], 1)
    shown = np.isfinite(flows)
    return [
        habit_on(panel, shown[row], said=SAID, ask=ASK, often=float(often[row])) if often[row] > MOST_TIES and count[row] >= FEWEST_CELLS else None
        for row in range(len(flows))
    ]


def _longest_tie(ordered: np.ndarray) -> np.ndarray:
    """Return how often the commonest value occurs along the last, sorted axis."""
    run = np.ones(ordered.shape[:-1], dtype=np.int64)
    best = run.copy()
    for at in range(1, ordered.shape[-1]):
        run = np.where(ordered[..., at] == ordered[..., at - 1], run + 1, 1)
        best = np.maximum(best, run)
    return best
