"""Any layout as one list: a unit, a day and the numbers of each entry, with the row of the file it came from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterwatch.core import Template
from counterwatch.figures.columns import Columns
from counterwatch.figures.reading.days import Calendar, days
from counterwatch.figures.reading.faults import Faults
from counterwatch.figures.reading.grid import Grid
from counterwatch.figures.reading.guess import Roles, date_of_name
from counterwatch.figures.reading.nature import is_total
from counterwatch.figures.reading.numerals import Numbers, Rows, numbers
from counterwatch.figures.table import Days

NO_UNIT = Template("figures.flat.no_unit", 'cannot read row {row:raw} of {name}: column "{column}" is empty')
MERGED = Template(
    "figures.flat.merged",
    'column "{column}" is empty in {n} row, read as a cell merged with the one above',
    'column "{column}" is empty in {n} rows, read as cells merged with the one above',
)
TOTAL_ROW = Template("figures.flat.total_row", 'row {row:raw} of {name} is left out: "{unit}" seems to be a total of the other rows')
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Flat:
    """One entry per unit and time. `values` gives each value its numbers and the entries it applies to."""

    units: tuple[str, ...]
    unit: Rows
    calendar: Calendar | None
    days: Days
    rows: Rows
    usable: Mask
    numbers: dict[str, Numbers]
    values: dict[str, tuple[str, Mask | None]]


def flat(grid: Grid, roles: Roles, columns: Columns, faults: Faults) -> Flat:
    """Read every cell of a file; what cannot be read becomes a fault."""
    if roles.layout == "long":
        return _long(grid, roles, columns, faults)
    across = grid.frame.select(roles.values)
    melted = across.unpivot(on=list(roles.values), variable_name="variable", value_name="value")
    rows = np.tile(grid.rows, len(roles.values))
    read = numbers(melted["value"].rename(""), faults=faults, rows=rows, mark=columns.decimal, native=grid.native)
    if roles.layout == "dates across":
        return _dates_across(grid, roles, columns, faults, read)
    calendar = _calendar(grid, roles, columns, faults)
    count = grid.frame.height
    return Flat(
        units=tuple(each.strip() for each in roles.values), unit=np.repeat(np.arange(len(roles.values)), count), calendar=calendar,
        rows=rows, days=np.tile(calendar.days, len(roles.values)), usable=np.tile(~np.isnat(calendar.days), len(roles.values)),
        numbers={"": read}, values={"": ("", None)},
    )  # fmt: skip


def _long(grid: Grid, roles: Roles, columns: Columns, faults: Faults) -> Flat:
    names, unit, usable = _units(grid, roles, faults)
    read = {each: numbers(grid.frame[each], faults=faults, rows=grid.rows, mark=columns.decimal, native=grid.native) for each in roles.values}
    if roles.time is None:
        return _in_file_order(grid, roles, columns, faults, (names, unit, usable), read)
    calendar = _calendar(grid, roles, columns, faults)
    return Flat(
        units=names,
        unit=unit,
        calendar=calendar,
        days=calendar.days,
        rows=grid.rows,
        usable=usable & ~np.isnat(calendar.days),
        numbers=read,
        values=_values(grid, roles),
    )


def _in_file_order(
    grid: Grid, roles: Roles, columns: Columns, faults: Faults, keys: tuple[tuple[str, ...], Rows, Mask], read: dict[str, Numbers]
) -> Flat:
    """Take rows without a time in the order of the file: by unit where units repeat, otherwise as one series of all rows."""
    names, unit, usable = keys
    if len(names) > 0.9 * len(unit) and columns.unit is None:
        usable = usable & ~_totals(grid, names, unit, faults)
        names, unit = (_stem(grid.name),), np.zeros_like(unit)
    order = _position_in_unit(unit).astype("datetime64[D]")
    return Flat(units=names, unit=unit, calendar=None, rows=grid.rows, usable=usable, days=order, numbers=read, values=_values(grid, roles))


def _totals(grid: Grid, names: tuple[str, ...], unit: Rows, faults: Faults) -> Mask:
    """Return the rows that hold a total: as one of many rows of a series, it would be an entry that nobody published as such."""
    total = np.array([is_total(each) for each in names])[unit]
    for row, each in zip(grid.rows[total], unit[total], strict=True):
        faults.note(TOTAL_ROW(row=int(row), name=grid.name, unit=names[each]), place=f"row {row}")
    return total


def _dates_across(grid: Grid, roles: Roles, columns: Columns, faults: Faults, read: Numbers) -> Flat:
    names, unit, usable = _units(grid, roles, faults)
    header = pl.Series("the column names", [date_of_name(each) for each in roles.values])
    first = np.full(len(header), max(1, int(grid.rows[0]) - 1), dtype=np.int64)
    calendar = days(header, faults=faults, rows=first, order=columns.date_order)
    times = np.repeat(calendar.days, grid.frame.height)
    values = {
        name: (column, None if mask is None else np.tile(mask, len(header))) for name, (column, mask) in _values(grid, roles, across=True).items()
    }
    return Flat(
        units=names, unit=np.tile(unit, len(header)), calendar=calendar, days=times, rows=np.tile(grid.rows, len(header)),
        usable=np.tile(usable, len(header)) & ~np.isnat(times), numbers={"": read}, values=values,
    )  # fmt: skip


def _calendar(grid: Grid, roles: Roles, columns: Columns, faults: Faults) -> Calendar:
    if roles.time is None:
        raise TypeError("a layout with units across has a time column")
    return days(grid.frame[roles.time], faults=faults, rows=grid.rows, order=columns.date_order)


def _values(grid: Grid, roles: Roles, *, across: bool = False) -> dict[str, tuple[str, Mask | None]]:
    """Name the values: after their columns, after the entries of the series column, or after both where both vary."""
    columns = ("",) if across else roles.values
    if roles.series is None:
        return {each: (each, None) for each in columns}
    text = grid.frame[roles.series].cast(pl.String).str.strip_chars().fill_null("")
    entries = text.unique(maintain_order=True).to_list()
    masks = {entry: (text == entry).to_numpy() for entry in entries}
    return {(entry if len(columns) == 1 else f"{entry} · {each}"): (each, masks[entry]) for entry in entries for each in columns}


def _units(grid: Grid, roles: Roles, faults: Faults) -> tuple[tuple[str, ...], Rows, Mask]:
    if not roles.unit:
        count = grid.frame.height
        return (_stem(grid.name),), np.zeros(count, dtype=np.int64), np.ones(count, dtype=bool)
    first, *others = (_text(grid, each, faults) for each in roles.unit)
    joined = first
    for other in others:
        joined = name_of_both(joined, other)
    usable = (joined != "").to_numpy()
    for row in grid.rows[~usable]:
        faults.bad(int(row), NO_UNIT(row=int(row), name=grid.name, column=roles.unit[0]))
    names = joined.unique(maintain_order=True)
    codes = joined.replace_strict(names, np.arange(len(names)), return_dtype=pl.Int64).to_numpy()
    return tuple(names.to_list()), codes, usable


def _text(grid: Grid, name: str, faults: Faults) -> pl.Series:
    text = grid.frame[name].cast(pl.String).str.strip_chars().fill_null("")
    empty = int((text == "").sum())
    # A workbook keeps the text of merged cells in the first of them only.
    if grid.native and empty and text[0] and grid.merges:
        faults.note(MERGED(column=name, n=empty))
        return text.set(text == "", None).fill_null(strategy="forward")
    return text


def name_of_both(left: pl.Series, right: pl.Series) -> pl.Series:
    """Return one name of two columns: the second is added where it says something else."""
    same = (right == "") | (left == right)
    frame = pl.DataFrame({"left": left, "right": right, "same": same})
    both = pl.when(pl.col("same")).then("left").when(pl.col("left") == "").then("right").otherwise(pl.concat_str("left", "right", separator=" · "))
    return frame.select(both).to_series()


def _position_in_unit(unit: Rows) -> Rows:
    order = np.argsort(unit, kind="stable")
    ordered = unit[order]
    starts = np.flatnonzero(np.r_[True, np.diff(ordered) != 0])
    position = np.arange(len(unit)) - np.repeat(starts, np.diff(np.r_[starts, len(unit)]))
    result = np.empty_like(unit)
    result[order] = position
    return result


def _stem(name: str) -> str:
    return name.rsplit("/", 1)[-1].split(".", 1)[0] or name
