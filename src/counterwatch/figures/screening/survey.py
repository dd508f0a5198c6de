"""What is decided for a whole file before it is read in blocks: columns, times, what the numbers are, and whether each unit stands together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import polars as pl

from counterwatch.core import Message, Template, UnreadableEvidence, WrongUsage
from counterwatch.core.progress import Cancel, Progress, stop_if
from counterwatch.figures.columns import Columns
from counterwatch.figures.reading.columnar import grid_of_parquet, plain_columns
from counterwatch.figures.reading.days import days
from counterwatch.figures.reading.faults import Faults
from counterwatch.figures.reading.form import Form
from counterwatch.figures.reading.grid import NEEDED, ONLY_HEADER, Grid, row_numbers
from counterwatch.figures.reading.guess import COLUMNS_ARE, NO_COLUMN, kept, mapped, roles
from counterwatch.figures.reading.panels import NOTHING_LEFT, panel_of
from counterwatch.figures.reading.pieces import joined, names_of, opened, part, pieces
from counterwatch.figures.reading.spacing import times_of
from counterwatch.figures.table import Days

SURVEYING = Template("figures.survey.surveying", "looking through {name}")
NOT_LONG = Template("figures.survey.not_long", "{name} is not one row per unit and time, so it cannot be read block by block")
AS_LONG = Template("figures.survey.as_long", "`cw figures` reads it whole; --layout long says that it is one row per unit and time")
NO_TIME = Template("figures.survey.no_time", "no single column of {name} holds its times")
NAME_TIME = Template("figures.survey.name_time", "name it with --time")
NEW_VALUE = Template(
    "figures.survey.new_value", 'the first {rows} rows of {name} hold no "{entry}" in column "{column}", so what it is cannot be told'
)
ONE_AT_A_TIME = Template("figures.survey.one_at_a_time", "screen one at a time, with --where {column}={entry}")
TOO_MANY_TIMES = Template("figures.survey.too_many_times", 'column "{column}" of {name} has more than {most} different times')
DECIDED = Template(
    "figures.survey.decided",
    "decided once for the file: columns and times of all its rows; what the numbers are and their step, from the first {n} unit",
    "decided once for the file: columns and times of all its rows; what the numbers are and their step, from the first {n} units",
)
HEAD, MOST_TIMES = 200_000, 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """How a file is read, how many units and rows it has, and whether the rows of each unit follow each other."""

    form: Form
    units: int
    rows: int
    is_in_order: bool
    said: tuple[Message, ...]

    @property
    def unit(self) -> tuple[str, ...]:
        return self.form.roles.unit

    @property
    def columns(self) -> list[str]:
        """The columns that are read."""
        known = self.form.roles
        return [each for each in dict.fromkeys((*known.unit, known.time, known.series, *known.values)) if each]


def survey(source: Path, columns: Columns, *, name: str, progress: Progress, cancel: Cancel) -> Survey:
    """Look at the first rows for what the columns are, then through the key columns of all rows for units and times."""
    columns = mapped(columns)
    file = opened(source, name=name)
    whole = file.metadata.num_rows
    plain = plain_columns(file.schema_arrow, name=name)
    head = _head(source, plain, columns, name)
    known = roles(head, columns)
    if known.layout != "long":
        raise WrongUsage(NOT_LONG(name=name), hint=AS_LONG())
    if known.time is None:
        raise WrongUsage(NO_TIME(name=name), hint=NAME_TIME())
    head = _whole_units(head, known.unit) if head.frame.height < whole else head
    sample = panel_of(head, msgspec.structs.replace(columns, where={}))
    keys = _Keys(name, known.unit, known.time, known.series)
    for piece in pieces(source, name=name, columns=keys.columns, where=columns.where):
        stop_if(cancel)
        keys.add(piece)
        progress(SURVEYING(name=name), int(piece.rows[-1]), whole)
    resolved = msgspec.structs.replace(sample.guess.columns, where=columns.where)
    _must_know(keys.entries, head, known.series, name)
    form = Form(
        columns=resolved, roles=known, step=sample.step,
        times=times_of(keys.times(resolved), sample.step), kinds=sample.kinds, cumulative=sample.cumulative,
    )  # fmt: skip
    units, is_in_order = keys.units()
    said = (*sample.guess.said, DECIDED(n=len(sample.units)))
    return Survey(form=form, units=units, rows=whole, is_in_order=is_in_order, said=said)


def _head(source: Path, plain: Sequence[str], columns: Columns, name: str) -> Grid:
    if missing := [each for each in columns.where if each not in plain]:
        raise WrongUsage(NO_COLUMN(column=missing[0], name=name), hint=COLUMNS_ARE(columns=", ".join(each[:40] for each in plain[:30])))
    first: list[Grid] = []
    for piece in pieces(source, name=name, columns=plain, where=columns.where):
        first.append(piece)
        if sum(each.frame.height for each in first) >= HEAD:
            break
    if not first:
        # The reader of a part names the entries that there are, or says that there are no rows.
        kept(grid_of_parquet(source, name=name, where=columns.where), columns.where)
        raise UnreadableEvidence(ONLY_HEADER(name=name), hint=NEEDED())
    return part(joined(first), 0, HEAD)


def _whole_units(head: Grid, unit: tuple[str, ...]) -> Grid:
    """Leave out the last unit, whose rows may go on."""
    names = names_of(head, unit)
    starts = np.flatnonzero((names != names.shift(1)).fill_null(value=True).to_numpy())
    return part(head, 0, int(starts[-1])) if len(starts) > 1 else head


def _must_know(entries: set[str], head: Grid, series: str | None, name: str) -> None:
    if series is None:
        return
    seen = set(head.frame[series].cast(pl.String).str.strip_chars().fill_null("").to_list())
    if left := sorted(entries - seen):
        raise WrongUsage(NEW_VALUE(rows=head.frame.height, name=name, entry=left[0], column=series), hint=ONE_AT_A_TIME(column=series, entry=left[0]))


class _Keys:
    """Collects the names of units as numbers, the different times, and the names of values."""

    def __init__(self, name: str, unit: tuple[str, ...], time: str, series: str | None) -> None:
        self.name, self.unit, self.time, self.series = name, unit, time, series
        self.columns = [each for each in dict.fromkeys((*unit, time, series)) if each]
        self.entries: set[str] = set()
        self._hashes: list[np.ndarray] = []
        self._times: pl.Series | None = None
        self._last: str | None = None

    def add(self, piece: Grid) -> None:
        names = names_of(piece, self.unit)
        changed = (names != names.shift(1)).fill_null(value=True).to_numpy().copy()
        changed[0] = names[0] != self._last
        self._last = names[-1]
        self._hashes.append(names.filter(pl.Series(changed)).hash().to_numpy())
        named = piece.frame[self.time].filter(names != "").unique()
        self._times = named if self._times is None else pl.concat([self._times, named]).unique()
        if len(self._times) > MOST_TIMES:
            raise UnreadableEvidence(TOO_MANY_TIMES(column=self.time, name=self.name, most=MOST_TIMES), hint=NAME_TIME())
        if self.series:
            self.entries |= set(piece.frame[self.series].cast(pl.String).str.strip_chars().fill_null("").unique().to_list())

    def units(self) -> tuple[int, bool]:
        """Return how many units there are, and whether none comes back after another."""
        runs = np.concatenate(self._hashes)
        count = len(np.unique(runs))
        return count, count == len(runs)

    def times(self, columns: Columns) -> Days:
        """Return the days of all rows that can be read; what cannot is met again, with its row, when its block is read."""
        assert self._times is not None
        read = days(self._times, faults=Faults(name=self.name), rows=row_numbers(len(self._times)), order=columns.date_order).days
        known = np.unique(read[~np.isnat(read)])
        if not len(known):
            raise UnreadableEvidence(NOTHING_LEFT(name=self.name), hint=NAME_TIME())
        return known
