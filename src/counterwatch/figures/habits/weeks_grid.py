"""Round figures in some weeks: two people take turns, and one of them rounds."""

from __future__ import annotations

import numpy as np

from counterwatch.core import Template
from counterwatch.figures.habit import Habit, habit
from counterwatch.figures.habit_days import Booleans, habit_on
from counterwatch.figures.table import Panel, Step

SAID = Template(
    "figures.weeks_grid.said",
    "in {n} week every figure is round (ends in 0 or 5), where {expected:.1} would be if round figures fell on any day: "
    "who enters them seems to change",
    "in {n} weeks every figure is round (ends in 0 or 5), where {expected:.1} would be if round figures fell on any day: "
    "who enters them seems to change",
)
ASK = Template(
    "figures.weeks_grid.ask", "ask the source: who enters the figures in the weeks with round ones, and can those before rounding be seen?"
)

WEEK = 7
SMALLEST = 20
USUAL = 0.3
"""One figure in five is round by chance."""

FEWEST_DAYS, FEWEST_WEEKS, CHANCE = 4, 5, 1e-6


@habit(refuses=("last_digit", "heaping"), unless=("grid", "interpolated", "mean", "plan", "scale", "spread", "stock"))
def weeks_grid(panel: Panel, value: str) -> list[Habit | None]:
    """Round in some weeks: all figures of a week end in 0 or 5 far more often than if round figures fell on any day."""
    flows = panel.flows(value)
    if panel.step is not Step.DAY or flows.shape[1] < FEWEST_WEEKS * WEEK:
        return [None] * len(flows)
    large = np.isfinite(flows) & (flows >= SMALLEST)
    # A figure carried forward is not counted again.
    large[:, 1:] &= flows[:, 1:] != flows[:, :-1]
    round_ = large & (np.remainder(np.where(large, flows, 1), 5) == 0)
    weeks = [_weeks(large, round_, phase) for phase in range(WEEK)]
    count = np.stack([each[0] for each in weeks], axis=1)
    best = count.argmax(axis=1)
    return [_found(panel, weeks[phase], row, phase) for row, phase in enumerate(best.tolist())]


def _weeks(large: Booleans, round_: Booleans, phase: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return, by unit, how many weeks that begin on day `phase` are all round, how likely each week is to be so, and which are."""
    number = (large.shape[1] - phase) // WEEK
    shown = large[:, phase : phase + number * WEEK].reshape(len(large), number, WEEK).sum(axis=2)
    hits = round_[:, phase : phase + number * WEEK].reshape(len(large), number, WEEK).sum(axis=2)
    usual = hits.sum(axis=1, keepdims=True) / np.maximum(shown.sum(axis=1, keepdims=True), 1)
    all_round = (shown >= FEWEST_DAYS) & (hits == shown)
    likely = np.where(shown >= FEWEST_DAYS, np.maximum(usual, 0.2) ** shown, 0)
    return np.where(usual[:, 0] >= USUAL, all_round.sum(axis=1), 0), likely, all_round


def _found(panel: Panel, weeks: tuple[np.ndarray, np.ndarray, np.ndarray], row: int, phase: int) -> Habit | None:
    from scipy.stats import poisson

    count, expected = int(weeks[0][row]), float(weeks[1][row].sum())
    # Poisson bounds the tail of a sum of unlike chances from above (Hoeffding 1956); seven ways to begin a week were tried.
    if count < FEWEST_WEEKS or WEEK * poisson.sf(count - 1, expected) >= CHANCE:
        return None
    held = np.zeros(len(panel.times), dtype=bool)
    held[phase : phase + weeks[2].shape[1] * WEEK] = np.repeat(weeks[2][row], WEEK)
    return habit_on(panel, held, said=SAID, ask=ASK, n=count, expected=expected)
