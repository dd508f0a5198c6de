"""Figures published in steps: thousands, tens, or multiples of three or five that protect small groups."""

from __future__ import annotations

import numpy as np

from counterwatch.core import Template
from counterwatch.figures.habit import Habit, habit
from counterwatch.figures.habit_days import habit_on
from counterwatch.figures.table import Panel
from counterwatch.stats.lattice import largest_step

SAID = Template("figures.grid.said", "from {first:date} to {last:date} figures are published in steps: nearly all of them are multiples of {step}")
ASK = Template(
    "figures.grid.ask",
    "ask the source: by which rule are figures rounded to multiples of {step}, since when, and can the figures before rounding be seen?",
)

LARGE = Template("figures.grid.large", "figures of {size} or more are published in steps: nearly all of them are multiples of {step}")
SHARE = 0.985
FEWEST = 30
WINDOW = 91
SMALLEST_LOCAL = 5
LARGE_FROM = 1000
"""Where only large figures are rounded, they are rounded from here or further up."""


@habit(refuses=("last_digit", "heaping"))
def grid(panel: Panel, value: str) -> list[Habit | None]:
    """Published in steps: nearly all figures, all large ones, or all of a quarter of a year, are multiples of one number."""
    flows = panel.flows(value)
    step = largest_step(flows, share=SHARE, fewest=FEWEST)
    everywhere = step > 1
    held = np.isfinite(flows) & everywhere[:, np.newaxis]
    for start in range(0, flows.shape[1] - WINDOW + 1, WINDOW):
        local = largest_step(flows[:, start : start + WINDOW], share=1, fewest=FEWEST)
        found = (local >= SMALLEST_LOCAL) & ~everywhere
        held[found, start : start + WINDOW] = True
        step[found] = np.where(step[found] > 1, np.gcd(step[found], local[found]), local[found])
    large = flows >= LARGE_FROM
    coarse = largest_step(np.where(large, flows, np.nan), share=SHARE, fewest=FEWEST)
    return [
        habit_on(panel, held[row], said=SAID, ask=ASK, step=int(step[row]))
        if held[row].any()
        else habit_on(panel, large[row], said=LARGE, ask=ASK, size=LARGE_FROM, step=int(coarse[row]))
        if coarse[row] >= SMALLEST_LOCAL
        else None
        for row in range(len(flows))
    ]
