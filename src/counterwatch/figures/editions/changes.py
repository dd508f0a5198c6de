"""What the last edition says otherwise than the first, series by series."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterwatch.core import Problem
from counterwatch.figures.shapes.alignment import match_units, match_values, problems_of
from counterwatch.figures.shapes.vintages import Vintages
from counterwatch.figures.table import Days, Floats, Kind, Panel
from counterwatch.stats.mincer_zarnowitz import Line, mincer_zarnowitz

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Changes:
    """One value in the first and the last edition: published numbers (units, shared times), the new amounts of each, and what follows.

    `editions` holds the published numbers of every edition on the shared times, NaN where an edition has none.
    """

    value: str
    units: tuple[str, ...]
    times: Days
    kind: Kind
    cumulative: bool
    editions: tuple[Floats, ...]
    new: tuple[Floats, Floats]
    problems: tuple[Problem, ...]

    @property
    def shared(self) -> Flags:
        return np.asarray(np.isfinite(self.editions[0]) & np.isfinite(self.editions[-1]))

    @property
    def changed(self) -> Flags:
        """Where the published number is another one; the last bits of a computed number are none."""
        first, last = self.editions[0], self.editions[-1]
        return np.asarray(self.shared & ~np.isclose(first, last, rtol=1e-9, atol=1e-12))

    @property
    def withdrawn(self) -> NDArray[np.int64]:
        """How many numbers of the first edition the last one leaves empty."""
        return np.asarray((np.isfinite(self.editions[0]) & ~np.isfinite(self.editions[-1])).sum(axis=1))

    def totals(self) -> tuple[Floats, Floats]:
        """Return what each edition says of the shared times in all: the last running total, the sum, or for rates the mean."""
        sides = [np.where(self.shared, each, np.nan) for each in (self.editions[0], self.editions[-1])]
        if self.cumulative:
            return _last(sides[0]), _last(sides[1])
        count = np.maximum(self.shared.sum(axis=1), 1) if self.kind is Kind.RATES else np.ones(len(self.units))
        return np.nansum(sides[0], axis=1) / count, np.nansum(sides[1], axis=1) / count

    def moved(self) -> Floats:
        """Return by how much each new amount was changed, 0 where it was not or where one edition has none."""
        away = np.nan_to_num(self.new[1] - self.new[0])
        return np.where(np.abs(away) > 1e-9 * np.nan_to_num(np.abs(self.new[0])) + 1e-12, away, 0.0)

    def line(self) -> Line:
        return mincer_zarnowitz(*self.new)

    def quarter_days(self) -> Flags:
        """Which of the shared times are the first of a quarter."""
        months = self.times.astype("datetime64[M]").astype(np.int64)
        quarter = months // 3
        return np.asarray(np.diff(quarter, prepend=quarter[:1]) != 0)


def changes_of(table: Vintages) -> list[Changes]:
    """Return the values that the first and the last edition share; units and values are matched by name."""
    first, last = table.editions[0], table.editions[-1]
    values = match_values(list(last.values), list(first.values))
    matched = match_units(last.units, first.units)
    problems = tuple(problems_of(matched, table.labels[-1], table.labels[0]))
    units = tuple(last.units[row] for row in matched.first)
    found = []
    for here, there in zip(values.first, values.second, strict=True):
        name, other = list(last.values)[here], list(first.values)[there]
        times = np.intersect1d(first.times, last.times)
        cumulative = last.cumulative.get(name, False) and first.cumulative.get(other, False)
        new = _on(first, first.flows(other), matched.second, times), _on(last, last.flows(name), matched.first, times)
        ends = new
        if cumulative:
            ends = _on(first, first.values[other], matched.second, times), _on(last, last.values[name], matched.first, times)
        blocks = [ends[0], *(_placed(each, name, units, times, cumulative=cumulative) for each in table.editions[1:-1]), ends[1]]
        found.append(
            Changes(
                value=name, units=units, times=times, kind=last.kinds[name], cumulative=cumulative, editions=tuple(blocks), new=new, problems=problems
            )
        )
    return found


def _on(panel: Panel, block: Floats, rows: tuple[int, ...], times: Days) -> Floats:
    return np.asarray(block[np.array(rows, dtype=np.int64)][:, np.searchsorted(panel.times, times)])


def _placed(panel: Panel, value: str, units: tuple[str, ...], times: Days, *, cumulative: bool) -> Floats:
    """Return the numbers of an edition between the first and the last, matched by equal names only."""
    told = np.full((len(units), len(times)), np.nan)
    rows = {name: row for row, name in enumerate(panel.units)}
    shared, here, there = np.intersect1d(times, panel.times, return_indices=True)
    if value not in panel.values or not len(shared) or cumulative > panel.cumulative.get(value, False):
        return told
    block = panel.values[value] if cumulative else panel.flows(value)
    for place, name in enumerate(units):
        if name in rows:
            told[place, here] = block[rows[name], there]
    return told


def _last(block: Floats) -> Floats:
    known = np.isfinite(block)
    place = block.shape[1] - 1 - np.argmax(known[:, ::-1], axis=1)
    return np.asarray(np.where(known.any(axis=1), block[np.arange(len(block)), place], 0.0)) if block.shape[1] else np.zeros(len(block))
