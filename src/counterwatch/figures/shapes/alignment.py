"""Two panels about the same things, side by side: units matched by name, values by name, times by date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterwatch.core import Problem, Template
from counterwatch.figures.shapes.steps import in_step
from counterwatch.figures.table import Days, Floats, Kind, Panel, Step
from counterwatch.text.key import key

Rows = NDArray[np.int64]

ALONE = Template(
    "figures.alignment.alone",
    "{n} unit of {name} is not in the other source: {units}",
    "{n} units of {name} are not in the other source: {units}",
)
SPELLED = Template(
    "figures.alignment.spelled",
    "{n} unit is spelled differently in the two sources and was matched: {units}",
    "{n} units are spelled differently in the two sources and were matched: {units}",
)
UNSURE = Template(
    "figures.alignment.unsure",
    "{n} unit of {name} was left out, because several of one source read the same: {units}",
    "{n} units of {name} were left out, because several of one source read the same: {units}",
)
VALUE_ALONE = Template("figures.alignment.value_alone", 'the value "{value}" of {name} has none to be held against in the other source')
LISTED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """Which entries of two lists of names are the same: `first[i]` and `second[i]` are places in them; what is left over is named."""

    first: tuple[int, ...]
    second: tuple[int, ...]
    spelled: tuple[tuple[str, str], ...] = ()
    unsure: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    alone: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Aligned:
    """One value of two panels, as new amounts per step: both of shape (units, times), NaN where a source published nothing.

    `units` are named as in the first panel. `times` reaches from the first to the last time that either source has.
    """

    value: str
    units: tuple[str, ...]
    times: Days
    step: Step
    first: Floats
    second: Floats
    kinds: tuple[Kind, Kind]
    problems: tuple[Problem, ...] = ()

    def subject(self, row: int) -> str:
        return f"{self.units[row]} · {self.value}" if self.value else self.units[row]


def match_units(first: Sequence[str], second: Sequence[str]) -> Matched:
    """Match names that are equal, then those that alone on both sides have the same comparison key."""
    places = {name: place for place, name in enumerate(second)}
    pairs = {place: places[name] for place, name in enumerate(first) if name in places}
    taken = set(pairs.values())
    left = [_by_key(first, set(pairs)), _by_key(second, taken)]
    spelled: list[tuple[str, str]] = []
    unsure: tuple[list[str], list[str]] = ([], [])
    for form in left[0].keys() & left[1].keys():
        here, there = left[0].pop(form), left[1].pop(form)
        if len(here) == len(there) == 1:
            pairs[here[0]] = there[0]
            spelled.append((first[here[0]], second[there[0]]))
        else:
            unsure[0].extend(first[each] for each in here)
            unsure[1].extend(second[each] for each in there)
    alone = [tuple(names[place] for group in rest.values() for place in group) for names, rest in zip((first, second), left, strict=True)]
    return Matched(
        first=tuple(sorted(pairs)),
        second=tuple(pairs[place] for place in sorted(pairs)),
        spelled=tuple(sorted(spelled)),
        unsure=(tuple(sorted(unsure[0])), tuple(sorted(unsure[1]))),
        alone=(alone[0], alone[1]),
    )


def _by_key(names: Sequence[str], taken: set[int]) -> dict[str, list[int]]:
    forms: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        if place not in taken:
            forms.setdefault(key(name), []).append(place)
    return forms


def match_values(first: Sequence[str], second: Sequence[str]) -> Matched:
    """Match the names of values; where each source has a single one, those two belong together whatever they are called."""
    if len(first) == len(second) == 1:
        return Matched(first=(0,), second=(0,))
    return match_units(first, second)


def align(first: Panel, second: Panel) -> list[Aligned]:
    """Return the values that two panels have in common, in the coarser of their two steps, with everything left out as problems."""
    units = match_units(first.units, second.units)
    names = list(first.values), list(second.values)
    values = match_values(*names)
    problems = tuple(problems_of(units, first.name, second.name))
    problems += tuple(Problem(message=VALUE_ALONE(value=each, name=first.name)) for each in values.alone[0])
    problems += tuple(Problem(message=VALUE_ALONE(value=each, name=second.name)) for each in values.alone[1])
    rows = [np.array(each, dtype=np.int64) for each in (units.first, units.second)]
    return [
        _aligned((first, second), (names[0][here], names[1][there]), (rows[0], rows[1]), problems)
        for here, there in zip(values.first, values.second, strict=True)
    ]


def _aligned(panels: tuple[Panel, Panel], values: tuple[str, str], rows: tuple[Rows, Rows], problems: tuple[Problem, ...]) -> Aligned:
    kinds = panels[0].kinds[values[0]], panels[1].kinds[values[1]]
    flows = [panel.flows(value)[row] for panel, value, row in zip(panels, values, rows, strict=True)]
    step, times, blocks, said = in_step(panels, flows, rates=Kind.RATES in kinds)
    return Aligned(
        value=values[0], units=tuple(panels[0].units[row] for row in rows[0]), times=times, step=step, first=blocks[0], second=blocks[1],
        kinds=kinds, problems=problems + said,
    )  # fmt: skip


def problems_of(units: Matched, first: str, second: str) -> list[Problem]:
    """Return, as problems, which units two sources do not share; each is counted, a few are named."""
    found = []
    if units.spelled:
        found.append(Problem(message=SPELLED(n=len(units.spelled), units=_few([f"{one} = {other}" for one, other in units.spelled]))))
    for name, unsure, alone in zip((first, second), units.unsure, units.alone, strict=True):
        found += [Problem(message=UNSURE(n=len(unsure), name=name, units=_few(unsure)))] if unsure else []
        found += [Problem(message=ALONE(n=len(alone), name=name, units=_few(alone)))] if alone else []
    return found


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:LISTED]) + (" …" if len(names) > LISTED else "")
