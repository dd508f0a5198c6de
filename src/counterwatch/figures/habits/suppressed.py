"""Small numbers are hidden to protect people: one to four appear as zero or are left blank."""

from __future__ import annotations

import numpy as np

from counterwatch.core import Template
from counterwatch.figures.habit import Habit, habit
from counterwatch.figures.habit_days import habit_on
from counterwatch.figures.table import Panel
from counterwatch.stats.lattice import largest_step

SAID = Template(
    "figures.suppressed.said",
    "no figure from 1 to {largest} occurs, but {n} zero or blank does, and {around} figures from {next} to {last_next}: small numbers seem hidden",
    "no figure from 1 to {largest} occurs, but {n} zeros or blanks do, and {around} figures from {next} to {last_next}: small numbers seem hidden",
)
ASK = Template(
    "figures.suppressed.ask", "ask the source: are figures below {next} hidden to protect people, and are they shown as zero, left blank or rounded?"
)

SIZES = (2, 3, 4, 5, 9, 10)
FEWEST, FEWEST_SMALLEST = 20, 10


@habit(refuses=("underdispersion", "zero_runs", "heaping"))
def suppressed(panel: Panel, value: str) -> list[Habit | None]:
    """Small numbers are hidden: none from 1 to 4 occurs, but many zeros or blanks and many just above."""
    flows = panel.flows(value)
    shown = np.isfinite(flows)
    inside = (np.cumsum(shown, axis=1) > 0) & (np.cumsum(shown[:, ::-1], axis=1)[:, ::-1] > 0)
    blank = inside & (~shown | (flows == 0))
    found: list[Habit | None] = []
    counted = largest_step(flows, share=0.985, fewest=FEWEST) == 1
    for row, empty, single in zip(flows, blank, counted, strict=True):
        largest = _hidden_up_to(row, int(empty.sum())) if single else 0
        around = int(((row > largest) & (row <= 2 * largest + 1)).sum())
        told = {"largest": largest, "next": largest + 1, "last_next": 2 * largest + 1, "n": int(empty.sum()), "around": around}
        found.append(habit_on(panel, empty, said=SAID, ask=ASK, **told) if largest else None)
    return found


def _hidden_up_to(values: np.ndarray, empty: int) -> int:
    """Return the largest number that never occurs with all below it, where zeros and numbers just above are both common; 0 if there is none."""
    if empty < FEWEST:
        return 0
    whole = values[np.isfinite(values) & (values > 0)]
    smallest = int(min(whole.min(), 100)) if len(whole) else 0
    # A distribution that just thins out towards zero has few of its smallest number; one that is cut off has many.
    cut_off = (whole == smallest).sum() >= FEWEST_SMALLEST and (whole < 2 * smallest).sum() >= FEWEST
    return smallest - 1 if smallest - 1 in SIZES and np.floor(whole).sum() == whole.sum() and cut_off else 0
