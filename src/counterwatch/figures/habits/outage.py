"""A stretch without reports, in a series that has one nearly every day."""

from __future__ import annotations

import numpy as np

from counterwatch.core import Template
from counterwatch.figures.habit import Habit, habit
from counterwatch.figures.habit_days import habit_on
from counterwatch.figures.table import Panel, Step
from counterwatch.stats.rolling import rolling_mean

SAID = Template(
    "figures.outage.said", "no figure, or only 0, stands from {first:date} to {last:date} for {n} day in all, in stretches of a week or more",
    "no figure, or only 0, stands from {first:date} to {last:date} for {n} days in all, in stretches of a week or more",
)  # fmt: skip
ASK = Template(
    "figures.outage.ask", "ask the source: was there no report or no case between {first:date} and {last:date}, and were the cases added later?"
)

SHORTEST = 7
SMALLEST = 10.0
AROUND = 28


@habit(refuses=())
def outage(panel: Panel, value: str) -> list[Habit | None]:
    """A stretch without reports: a week or more of zeros or blanks, where many a day are usual."""
    flows = panel.flows(value)
    if panel.step is not Step.DAY or flows.shape[1] < 2 * AROUND:
        return [None] * len(flows)
    empty = ~np.isfinite(flows) | (flows == 0)
    level = np.nan_to_num(rolling_mean(np.where(empty, np.nan, flows), around=AROUND))
    shown = np.cumsum(~empty, axis=1)
    # Before the first and after the last report nothing is missing.
    inside = empty & (shown > 0) & (shown < shown[:, -1:])
    held = long_runs(inside, SHORTEST) & (level >= SMALLEST)
    return [habit_on(panel, row, said=SAID, ask=ASK, n=int(row.sum())) if row.any() else None for row in held]


def long_runs(marks: np.ndarray, shortest: int) -> np.ndarray:
    """Keep the marks that stand in a run of at least so many."""
    if marks.shape[1] < shortest:
        return np.zeros_like(marks)
    starts = np.lib.stride_tricks.sliding_window_view(marks, shortest, axis=1).all(axis=2)
    kept = np.zeros_like(marks)
    for place in range(shortest):
        kept[:, place : place + starts.shape[1]] |= starts
    return kept
