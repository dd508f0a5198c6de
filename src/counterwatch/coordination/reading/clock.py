"""The times of a file: any common way of writing them becomes milliseconds UTC, and how they were taken is told."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, get_args

from counterwatch.coordination.mapping import DateOrder, Unit
from counterwatch.coordination.reading.resolution import Resolution
from counterwatch.coordination.reading.stamps import NUMBER, PARTS, milliseconds, offsets, taken_apart
from counterwatch.core import Template, WrongUsage

if TYPE_CHECKING:
    import polars as pl

AMBIGUOUS = Template("coordination.clock.ambiguous", 'every date of {name} like "{text}" could be day first or month first')
ORDER = Template("coordination.clock.order", "--date-order dmy or --date-order mdy says which")
NO_SUCH_ZONE = Template("coordination.clock.no_such_zone", 'there is no time zone "{zone}"')
ZONES = Template("coordination.clock.zones", "zones are named by place, as Asia/Shanghai, Europe/Berlin or UTC")
PER_SECOND = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
# Whatever counts from 1970 to 2100 in one unit is far from what does so in the next.
UPPER = {"s": 1e11, "ms": 1e14, "us": 1e17, "ns": 1e20}
FIRST_EXCEL_DAY, LAST_EXCEL_DAY, EXCEL_1970 = 20_000, 80_000, 25_569


@dataclass(slots=True, kw_only=True)
class Clock:
    """Reads times batch by batch, and counts how they were written: `units` of numbers, `ways` of text, stamps with a zone and without."""

    name: str
    zone: str | None = None
    order: DateOrder | None = None
    unit: Unit | None = None
    units: Counter[str] = field(default_factory=Counter)
    ways: Counter[str] = field(default_factory=Counter)
    zoned: int = 0
    naive: int = 0
    guessed: bool = False
    resolution: Resolution = field(default_factory=Resolution)

    def __post_init__(self) -> None:
        if self.zone is not None:
            must_be_zone(self.zone)

    def read(self, stamps: pl.Series) -> pl.Series:
        """Return milliseconds UTC (int64), null where there is no time or it cannot be read."""
        import polars as pl

        if stamps.dtype == pl.Date or isinstance(stamps.dtype, pl.Datetime):
            return self._typed(stamps)
        if stamps.dtype.is_numeric():
            return self._numbers(stamps)
        text = stamps.cast(pl.String, strict=False).str.strip_chars()
        return self._text(text)

    def _typed(self, stamps: pl.Series) -> pl.Series:
        import polars as pl

        self.ways["time"] += len(stamps)
        if getattr(stamps.dtype, "time_zone", None):
            self.zoned += stamps.count()
            return stamps.dt.epoch("ms")
        self.naive += stamps.count()
        return in_zone(stamps.cast(pl.Datetime("ms")).dt.epoch("ms"), self.zone)

    def _text(self, text: pl.Series) -> pl.Series:
        import polars as pl

        compact = text.str.contains(PARTS["compact"][0])
        number = text.str.contains(NUMBER) & ~compact
        found = pl.Series(text.name, [None] * len(text), dtype=pl.Int64)
        if number.any():
            numbers = text.set(~number.fill_null(value=False), None)
            exact = numbers.cast(pl.Int64, strict=False)
            found = self._numbers(exact if exact.null_count() == numbers.null_count() else numbers.cast(pl.Float64, strict=False))
        for way in PARTS:
            waiting = found.is_null() & text.is_not_null() & ~number
            if not waiting.any():
                break
            found = _filled(found, waiting, self._written(text.filter(waiting), way))
        return found

    def _written(self, text: pl.Series, way: str) -> pl.Series:
        parts = taken_apart(text, way)
        if way == "year last":
            parts = self._with_order(parts, text)
        local, ahead = milliseconds(parts), offsets(parts)
        here = in_zone(local, self.zone)
        read = (local - ahead).zip_with(ahead.is_not_null(), here)
        self.ways[way] += read.count()
        self.zoned += int((read.is_not_null() & ahead.is_not_null()).sum())
        self.naive += int((read.is_not_null() & ahead.is_null()).sum())
        return read

    def _with_order(self, parts: pl.DataFrame, text: pl.Series) -> pl.DataFrame:
        import polars as pl

        first, second = (parts[each].cast(pl.Int64, strict=False) for each in ("first", "second_part"))
        if self.order is None and first.count():
            self.order = self._order_of(first, second, text.filter(first.is_not_null()))
            self.guessed = True
        names = {"first": "day", "second_part": "month"} if self.order == "dmy" else {"first": "month", "second_part": "day"}
        return parts.rename(names)

    def _order_of(self, first: pl.Series, second: pl.Series, text: pl.Series) -> DateOrder:
        day_first, month_first = (first > 12).sum(), (second > 12).sum()
        dotted = text.str.contains(r"^\d{1,2}\.").all()
        if not day_first and not month_first and not dotted:
            raise WrongUsage(AMBIGUOUS(name=self.name, text=str(text[0])[:40]), hint=ORDER())
        return "dmy" if day_first >= month_first else "mdy"

    def _numbers(self, stamps: pl.Series) -> pl.Series:
        """Read numbers by their size; days of a spreadsheet have fractions and lie where seconds would all be of one day in 1970."""
        import polars as pl

        size = stamps.cast(pl.Float64).abs()
        if self.unit is None and _excel(stamps, size):
            self.units["days"] += stamps.count()
            self.naive += stamps.count()
            return in_zone(((stamps.cast(pl.Float64) - EXCEL_1970) * 86_400_000).round().cast(pl.Int64, strict=False), self.zone)
        found = pl.Series(stamps.name, [None] * len(stamps), dtype=pl.Int64)
        lower = -1.0
        for unit in get_args(Unit):
            these = (size > lower) & (size <= UPPER[unit]) if self.unit is None else size.is_not_null() & (unit == self.unit)
            lower = UPPER[unit]
            if these.fill_null(value=False).any():
                self.units[unit] += int(these.sum() or 0)
                found = found.zip_with(~these.fill_null(value=False), in_milliseconds(stamps, unit))
        return found


def in_milliseconds(stamps: pl.Series, unit: str) -> pl.Series:
    """Return times that count in `unit` as milliseconds, down to the whole one."""
    import polars as pl

    if stamps.dtype.is_float():
        return (stamps.cast(pl.Float64) * (1000 / PER_SECOND[unit]) + 1e-3).floor().cast(pl.Int64, strict=False)
    whole = stamps.cast(pl.Int64, strict=False)
    return whole * 1000 if unit == "s" else whole // (PER_SECOND[unit] // 1000)


def in_zone(local: pl.Series, zone: str | None) -> pl.Series:
    """Return what a clock in `zone` showed as UTC: the earlier of two where it was set back, null where it was set forward."""
    import polars as pl

    if zone is None or zone == "UTC":
        return local
    clock = local.cast(pl.Datetime("ms")).dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    return clock.dt.epoch("ms")


def must_be_zone(zone: str) -> None:
    """Refuse what is no name of a time zone."""
    import polars as pl

    try:
        pl.Series([0]).cast(pl.Datetime("ms")).dt.replace_time_zone(zone)
    except pl.exceptions.ComputeError as error:
        raise WrongUsage(NO_SUCH_ZONE(zone=zone[:40]), hint=ZONES()) from error


def _excel(stamps: pl.Series, size: pl.Series) -> bool:
    inside = size.is_between(FIRST_EXCEL_DAY, LAST_EXCEL_DAY).all(ignore_nulls=True)
    return bool(stamps.dtype.is_float() and stamps.count() and inside and (size % 1 != 0).any())


def _filled(found: pl.Series, where: pl.Series, values: pl.Series) -> pl.Series:
    import numpy as np

    return found.scatter(np.flatnonzero(where.to_numpy()), values)
