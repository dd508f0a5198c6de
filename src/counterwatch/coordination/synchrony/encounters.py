"""Encounters: every action of one account of a pair with an action of the other on the same object nearby."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from counterwatch.coordination.synchrony.actions import Actions
from counterwatch.coordination.synchrony.line import Ints, expanded
from counterwatch.coordination.synchrony.setting import Setting

AT_ONCE = 2_000_000
"""How many shared objects are looked at at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Encounters:
    """Equally long arrays, sorted by pair, then time.

    `pair` is the number of the pair; `one` and `other` its accounts, `one` the one that acts; `object` what both acted on; `time` when, and
    `nearest` when the other acted nearest to that; `near` how many actions of the other lie nearby; `hit` whether one lies within the window.
    """

    pair: Ints
    one: Ints
    other: Ints
    object: Ints
    time: Ints
    nearest: Ints
    near: Ints
    hit: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.pair)

    @property
    def pairs(self) -> int:
        """How many pairs there are; they are numbered from 0 without holes."""
        return int(self.pair.max(initial=-1)) + 1

    def first(self) -> Encounters:
        """Return the first encounter of each pair."""
        return self.where(np.searchsorted(self.pair, np.arange(self.pairs)))

    def where(self, chosen: NDArray[np.bool_] | Ints) -> Encounters:
        """Return some of the encounters."""
        return Encounters(*(getattr(self, each.name)[chosen] for each in fields(self)))


def encounters(actions: Actions, a: Ints, b: Ints, setting: Setting) -> Iterator[Encounters]:
    """Yield the encounters of pairs of accounts `a`, `b`, some pairs at a time. The account with fewer actions is the one that acts."""
    one, other = in_roles(actions, a, b)
    for first, last in _pieces(actions, one):
        found = _of_some(actions, one, other, first, last, setting)
        yield found.where(np.lexsort((found.object, found.time, found.pair)))


def joined(parts: Sequence[Encounters]) -> Encounters:
    """Return several lots of encounters as one, their pairs numbered anew in the order in which they come."""
    if not parts:
        empty = np.empty(0, np.int64)
        return Encounters(empty, empty, empty, empty, empty, empty, empty, empty.astype(np.bool_))
    together = Encounters(*(np.concatenate([getattr(part, each.name) for part in parts]) for each in fields(Encounters)))
    return replace(together, pair=np.cumsum(np.diff(together.pair, prepend=-1) != 0) - 1)


def in_roles(actions: Actions, a: Ints, b: Ints) -> tuple[Ints, Ints]:
    """Return the two accounts of each pair in an order that does not depend on what they are called: fewer actions first, then earlier ones."""
    swap = actions.places[b] < actions.places[a]
    return np.where(swap, b, a), np.where(swap, a, b)


def _pieces(actions: Actions, one: Ints) -> Iterator[tuple[int, int]]:
    """Cut the pairs so that no piece looks at too many objects at once."""
    own = actions.own
    work = np.cumsum(own.first[one + 1] - own.first[one])
    begin = 0
    while begin < len(one):
        done = work[begin - 1] if begin else 0
        end = max(begin + 1, int(np.searchsorted(work, done + AT_ONCE, side="right")))
        yield begin, end
        begin = end


def _of_some(actions: Actions, one: Ints, other: Ints, first: int, last: int, setting: Setting) -> Encounters:
    own, number = actions.own, np.arange(first, last)
    pair, mine = expanded(number, own.first[one[number]], own.first[one[number] + 1])
    theirs, is_shared = own.entry_of(other[pair], own.object_of(mine))
    pair, mine, theirs = pair[is_shared], mine[is_shared], theirs[is_shared]
    row, place = expanded(np.arange(len(pair)), own.start[mine], own.start[mine + 1])
    pair, theirs, time = pair[row], theirs[row], own.time[place]
    near = own.line.around(theirs, time, setting.nearby)
    met = near > 0
    pair, theirs, time, near = pair[met], theirs[met], time[met], near[met]
    nearest = _nearest(actions, theirs, time)
    hit = np.abs(nearest - time) <= setting.window
    return Encounters(pair, one[pair], other[pair], own.object_of(theirs), time, nearest, near, hit)


def _nearest(actions: Actions, entry: Ints, time: Ints) -> Ints:
    """Return the time nearest to each of some times among those of an entry; of two equally near the earlier."""
    own = actions.own
    place = own.line.before(entry, time)
    later = own.time[np.minimum(place, own.start[entry + 1] - 1)]
    earlier = own.time[np.maximum(place - 1, own.start[entry])]
    return np.where(np.abs(time - earlier) <= np.abs(later - time), earlier, later)
