"""What the figures instrument looks at: a `Panel` of units by times, with one or more published values."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from counterwatch.core import Problem
from counterwatch.figures.columns import Guess
from counterwatch.figures.declared import Declared

Floats = NDArray[np.float64]
Days = NDArray[np.datetime64]


class Kind(enum.StrEnum):
    """What a published number is: things counted, an amount that may have fractions, or a ratio of two numbers."""

    COUNTS = "counts"
    AMOUNTS = "amounts"
    RATES = "rates"


class Step(enum.StrEnum):
    """The spacing of the times of a panel."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    IRREGULAR = "irregular"


def subject_of(unit: str, value: str) -> str:
    """Return the name that a finding about one value of one unit carries."""
    return f"{unit} · {value}" if value else unit


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Series:
    """One value of one unit over time, as new amounts per step: `values[i]` belongs to `times[i]`, NaN where nothing was published."""

    unit: str
    value: str
    times: Days
    values: Floats
    kind: Kind
    step: Step

    @property
    def subject(self) -> str:
        """The name that a finding about this series carries."""
        return subject_of(self.unit, self.value)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Panel:
    """Published values by unit and time.

    `values[name]` has shape (units, times) and holds the numbers as published, NaN where nothing was published. `times` is sorted, in
    days, and complete for its step: a missing day is a column of NaN, never a missing column. Where `cumulative[name]` is true the
    published numbers are running totals; `series` then gives their differences. `guess` tells how the file was read, `declared` what the
    source says of its method.
    """

    name: str
    units: tuple[str, ...]
    times: Days
    step: Step
    values: Mapping[str, Floats]
    kinds: Mapping[str, Kind]
    cumulative: Mapping[str, bool] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    guess: Guess = field(default_factory=Guess)
    declared: Declared | None = None

    def __post_init__(self) -> None:
        for name, block in self.values.items():
            if block.shape != (len(self.units), len(self.times)):
                raise ValueError(f"{name!r} has shape {block.shape}, not {(len(self.units), len(self.times))}")

    @classmethod
    def one(cls, *, name: str, values: NDArray[np.generic], start: str = "2020-03-02", step: Step = Step.DAY, kind: Kind = Kind.COUNTS) -> Panel:
        """Return a panel of one unit and one unnamed value; `values` has shape (times,)."""
        block = np.asarray(values, dtype=np.float64)[np.newaxis, :]
        return cls(name=name, units=(name,), times=times_from(start, block.shape[1], step), step=step, values={"": block}, kinds={"": kind})

    @classmethod
    def many(cls, *, name: str, values: NDArray[np.generic], start: str = "2020-03-02", step: Step = Step.DAY, kind: Kind = Kind.COUNTS) -> Panel:
        """Return a panel of numbered units and one unnamed value; `values` has shape (units, times)."""
        block = np.asarray(values, dtype=np.float64)
        units = tuple(f"{name} {number}" for number in range(1, len(block) + 1))
        return cls(name=name, units=units, times=times_from(start, block.shape[1], step), step=step, values={"": block}, kinds={"": kind})

    def flows(self, value: str) -> Floats:
        """Return new amounts per step, shape (units, times): differences of a running total, the published numbers otherwise."""
        block = self.values[value]
        if not self.cumulative.get(value, False):
            return block
        new = np.full_like(block, np.nan)
        new[:, 1:] = np.diff(block, axis=1)
        return new

    def series(self) -> Iterator[Series]:
        """Yield each value of each unit as new amounts per step, in a fixed order."""
        for value in self.values:
            flows = self.flows(value)
            for row, unit in enumerate(self.units):
                yield Series(unit=unit, value=value, times=self.times, values=flows[row], kind=self.kinds[value], step=self.step)


def times_from(start: str, count: int, step: Step) -> Days:
    """Return `count` times beginning on an ISO date; months, quarters and years begin on their first day."""
    if step in (Step.DAY, Step.WEEK):
        return np.arange(count) * (7 if step is Step.WEEK else 1) + np.datetime64(start, "D")
    months = {Step.MONTH: 1, Step.QUARTER: 3, Step.YEAR: 12}[step]
    return (np.arange(count) * months + np.datetime64(start, "M")).astype("datetime64[D]")
