"""Yesterday's figure stands again where a report is missing."""

from __future__ import annotations

import numpy as np

from counterwatch.core import Template
from counterwatch.figures.habit import Habit, habit
from counterwatch.figures.habit_days import habit_on
from counterwatch.figures.table import Panel, Step
from counterwatch.stats.lattice import largest_step
from counterwatch.stats.rolling import rolling_mean

SAID = Template(
    "figures.carried.said",
    "yesterday's figure stands again on {n} day, where chance would bring {expected:.1}: a missing report seems to be filled with the last one",
    "yesterday's figure stands again on {n} days, where chance would bring {expected:.1}: a missing report seems to be filled with the last one",
)
ASK = Template(
    "figures.carried.ask", "ask the source: was the report missing on the days with yesterday's figure, and where are those cases counted?"
)

AROUND = 14
SMALLEST = 20.0
"""In steps of the figures: below this, equal neighbours come by chance too often."""

FEWEST, CHANCE = 5, 1e-6


@habit(refuses=(), unless=("grid", "interpolated", "limit", "mean", "plan", "spread", "stock"))
def carried(panel: Panel, value: str) -> list[Habit | None]:
    """Yesterday's figure is repeated: equal neighbours are far more common than chance brings them."""
    from scipy.stats import poisson

    flows = panel.flows(value)
    if panel.step is not Step.DAY or flows.shape[1] < 2:
        return [None] * len(flows)
    step = largest_step(flows, share=0.985, fewest=30)[:, np.newaxis]
    level = np.nan_to_num(rolling_mean(flows, around=AROUND)) / step
    usable = np.isfinite(flows) & (level >= SMALLEST * np.maximum(1, np.sqrt(step))) & (flows != 0)
    usable[:, 0] = False
    again = np.zeros(flows.shape, dtype=bool)
    again[:, 1:] = flows[:, 1:] == flows[:, :-1]
    again &= usable
    # Two independent Poisson counts agree with chance 1 / sqrt(4 pi mean); counts in clusters agree less often. A step widens the teeth.
    chance = np.where(usable, np.sqrt(step / (4 * np.pi * np.maximum(level, 1))), 0).sum(axis=1)
    days = again.sum(axis=1)
    found = (days >= FEWEST) & (poisson.sf(days - 1, np.maximum(chance, 1e-9)) < CHANCE)
    return [
        habit_on(panel, again[row], said=SAID, ask=ASK, n=int(days[row]), expected=float(chance[row])) if found[row] else None
        for row in range(len(flows))
    ]
