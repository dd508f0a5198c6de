"""Comparable units from other files beside those of the file that is asked about."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from counterwatch.core import Template, WrongUsage
from counterwatch.figures.table import Days, Floats, Panel, Step

NOT_ALIKE = Template("figures.together.not_alike", "{other} cannot be set beside {name}: {one} values by {step}, not {two} values by {other_step}")
SAME_STEP = Template("figures.together.same_step", "comparable units come with the same kind of values and the same spacing of times")
NOTHING_SHARED = Template("figures.together.nothing_shared", "{other} has no value that {name} has: {values}")
NAME_VALUE = Template("figures.together.name_value", "name one column in each file, or give both columns the same name")


def beside(panel: Panel, other: Panel) -> Panel:
    """Return a panel with the units of both; values are matched by name, or where each file has just one."""
    if panel.step is not other.step:
        raise WrongUsage(
            NOT_ALIKE(name=panel.name, other=other.name, one=len(panel.values), two=len(other.values), step=panel.step, other_step=other.step),
            hint=SAME_STEP(),
        )
    pairs = _pairs(panel, other)
    times = np.union1d(panel.times, other.times) if panel.step is Step.IRREGULAR else _spanning(panel, other)
    names = tuple(each if each not in panel.units else f"{each} ({other.name})" for each in other.units)
    values = {one: np.vstack([_placed(panel, one, times, totals=totals), _placed(other, two, times, totals=totals)]) for one, two, totals in (
        (one, two, panel.cumulative.get(one, False) and other.cumulative.get(two, False)) for one, two in pairs.items()
    )}  # fmt: skip
    cumulative = {one: panel.cumulative.get(one, False) and other.cumulative.get(two, False) for one, two in pairs.items()}
    kinds = {one: panel.kinds[one] for one in pairs}
    return replace(panel, units=(*panel.units, *names), times=times, values=values, kinds=kinds, cumulative=cumulative)


def _pairs(panel: Panel, other: Panel) -> dict[str, str]:
    shared = {each: each for each in panel.values if each in other.values}
    if not shared and len(panel.values) == len(other.values) == 1:
        shared = {next(iter(panel.values)): next(iter(other.values))}
    if not shared:
        raise WrongUsage(NOTHING_SHARED(name=panel.name, other=other.name, values=", ".join(other.values)), hint=NAME_VALUE())
    return shared


def _spanning(panel: Panel, other: Panel) -> Days:
    """Return the times of both and those between, where each alone is complete for its step."""
    together = np.union1d(panel.times, other.times)
    gaps = {Step.DAY: 1, Step.WEEK: 7}
    if panel.step in gaps and len(together):
        return np.arange(together[0], together[-1] + 1, gaps[panel.step])
    return together


def _placed(panel: Panel, value: str, times: Days, *, totals: bool) -> Floats:
    """Return the published numbers where both sources publish running totals, and new amounts otherwise."""
    block = np.full((len(panel.units), len(times)), np.nan)
    place = np.searchsorted(times, panel.times)
    fits = (place < len(times)) & (times[np.minimum(place, len(times) - 1)] == panel.times)
    block[:, place[fits]] = (panel.values[value] if totals else panel.flows(value))[:, fits]
    return block
