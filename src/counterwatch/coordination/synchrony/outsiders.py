"""What others did with the same object at the same moments: counts around a moment, without the community of the pair."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from counterwatch.coordination.synchrony.actions import Actions
from counterwatch.coordination.synchrony.line import Ints, Line
from counterwatch.coordination.synchrony.setting import Setting
from counterwatch.coordination.table import SECOND

Floats = NDArray[np.float64]
SAMPLE = 40_000
"""From how many actions the pooled share is taken."""
WEIGHT = 20.0
"""The weight of a coarser pool against a finer one."""


@dataclass(eq=False)
class Outsiders:
    """`community` holds the number of each account's community, -1 for none: outsiders of a pair are all accounts not in its community."""

    actions: Actions
    community: Ints
    setting: Setting

    @cached_property
    def _inside(self) -> Line:
        """Times by community and object, of accounts that are in a community."""
        mine = self.community[self.actions.account]
        member = mine >= 0
        group = mine[member] * self.actions.objects + self.actions.object[member]
        self._groups, dense = np.unique(group, return_inverse=True)
        self._place = dense.astype(np.int64)
        return Line.of(self._place, self.actions.time[member], groups=len(self._groups), reach=self.actions.reach)

    def _group(self, community: Ints, object: Ints) -> tuple[Ints, NDArray[np.bool_]]:
        _ = self._inside
        wanted = community * self.actions.objects + object
        if not len(self._groups):
            return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), np.bool_)
        place = np.minimum(np.searchsorted(self._groups, wanted), len(self._groups) - 1)
        return place, (self._groups[place] == wanted) & (community >= 0)

    def between(self, community: Ints, object: Ints, low: Ints, high: Ints) -> Ints:
        """Return how many actions of outsiders of a community fall on an object from `low` to `high`."""
        everybody = self.actions.by_object.between(object, low, high)
        group, is_there = self._group(community, object)
        inside = np.zeros(len(object), np.int64)
        inside[is_there] = self._inside.between(group[is_there], low[is_there], high[is_there])
        return everybody - inside

    def local(self, community: Ints, object: Ints, first: Ints, second: Ints) -> tuple[Floats, Floats]:
        """Return how many actions of outsiders fall within the window, and nearby: the mean of what is around two moments."""
        reach = (self.setting.window, self.setting.nearby)
        near, wide = (
            (self.between(community, object, first - r, first + r) + self.between(community, object, second - r, second + r)) / 2 for r in reach
        )
        return near, wide

    def pairs_on(self, community: Ints, object: Ints) -> tuple[Floats, Floats]:
        """Return how many pairs of outsiders' actions (ordered, of two accounts) lie on an object within the window, and nearby."""
        group, is_there = self._group(community, object)
        found = []
        for reach in (self.setting.window, self.setting.nearby):
            around = others_around(self.actions, reach)
            pairs = np.bincount(self.actions.object, weights=around, minlength=self.actions.objects)[object]
            member = self.community[self.actions.account] >= 0
            place = self._place
            touching = np.bincount(place, weights=around[member], minlength=len(self._groups) + 1)
            inside = self._inside.around(place, self.actions.time[member], reach) - self._own_around(member, reach)
            both = np.bincount(place, weights=inside, minlength=len(self._groups) + 1)
            pairs[is_there] += both[group[is_there]] - 2 * touching[group[is_there]]
            found.append(np.maximum(pairs, 0.0))
        return found[0], found[1]

    def _own_around(self, member: NDArray[np.bool_], reach: int) -> Ints:
        """Return, for the actions of members of communities, how many of their own account lie around them, themselves included."""
        return np.asarray(self.actions.own_around(reach)[member])

    @cached_property
    def _sampled(self) -> tuple[Ints, Ints, Ints, Ints, Ints, Ints]:
        """A fixed sample of actions: rows, age level, size level, and how many actions of other accounts fall within the window and nearby."""
        size = len(self.actions)
        rows = np.arange(size) if size <= SAMPLE else np.random.default_rng(self.setting.seed).choice(size, SAMPLE, replace=False)
        rows = np.sort(rows)
        account, object, time = (each[rows] for each in (self.actions.account, self.actions.object, self.actions.time))
        entry, _ = self.actions.own.entry_of(account, object)
        reach = (self.setting.window, self.setting.nearby)
        near, wide = (self.actions.by_object.around(object, time, r) - self.actions.own.line.around(entry, time, r) for r in reach)
        return rows, self.age_level(object, time), self.size_level(object), near, wide, account

    def age_level(self, object: Ints, time: Ints) -> Ints:
        """Return the binary logarithm of the age of an object at a moment, in seconds."""
        begin = self.actions.firsts[1][object, 0]
        return np.floor(np.log2(np.maximum((time - begin) / SECOND, 0) + 1)).astype(np.int64)

    def size_level(self, object: Ints) -> Ints:
        """Return the binary logarithm of how many actions an object has."""
        return np.floor(np.log2(np.maximum(self.actions.size[object], 1))).astype(np.int64)

    def pools(self, community: int) -> Pools:
        """Return the share of hits among what is nearby, of actions of outsiders of a community by age and size of the object."""
        rows, age, size, near, wide, account = self._sampled
        out = np.flatnonzero(self.community[account] != community) if community >= 0 else np.arange(len(rows))
        rows, age, size, near, wide = rows[out], age[out], size[out], near[out], wide[out]
        if community >= 0:
            object, time = self.actions.object[rows], self.actions.time[rows]
            group, is_there = self._group(np.full(len(rows), community), object)
            inside = [np.zeros(len(rows), np.int64) for _ in range(2)]
            for counts, reach in zip(inside, (self.setting.window, self.setting.nearby), strict=True):
                counts[is_there] = self._inside.around(group[is_there], time[is_there], reach)
            near, wide = near - inside[0], wide - inside[1]
        return Pools.of(age, size, near, wide, self.setting.flat)


def others_around(actions: Actions, reach: int) -> Ints:
    """Return, by action, how many actions of other accounts on its object lie at most `reach` from it."""
    return actions.by_object.around(actions.object, actions.time, reach) - actions.own_around(reach)


@dataclass(frozen=True, slots=True, eq=False)
class Pools:
    """Pooled shares by level of age, and by level of age and size; never below what an even spread would give."""

    by_age: Floats
    by_both: Floats

    @classmethod
    def of(cls, age: Ints, size: Ints, near: Ints, wide: Ints, flat: float) -> Pools:
        def summed(group: Ints, length: int) -> tuple[Floats, ...]:
            return tuple(np.bincount(group, weights=each, minlength=length).astype(np.float64) for each in (near, wide))

        near_by_age, wide_by_age = summed(age, 64)
        by_age = (near_by_age + WEIGHT * flat) / (wide_by_age + WEIGHT)
        near_by_both, wide_by_both = summed(age * 64 + size, 64 * 64)
        by_both = (near_by_both + WEIGHT * np.repeat(by_age, 64)) / (wide_by_both + WEIGHT)
        return cls(np.maximum(by_age, flat), np.maximum(by_both, flat))
