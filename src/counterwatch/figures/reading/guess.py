"""Which column is the unit, which the time, which the values: the user's word first, then names and entries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import polars as pl

from counterwatch.core import Template, WrongUsage
from counterwatch.figures.columns import Columns
from counterwatch.figures.reading.dates import read_date
from counterwatch.figures.reading.grid import Grid
from counterwatch.figures.reading.profile import VALUE_NAMES, Profile, profiles

NO_COLUMN = Template("figures.guess.no_column", 'there is no column "{column}" in {name}')
COLUMNS_ARE = Template("figures.guess.columns_are", "its columns are: {columns}")
NO_VALUES = Template("figures.guess.no_values", "no column of {name} holds numbers; its columns are: {columns}")
SAY_VALUE = Template("figures.guess.say_value", "name the column of numbers with --value")
NO_ENTRY = Template("figures.guess.no_entry", 'no row of {name} has "{entry}" in column "{column}"')
ENTRIES_ARE = Template("figures.guess.entries_are", "its entries are: {entries}")
UNKNOWN_FIELD = Template("figures.guess.unknown_field", '"{field}" is not something a column can be mapped to')
FIELDS_ARE = Template("figures.guess.fields_are", "use unit, time, value or series, as in --map unit=Province")

YEAR = re.compile(r"year|年|年份|jahr|ann[ée]e|a[ñn]o|год|anno", re.IGNORECASE)
MONTH = re.compile(r"month|月|月份|monat|mois|mes|месяц|mese", re.IGNORECASE)
Layout = Literal["long", "dates across", "units across"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """Which column is what. Where dates or units run across, `values` holds their columns."""

    layout: Layout
    unit: tuple[str, ...] = ()
    time: str | None = None
    values: tuple[str, ...]
    series: str | None = None
    unused: tuple[str, ...] = field(default=())


def roles(grid: Grid, columns: Columns) -> Roles:
    """Return what each column of a file is."""
    _must_exist(grid, [columns.unit, columns.time, columns.series, *columns.per, *columns.value])
    across = [each for each in grid.frame.columns if _is_date_name(each)]
    if _dates_across(across, grid.frame.width, columns):
        known = profiles(grid.frame.drop(across))
        return _with_keys(grid, columns, known, layout="dates across", time=None, values=tuple(across))
    known = profiles(grid.frame)
    time = columns.time or _time(known, columns)
    values = columns.value or _numeric(grid, known, {time, columns.unit, columns.series, *columns.per})
    if not values:
        raise WrongUsage(NO_VALUES(name=grid.name, columns=_listed(grid)), hint=SAY_VALUE())
    if _units_across(values, time, known, columns):
        return Roles(layout="units across", time=time, values=values, unused=_rest(known, [time, *values]))
    return _with_keys(grid, columns, known, layout="long", time=time, values=values)


def mapped(columns: Columns) -> Columns:
    """Return the columns with every `map` entry put in its field."""
    import msgspec

    wrong = next((each for each in columns.map if each not in ("unit", "time", "value", "series")), None)
    if wrong is not None:
        raise WrongUsage(UNKNOWN_FIELD(field=wrong), hint=FIELDS_ARE())
    fields = {field: (column,) if field == "value" else column for field, column in columns.map.items()}
    return msgspec.structs.replace(columns, **fields, map={}) if fields else columns


def kept(grid: Grid, where: dict[str, str]) -> Grid:
    """Return the rows whose entries are those asked for."""
    for column, entry in where.items():
        _must_exist(grid, [column])
        text = grid.frame[column].cast(pl.String).str.strip_chars()
        keep = (text == entry).fill_null(value=False)
        if not keep.any():
            entries = ", ".join(text.drop_nulls().unique(maintain_order=True).head(12).to_list())
            raise WrongUsage(NO_ENTRY(name=grid.name, entry=entry, column=column), hint=ENTRIES_ARE(entries=entries))
        grid = replace(grid, frame=grid.frame.filter(keep), rows=grid.rows[keep.to_numpy()])
    return grid


def with_year_and_month(grid: Grid, columns: Columns) -> Grid:
    """Return a grid in which a column of years and one of month numbers are one column, such as `Year-Month`."""
    year, month = (next((each for each in grid.frame.columns if pattern.fullmatch(each.strip())), None) for pattern in (YEAR, MONTH))
    named = {columns.unit, columns.time, columns.series, *columns.per, *columns.value}
    if year is None or month is None or named & {year, month}:
        return grid
    years, months = (grid.frame[each].cast(pl.Int64, strict=False) for each in (year, month))
    if years.null_count() or months.null_count() or not months.is_between(1, 12).all() or not years.is_between(1500, 2200).all():
        return grid
    together = (years.cast(pl.String) + "-" + months.cast(pl.String).str.zfill(2)).rename(f"{year}-{month}")
    if together.name in grid.frame.columns:
        return grid
    return replace(grid, frame=grid.frame.insert_column(grid.frame.get_column_index(year), together).drop(year, month))


def _must_exist(grid: Grid, names: Sequence[str | None]) -> None:
    for each in names:
        if each is not None and each not in grid.frame.columns:
            raise WrongUsage(NO_COLUMN(column=each, name=grid.name), hint=COLUMNS_ARE(columns=_listed(grid)))


def _listed(grid: Grid) -> str:
    names = grid.frame.columns
    return ", ".join(each[:40] for each in names[:30]) + (" …" if len(names) > 30 else "")


def _is_date_name(name: str) -> bool:
    plain = re.sub(r"^[xX](?=[0-9])|\s*\[[^\]]*\]$", "", name)
    return bool(re.search(r"[0-9]|[٠-٩۰-۹०-९০-৯༠-༩０-９]", plain)) and read_date(plain) is not None


def date_of_name(name: str) -> str:
    """Return the date in a column name: R writes `X2020.03.02` and the World Bank `1990 [YR1990]`."""
    return re.sub(r"^[xX](?=[0-9])|\s*\[[^\]]*\]$", "", name)


def _dates_across(across: list[str], width: int, columns: Columns) -> bool:
    if columns.layout == "long" or columns.time or not across:
        return False
    return len(across) >= 3 or (len(across) == 2 and width <= 4) or columns.layout == "wide"


def _units_across(values: tuple[str, ...], time: str | None, known: list[Profile], columns: Columns) -> bool:
    if columns.layout == "long" or columns.unit or columns.value or columns.series or time is None:
        return False
    words = [each for each in known if each.looks == "text" and each.name != time]
    return columns.layout == "wide" or (not words and len(values) >= 3 and not any(VALUE_NAMES.search(each) for each in values))


def _time(known: list[Profile], columns: Columns) -> str | None:
    taken = {columns.unit, columns.series, *columns.per, *columns.value}
    times = [each for each in known if each.looks == "time" and each.name not in taken]
    best = sorted(times, key=lambda each: not each.named_time)
    return best[0].name if best else None


def _numeric(grid: Grid, known: list[Profile], taken: set[str | None]) -> tuple[str, ...]:
    """Return the columns of numbers; those that only place or number the rows count where there are no others."""
    numeric = [each for each in known if each.looks == "number" and each.name not in taken]
    named = [each for each in numeric if not each.ignored and not _is_row_number(grid.frame[each.name])]
    return tuple(each.name for each in named or numeric)


def _is_row_number(column: pl.Series) -> bool:
    """Say whether a nameless first column only counts the rows, as some programs write it."""
    if not re.match(r"column 1$|unnamed|^index$", column.name, re.IGNORECASE) or len(column) < 2:
        return False
    number = column.cast(pl.Int64, strict=False)
    return number.null_count() == 0 and bool((number.diff().drop_nulls() == 1).all()) and number[0] in (0, 1)


def _with_keys(grid: Grid, columns: Columns, known: list[Profile], *, layout: Layout, time: str | None, values: tuple[str, ...]) -> Roles:
    """Add the columns that tell rows of one time apart: units first, then a column that names what the value is."""
    taken = {time, *values}
    words = [each for each in known if each.looks == "text" and each.name not in taken]
    unit = tuple(dict.fromkeys((*((columns.unit,) if columns.unit else ()), *columns.per)))
    series = columns.series
    if not unit:
        unit = _first_unit([each for each in words if each.name != series])
    if not (columns.unit or columns.per or columns.series) and unit:
        unit, series = _enough_keys(grid.frame, unit, time, words)
    return Roles(layout=layout, unit=unit, time=time, values=values, series=series, unused=_rest(known, [time, series, *unit, *values]))


def _first_unit(words: list[Profile]) -> tuple[str, ...]:
    ranked = sorted(
        words, key=lambda each: (each.named_series, not re.search("country|国家|國家|pays|страна", each.name, re.IGNORECASE), not each.named_unit)
    )
    return (ranked[0].name,) if ranked else ()


def _enough_keys(frame: pl.DataFrame, unit: tuple[str, ...], time: str | None, words: list[Profile]) -> tuple[tuple[str, ...], str | None]:
    """Add columns of words until no two rows share a key; where that does not help, keep the first."""
    times = [time] if time else []
    if _unique(frame, [*unit, *times]):
        return unit, None
    more = sorted((each for each in words if each.name not in unit), key=lambda each: (not each.named_series, not each.named_unit))
    series, found = None, unit
    for each in more:
        if each.named_series and series is None:
            series = each.name
        elif each.named_unit or len(more) == 1:
            found = (*found, each.name)
        if _unique(frame, [*found, *times, *([series] if series else [])]):
            return found, series
    return unit, series if time else None


def _unique(frame: pl.DataFrame, keys: list[str]) -> bool:
    return frame.select(keys).n_unique() >= 0.995 * frame.height


def _rest(known: list[Profile], used: Sequence[str | None]) -> tuple[str, ...]:
    taken = set(used)
    return tuple(each.name for each in known if each.name not in taken and each.looks != "empty")
