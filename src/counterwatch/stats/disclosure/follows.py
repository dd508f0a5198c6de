"""What follows from all releases together, as equations and inequalities between counts.

The parts of a line add up to its total; what is printed as the rest is the sum of what is not listed there; the months of a year are not more
than the year; a later state holds at least what an earlier one held, where that is so; there are no more incidents than acts.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from counterwatch.stats.disclosure.program import Place, Program, Terms
from counterwatch.stats.disclosure.published import REST, Axis, Key, Published, Table, key_of

FEWER, MORE = "incidents", "acts"
"""Units of which there are never more of the first than of the second."""

UNKNOWN = -1
"""The true count of what was never released at a state."""

Listed = dict[str, tuple[str, ...]]


def program_of(releases: Sequence[Published]) -> Program:
    """Return everything that follows from what some releases print, for a reader who knows the rule."""
    made, listed = Program(), _listed(releases)
    for release in releases:
        refined = _refine(release.table, listed)
        known = refined.sums(listed | {axis.name: axis.listed for axis in refined.axes})
        _counts(made, release, refined, known)
        _lines(made, refined)
        _coarser(made, refined, known, listed, release.rule.threshold - 1)
        _print(made, release, refined)
    for table in _unreleased(releases, listed):
        _add_unreleased(made, table, listed)
    _later(made)
    return made


def _refine(table: Table, listed: Listed) -> Table:
    return replace(table, axes=tuple(replace(each, listed=_refined(each, listed)) for each in table.axes))


def _unreleased(releases: Sequence[Published], listed: Listed) -> Iterator[Table]:
    """Yield tables of two ways that were released at one state only, for the other states of which both ways are known by themselves.

    Nothing was said of their counts, but these are there: they make up what was said, and none is more than the same at a later state.
    """
    roots: dict[tuple[int, str], set[str]] = {}
    seen = {(each.table.state, each.table.unit, tuple(axis.name for axis in each.table.axes)) for each in releases}
    for each in releases:
        roots.setdefault((each.table.state, each.table.unit), set()).update(axis.root for axis in each.table.axes)
    for each in releases:
        names = tuple(axis.name for axis in each.table.axes)
        for (state, unit), known in roots.items():
            if len(names) == 2 and unit == each.table.unit and known >= {axis.root for axis in each.table.axes} and (state, unit, names) not in seen:
                seen.add((state, unit, names))
                yield replace(_refine(each.table, listed), state=state, cells={})


def _add_unreleased(made: Program, table: Table, listed: Listed) -> None:
    for parts in _cells(table.axes):
        made.of((table.state, table.unit, key_of(table.axes, parts)), UNKNOWN)
    _lines(made, table)
    _coarser(made, table, None, listed, 0)


def _listed(releases: Sequence[Published]) -> Listed:
    """Return, for each axis, every category that is listed in any release."""
    found: dict[str, dict[str, None]] = {}
    for axis in (axis for release in releases for axis in release.table.axes):
        found.setdefault(axis.name, {}).update(dict.fromkeys(axis.listed))
    return {name: tuple(every) for name, every in found.items()}


def _refined(axis: Axis, listed: Listed) -> tuple[str, ...]:
    return (*axis.listed, *(each for each in listed[axis.name] if each not in axis.listed)) if axis.has_rest else axis.listed


def _cells(axes: Sequence[Axis]) -> Iterator[tuple[str | None, ...]]:
    """Yield the parts of every cell, totals last."""
    lines: list[list[str | None]] = [[*each.lines, None] for each in axes]
    return itertools.product(*lines)


def _counts(made: Program, release: Published, refined: Table, known: Counter[Key]) -> None:
    """Add the variables of a release. What it does not list is small, and known to be."""
    few = release.rule.threshold - 1
    for parts in _cells(refined.axes):
        key = key_of(refined.axes, parts)
        variable = made.of((refined.state, refined.unit, key), known[key])
        if any(part and part not in axis.listed for axis, part in zip(release.table.axes, parts, strict=True)) and known[key] <= few:
            made.hide(variable, few)
            if len(key) == 1:
                made.within(variable, 0, few)


def _lines(made: Program, table: Table) -> None:
    """Add that the parts of each line make its total."""
    for parts in _cells(table.axes):
        for number, axis in enumerate(table.axes):
            if parts[number] is None:
                members = [(*parts[:number], each, *parts[number + 1 :]) for each in axis.lines]
                terms = [(made.number[table.state, table.unit, key_of(table.axes, each)], 1.0) for each in members]
                made.equal.append([*terms, (made.number[table.state, table.unit, key_of(table.axes, parts)], -1.0)])


def _print(made: Program, release: Published, refined: Table) -> None:
    """Add what is printed: the rest of a release is what it does not list."""
    axes, variables = release.table.axes, []
    for place, parts in enumerate(_cells(axes)):
        lines = [_members(axis, fine, part) for axis, fine, part in zip(axes, refined.axes, parts, strict=True)]
        members = [made.number[refined.state, refined.unit, key_of(axes, each)] for each in itertools.product(*lines)]
        variable = members[0]
        if len(members) > 1:
            variable = made.new(key_of(axes, parts))
            made.equal.append([*((each, 1.0) for each in members), (variable, -1.0)])
        made.within(variable, int(release.low.flat[place]), int(release.high.flat[place]))
        if release.small.flat[place]:
            made.hide(variable, release.rule.threshold - 1)
        variables.append(variable)
    made.printed.append(variables)


def _members(axis: Axis, fine: Axis, part: str | None) -> list[str | None]:
    return [REST, *fine.listed[len(axis.listed) :]] if part == REST and axis.has_rest else [part]


def _coarser(made: Program, refined: Table, known: Counter[Key] | None, listed: Listed, few: int) -> None:
    """Add that each category of a coarser axis of any release holds what lies in it here, and something more that is not listed."""
    for number, axis in enumerate(refined.axes):
        others = [_parts(each, listed if place < number else {}) for place, each in enumerate(refined.axes) if place != number]
        for name, rest in itertools.product((each for each in axis.coarser if each in listed), itertools.product(*others)):
            context = frozenset(part for part in rest if part)
            every: Terms = []
            for category in (*listed[name], REST):
                key = context | {(name, category)}
                above = made.of((refined.state, refined.unit, key), UNKNOWN if known is None else known[key])
                every.append((above, 1.0))
                if category != REST:
                    _within(made, refined, above, key, [context | {(axis.name, each)} for each in _in(axis, name, category)], known, few)
            made.equal.append([*every, (made.number[refined.state, refined.unit, context], -1.0)])


def _within(made: Program, table: Table, above: int, key: Key, parts: Sequence[Key], known: Counter[Key] | None, few: int) -> None:
    """Add that a count is made of parts that are listed, and of more, which is hidden where it is small."""
    more = made.new(key)
    if known is not None and known[key] - sum(known[each] for each in parts) <= few:
        made.hide(more, few)
    made.equal.append([*((made.number[table.state, table.unit, each], 1.0) for each in parts), (more, 1.0), (above, -1.0)])


def _in(axis: Axis, name: str, category: str) -> list[str]:
    return [each for each in axis.listed if axis.coarser[name].get(each) == category]


def _parts(axis: Axis, listed: Listed) -> list[tuple[str, str] | None]:
    """Return what a cell can be of on an axis: a category, all of them, or one of a coarser axis that some release lists."""
    above = [(name, each) for name in axis.coarser if name in listed for each in (*listed[name], REST)]
    return [*((axis.name, each) for each in axis.lines), None, *above]


def _later(made: Program) -> None:
    """Add that a count did not fall from one state to the next, and that incidents are not more than acts, wherever that is true."""
    by_key: dict[tuple[str, Key], list[int]] = {}
    fell = _fallen(made)
    for state, unit, key in made.number:
        by_key.setdefault((unit, key), []).append(state)
    for (unit, key), states in by_key.items():
        pairs = [((first, unit, key), (second, unit, key)) for first, second in itertools.pairwise(sorted(states))]
        if unit == FEWER and not any(part == REST for _, part in key):
            acts = sorted(by_key.get((MORE, key), []))
            pairs += [((state, unit, key), (min(later), MORE, key)) for state in states if (later := [each for each in acts if each >= state])]
        made.at_most += [[(made.number[first], 1.0), (made.number[second], -1.0)] for first, second in pairs if _is_so(made, first, second, fell)]


def _is_so(made: Program, first: Place, second: Place, fell: set[tuple[int, int]]) -> bool:
    """Is a count at most another one? Where it was never released: does nothing that is known fall between the two states?"""
    if UNKNOWN in (made.true[first], made.true[second]):
        return (first[0], second[0]) not in fell
    return made.true[first] <= made.true[second]


def _fallen(made: Program) -> set[tuple[int, int]]:
    """Return the pairs of states between which a count is known to have fallen."""
    by_key: dict[tuple[str, Key], list[tuple[int, int]]] = {}
    for (state, unit, key), true in made.true.items():
        if true != UNKNOWN:
            by_key.setdefault((unit, key), []).append((state, true))
    pairs = (pair for each in by_key.values() for pair in itertools.combinations(sorted(each), 2))
    return {(first, second) for (first, old), (second, new) in pairs if old > new}
