"""A column of dates: the column decides what one cell leaves open, such as whether the day or the month comes first."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass

import numpy as np
import polars as pl

from counterwatch.core import Message, Template
from counterwatch.figures.columns import AmbiguousDates, DateOrder
from counterwatch.figures.reading.dates import Cell, Day, Foreign, Impossible, Order, read_date
from counterwatch.figures.reading.faults import Faults, shown
from counterwatch.figures.reading.numerals import Rows
from counterwatch.figures.table import Days, Step

NO_DATE = Template("figures.days.no_date", 'cannot read row {row:raw} of {name}: "{text}" is not a date')
NO_SUCH_DAY = Template("figures.days.no_such_day", 'cannot read row {row:raw} of {name}: there is no day "{text}"')
OTHER_CALENDAR = Template("figures.days.other_calendar", 'cannot read row {row:raw} of {name}: "{text}" seems to be of another calendar')
OTHER_FORM = Template("figures.days.other_form", 'cannot read row {row:raw} of {name}: "{text}" is not written as the other dates of its column')
CONVERT = Template(
    "figures.days.convert", "Buddhist and Solar Hijri years are not guessed; write the dates as year-month-day of the common calendar in a copy"
)
AMBIGUOUS = Template("figures.days.ambiguous", 'the dates of column "{column}" in {name} can be read day first or month first, as "{text}"')
SAY_ORDER = Template("figures.days.say_order", "say which with --date-order dmy or --date-order mdy")
SERIAL = Template("figures.days.serial", 'the dates of column "{column}" in {name} look like spreadsheet day numbers, as "{text}"')
SAY_SERIAL = Template(
    "figures.days.say_serial", "--date-order excel reads them so (day 1 is 1 January 1900); otherwise name another column with --time"
)
EPOCH = datetime.date(1899, 12, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The days of a column, NaT where a cell could not be read; how precise they are, in which order, and the time zones seen."""

    days: Days
    step: Step
    order: DateOrder | None = None
    zones: tuple[str, ...] = ()


def days(column: pl.Series, *, faults: Faults, rows: Rows, order: DateOrder | None = None) -> Calendar:
    """Read a column of dates; rows that are no dates become faults."""
    if column.dtype.is_temporal():
        return _typed(column, faults, rows)
    text = column.cast(pl.String).fill_null("").str.strip_chars()
    found = text.to_frame("text").with_row_index("position").group_by("text", maintain_order=True).agg("position")
    cells = {str(each): read_date(str(each)) for each in found["text"]}
    order = _order(cells, column.name, faults.name, order)
    cells = {each: _settled(cell, order) for each, cell in cells.items()}
    steps = Counter(cell.step for cell in cells.values() if isinstance(cell, Day))
    step = steps.most_common(1)[0][0] if steps else Step.DAY
    result = np.full(len(text), np.datetime64("NaT"), dtype="datetime64[D]")
    for (each, cell), positions in zip(cells.items(), found["position"], strict=True):
        if isinstance(cell, Day) and cell.step is step:
            result[positions.to_numpy()] = np.datetime64(cell.date)
        else:
            _refuse(each, cell, rows[positions.to_numpy()], faults)
    zones = tuple(sorted({cell.zone for cell in cells.values() if isinstance(cell, Day) and cell.zone}))
    return Calendar(days=result, step=step, order=order, zones=zones)


def _typed(column: pl.Series, faults: Faults, rows: Rows) -> Calendar:
    if isinstance(column.dtype, (pl.Time, pl.Duration)):
        return days(column.cast(pl.Int64).cast(pl.String), faults=faults, rows=rows)
    zone = getattr(column.dtype, "time_zone", None)
    result = column.cast(pl.Date).to_numpy().astype("datetime64[D]")
    for position in np.flatnonzero(np.isnat(result)):
        _refuse("", None, rows[position : position + 1], faults)
    return Calendar(days=result, step=Step.DAY, zones=(str(zone),) if zone else ())


def _settled(cell: Cell, order: DateOrder | None) -> Cell:
    if isinstance(cell, Order) and order != "excel":
        return cell.as_day("dmy" if cell.dots and order is None else order or "dmy") or Impossible()
    if isinstance(cell, Foreign) and cell.calendar == "excel" and order == "excel":
        return Day(EPOCH + datetime.timedelta(days=int(cell.number)))
    return cell


def _order(cells: dict[str, Cell], column: str, name: str, asked: DateOrder | None) -> DateOrder | None:
    """Return the order in which the numbers of these dates stand; ask when more than one is possible for every cell."""
    if asked is not None:
        return asked
    open_ = {text: cell for text, cell in cells.items() if isinstance(cell, Order)}
    serials = [text for text, cell in cells.items() if isinstance(cell, Foreign) and cell.calendar == "excel"]
    if len(serials) * 2 > len(cells):
        raise AmbiguousDates(SERIAL(column=column, name=name, text=shown(serials[0])), hint=SAY_SERIAL(), choices=("excel",))
    if not open_:
        return None
    if all(cell.dots for cell in open_.values()):
        return "dmy"
    working = {order: sum(cell.as_day(order) is not None for cell in open_.values()) for order in ("dmy", "mdy")}
    if working["dmy"] == working["mdy"]:
        if not working["dmy"] and all(cell.short for cell in open_.values()):
            return "ymd"
        if all(cell.as_day("dmy") == cell.as_day("mdy") for cell in open_.values()):
            return "dmy"
        raise AmbiguousDates(AMBIGUOUS(column=column, name=name, text=shown(next(iter(open_)))), hint=SAY_ORDER(), choices=("dmy", "mdy"))
    return "dmy" if working["dmy"] > working["mdy"] else "mdy"


def _refuse(text: str, cell: Cell, rows: Rows, faults: Faults) -> None:
    template, hint = _reason(cell)
    for row in rows:
        faults.bad(int(row), template(row=int(row), name=faults.name, text=shown(text)), hint)


def _reason(cell: Cell) -> tuple[Template, Message | None]:
    if isinstance(cell, Impossible):
        return NO_SUCH_DAY, None
    if isinstance(cell, Foreign) and cell.calendar != "excel":
        return OTHER_CALENDAR, CONVERT()
    return (NO_DATE, None) if cell is None else (OTHER_FORM, None)
