"""Rows of a file as batches of posts: parts are typed, times read, and rows that cannot be used are counted and left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from counterwatch.coordination.batch import Stream, columns
from counterwatch.coordination.mapping import Mapping
from counterwatch.coordination.reading.clock import Clock
from counterwatch.coordination.reading.doubles import Doubles
from counterwatch.coordination.reading.faults import Faults, quoted
from counterwatch.coordination.reading.lists import listed, present
from counterwatch.coordination.reading.telling import CREATED_UNREAD, DOUBLED, EMPTY_OBJECTS, NO_POSTS, clock_told, mixed_clock
from counterwatch.core import Message, Template

if TYPE_CHECKING:
    import polars as pl

BATCH = 50_000
"""The most rows of a batch."""

EARLIEST, LATEST = 0, 4_102_444_800_000
"""Times are taken from 1970 to the end of 2099, whatever the others of the file are: so a row counts or not wherever it stands."""

NO_ACCOUNT = Template("coordination.shaping.no_account", "no account is named")
LOST_DIGITS = Template("coordination.shaping.lost_digits", "the number of the account has lost its last digits in a spreadsheet")
NO_TIME = Template("coordination.shaping.no_time", "there is no time")
ANY_UNREADABLE_TIME = Template("coordination.shaping.any_unreadable_time", "the time cannot be read")
UNREADABLE_TIME = Template("coordination.shaping.unreadable_time", 'the time "{text}" cannot be read')
EARLY = Template("coordination.shaping.early", "the time is before 1970")
LATE = Template("coordination.shaping.late", "the time is after 2099")
LOST = r"^\d(?:\.\d+)?[eE]\+?\d+$"


@dataclass(slots=True, kw_only=True)
class Shaper:
    """Turns frames with raw parts and `row` into batches."""

    name: str
    mapping: Mapping
    faults: Faults
    clock: Clock = field(init=False)
    made: Clock = field(init=False)
    doubles: Doubles = field(default_factory=Doubles)
    posts: int = 0
    without_object: int = 0
    without_created: int = 0

    def __post_init__(self) -> None:
        given = self.mapping
        self.clock = Clock(name=self.name, zone=given.zone, order=given.date_order, unit=given.unit)
        self.made = Clock(name=self.name, zone=given.zone, order=given.date_order)

    def batch(self, raw: pl.DataFrame) -> pl.DataFrame:
        """Return the rows that name an account and have a time, with the columns of `batch.columns` that there are, and `row`."""
        import polars as pl

        kept = self._with_account(raw.with_columns(pl.col("row").cast(pl.UInt64)))
        kept = self._with_time(kept)
        parts = [self._part(kept[part], part) for part in columns() if part in kept.columns]
        batch = pl.DataFrame([kept["row"], *parts])
        self.posts += batch.height
        self.doubles.add(batch.drop("row"))
        self.clock.resolution.add(batch["time"].to_numpy())
        return batch

    def _part(self, cells: pl.Series, part: str) -> pl.Series:
        import polars as pl

        if part in ("account", "time"):
            return cells
        if part == "created":
            read = self.made.read(cells)
            self.without_created += len(cells) - read.count()
            return read.alias(part)
        if isinstance(columns()[part], pl.List):
            return listed(cells, role=part).alias(part)
        found = cells.cast(pl.String, strict=False) if part == "text" else identifiers(cells)
        self.without_object += found.null_count() if part == "object" else 0
        return found.alias(part)

    def _with_account(self, raw: pl.DataFrame) -> pl.DataFrame:
        accounts = identifiers(raw["account"])
        lost = accounts.str.contains(LOST).fill_null(value=False)
        self.faults.bad(NO_ACCOUNT(), raw["row"].filter(accounts.is_null()).to_list())
        self.faults.bad(LOST_DIGITS(), raw["row"].filter(lost).to_list())
        return raw.with_columns(accounts.alias("account")).filter(accounts.is_not_null() & ~lost)

    def _with_time(self, rows: pl.DataFrame) -> pl.DataFrame:
        import polars as pl

        stamps = present(rows["time"]) if rows["time"].dtype == pl.String else rows["time"]
        times = self.clock.read(stamps)
        missing, unread = stamps.is_null(), times.is_null() & stamps.is_not_null()
        early, late = (times < EARLIEST).fill_null(value=False), (times >= LATEST).fill_null(value=False)
        shown = [UNREADABLE_TIME(text=quoted(str(each))) for each in stamps.filter(unread).head(20)]
        for what, which in ((NO_TIME(), missing), (EARLY(), early), (LATE(), late)):
            self.faults.bad(what, rows["row"].filter(which).to_list())
        self.faults.bad(ANY_UNREADABLE_TIME(), rows["row"].filter(unread).to_list(), shown=shown)
        return rows.with_columns(times.alias("time")).filter(times.is_not_null() & ~early & ~late)

    def told(self) -> Iterator[Message]:
        """Return what was taken for what, once everything was read; remarks go to the problems."""
        if not self.posts:
            self.faults.note(NO_POSTS(name=self.name))
        if self.doubles.found:
            self.faults.note(DOUBLED(n=self.doubles.found))
        if self.without_object:
            self.faults.note(EMPTY_OBJECTS(n=self.without_object))
        if self.without_created and self.made.ways | self.made.units:
            self.faults.note(CREATED_UNREAD(n=self.without_created))
        for remark in mixed_clock(self.clock):
            self.faults.note(remark)
        yield from clock_told(self.clock)


def posts_of(frames: Iterable[pl.DataFrame], *, shaper: Shaper, said: Iterable[Message] = ()) -> Stream:
    """Return a stream over frames with raw parts; what is wrong and how the file was read is filled in while it is read."""
    stream = Stream(batches=iter(()), problems=shaper.faults.problems, said=list(said))

    def batches() -> Iterator[pl.DataFrame]:
        for frame in frames:
            for piece in frame.iter_slices(BATCH):
                if (batch := shaper.batch(piece)).height:
                    yield batch
        stream.said += shaper.told()
        stream.resolution = shaper.clock.resolution.step
        shaper.faults.settle()

    stream.batches = batches()
    return stream


def identifiers(cells: pl.Series) -> pl.Series:
    """Return identifiers as text: whole numbers without a fraction, null where there is none."""
    import polars as pl

    if cells.dtype.is_float():
        whole = cells.cast(pl.Int64, strict=False)
        return whole.cast(pl.String).zip_with((whole.cast(cells.dtype) == cells).fill_null(value=False), cells.cast(pl.String))
    text = present(cells)
    return text.str.replace(r"^(\d+)\.0$", "$1") if text.str.ends_with(".0").any() else text
