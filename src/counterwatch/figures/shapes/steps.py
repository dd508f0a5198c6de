"""Days into weeks, months into years: two sources told in the coarser of their steps, on one list of times."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from counterwatch.core import Problem, Template
from counterwatch.figures.table import Days, Floats, Panel, Step

Places = NDArray[np.int64]

SUMMED = Template("figures.steps.summed", "{name} was summed to the steps of the other source; a step in which a value is missing is left out")
WEEKS_END = Template("figures.steps.weeks_end", "the weeks of {name} are taken to end on the day that names them, as that is a {day}")
FRIDAY = Template("figures.steps.friday", "Friday")
SATURDAY = Template("figures.steps.saturday", "Saturday")
SUNDAY = Template("figures.steps.sunday", "Sunday")
NO_SUM = Template("figures.steps.no_sum", "the steps of {first} and {second} differ, and rates or unevenly spaced values cannot be summed")
WEEKS_DIFFER = Template(
    "figures.steps.weeks_differ", "the weeks of {first} and {second} begin on different days; each is set beside the nearest, up to three days apart"
)
ORDER = (Step.DAY, Step.WEEK, Step.MONTH, Step.QUARTER, Step.YEAR)
MONTHS = {Step.MONTH: 1, Step.QUARTER: 3, Step.YEAR: 12}
ENDING = {1: FRIDAY, 2: SATURDAY, 3: SUNDAY}
"""Days of the week, counted from Thursday 1 January 1970, on which weeks are named for their end (ISO: Sunday; epidemiological: Saturday)."""

Told = tuple[Step, Days, list[Floats], tuple[Problem, ...]]


def in_step(panels: Sequence[Panel], flows: Sequence[Floats], *, rates: bool) -> Told:
    """Return the coarser step, every time that either source has, and the flows of each source on these times; the rest are NaN."""
    steps = [panel.step for panel in panels]
    if len(set(steps)) == 1:
        differ = [Problem(message=WEEKS_DIFFER(first=panels[0].name, second=panels[1].name))] if _weeks_differ(panels) else []
        return _together(steps[0], [panel.times for panel in panels], flows, tuple(differ))
    if rates or Step.IRREGULAR in steps:
        named = NO_SUM(first=panels[0].name, second=panels[1].name)
        return steps[0], panels[0].times[:0], [block[:, :0] for block in flows], (Problem(message=named),)
    coarse = max(steps, key=ORDER.index)
    end = _week_end(next(panel for panel in panels if panel.step is coarse))
    times, blocks, said = [], [], [] if end is None else [Problem(message=WEEKS_END(name=end[0], day=ENDING[end[1]]()))]
    for panel, block in zip(panels, flows, strict=True):
        told = panel.times, block
        if panel.step is not coarse:
            told = summed(panel.times, block, fine=panel.step, coarse=coarse, named_for=_weekday(panels, coarse), ends=end is not None)
        times.append(told[0])
        blocks.append(told[1])
        said += [] if panel.step is coarse else [Problem(message=SUMMED(name=panel.name))]
    return _together(coarse, times, blocks, tuple(said))


def summed(times: Days, flows: Floats, *, fine: Step, coarse: Step, named_for: int = 4, ends: bool = False) -> tuple[Days, Floats]:
    """Return flows summed to a coarser step; a sum in which one value is missing is NaN, so that a half week is not taken for a whole.

    Weeks are named for the weekday `named_for` (days since 1 January 1970 modulo 7; 4 is Monday), their first day or, if they `ends`, their last.
    """
    if not len(times):
        return times, flows
    number = _period(times, coarse, named_for=named_for, ends=ends)
    starts = np.flatnonzero(np.r_[True, np.diff(number) > 0])
    sums = np.add.reduceat(flows, starts, axis=1)
    full = np.diff(np.r_[starts, len(number)]) >= _needed(number[starts], fine, coarse)
    return _named(number[starts], coarse, named_for), np.where(full, sums, np.nan)


def first_and_last_day(time: np.datetime64, step: Step) -> tuple[str, str]:
    """Return the days from which and to which the step with this name reaches, as ISO dates."""
    day = time.astype("datetime64[D]")
    if step in MONTHS:
        after = (day.astype("datetime64[M]") + MONTHS[step]).astype("datetime64[D]")
        return str(day), str(after - np.timedelta64(1, "D"))
    if step is not Step.WEEK:
        return str(day), str(day)
    shift = -6 if int(day.astype(np.int64) % 7) in ENDING else 0
    return str(day + np.timedelta64(shift, "D")), str(day + np.timedelta64(shift + 6, "D"))


def _needed(number: Places, fine: Step, coarse: Step) -> Places:
    """Return how many values each whole step holds: days exactly, weeks at least."""
    if coarse is Step.WEEK:
        return np.full(len(number), 7)
    if fine in MONTHS:
        return np.full(len(number), MONTHS[coarse] // MONTHS[fine])
    ends = [(each * MONTHS[coarse]).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) for each in (number, number + 1)]
    return np.asarray((ends[1] - ends[0]) // (1 if fine is Step.DAY else 7))


def _period(times: Days, step: Step, *, named_for: int, ends: bool) -> Places:
    if step in MONTHS:
        return np.asarray(times.astype("datetime64[M]").astype(np.int64) // MONTHS[step])
    days = times.astype("datetime64[D]").astype(np.int64)
    return np.asarray((days + 6 - named_for) // 7 if ends else (days - named_for) // 7)


def _named(number: Places, step: Step, named_for: int) -> Days:
    if step in MONTHS:
        return (number * MONTHS[step]).astype("datetime64[M]").astype("datetime64[D]")
    return (number * 7 + named_for).astype("datetime64[D]")


def _weekday(panels: Sequence[Panel], coarse: Step) -> int:
    times = next(panel.times for panel in panels if panel.step is coarse)
    return int(times[0].astype("datetime64[D]").astype(np.int64) % 7) if len(times) else 4


def _week_end(panel: Panel) -> tuple[str, int] | None:
    day = _weekday((panel,), panel.step)
    return (panel.name, day) if panel.step is Step.WEEK and day in ENDING else None


def _together(step: Step, times: Sequence[Days], flows: Sequence[Floats], said: tuple[Problem, ...]) -> Told:
    if step is Step.WEEK:
        times = [times[0], *(_nearest(each, times[0]) for each in times[1:])]
    every = np.unique(np.concatenate(times))
    blocks = []
    for own, block in zip(times, flows, strict=True):
        told = np.full((len(block), len(every)), np.nan)
        told[:, np.searchsorted(every, own)] = block
        blocks.append(told)
    return step, every, blocks, said


def _weeks_differ(panels: Sequence[Panel]) -> bool:
    weekly = [panel.times for panel in panels if panel.step is Step.WEEK and len(panel.times)]
    return len({int((times[0] - _behind(times)).astype(np.int64) % 7) for times in weekly}) > 1


def _behind(times: Days) -> np.timedelta64:
    """Return how many days after its first one a week is named: six where it is named for its end."""
    return np.timedelta64(6 if len(times) and int(times[0].astype("datetime64[D]").astype(np.int64) % 7) in ENDING else 0, "D")


def _nearest(times: Days, other: Days) -> Days:
    """Return weeks named as those of the other source, each for the one whose first day is nearest."""
    if not len(times) or not len(other):
        return times
    apart = int(((other[0] - _behind(other)) - (times[0] - _behind(times))).astype(np.int64))
    return times - _behind(times) + np.timedelta64((apart + 3) % 7 - 3, "D") + _behind(other)
