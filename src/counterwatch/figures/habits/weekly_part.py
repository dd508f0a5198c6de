"""A part of the figure is a weekly total in equal parts: days scatter little within a week, and the level steps from week to week."""

from __future__ import annotations

import numpy as np

from counterwatch.core import Template
from counterwatch.figures.habit import Habit, habit
from counterwatch.figures.habit_days import habit_on
from counterwatch.figures.table import Floats, Panel, Step
from counterwatch.stats.rolling import rolling_mean

SAID = Template(
    "figures.weekly_part.said",
    "from one week to the next the figure steps {times:.1} times as far as from day to day within a week, where it changes only {little:%} as much "
    "as counts do: a part of it seems to be a weekly total in equal parts",
)
ASK = Template("figures.weekly_part.ask", "ask the source: which part of the figure is reported once a week, and can both parts be seen?")

WEEK, FEWEST_WEEKS = 7, 20
AROUND, WEEKS_AROUND = 14, 6
SMALLEST = 10.0
TIMES, LITTLE = 3.0, 0.5
"""Both are squared changes. Counts of a day have 1 and 1; the second is that of the day with the second largest changes."""

MEDIAN_OF_SQUARE = 0.455


@habit(refuses=("underdispersion",), unless=("interpolated", "mean", "plan", "spread"))
def weekly_part(panel: Panel, value: str) -> list[Habit | None]:
    """A part is spread over weeks: the level steps on one day of the week and hardly scatters on the others."""
    flows = panel.flows(value)
    if panel.step is not Step.DAY or flows.shape[1] <= FEWEST_WEEKS * WEEK or not len(flows):
        return [None] * len(flows)
    squares = np.sort(changes_by_weekday(flows), axis=1)
    largest, little = np.where(np.isfinite(squares[:, -1]), squares[:, -1], 0), squares[:, -2]
    times = largest / np.maximum(little, 1e-9)
    found = (times > TIMES) & (little < LITTLE)
    shown = np.isfinite(flows)
    return [
        habit_on(panel, shown[row], said=SAID, ask=ASK, times=float(np.sqrt(times[row])), little=float(np.sqrt(little[row]))) if found[row] else None
        for row in range(len(flows))
    ]


def changes_by_weekday(flows: Floats) -> Floats:
    """Return the usual squared change into each day of the week against that of independent counts, shape (units, 7).

    The trend of each weekday is taken out first. Infinite where fewer than half of the weeks can be used.
    """
    weeks = (flows.shape[1] - 1) // WEEK
    change = np.diff(flows, axis=1)[:, : weeks * WEEK].reshape(len(flows), weeks, WEEK)
    lines = change.swapaxes(1, 2).reshape(-1, weeks)
    rest = (lines - rolling_mean(lines, around=WEEKS_AROUND)).reshape(len(flows), WEEK, weeks).swapaxes(1, 2)
    level = rolling_mean(flows, around=AROUND)[:, : weeks * WEEK].reshape(rest.shape)
    usable = np.isfinite(rest) & (np.nan_to_num(level) >= SMALLEST)
    squares = np.where(usable, np.where(usable, rest, 0) ** 2 / (2 * np.where(usable, level, 1) * MEDIAN_OF_SQUARE), np.inf)
    count = usable.sum(axis=1)
    middle = np.take_along_axis(np.sort(squares, axis=1), (count // 2)[:, np.newaxis].clip(max=weeks - 1), axis=1)[:, 0]
    return np.asarray(np.where(count >= weeks / 2, middle, np.inf))
