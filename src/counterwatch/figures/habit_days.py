"""The days on which a habit holds: from them follow its dates and its share."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterwatch.core import Template
from counterwatch.core.message import Param
from counterwatch.figures.habit import Habit
from counterwatch.figures.table import Floats, Panel, Step

Booleans = NDArray[np.bool_]


def habit_on(panel: Panel, held: Booleans, *, said: Template, ask: Template, **params: Param) -> Habit:
    """Return a habit that holds on the days marked in `held`; `said` may use `first`, `last` and `share` besides `params`."""
    days = np.flatnonzero(held)
    known: dict[str, Param] = {**params, "first": str(panel.times[days[0]]), "last": str(panel.times[days[-1]]), "share": float(held.mean())}
    return Habit(
        statement=said(**{name: known[name] for name in said.fields}), question=ask(**{name: known[name] for name in ask.fields}),
        first=str(known["first"]), last=str(known["last"]), share=float(held.mean()),
    )  # fmt: skip


def weekday_of(panel: Panel) -> NDArray[np.int64]:
    """Return the weekday of each time of a daily panel, Monday 0."""
    return (panel.times.astype("datetime64[D]").astype(np.int64) + 3) % 7


def weekday_quarters(panel: Panel, flows: Floats, quarter: int = 13) -> NDArray[np.float64]:
    """Return the values by unit, quarter, weekday and week of the quarter; the incomplete quarter at the end is left out."""
    length = 7 * quarter
    count = flows.shape[1] // length if panel.step is Step.DAY else 0
    block = flows[:, : count * length].reshape(len(flows), count, quarter, 7)
    return np.swapaxes(block, 2, 3)
