"""What is usual for others on objects of that age and size: shares of hits among what is nearby, pooled over many actions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from counterwatch.coordination.synchrony.actions import Actions
from counterwatch.coordination.synchrony.line import Codes, Ints, distinct, expanded
from counterwatch.coordination.synchrony.setting import Setting
from counterwatch.coordination.table import SECOND

Floats = NDArray[np.float64]
SAMPLE = 100_000
"""From about how many actions the pooled share is taken."""
WEIGHT = 20.0
"""The weight of a coarser pool against a finer one."""
LEVELS = 64
ODD = np.uint64(0x9E3779B97F4A7C15)


@dataclass(eq=False)
class Pools:
    """Pooled shares by community, age and size: of the actions of outsiders of a community, by the binary logarithms of age and size."""

    actions: Actions
    community: Ints
    setting: Setting

    def shares(self, community: Ints, object: Ints, time: Ints) -> tuple[Floats, Floats]:
        """Return the pooled share for the age, and for the age and the size, of objects at some moments; never below that of an even spread."""
        by_age, by_both = np.empty(len(object)), np.empty(len(object))
        age, size = self.age_level(object, time), self.size_level(object)
        for each in distinct(community):
            mine = community == each
            of_age, of_both = self._of(int(each))
            by_age[mine], by_both[mine] = of_age[age[mine]], of_both[age[mine] * LEVELS + size[mine]]
        return by_age, by_both

    def age_level(self, object: Ints | Codes, time: Ints) -> Ints:
        """Return the binary logarithm of the age of an object at a moment, in seconds."""
        begin = self.actions.firsts[1][object, 0]
        return np.asarray(np.floor(np.log2(np.maximum((time - begin) / SECOND, 0) + 1)), dtype=np.int64)

    def size_level(self, object: Ints | Codes) -> Ints:
        """Return the binary logarithm of how many actions an object has."""
        return np.asarray(np.floor(np.log2(np.maximum(self.actions.size[object], 1))), dtype=np.int64)

    @cached_property
    def _sample(self) -> tuple[Ints, Ints, Ints]:
        """A fixed sample of actions, chosen by their times: row, age and size as one number, and how many others lie around: (2, rows)."""
        size = len(self.actions)
        every = np.uint64(-(-size // SAMPLE))
        mixed = (self.actions.time.astype(np.uint64) + np.uint64(self.setting.seed + 1)) * ODD
        rows = np.flatnonzero((mixed >> np.uint64(40)) % every == 0)
        account, object, time = self.actions.account[rows], self.actions.object[rows], self.actions.time[rows]
        entry, _ = self.actions.own.entry_of(account, object)
        around = np.stack([
            self.actions.by_object.around(object, time, reach) - self.actions.own.line.around(entry, time, reach)
            for reach in (self.setting.window, self.setting.nearby)
        ])  # fmt: skip
        return rows, self.age_level(object, time) * LEVELS + self.size_level(object), around

    @cached_property
    def _everybody(self) -> Floats:
        """How many others lie around the actions of the sample, by age and size: (2, cells)."""
        _, cell, around = self._sample
        return _summed(cell, around)

    def _of(self, community: int) -> tuple[Floats, Floats]:
        """Return the shares by age, and by age and size, without a community: its own actions, and itself around those of others."""
        counts = self._everybody
        if community >= 0:
            counts = counts - self._with_members(community)
        return _pooled(counts, self.setting.flat)

    def _with_members(self, community: int) -> Floats:
        """Return what members of a community have a part in: their own actions of the sample, and how many of them lie around others'."""
        rows, cell, around = self._sample
        members = np.flatnonzero(self.community == community)
        actions = self.actions
        place = np.sort(actions.own.order[actions.own.of_accounts(members)[1]])
        mine = np.searchsorted(rows, place)
        mine = mine[(mine < len(rows)) & (rows[np.minimum(mine, len(rows) - 1)] == place)] if len(rows) else mine[:0]
        near = self._near_members(community, place)
        return _summed(cell[mine], around[:, mine]) + near

    def _near_members(self, community: int, place: Ints | Codes) -> Floats:
        """Return how many members' actions (rows `place`) lie around the others' actions of the sample: (2, cells)."""
        rows, cell, _ = self._sample
        objects, times = self.actions.object[place], self.actions.time[place]
        found = []
        for reach in (self.setting.window, self.setting.nearby):
            line = self.actions.by_object
            begin = np.searchsorted(rows, line.before(objects, times - reach))
            end = np.searchsorted(rows, line.upto(objects, times + reach))
            _, sampled = expanded(np.arange(len(place)), begin, end)
            sampled = sampled[self.community[self.actions.account[rows[sampled]]] != community]
            found.append(np.bincount(cell[sampled], minlength=LEVELS * LEVELS).astype(np.float64))
        return np.stack(found)


def _summed(cell: Ints, around: Ints) -> Floats:
    return np.stack([np.bincount(cell, weights=each, minlength=LEVELS * LEVELS) for each in around])


def _pooled(counts: Floats, flat: float) -> tuple[Floats, Floats]:
    """Return shares by age, and by age and size, from how many lie within the window and nearby: (2, cells)."""
    near, wide = counts.reshape(2, LEVELS, LEVELS).sum(axis=2)
    by_age = (near + WEIGHT * flat) / (wide + WEIGHT)
    by_both = (counts[0] + WEIGHT * np.repeat(by_age, LEVELS)) / (counts[1] + WEIGHT)
    return np.maximum(by_age, flat), np.maximum(by_both, flat)
