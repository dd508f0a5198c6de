"""From one day to the next the level is another one and stays so: a definition, an office or a factor has changed."""

from __future__ import annotations

import numpy as np

from counterwatch.core import Template
from counterwatch.figures.habit import Habit, habit
from counterwatch.figures.habit_days import habit_on
from counterwatch.figures.table import Floats, Panel, Step

SAID = Template(
    "figures.level_step.said",
    "the level changes from one week to the next as it hardly ever does in this series, {n} time: at {first:date} to {times:.2} times what it was",
    "the level changes from one week to the next as it hardly ever does in this series, {n} times: first at {first:date}, to {times:.2} times "
    "what it was",
)
ASK = Template(
    "figures.level_step.ask",
    "ask the source: what changed at {first:date} (definition, coverage, method, population base), and where is it announced?",
)

WEEK, STAYS = 7, 3
SMALLEST = 20.0
LEAST, UNUSUAL = 0.6, 6.0
"""The logarithm of the ratio of two weeks (1.8 times), and against the usual one of the series, as a normal deviation."""

PART = 0.75
SIGMA = 1.4826
FEWEST_WEEKS = 20


@habit(refuses=(), unless=("catch_up", "interpolated", "outage", "plan", "spread", "suppressed", "weekday_grid"))
def level_step(panel: Panel, value: str) -> list[Habit | None]:
    """Another level from one week to the next, which then stays for weeks: something in the counting changed."""
    flows = panel.flows(value)
    if panel.step is not Step.DAY or flows.shape[1] < FEWEST_WEEKS * WEEK or not len(flows):
        return [None] * len(flows)
    steps = np.stack([_unlike(flows, phase) for phase in range(WEEK)], axis=2)
    change = np.take_along_axis(steps, np.abs(steps).argmax(axis=2)[:, :, np.newaxis], axis=2)[:, :, 0]
    phase = np.abs(steps).argmax(axis=2)
    return [_found(panel, change[row], phase[row]) for row in range(len(flows))]


def _unlike(flows: Floats, phase: int) -> Floats:
    """Return, by unit and week, the change of the logarithm of its sum to the next week, where it is a step that stays; 0 elsewhere."""
    number = (flows.shape[1] - WEEK) // WEEK
    weeks = flows[:, phase : phase + number * WEEK].reshape(len(flows), number, WEEK).sum(axis=2)
    usable = np.isfinite(weeks) & (weeks >= SMALLEST * WEEK)
    logs = np.where(usable, np.log(np.where(usable, weeks, 1.0)), np.nan)
    change = np.diff(logs, axis=1)
    known = np.isfinite(change)
    enough = known.sum(axis=1) >= FEWEST_WEEKS / 2
    usual = np.array([SIGMA * np.median(np.abs(row[each])) if held else np.inf for row, each, held in zip(change, known, enough, strict=True)])
    filled = np.nan_to_num(change)
    around = np.pad(np.where(known, filled, np.inf), ((0, 0), (STAYS, STAYS)), constant_values=np.inf)
    windows = np.lib.stride_tricks.sliding_window_view(around, 2 * STAYS + 1, axis=1)
    # The weeks around it change as little as usual: a wave that rises steeply is no step.
    beside = np.delete(windows, [STAYS - 1, STAYS, STAYS + 1], axis=2)
    calm = (np.abs(beside) <= np.maximum(3 * usual[:, np.newaxis, np.newaxis], 0.1)).all(axis=2) & (np.abs(filled) > LEAST)
    # A holiday makes one low week and one high one, and what is lost in a week comes back: a step is still there weeks later.
    stays = np.where(np.isfinite(windows), windows, 0).sum(axis=2) * np.sign(filled) > PART * np.abs(filled)
    step = np.where(calm & stays & (np.abs(filled) > UNUSUAL * usual[:, np.newaxis]), filled, 0.0)
    return np.asarray(np.pad(step, ((0, 0), (0, number - step.shape[1]))))


def _found(panel: Panel, change: Floats, phase: np.ndarray) -> Habit | None:
    # Weeks that begin on other days may show one step twice: only the largest of neighbours counts.
    beside = np.maximum(np.r_[0.0, np.abs(change[:-1])], np.r_[np.abs(change[1:]), 0.0])
    weeks = np.flatnonzero((change != 0) & (np.abs(change) >= beside))
    if not weeks.size:
        return None
    days = np.zeros(len(panel.times), dtype=bool)
    days[weeks * WEEK + phase[weeks] + WEEK] = True
    return habit_on(panel, days, said=SAID, ask=ASK, n=int(weeks.size), times=float(np.exp(change[weeks[0]])))
