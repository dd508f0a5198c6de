"""Reaction speed: how often an account is as late after the first action on an object as it would have to be for a hit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from counterwatch.coordination.synchrony.actions import Actions
from counterwatch.coordination.synchrony.encounters import Encounters, expanded
from counterwatch.coordination.synchrony.line import Ints, Line
from counterwatch.coordination.synchrony.setting import Setting

Floats = NDArray[np.float64]
MOST_SHARED = 4_000
"""The shared objects of a pair of which the delays are held against each other; of a pair with more, evenly chosen ones."""


@dataclass(eq=False)
class Delays:
    """Delays since the onset of an object: the first action on it by anybody else. Whether an account reacts at its own usual speed."""

    actions: Actions
    met: Encounters
    setting: Setting

    def chance(self, by_age: Floats) -> tuple[Floats, NDArray[np.bool_]]:
        """Return the chance of a hit by the two accounts' own delays, the mean of both roles, and where there is nobody else's onset."""
        met = self.met
        onset, is_there = self.actions.onset(met.object, met.one, met.other)
        without = ~is_there | ((met.time < onset) & (met.nearest < onset))
        first = self._of(met.other, met.time - onset, by_age)
        second = self._of(met.one, met.nearest - onset, by_age)
        return (first + second) / 2, without

    def _of(self, account: Ints, delay: Ints, by_age: Floats) -> Floats:
        """Return the larger of the account's share over all its other objects, and over the other objects that the pair shares."""
        setting, entries = self.setting, self._entries(account)
        near, wide = (self._all.around(account, delay, reach) - self._here(entries, delay, reach) for reach in (setting.window, setting.nearby))
        usual = (near + setting.prior * by_age) / (wide + setting.prior)
        near, wide = (
            self._paired(account, delay, reach) - self._here_in_pair(account, entries, delay, reach) for reach in (setting.window, setting.nearby)
        )
        return np.maximum(usual, (near + setting.prior * usual) / (wide + setting.prior))

    @cached_property
    def _of_entries(self) -> tuple[Ints, Ints, Ints, NDArray[np.bool_]]:
        """By action in the order of `own`: its entry, account and delay, and whether its object has an onset by others."""
        own = self.actions.own
        entry = np.repeat(np.arange(len(own.pair)), np.diff(own.start))
        account = own.pair[entry] // self.actions.objects
        onset, is_there = self.actions.onset(own.entry_object, own.pair // self.actions.objects)
        return entry, account, own.time - onset[entry], is_there[entry]

    @cached_property
    def _all(self) -> Line:
        """All delays by account."""
        _, account, delay, is_there = self._of_entries
        return Line.of(account[is_there], delay[is_there], groups=self.actions.accounts, reach=self._reach)

    @cached_property
    def _by_entry(self) -> Line:
        """Delays by entry."""
        entry, _, delay, is_there = self._of_entries
        return Line.of(entry[is_there], delay[is_there], groups=len(self.actions.own.pair), reach=self._reach)

    @property
    def _reach(self) -> int:
        return self.setting.nearby

    def _entries(self, account: Ints) -> Ints:
        return self.actions.own.entry_of(account, self.met.object)[0]

    def _here(self, entries: Ints, delay: Ints, reach: int) -> Ints:
        """Return how many of the delays counted belong to the object of the encounter itself."""
        return self._by_entry.around(entries, delay, reach)

    @cached_property
    def _shared(self) -> tuple[Ints, Ints, Ints]:
        """Pair, role (0 for the one, 1 for the other) and entry of the objects on which a pair meets."""
        met = self.met
        both = met.pair * self.actions.objects + met.object
        _, place = np.unique(both, return_index=True)
        pair, object = met.pair[place], met.object[place]
        kept = _thinned(pair)
        pair, object, place = pair[kept], object[kept], place[kept]
        roles = [self.actions.own.entry_of(account[place], object)[0] for account in (met.one, met.other)]
        return np.tile(pair, 2), np.repeat([0, 1], len(pair)), np.concatenate(roles)

    @cached_property
    def _in_pairs(self) -> Line:
        """Delays by pair and role, on the objects that the pair shares."""
        pair, role, entry = self._shared
        own = self.actions.own
        row, place = expanded(np.arange(len(entry)), own.start[entry], own.start[entry + 1])
        _, _, delay, is_there = self._of_entries
        kept = is_there[place]
        group = (pair * 2 + role)[row][kept]
        return Line.of(group, delay[place][kept], groups=2 * (int(self.met.pair.max(initial=-1)) + 1), reach=self._reach)

    @cached_property
    def _kept_entries(self) -> Ints:
        pair, role, entry = self._shared
        return np.sort((pair * 2 + role) * len(self.actions.own.pair) + entry)

    def _role(self, account: Ints) -> Ints:
        return np.asarray((account == self.met.other).astype(np.int64))

    def _paired(self, account: Ints, delay: Ints, reach: int) -> Ints:
        return self._in_pairs.around(self.met.pair * 2 + self._role(account), delay, reach)

    def _here_in_pair(self, account: Ints, entries: Ints, delay: Ints, reach: int) -> Ints:
        """Return how many of the pair's delays counted belong to the object of the encounter itself; none where it was thinned out."""
        wanted = (self.met.pair * 2 + self._role(account)) * len(self.actions.own.pair) + entries
        place = np.minimum(np.searchsorted(self._kept_entries, wanted), len(self._kept_entries) - 1)
        is_kept = self._kept_entries[place] == wanted if len(self._kept_entries) else np.zeros(len(wanted), np.bool_)
        return np.where(is_kept, self._here(entries, delay, reach), 0)


def _thinned(pair: Ints) -> NDArray[np.bool_]:
    """Return which of the objects of each pair are kept, evenly spread where a pair has more than are looked at."""
    first = np.searchsorted(pair, pair, side="left")
    count = np.searchsorted(pair, pair, side="right") - first
    number = np.arange(len(pair)) - first
    every = -(-count // MOST_SHARED)
    return np.asarray(number % np.maximum(every, 1) == 0)
