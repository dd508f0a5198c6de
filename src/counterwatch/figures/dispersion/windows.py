"""Windows of consecutive values of every unit of a panel: seven days, or ten weekly sums, from the unit's first given day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from counterwatch.figures.table import Days, Floats, Panel, Step

Block = Literal["day", "week"]
Marks = NDArray[np.bool_]

EXACT_NUMBERS = 2.0**53
"""Above this a float no longer holds every whole number, so it is not a count any more."""

DAYS = 7
WEEKS = 10
SIZES: dict[Block, int] = {"day": DAYS, "week": WEEKS}
STEPS: dict[Block, tuple[Step, ...]] = {"day": (Step.DAY,), "week": (Step.DAY, Step.WEEK)}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Windows:
    """Values of shape (units, windows, size), NaN where nothing was published, and the first day of each window.

    Units begin and end at different days: `inside` is false for a window that would reach beyond the last day of the panel.
    """

    values: Floats
    starts: Days
    inside: Marks

    @property
    def complete(self) -> Marks:
        """Is there a value at every place of the window?"""
        return np.asarray(self.inside & np.isfinite(self.values).all(axis=2))


def windows_of(panel: Panel, value: str, *, block: Block, negative: float) -> Windows:
    """Cut one value of a panel into windows; a negative value (a correction) becomes `negative`, which may be NaN."""
    flows = panel.flows(value)
    flows = np.where(flows < 0, negative, np.where(flows < EXACT_NUMBERS, flows, np.nan))
    if block == "day" or panel.step is Step.WEEK:
        return cut(flows, panel.times, SIZES[block])
    weeks = cut(flows, panel.times, DAYS)
    units, number = len(flows), weeks.values.shape[1] // WEEKS
    sums = weeks.values.sum(axis=2)[:, : number * WEEKS].reshape(units, number, WEEKS)
    return Windows(values=sums, starts=weeks.starts[:, : number * WEEKS : WEEKS], inside=weeks.inside[:, WEEKS - 1 : number * WEEKS : WEEKS])


def cut(values: Floats, times: Days, size: int) -> Windows:
    """Cut values of shape (units, times) into windows, for each unit from its first finite value."""
    units, length = values.shape
    first = np.isfinite(values).argmax(axis=1) if length else np.zeros(units, dtype=np.int64)
    number = (length - int(first.min(initial=length))) // size
    places = first[:, np.newaxis] + np.arange(number * size)
    inside, places = places < length, np.minimum(places, max(length - 1, 0))
    taken = np.where(inside, np.take_along_axis(values, places, axis=1), np.nan)
    return Windows(values=taken.reshape(units, number, size), starts=times[places[:, ::size]], inside=inside[:, size - 1 :: size])
