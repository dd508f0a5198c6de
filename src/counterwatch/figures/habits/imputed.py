"""A missing report filled with the weeks just before it, or with the same weeks of the year before."""

from __future__ import annotations

import numpy as np

from counterwatch.core import Template
from counterwatch.figures.habit import Habit, habit
from counterwatch.figures.habit_days import Booleans, habit_on
from counterwatch.figures.table import Floats, Panel, Step
from counterwatch.stats.rolling import rolling_mean

SAID = Template(
    "figures.imputed.said",
    "{n} day between {first:date} and {last:date} stands as it stood {lag} days before: missing reports seem to be filled in from there",
    "{n} days between {first:date} and {last:date} stand as they stood {lag} days before: missing reports seem to be filled in from there",
)
ASK = Template(
    "figures.imputed.ask", "ask the source: which days are filled in and not counted, by which rule, and will they be replaced by the true figures?"
)

LONGEST = {7: 16, 14: 32, 21: 32, 28: 32, 364: 32, 365: 32, 366: 32}
"""How many days a filling from so many days before may take: a month at most, which leaves room for a day on either side that agrees by chance.

What goes on for longer, or comes from elsewhere, is no filling of a missing report.
"""

SHORTEST, FEWEST_DIFFERENT = 7, 4
SMALLEST = 10.0
AROUND = 14
CHANCE = 1e-4


@habit(refuses=(), unless=("grid", "interpolated", "limit", "mean", "plan", "spread", "stock"))
def imputed(panel: Panel, value: str) -> list[Habit | None]:
    """Filled in: a week or more stands as it stood some weeks, or a year, before."""
    flows = panel.flows(value)
    if panel.step is not Step.DAY or flows.shape[1] <= SHORTEST + min(LONGEST):
        return [None] * len(flows)
    level = np.nan_to_num(rolling_mean(flows, around=AROUND))
    held = {lag: _filled(flows, level, lag) for lag in LONGEST if lag < flows.shape[1]}
    found: list[Habit | None] = []
    for row in range(len(flows)):
        days = {lag: int(marks[row].sum()) for lag, marks in held.items()}
        lag = max(days, key=lambda each: days[each])
        every = np.logical_or.reduce([marks[row] for marks in held.values()])
        found.append(habit_on(panel, every, said=SAID, ask=ASK, n=int(every.sum()), lag=lag) if days[lag] else None)
    return found


def _filled(flows: Floats, level: Floats, lag: int) -> Booleans:
    """Mark the runs of days that stand as they stood `lag` days before, where chance hardly makes one in the whole series."""
    same = np.zeros(flows.shape, dtype=bool)
    same[:, lag:] = (flows[:, lag:] == flows[:, :-lag]) & (level[:, lag:] >= SMALLEST)
    edges = np.diff(np.pad(same, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    held = np.zeros_like(same)
    for row in np.flatnonzero(same.sum(axis=1) >= SHORTEST).tolist():
        for begin, end in zip(np.flatnonzero(edges[row] == 1).tolist(), np.flatnonzero(edges[row] == -1).tolist(), strict=True):
            if SHORTEST <= end - begin <= LONGEST[lag] and _telling(flows[row, begin:end], level[row, begin:end], flows.shape[1]):
                held[row, begin:end] = True
    return held


def _telling(values: Floats, level: Floats, days: int) -> bool:
    """Two independent counts agree with chance 1 / sqrt(4 pi mean) at most; zeros of closed days tell nothing."""
    counted = values != 0
    log_chance = -0.5 * np.log(4 * np.pi * level[counted]).sum()
    return len(np.unique(values[counted])) >= FEWEST_DIFFERENT and bool(np.log(days * len(LONGEST)) + log_chance < np.log(CHANCE))
