"""The spacing of published times: daily, weekly, monthly, quarterly, yearly, or none that holds."""

from __future__ import annotations

import numpy as np

from counterwatch.figures.reading.numerals import Rows
from counterwatch.figures.table import Days, Step

MONTHS = {Step.MONTH: 1, Step.QUARTER: 3, Step.YEAR: 12}


def spacing(units: Rows, days: Days, written: Step) -> Step:
    """Return the step that the times of most units keep; `written` is how precisely the dates are given."""
    if written in (Step.MONTH, Step.QUARTER, Step.YEAR):
        months = days.astype("datetime64[M]").astype(np.int64)
        every_third = written is Step.MONTH and len(np.unique(months)) > 3 and len(np.unique(months % 3)) == 1
        return Step.QUARTER if every_third else written
    gaps = _gaps(units, days)
    if not len(gaps):
        # No unit has two times: the times of all together may still show a step.
        gaps = np.diff(np.unique(days)).astype(np.int64)
    if not len(gaps):
        return Step.DAY
    lengths, counts = np.unique(gaps, return_counts=True)
    usual, span = int(lengths[counts.argmax()]), int((days.max() - days.min()).astype(np.int64)) + 1
    if usual == 1 or len(np.unique(days)) >= 0.5 * span:
        return Step.DAY if np.mean(gaps == 1) >= 0.5 or usual == 1 else Step.IRREGULAR
    if usual == 7 and np.mean(gaps == 7) >= 0.5 and len(np.unique(days.astype(np.int64) % 7)) == 1:
        return Step.WEEK
    for step, (low, high) in {Step.MONTH: (28, 31), Step.QUARTER: (90, 92), Step.YEAR: (365, 366)}.items():
        if np.mean((gaps >= low) & (gaps <= high)) >= 0.8 and _one_in_each(units, days, step):
            return step
    return Step.IRREGULAR


def times_of(days: Days, step: Step) -> Days:
    """Return every time from the first to the last, complete for the step."""
    if step is Step.IRREGULAR:
        return np.unique(days)
    first, last = days.min(), days.max()
    if step in MONTHS:
        index = _period(days, step)
        return (np.arange(index.min(), index.max() + 1) * MONTHS[step]).astype("datetime64[M]").astype("datetime64[D]")
    width = 7 if step is Step.WEEK else 1
    return np.arange(first, last + np.timedelta64(1, "D"), np.timedelta64(width, "D"))


def positions(days: Days, times: Days, step: Step) -> Rows:
    """Return where each day stands among the times."""
    if step is Step.IRREGULAR:
        return np.searchsorted(times, days)
    if step in MONTHS:
        return _period(days, step) - int(_period(times[:1], step)[0])
    since: Rows = (days - times[0]).astype(np.int64) // (7 if step is Step.WEEK else 1)
    return since


def _period(days: Days, step: Step) -> Rows:
    period: Rows = days.astype("datetime64[M]").astype(np.int64) // MONTHS[step]
    return period


def _gaps(units: Rows, days: Days) -> Rows:
    order = np.lexsort((days, units))
    gaps = np.diff(days[order]).astype(np.int64)
    within: Rows = gaps[(np.diff(units[order]) == 0) & (gaps > 0)]
    return within


def _one_in_each(units: Rows, days: Days, step: Step) -> bool:
    period = _period(days, step)
    key = np.stack([units, period, days.astype(np.int64)])
    return bool(np.unique(key[:2], axis=1).shape[1] == np.unique(key, axis=1).shape[1])
