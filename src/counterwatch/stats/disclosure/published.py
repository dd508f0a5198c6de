"""A table as it is published: of each count, what is printed, and between which numbers a careful reader must place the true one."""

from __future__ import annotations

import enum
import itertools
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Key = frozenset[tuple[str, str]]
"""What a count is of: for each axis that it is not the total of, its name and the category."""

ENDLESS = 1 << 40
"""Higher than any count: nothing is said of how large it may be."""

REST = ""
"""The category of what is not listed: small categories, and what has none."""


class Shown(enum.IntEnum):
    """How a count is printed: rounded, as «fewer than the threshold», not at all, or as it was printed before, since too few came or went.

    In a table that is `uniform` nothing is printed as fewer: what is withheld may be small or large, and says neither.
    """

    ROUNDED = 0
    SMALL = 1
    WITHHELD = 2
    HELD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Counts from 0 to below `threshold` are never told apart; the others are rounded to a multiple of `base` (ONS, 10-5)."""

    threshold: int = 10
    base: int = 5

    def rounded(self, counts: Ints) -> Ints:
        """Return the nearest multiples."""
        return np.asarray((counts + self.base // 2) // self.base * self.base)

    def bounds(self, rounded: Ints) -> tuple[Ints, Ints]:
        """Return between which counts one lies that is printed as this, known that smaller ones than the threshold are not printed."""
        low = rounded - self.base // 2
        return np.maximum(low, self.threshold), low + self.base - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """What a table is spread by: the categories that are listed and, with `has_rest`, one for all others.

    `coarser` says, by the name of a coarser axis, in which of its categories each category of this one lies (a month in its year); the coarsest
    comes last.
    """

    name: str
    listed: tuple[str, ...]
    has_rest: bool = False
    coarser: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def lines(self) -> tuple[str, ...]:
        """The categories as they are printed: those listed, then the rest."""
        return (*self.listed, REST) if self.has_rest else self.listed

    @property
    def root(self) -> str:
        """The name of the coarsest axis of this kind: that of months is the year."""
        return [self.name, *self.coarser][-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Counts of one unit by category, one axis or two, before anything is hidden. `state` tells the moments of a collection apart, in order:
    of two tables of one state a reader knows that they count the same things.
    """

    axes: tuple[Axis, ...]
    cells: Mapping[tuple[str, ...], int]
    state: int = 0
    unit: str = ""

    @classmethod
    def by_position(cls, counts: Ints, *, state: int = 0) -> Table:
        """Return a table (rows, columns) whose categories are their places."""
        shape = np.shape(counts)
        axes = tuple(Axis(name=name, listed=tuple(map(str, range(size)))) for name, size in zip(("row", "column"), shape, strict=True))
        return cls(axes=axes, cells={tuple(map(str, place)): int(counts[place]) for place in np.ndindex(shape)}, state=state)

    @property
    def counts(self) -> Ints:
        """The counts with totals: (rows + 1, columns + 1), or (rows + 1, 1) for one axis; the last line of each axis holds the totals."""
        shape = tuple(len(each.lines) for each in self.axes)
        places = [{category: place for place, category in enumerate(each.listed)} for each in self.axes]
        found = np.zeros(shape, np.int64)
        for key, count in self.cells.items():
            found[tuple(places[axis].get(category, shape[axis] - 1) for axis, category in enumerate(key))] += count
        return with_totals(found) if found.ndim == 2 else np.append(found, found.sum())[:, None]

    @property
    def keys(self) -> list[Key]:
        """What each of `counts` is of, row by row; None stands for a total."""
        lines: list[list[str | None]] = [[*each.lines, None] for each in self.axes]
        return [key_of(self.axes, parts) for parts in itertools.product(*lines)]

    def sums(self, listed: Mapping[str, Collection[str]]) -> Counter[Key]:
        """Return the count of every key: of the categories that are `listed` by axis, of the rest, of totals, and of those of coarser axes."""
        found: Counter[Key] = Counter()
        for categories, count in self.cells.items():
            for parts in itertools.product(*(_parts(axis, each, listed) for axis, each in zip(self.axes, categories, strict=True))):
                found[frozenset(part for part in parts if part)] += count
        return found


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Published:
    """A table as printed. All arrays are shaped as `table.counts`.

    `value` is what is printed where `shown` is ROUNDED or HELD; `low` and `high` are between what a reader who knows the rule must place the
    true count, `floor` what follows from a category being listed. `count` and `base` are never printed: the true count, and that of the release
    that printed the value first.
    """

    table: Table
    rule: Rule
    count: Ints
    shown: NDArray[np.int8]
    value: Ints
    low: Ints
    high: Ints
    base: Ints
    floor: Ints

    @property
    def is_number(self) -> NDArray[np.bool_]:
        """Which counts are printed as a number."""
        return np.isin(self.shown, (Shown.ROUNDED, Shown.HELD))

    @property
    def small(self) -> NDArray[np.bool_]:
        """Which counts are below the threshold, and hidden."""
        return np.asarray(~self.is_number & (self.count < self.rule.threshold))

    @property
    def kept(self) -> float:
        """The share of counts that are at least the threshold and are printed as a number."""
        large = ~self.small
        return float(self.is_number[large].mean()) if large.any() else 1.0


def key_of(axes: Sequence[Axis], parts: Sequence[str | None]) -> Key:
    """Return the key of a cell by its category on each axis, None for the total of one."""
    return frozenset((axis.name, part) for axis, part in zip(axes, parts, strict=True) if part is not None)


def _parts(axis: Axis, category: str, listed: Mapping[str, Collection[str]]) -> Iterator[tuple[str, str] | None]:
    yield None
    yield axis.name, category if category in listed[axis.name] else REST
    for name, lies in axis.coarser.items():
        if name in listed:
            above = lies.get(category, REST)
            yield name, above if above in listed[name] else REST


def with_totals(counts: Ints) -> Ints:
    """Return counts with a row and a column of totals."""
    rows = np.concatenate([counts, counts.sum(axis=0, keepdims=True)])
    return np.asarray(np.concatenate([rows, rows.sum(axis=1, keepdims=True)], axis=1), np.int64)
