"""A stock read as a flow: patients in hospital or an account's balance, of which most of today's was there yesterday."""

from __future__ import annotations

import numpy as np

from counterwatch.core import Template
from counterwatch.figures.habit import Habit, habit
from counterwatch.figures.habit_days import habit_on
from counterwatch.figures.habits.mean import echo_of
from counterwatch.figures.table import Floats, Panel, Step
from counterwatch.stats.rolling import rolling_mean

SAID = Template(
    "figures.stock.said",
    "from one day to the next figures change only {little:%} as much as counts of new events would: they look like a stock (patients present, a "
    "balance) or a smooth curve, not like new events of the day",
)
ASK = Template(
    "figures.stock.ask",
    "ask the source: does the figure count what is there on a day or what was new on it, and can arrivals and departures be seen?",
)

WINDOW = 140
AROUND, WEEKS_AROUND, WEEK = 14, 6, 7
SMALLEST = 10.0
LITTLE, NEXT_DAY = 0.4, -0.40
"""Changes of counts of new events have 1 and -0.5 here; a stock that turns over in nine days has 0.2 and -0.2."""

MEDIAN_OF_SQUARE = 0.455
"""The median of the square of a standard normal number."""


@habit(refuses=("underdispersion",), unless=("interpolated", "mean", "spread", "weekly_part", "weekly_shares"))
def stock(panel: Panel, value: str) -> list[Habit | None]:
    """A stock read as a flow: today's figure is nearly yesterday's."""
    flows = panel.flows(value)
    if panel.step is not Step.DAY or flows.shape[1] <= WINDOW or not len(flows):
        return [None] * len(flows)
    echo, little = echo_of(panel, value)[:, :, 1].mean(axis=1), share_of_expected(flows)
    found = (little < LITTLE) & (echo > NEXT_DAY)
    shown = np.isfinite(flows) & (flows != 0)
    return [habit_on(panel, shown[row], said=SAID, ask=ASK, little=float(little[row])) if found[row] else None for row in range(len(flows))]


def share_of_expected(flows: Floats) -> Floats:
    """Return how large squared daily changes are against those of independent counts; the trend of each weekday is taken out first."""
    change = np.diff(flows, axis=1)
    weeks = change.shape[1] // WEEK
    change = change[:, : weeks * WEEK].reshape(len(flows), weeks, WEEK)
    lines = change.swapaxes(1, 2).reshape(-1, weeks)
    rest = (lines - rolling_mean(lines, around=WEEKS_AROUND)).reshape(len(flows), WEEK, weeks).swapaxes(1, 2)
    level = rolling_mean(flows, around=AROUND)[:, : weeks * WEEK].reshape(rest.shape)
    usable = np.isfinite(rest) & (level >= SMALLEST)
    squares = np.where(usable, rest, 0) ** 2 / (2 * np.where(usable, level, 1) * MEDIAN_OF_SQUARE)
    ordered = np.sort(np.where(usable, squares, np.inf).reshape(len(flows), -1), axis=1)
    middle = usable.sum(axis=(1, 2)) // 2
    enough = middle >= WINDOW // 2
    return np.asarray(np.where(enough, np.take_along_axis(ordered, middle[:, np.newaxis] * enough[:, np.newaxis], axis=1)[:, 0], np.inf))
