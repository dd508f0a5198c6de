"""Encounters: every action of one account of a pair with an action of the other on the same object nearby."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from counterwatch.coordination.synchrony.actions import Actions
from counterwatch.coordination.synchrony.line import Ints
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

    def where(self, chosen: NDArray[np.bool_] | Ints) -> Encounters:
        """Return some of the encounters."""
        return Encounters(*(getattr(self, each.name)[chosen] for each in fields(self)))


def encounters(actions: Actions, a: Ints, b: Ints, setting: Setting) -> Encounters:
    """Return the encounters of pairs of accounts `a`, `b`. The account with fewer actions is the one whose actions are taken."""
    one, other = in_roles(actions, a, b)
    parts = [_of_some(actions, one, other, first, last, setting) for first, last in _pieces(actions, one)]
    found = Encounters(*(np.concatenate([getattr(part, each.name) for part in parts]) for each in fields(Encounters)))
    return found.where(np.lexsort((found.object, found.time, found.pair)))


def in_roles(actions: Actions, a: Ints, b: Ints) -> tuple[Ints, Ints]:
    """Return the two accounts of each pair in an order that does not depend on what they are called: fewer actions first, then earlier ones."""
    first = actions.by_account.keys[np.cumsum(actions.degree) - actions.degree - (actions.degree == 0)] % actions.by_account.step
    swap = (actions.degree[b] < actions.degree[a]) | ((actions.degree[b] == actions.degree[a]) & (first[b] < first[a]))
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
    if not len(one):
        yield 0, 0


def _of_some(actions: Actions, one: Ints, other: Ints, first: int, last: int, setting: Setting) -> Encounters:
    own, number = actions.own, np.arange(first, last)
    pair, mine = expanded(number, own.first[one[number]], own.first[one[number] + 1])
    theirs, is_shared = own.entry_of(other[pair], own.entry_object[mine])
    pair, mine, theirs = pair[is_shared], mine[is_shared], theirs[is_shared]
    row, place = expanded(np.arange(len(pair)), own.start[mine], own.start[mine + 1])
    pair, theirs, time = pair[row], theirs[row], own.time[place]
    near = own.line.around(theirs, time, setting.nearby)
    met = near > 0
    pair, theirs, time, near = pair[met], theirs[met], time[met], near[met]
    nearest = _nearest(actions, theirs, time)
    hit = np.abs(nearest - time) <= setting.window
    return Encounters(pair, one[pair], other[pair], own.entry_object[theirs], time, nearest, near, hit)


def expanded(group: Ints, begin: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Return each group once for every place from its `begin` to before its `end`, and these places."""
    count = end - begin
    rows = np.repeat(np.arange(len(group)), count)
    return group[rows], np.arange(len(rows)) - np.repeat(np.cumsum(count) - count, count) + begin[rows]


def _nearest(actions: Actions, entry: Ints, time: Ints) -> Ints:
    """Return the time nearest to each of some times among those of an entry; of two equally near the earlier."""
    own = actions.own
    place = own.line.before(entry, time)
    later = own.time[np.minimum(place, own.start[entry + 1] - 1)]
    earlier = own.time[np.maximum(place - 1, own.start[entry])]
    return np.where(np.abs(time - earlier) <= np.abs(later - time), earlier, later)
