"""A missing report, and the next one holds the sum."""

from __future__ import annotations

import numpy as np

from counterwatch.core import Template
from counterwatch.figures.habit import Habit, habit
from counterwatch.figures.habit_days import habit_on, weekday_of
from counterwatch.figures.table import Panel, Step
from counterwatch.stats.rolling import rolling_mean

SAID = Template(
    "figures.catch_up.said",
    "{n} time the figure is 0 or missing for a day or more, and the next one stands {times:.1} times as high as usual: late reports are added up",
    "{n} times the figure is 0 or missing for a day or more, and the next one stands {times:.1} times as high as usual: late reports are added up",
)
ASK = Template("figures.catch_up.ask", "ask the source: on which days were the cases of the high days counted, and is there a table by day of event?")

AROUND = 14
SMALLEST = 10.0
FEWEST = 4
HIGH = 1.5


@habit(refuses=(), unless=("grid", "suppressed", "weekday_grid"))
def catch_up(panel: Panel, value: str) -> list[Habit | None]:
    """Late reports are added up: after a gap comes a lump."""
    flows = panel.flows(value)
    if panel.step is not Step.DAY or flows.shape[1] < 2 * AROUND:
        return [None] * len(flows)
    empty = ~np.isfinite(flows) | (flows == 0)
    level = np.nan_to_num(rolling_mean(np.where(empty, np.nan, flows), around=AROUND))
    empty &= (level >= SMALLEST) & ~_always_closed(panel, empty)
    after = np.zeros_like(empty)
    after[:, 1:] = empty[:, :-1] & ~empty[:, 1:] & np.isfinite(flows[:, 1:]) & (flows[:, 1:] != 0)
    times = np.where(after, np.nan_to_num(flows) / np.maximum(level, 1), np.nan)
    gaps = after.sum(axis=1)
    usual = np.array([float(np.nanmedian(row)) if row_gaps else 0.0 for row, row_gaps in zip(times, gaps, strict=True)])
    return [
        habit_on(panel, empty[row] | after[row], said=SAID, ask=ASK, n=int(gaps[row]), times=float(usual[row]))
        if gaps[row] >= FEWEST and usual[row] > HIGH
        else None
        for row in range(len(flows))
    ]


def _always_closed(panel: Panel, empty: np.ndarray) -> np.ndarray:
    """Mark weekdays without reports most of the time: an office that is closed then is not late."""
    weekday = np.eye(7)[weekday_of(panel)]
    share = (empty @ weekday) / np.maximum(weekday.sum(axis=0), 1)
    return np.asarray((share > 0.5) @ weekday.T.astype(np.int64)).astype(bool)
