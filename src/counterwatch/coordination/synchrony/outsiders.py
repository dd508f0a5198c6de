"""What others did with the same object at the same moments: counts around a moment, without the community of the pair."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from counterwatch.coordination.synchrony.actions import Actions
from counterwatch.coordination.synchrony.line import Codes, Ints, Line
from counterwatch.coordination.synchrony.setting import Setting

Floats = NDArray[np.float64]


@dataclass(eq=False)
class Outsiders:
    """`community` holds the number of each account's community, -1 for none: outsiders of a pair are all accounts not in its community."""

    actions: Actions
    community: Ints
    setting: Setting

    @cached_property
    def _inside(self) -> tuple[Ints, NDArray[np.bool_], Ints, Line]:
        """Of accounts in a community: the communities and objects they meet in, which actions are theirs, where each belongs, and their times."""
        mine = self.community[self.actions.account]
        is_member = mine >= 0
        groups, place = np.unique(mine[is_member] * self.actions.objects + self.actions.object[is_member], return_inverse=True)
        line = Line.of(place, self.actions.time[is_member], groups=len(groups), reach=self.actions.reach)
        return groups, is_member, place.astype(np.int64), line

    def _group(self, community: Ints, object: Ints) -> tuple[Ints, NDArray[np.bool_]]:
        """Return where the actions of each community on each object stand, and whether there are any."""
        groups = self._inside[0]
        wanted = community * self.actions.objects + object
        if not len(groups):
            return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), np.bool_)
        place = np.minimum(np.searchsorted(groups, wanted), len(groups) - 1)
        return place, (groups[place] == wanted) & (community >= 0)

    def between(self, community: Ints, object: Ints, low: Ints, high: Ints) -> Ints:
        """Return how many actions of outsiders of a community fall on an object from `low` to `high`."""
        everybody = self.actions.by_object.between(object, low, high)
        group, is_there = self._group(community, object)
        inside = np.zeros(len(object), np.int64)
        inside[is_there] = self._inside[3].between(group[is_there], low[is_there], high[is_there])
        return everybody - inside

    def local(self, community: Ints, object: Ints, first: Ints, second: Ints) -> tuple[Floats, Floats]:
        """Return how many actions of outsiders fall within the window, and nearby: the mean of what is around two moments."""
        near, wide = (
            (self.between(community, object, first - reach, first + reach) + self.between(community, object, second - reach, second + reach)) / 2
            for reach in (self.setting.window, self.setting.nearby)
        )
        return near, wide

    def pairs_on(self, community: Ints, object: Ints, reach: int, around: Codes) -> Floats:
        """Return how many pairs of outsiders' actions (ordered, of two accounts) lie on an object within `reach`.

        `around` says of each action how many others' lie around it.
        """
        _, is_member, place, line = self._inside
        group, is_there = self._group(community, object)
        pairs = self.actions.summed(around)[object].astype(np.float64)
        with_members = np.bincount(place, weights=around[is_member], minlength=len(line.keys) + 1)
        # Pairs of two members have been taken away twice: what lies around a member's action, without that account's own.
        among = line.around(place, self.actions.time[is_member], reach)
        among = among - (self.actions.by_object.around(self.actions.object[is_member], self.actions.time[is_member], reach) - around[is_member])
        both = np.bincount(place, weights=among, minlength=len(line.keys) + 1)
        pairs[is_there] += both[group[is_there]] - 2 * with_members[group[is_there]]
        return np.asarray(np.maximum(pairs, 0.0))
