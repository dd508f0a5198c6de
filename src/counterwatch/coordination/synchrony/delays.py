"""Reaction speed: how often an account is as late after the first action on an object as it would have to be for a hit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from counterwatch.coordination.synchrony.actions import Actions
from counterwatch.coordination.synchrony.encounters import Encounters
from counterwatch.coordination.synchrony.line import AT_ONCE, Ints, Line, distinct, expanded
from counterwatch.coordination.synchrony.setting import Setting
from counterwatch.coordination.synchrony.ticks import widening

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
        first = self._of(1, met.other, met.time, onset, by_age)
        second = self._of(0, met.one, met.nearest, onset, by_age)
        return (first + second) / 2, without

    def _of(self, role: int, account: Ints, time: Ints, onset: Ints, by_age: Floats) -> Floats:
        """Return the larger of the account's share over all its other objects, and over the other objects that the pair shares."""
        prior, reaches = self.setting.prior, (self._window, np.asarray(self.setting.nearby))
        entry, _ = self.actions.own.entry_of(account, self.met.object)
        near, wide = (self._elsewhere(account, entry, time - onset, reach) for reach in reaches)
        usual = (near + prior * by_age) / (wide + prior)
        near, wide = (self._shared_elsewhere(role, entry, time, time - onset, reach) for reach in reaches)
        return np.maximum(usual, (near + prior * usual) / (wide + prior))

    def _elsewhere(self, account: Ints, entry: Ints, delay: Ints, reach: Ints) -> Ints:
        """Return how many delays of the account lie around a delay, without those on the object of the encounter."""
        accounts, line, entries, onset, is_there = self._habits
        place = np.searchsorted(entries, entry)
        here = np.where(is_there[place], self.actions.own.line.around(entry, onset[place] + delay, reach), 0)
        return np.asarray(line.around(np.searchsorted(accounts, account), delay, reach) - here)

    @cached_property
    def _window(self) -> Ints:
        """By encounter: the window, and a period more where both accounts act on a grid of time."""
        wide = self.setting.window + widening(self.actions, self.met.one, self.met.other, self.setting)
        return np.minimum(wide, self.setting.nearby)

    @cached_property
    def _habits(self) -> tuple[Ints, Line, Ints, Ints, NDArray[np.bool_]]:
        """The accounts of the pairs and a line of all their delays; their entries, when anybody else first acted there, and whether anybody did."""
        own = self.actions.own
        accounts = distinct(np.concatenate([self.met.one, self.met.other]))
        _, entries = expanded(accounts, own.first[accounts], own.first[accounts + 1])
        onset, is_there = self._onsets(entries)
        row, place = expanded(np.arange(len(entries)), own.start[entries], own.start[entries + 1])
        kept = is_there[row]
        row, place = row[kept], place[kept]
        number = np.searchsorted(accounts, own.account_of(entries))[row]
        line = Line.of(number, own.time[place] - onset[row], groups=len(accounts), reach=self.setting.nearby)
        return accounts, line, entries, onset, is_there

    def _onsets(self, entries: Ints) -> tuple[Ints, NDArray[np.bool_]]:
        """Return by entry when anybody but its account first acted on its object, and whether anybody did."""
        own = self.actions.own
        onset, is_there = np.empty(len(entries), np.int64), np.empty(len(entries), np.bool_)
        for begin in range(0, len(entries), AT_ONCE):
            here = slice(begin, begin + AT_ONCE)
            onset[here], is_there[here] = self.actions.onset(own.object_of(entries[here]), own.account_of(entries[here]))
        return onset, is_there

    def _shared_elsewhere(self, role: int, entry: Ints, time: Ints, delay: Ints, reach: Ints) -> Ints:
        """Return how many delays of an account of the pair lie around a delay, on the other objects that the pair shares."""
        line, kept = self._of_pairs
        here = np.where(kept, self.actions.own.line.around(entry, time, reach), 0)
        return np.asarray(line.around(self.met.pair * 2 + role, delay, reach) - here)

    @cached_property
    def _of_pairs(self) -> tuple[Line, NDArray[np.bool_]]:
        """A line of delays by pair and role on the objects where the pair meets, since anybody else; and which encounters' objects it holds."""
        met, own = self.met, self.actions.own
        _, first, number = np.unique(met.pair * self.actions.objects + met.object, return_index=True, return_inverse=True)
        onset, is_there = self.actions.onset(met.object[first], met.one[first], met.other[first])
        is_kept = np.zeros(len(first), np.bool_)
        is_kept[_thinned(met.pair, first)] = True
        is_kept &= is_there
        pairs, objects, onset = met.pair[first[is_kept]], met.object[first[is_kept]], onset[is_kept]
        group, delay = [], []
        for role, account in enumerate((met.one, met.other)):
            entry, _ = own.entry_of(account[first[is_kept]], objects)
            row, place = expanded(np.arange(len(entry)), own.start[entry], own.start[entry + 1])
            group.append(pairs[row] * 2 + role)
            delay.append(own.time[place] - onset[row])
        line = Line.of(np.concatenate(group), np.concatenate(delay), groups=2 * met.pairs, reach=self.setting.nearby)
        return line, np.asarray(is_kept[number])


def _thinned(pair: Ints, first: Ints) -> Ints:
    """Return which shared objects of each pair are kept: all, or evenly spread in the order of meeting where there are more than are looked at.

    `first` holds the encounter at which each was first met.
    """
    order = np.argsort(first, kind="stable")
    mine = pair[first[order]]
    begin = np.searchsorted(mine, mine, side="left")
    count = np.searchsorted(mine, mine, side="right") - begin
    every = np.maximum(-(-count // MOST_SHARED), 1)
    return np.asarray(order[(np.arange(len(mine)) - begin) % every == 0])
