"""Round figures on some weekdays: nobody counts on Sunday, so somebody estimates."""

from __future__ import annotations

import numpy as np

from counterwatch.core import Template
from counterwatch.figures.habit import Habit, habit
from counterwatch.figures.habit_days import habit_on, weekday_of
from counterwatch.figures.table import Panel, Step

SAID = Template(
    "figures.weekday_grid.said", "on some weekdays figures are round: {often:%} of those days end in 0 or 5, against {elsewhere:%} of the other days"
)
ASK = Template(
    "figures.weekday_grid.ask", "ask the source: who reports on the weekdays with round figures, and are they estimates that are corrected later?"
)

MOST_OTHERS = 0.35
CHANCE = 1e-6
FEWEST = 20


@habit(refuses=("last_digit", "heaping"))
def weekday_grid(panel: Panel, value: str) -> list[Habit | None]:
    """Round on some weekdays: multiples of five are far more common on those days than on the other days."""
    from scipy.stats import binom

    flows = panel.flows(value)
    if panel.step is not Step.DAY:
        return [None] * len(flows)
    large = np.isfinite(flows) & (flows >= 20)
    round_ = large & (np.remainder(np.where(large, flows, 1), 5) == 0)
    weekday = np.eye(7)[weekday_of(panel)]
    count, hits = large @ weekday, round_ @ weekday
    usual = np.median(np.divide(hits, count, out=np.full_like(hits, 0.2), where=count >= FEWEST), axis=1, keepdims=True)
    unusual = (binom.sf(hits - 1, count, np.clip(usual, 0.2, 1)) < CHANCE) & (count >= FEWEST) & (usual < MOST_OTHERS)
    days = (unusual @ weekday.T.astype(np.int64)).astype(bool) & large
    return [_found(panel, row, round_[at], large[at]) if row.any() else None for at, row in enumerate(days)]


def _found(panel: Panel, days: np.ndarray, round_: np.ndarray, large: np.ndarray) -> Habit:
    often, elsewhere = float(round_[days].mean()), float(round_[large & ~days].mean())
    return habit_on(panel, days, said=SAID, ask=ASK, often=often, elsewhere=elsewhere)
