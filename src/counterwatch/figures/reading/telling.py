"""The sentences that tell a user how a file was read."""

from __future__ import annotations

from collections import Counter

import numpy as np

from counterwatch.core import Message, Template
from counterwatch.figures.reading.flat import Flat
from counterwatch.figures.reading.grid import Grid
from counterwatch.figures.reading.guess import Roles
from counterwatch.figures.table import Days, Kind, Step

UNIT = Template("figures.telling.unit", "unit: {columns} ({n} unit)", "unit: {columns} ({n} units)")
ONE_UNIT = Template("figures.telling.one_unit", "unit: no column names one, so the file is one unit")
ROWS_AS_SERIES = Template(
    "figures.telling.rows_as_series", "time: no column holds dates; the rows are taken in the order of the file, and their names are not used"
)
ROWS_IN_ORDER = Template("figures.telling.rows_in_order", "time: no column holds dates; the rows are taken in the order of the file")
ROWS_BY_UNIT = Template("figures.telling.rows_by_unit", "time: no column holds dates; the rows of each unit are taken in the order of the file")
UNITS_ACROSS = Template("figures.telling.units_across", "unit: the columns {columns} ({n} unit)", "unit: the columns {columns} ({n} units)")
TIME = Template("figures.telling.time", "time: {column}, {first:date} to {last:date}")
DATES_ACROSS = Template(
    "figures.telling.dates_across",
    "time: {n} column named by its date, {first:date} to {last:date}",
    "time: {n} columns named by their dates, {first:date} to {last:date}",
)
DAILY = Template("figures.telling.daily", "step: one day")
WEEKLY = Template("figures.telling.weekly", "step: one week")
MONTHLY = Template("figures.telling.monthly", "step: one month; each is shown by its first day")
QUARTERLY = Template("figures.telling.quarterly", "step: one quarter; each is shown by its first day")
YEARLY = Template("figures.telling.yearly", "step: one year; each is shown by its first day")
IRREGULAR = Template("figures.telling.irregular", "step: the times are not evenly spaced")
DAY_FIRST = Template("figures.telling.day_first", "dates: day, month, year")
MONTH_FIRST = Template("figures.telling.month_first", "dates: month, day, year")
SPREADSHEET = Template("figures.telling.spreadsheet", "dates: spreadsheet day numbers, where day 1 is 1 January 1900")
SERIES = Template("figures.telling.series", "values: named by the entries of column {column}")
NEW_COUNTS = Template("figures.telling.new_counts", "value: {value}, counts, new at each step")
TOTAL_COUNTS = Template("figures.telling.total_counts", "value: {value}, counts, a running total")
NEW_AMOUNTS = Template("figures.telling.new_amounts", "value: {value}, amounts with fractions, new at each step")
TOTAL_AMOUNTS = Template("figures.telling.total_amounts", "value: {value}, amounts with fractions, a running total")
RATES = Template("figures.telling.rates", "value: {value}, rates or shares")
PERCENT = Template("figures.telling.percent", "value: {value}, written in percent")
COMMA = Template("figures.telling.comma", "numbers: in {value} the comma is the decimal mark")
POINT_GUESSED = Template(
    "figures.telling.point_guessed",
    "numbers: in {value} the point is taken for the decimal mark and the comma for thousands; --decimal , says otherwise",
)
COMMA_GUESSED = Template(
    "figures.telling.comma_guessed",
    "numbers: in {value} the comma is taken for the decimal mark and the point for thousands; --decimal . says otherwise",
)
MULTIPLIED = Template("figures.telling.multiplied", "numbers: in {value} the ending {ending} is multiplied out")
MISSING = Template("figures.telling.missing", "missing: {n} entry, written {marks}", "missing: {n} entries, written {marks}")
SORTED = Template("figures.telling.sorted", "rows: the rows were not in the order of time and have been sorted")
UNUSED = Template("figures.telling.unused", "not used: the column {columns}", "not used: the columns {columns}")

STEPS = {
    Step.DAY: DAILY, Step.WEEK: WEEKLY, Step.MONTH: MONTHLY, Step.QUARTER: QUARTERLY, Step.YEAR: YEARLY, Step.IRREGULAR: IRREGULAR,
}  # fmt: skip
ORDERS = {"dmy": DAY_FIRST, "mdy": MONTH_FIRST, "excel": SPREADSHEET}
NATURES = {
    (Kind.COUNTS, False): NEW_COUNTS, (Kind.COUNTS, True): TOTAL_COUNTS, (Kind.AMOUNTS, False): NEW_AMOUNTS,
    (Kind.AMOUNTS, True): TOTAL_AMOUNTS, (Kind.RATES, False): RATES, (Kind.RATES, True): RATES,
}  # fmt: skip


def told(
    grid: Grid, roles: Roles, cells: Flat, *, units: tuple[str, ...], times: Days, step: Step, kinds: dict[str, Kind], cumulative: dict[str, bool]
) -> tuple[Message, ...]:
    """Return one sentence for everything that was decided."""
    said = [_unit(roles, units), *_time(roles, cells, units, times, step)]
    if roles.series:
        said.append(SERIES(column=roles.series))
    said += [NATURES[kinds[name], cumulative[name]](value=name or grid.name) for name in list(cells.values)[:30]]
    said += [each for column in list(cells.numbers)[:30] for each in _numbers(column or grid.name, column, cells)]
    said += [SORTED()] if _unsorted(cells) else []
    return (*said, *_missing(cells), *([UNUSED(n=len(roles.unused), columns=_list(roles.unused))] if roles.unused else []))


def _unsorted(cells: Flat) -> bool:
    unit, days = cells.unit[cells.usable], cells.days[cells.usable]
    order = np.argsort(unit, kind="stable")
    return bool(((np.diff(days[order]).astype(np.int64) < 0) & (np.diff(unit[order]) == 0)).any())


def _unit(roles: Roles, units: tuple[str, ...]) -> Message:
    if roles.layout == "units across":
        return UNITS_ACROSS(columns=_list(roles.values), n=len(units))
    return UNIT(columns=_list(roles.unit), n=len(units)) if roles.unit else ONE_UNIT()


def _time(roles: Roles, cells: Flat, units: tuple[str, ...], times: Days, step: Step) -> list[Message]:
    if cells.calendar is None:
        return [ROWS_BY_UNIT() if len(units) > 1 else ROWS_AS_SERIES() if roles.unit else ROWS_IN_ORDER()]
    first, last = str(times[0]), str(times[-1])
    time = TIME(column=roles.time, first=first, last=last) if roles.time else DATES_ACROSS(n=len(roles.values), first=first, last=last)
    order = ORDERS.get(cells.calendar.order or "")
    return [time, STEPS[step](), *([order()] if order else [])]


def _numbers(shown: str, column: str, cells: Flat) -> list[Message]:
    read = cells.numbers[column]
    said = [PERCENT(value=shown)] if read.percent else []
    if read.guessed:
        said.append((COMMA_GUESSED if read.mark == "," else POINT_GUESSED)(value=shown))
    elif read.mark == ",":
        said.append(COMMA(value=shown))
    return [*said, *(MULTIPLIED(value=shown, ending=each) for each in read.units)]


def _missing(cells: Flat) -> list[Message]:
    marks: Counter[str] = Counter()
    for read in cells.numbers.values():
        marks.update(read.missing)
    listed = ", ".join(f"«{mark}»" for mark, _ in marks.most_common(8))
    return [MISSING(n=sum(marks.values()), marks=listed)] if marks else []


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(each[:40] for each in names[:8]) + (" …" if len(names) > 8 else "")
