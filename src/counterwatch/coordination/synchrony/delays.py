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
        near, wide = (self._others_in_pair(account, entries, delay, reach) for reach in (setting.window, setting.nearby))
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
        return Line.of(account[is_there], delay[is_there], groups=self.actions.accounts, reach=self.setting.nearby)

    @cached_property
    def _by_entry(self) -> Line:
        """Delays by entry."""
        entry, _, delay, is_there = self._of_entries
        return Line.of(entry[is_there], delay[is_there], groups=len(self.actions.own.pair), reach=self.setting.nearby)

    def _entries(self, account: Ints) -> Ints:
        return self.actions.own.entry_of(account, self.met.object)[0]

    def _here(self, entries: Ints, delay: Ints, reach: int) -> Ints:
        """Return how many of the delays counted belong to the object of the encounter itself."""
        return self._by_entry.around(entries, delay, reach)

    @cached_property
    def _shared(self) -> tuple[Ints, Ints, Ints]:
        """What a pair shares, twice: once for each role (the one, then the other): pair and role as one number, entry, onset without either."""
        met = self.met
        both = met.pair * self.actions.objects + met.object
        _, place = np.unique(both, return_index=True)
        place = place[_thinned(met.pair[place])]
        pair, object = met.pair[place], met.object[place]
        onset, is_there = self.actions.onset(object, met.one[place], met.other[place])
        entries = [self.actions.own.entry_of(account[place], object)[0] for account in (met.one, met.other)]
        group, entry = np.concatenate([pair * 2, pair * 2 + 1]), np.concatenate(entries)
        kept = np.tile(is_there, 2)
        order = np.lexsort((entry[kept], group[kept]))
        return group[kept][order], entry[kept][order], np.tile(onset, 2)[kept][order]

    @cached_property
    def _in_pairs(self) -> tuple[Line, Line]:
        """Delays by pair and role on the objects that the pair shares, and the same by what is shared, for leaving one object out."""
        group, entry, onset = self._shared
        own = self.actions.own
        row, place = expanded(np.arange(len(entry)), own.start[entry], own.start[entry + 1])
        delay = own.time[place] - onset[row]
        groups = 2 * (int(self.met.pair.max(initial=-1)) + 1)
        by_group = Line.of(group[row], delay, groups=groups, reach=self.setting.nearby)
        return by_group, Line.of(row, delay, groups=len(entry), reach=self.setting.nearby)

    def _others_in_pair(self, account: Ints, entries: Ints, delay: Ints, reach: int) -> Ints:
        """Return how many delays of an account, on other objects that the pair shares, lie around a delay."""
        group, entry, _ = self._shared
        by_group, by_row = self._in_pairs
        mine = self.met.pair * 2 + (account == self.met.other)
        found = by_group.around(mine, delay, reach)
        if len(entry):
            keys, wanted = group * len(self.actions.own.pair) + entry, mine * len(self.actions.own.pair) + entries
            place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
            found = found - np.where(keys[place] == wanted, by_row.around(place, delay, reach), 0)
        return found


def _thinned(pair: Ints) -> NDArray[np.bool_]:
    """Return which of the objects of each pair are kept, evenly spread where a pair has more than are looked at."""
    first = np.searchsorted(pair, pair, side="left")
    count = np.searchsorted(pair, pair, side="right") - first
    number = np.arange(len(pair)) - first
    every = -(-count // MOST_SHARED)
    return np.asarray(number % np.maximum(every, 1) == 0)
