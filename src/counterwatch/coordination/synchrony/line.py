"""Counting what lies around a moment, for many moments at once: all groups on one increasing line of whole numbers."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Codes = NDArray[np.int32]
"""Accounts, objects and places: half as long as `Ints`. What is multiplied by one of them must be an `np.int64`."""
AT_ONCE = 1_000_000
"""How many actions are worked on at once, where what is needed for each is longer than the action."""
MOST = 1 << 62
"""Keys are smaller than this: what does not fit on one line lies on several."""


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """Values by group, sorted. `step` is further than any value and any distance that is asked about, so that groups never touch.

    Groups lie `groups` to a line, one line after the other in `keys`; `starts` says where each begins. Nearly always there is one.
    """

    keys: Ints
    base: int
    step: int
    groups: int
    starts: Ints

    @classmethod
    def of(cls, group: Ints | Codes, value: Ints, *, groups: int, reach: int, is_sorted: bool = False, most: int = MOST) -> Line:
        """Make a line of `groups` groups in which distances up to `reach` will be asked for."""
        base = int(value.min()) if len(value) else 0
        step = (int(value.max()) if len(value) else 0) - base + 2 * reach + 2
        on_one = max(min(groups, most // step - 1), 1)
        if groups <= on_one:
            starts, order, place = np.array([0, len(group)]), None, group
        else:
            line, place = np.divmod(group, on_one)
            order = None if is_sorted else np.argsort(line, kind="stable")
            starts = np.searchsorted(line if order is None else line[order], np.arange(-(-groups // on_one) + 1))
        keys = place * np.int64(step)
        keys += value
        keys += reach - base
        keys = keys if order is None else keys[order]
        if not is_sorted:
            for begin, end in itertools.pairwise(starts):
                keys[begin:end].sort()
        return cls(keys, base - reach, step, on_one, starts)

    def before(self, group: Ints | Codes, value: Ints) -> Ints:
        """Return how many entries of the line lie before a value; one outside a group's stretch is moved to its end."""
        return self._places(group, value, "left")

    def upto(self, group: Ints | Codes, value: Ints) -> Ints:
        """Return how many entries of the line lie before a value or on it."""
        return self._places(group, value, "right")

    def _places(self, group: Ints | Codes, value: Ints, side: Literal["left", "right"]) -> Ints:
        offset = np.clip(value - self.base, 0, self.step - 1)
        if len(self.starts) <= 2:
            return np.asarray(np.searchsorted(self.keys, group * np.int64(self.step) + offset, side=side))
        line, place = np.divmod(group, self.groups)
        places, keys = np.empty(len(group), np.int64), place * np.int64(self.step) + offset
        for number in distinct(line):
            here, (begin, end) = line == number, self.starts[number : number + 2]
            places[here] = begin + np.searchsorted(self.keys[begin:end], keys[here], side=side)
        return places

    def around(self, group: Ints | Codes, value: Ints, reach: int | Ints) -> Ints:
        """Return how many entries of a group lie at most `reach` from a value; one reach for all, or one for each."""
        return self.upto(group, value + reach) - self.before(group, value - reach)

    def between(self, group: Ints | Codes, low: Ints, high: Ints) -> Ints:
        """Return how many entries of a group lie from `low` to `high`, both included."""
        return self.upto(group, high) - self.before(group, low)


def expanded(group: Ints, begin: Ints | Codes, end: Ints | Codes) -> tuple[Ints, Ints]:
    """Return each group once for every place from its `begin` to before its `end`, and these places."""
    count = end - begin
    rows = np.repeat(np.arange(len(group)), count)
    return group[rows], np.arange(len(rows)) - np.repeat(np.cumsum(count) - count, count) + begin[rows]


def stretches(group: Ints | Codes, at_once: int = AT_ONCE) -> Iterator[tuple[int, int]]:
    """Yield beginnings and ends of about `at_once` entries, or more where a group has more: entries come sorted by group, and no group is cut."""
    begin = 0
    while begin < len(group):
        end = min(begin + at_once, len(group))
        end = end if end == len(group) else int(np.searchsorted(group, group[end - 1], side="right"))
        yield begin, end
        begin = end


def distinct(values: Ints) -> Ints:
    """Return the values that occur, in order. For whole numbers this is many times faster than numpy's own way (2.4) by hashing."""
    ordered = np.sort(values)
    return np.asarray(ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])[: len(ordered)]])
