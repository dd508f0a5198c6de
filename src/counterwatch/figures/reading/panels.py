"""From a grid of cells to a panel: roles, cells, spacing, one dense block per value, and a sentence for everything decided."""

from __future__ import annotations

from typing import NoReturn

import msgspec
import numpy as np

from counterwatch.core import Template, UnreadableEvidence
from counterwatch.figures.columns import Columns, Guess
from counterwatch.figures.reading.faults import Faults
from counterwatch.figures.reading.flat import Flat, flat
from counterwatch.figures.reading.form import Form
from counterwatch.figures.reading.grid import Grid
from counterwatch.figures.reading.guess import Roles, kept, mapped, roles, with_year_and_month
from counterwatch.figures.reading.nature import is_cumulative, is_total, kind_of
from counterwatch.figures.reading.numerals import Rows
from counterwatch.figures.reading.spacing import positions, spacing, times_of
from counterwatch.figures.reading.telling import told
from counterwatch.figures.table import Days, Floats, Kind, Panel, Step

READING = Template("figures.panels.reading", "reading {name}")
NOTHING_LEFT = Template("figures.panels.nothing_left", "no row of {name} could be read")
LOOK_AT = Template("figures.panels.look_at", "read it without --skip-bad-rows to see the first row that cannot be read")
TOO_DENSE = Template(
    "figures.panels.too_dense", "{name} has {units} units and {times} times: a table of {cells} cells is more than is held in memory"
)
FEWER = Template("figures.panels.fewer", "read a part of it with --where COLUMN=ENTRY, or name another unit or time column")
TWICE = Template("figures.panels.twice", "cannot read row {row:raw} of {name}: {unit} has another number on {day:date} in row {first:raw}")
AGAIN = Template(
    "figures.panels.again", "{n} row repeats a unit and a time with the same number", "{n} rows repeat a unit and a time with the same number"
)
NEGATIVE = Template(
    "figures.panels.negative",
    '{n} number of "{value}" is below zero, kept as a correction',
    '{n} numbers of "{value}" are below zero, kept as corrections',
)
BELOW_ZERO = Template("figures.panels.below_zero", "cannot read row {row:raw} of {name}: {value} is below zero, which no count is")
LEAVE_OUT = Template(
    "figures.panels.leave_out", "leave out --kind counts and such numbers are kept as corrections; --skip-bad-rows counts and lists them"
)
FALLS = Template(
    "figures.panels.falls",
    'the running total "{value}" falls {n} time, kept as a correction',
    'the running total "{value}" falls {n} times, kept as corrections',
)
GAPS = Template(
    "figures.panels.gaps", "{n} time between the first and the last has no entry", "{n} times between the first and the last have no entry"
)
TOTALS = Template("figures.panels.totals", 'the unit "{unit}" seems to be a total of others; it is kept as a unit')
ZONES = Template(
    "figures.panels.zones",
    "times of {n} time zone are mixed; the dates are kept as written",
    "times of {n} time zones are mixed; the dates are kept as written",
)
MOST_CELLS = 4e8


def panel_of(grid: Grid, columns: Columns, form: Form | None = None) -> Panel:
    """Return the panel of a grid; what was not said is guessed and told in `guess`.

    A grid that is a part of a larger file is read by the `form` that was decided for the whole of it.
    """
    columns = mapped(columns)
    grid = grid if form else with_year_and_month(kept(grid, columns.where), columns)
    faults = Faults(name=grid.name, notes=list(grid.problems), found=list(grid.bad))
    if grid.frame.is_empty():
        _nothing_left(faults)
    known = form.roles if form else roles(grid, columns)
    cells = flat(grid, known, columns, faults)
    if not cells.usable.any():
        _nothing_left(faults)
    return _panel(grid, known, cells, columns, faults, form)


def _nothing_left(faults: Faults) -> NoReturn:
    faults.settle(skip=False)
    raise UnreadableEvidence(NOTHING_LEFT(name=faults.name), hint=LOOK_AT())


def _panel(grid: Grid, known: Roles, cells: Flat, columns: Columns, faults: Faults, form: Form | None) -> Panel:
    usable = cells.usable
    days = cells.days[usable]
    step = form.step if form else spacing(cells.unit[usable], days, cells.calendar.step) if cells.calendar else Step.IRREGULAR
    units, unit = _used(cells)
    times = form.times if form else _times(grid.name, days, step, len(units) * len(cells.values))
    key = np.full(len(usable), -1, dtype=np.int64)
    key[usable] = unit * len(times) + positions(days, times, step)
    if columns.kind == "counts":
        _refuse_below_zero(cells, faults)
    blocks = {name: _block(name, key, cells, (units, times), faults) for name in cells.values}
    if form:
        blocks = {name: blocks[name] if name in blocks else np.full((len(units), len(times)), np.nan) for name in form.kinds}
        _note(blocks, dict(form.cumulative), dict(form.kinds), units, cells, faults)
        return Panel(
            name=grid.name, units=units, times=times, step=step, values=blocks, kinds=form.kinds, cumulative=form.cumulative,
            problems=faults.settle(skip=columns.skip_bad_rows), guess=Guess(columns=columns),
        )  # fmt: skip
    cumulative = {name: is_cumulative(name, block, step, columns.cumulative, timed=cells.calendar is not None) for name, block in blocks.items()}
    kinds = {name: kind_of(name, block, columns.kind, percent=cells.numbers[cells.values[name][0]].percent) for name, block in blocks.items()}
    _note(blocks, cumulative, kinds, units, cells, faults)
    if step is not Step.IRREGULAR and (gaps := len(times) - len(np.unique(positions(days, times, step)))):
        faults.note(GAPS(n=gaps))
    guess = Guess(
        columns=_resolved(known, cells, columns),
        said=(*grid.said, *told(grid, known, cells, units=units, times=times, step=step, kinds=kinds, cumulative=cumulative)),
    )
    return Panel(
        name=grid.name,
        units=units,
        times=times,
        step=step,
        values=blocks,
        kinds=kinds,
        cumulative=cumulative,
        problems=faults.settle(skip=columns.skip_bad_rows),
        guess=guess,
    )


def _used(cells: Flat) -> tuple[tuple[str, ...], Rows]:
    """Leave out units of which no row can be read."""
    present, codes = np.unique(cells.unit[cells.usable], return_inverse=True)
    return tuple(cells.units[each] for each in present), codes


def _times(name: str, days: Days, step: Step, series: int) -> Days:
    width = int((days.max() - days.min()).astype(np.int64)) + 1
    count = (
        len(np.unique(days))
        if step is Step.IRREGULAR
        else width // {Step.DAY: 1, Step.WEEK: 7, Step.MONTH: 31, Step.QUARTER: 92, Step.YEAR: 366}[step]
    )
    if series * count > MOST_CELLS:
        raise UnreadableEvidence(TOO_DENSE(name=name, units=series, times=count, cells=series * count), hint=FEWER())
    return times_of(days, step)


def _block(name: str, key: Rows, cells: Flat, axes: tuple[tuple[str, ...], Days], faults: Faults) -> Floats:
    units, times = axes
    column, mask = cells.values[name]
    numbers = cells.numbers[column].values
    chosen = np.flatnonzero((key >= 0) if mask is None else (key >= 0) & mask)
    block = np.full(len(units) * len(times), np.nan)
    # Written last to first, so that the first of two entries stays.
    block[key[chosen][::-1]] = numbers[chosen][::-1]
    if np.bincount(key[chosen], minlength=1).max() > 1:
        _duplicates(chosen, key, numbers, block, cells, axes, faults)
    return block.reshape(len(units), len(times))


def _refuse_below_zero(cells: Flat, faults: Faults) -> None:
    """Where the user says that the numbers are counts, one below zero is a row that cannot be read."""
    for column in dict.fromkeys(column for column, _ in cells.values.values()):
        numbers = cells.numbers[column].values
        for entry in np.flatnonzero(numbers < 0).tolist():
            row = int(cells.rows[entry])
            faults.bad(row, BELOW_ZERO(row=row, name=faults.name, value=float(numbers[entry])), LEAVE_OUT())
        numbers[numbers < 0] = np.nan


def _duplicates(chosen: Rows, key: Rows, numbers: Floats, block: Floats, cells: Flat, axes: tuple[tuple[str, ...], Days], faults: Faults) -> None:
    units, times = axes
    first = dict(zip(key[chosen][::-1].tolist(), chosen[::-1].tolist(), strict=True))
    same = 0
    for entry in chosen.tolist():
        place = int(key[entry])
        if first[place] == entry:
            continue
        if np.isnan(block[place]):
            block[place] = numbers[entry]
        if np.isnan(numbers[entry]) or block[place] == numbers[entry]:
            same += 1
            continue
        row = int(cells.rows[entry])
        unit, day = units[place // len(times)], str(times[place % len(times)])
        faults.bad(row, TWICE(row=row, name=faults.name, unit=unit, day=day, first=int(cells.rows[first[place]])))
    if same:
        faults.note(AGAIN(n=same))


def _note(
    blocks: dict[str, Floats], cumulative: dict[str, bool], kinds: dict[str, Kind], units: tuple[str, ...], cells: Flat, faults: Faults
) -> None:
    for name, block in blocks.items():
        falls = int((np.diff(block, axis=1) < 0).sum()) if cumulative[name] else 0
        below = int((block < 0).sum()) if kinds[name] is Kind.COUNTS else 0
        if falls:
            faults.note(FALLS(n=falls, value=name))
        if below:
            faults.note(NEGATIVE(n=below, value=name))
    for unit in units:
        if is_total(unit) and len(units) > 1:
            faults.note(TOTALS(unit=unit))
    if cells.calendar and len(cells.calendar.zones) > 1:
        faults.note(ZONES(n=len(cells.calendar.zones)))


def _resolved(known: Roles, cells: Flat, columns: Columns) -> Columns:
    """Return the columns that read this file the same way again."""
    in_file_order = cells.calendar is None and len(cells.units) == 1
    unit, *per = (None,) if in_file_order or not known.unit else known.unit
    return msgspec.structs.replace(
        columns, unit=unit, per=tuple(each for each in per if each), time=known.time, series=known.series,
        value=known.values if known.layout == "long" else (), layout="long" if known.layout == "long" else "wide",
        date_order=cells.calendar.order if cells.calendar else columns.date_order,
    )  # fmt: skip
