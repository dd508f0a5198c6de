"""Habits of the clock: how often an account acts near a time of day on other days."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from counterwatch.coordination.synchrony.actions import Actions
from counterwatch.coordination.synchrony.encounters import Encounters
from counterwatch.coordination.synchrony.line import Ints, Line, distinct
from counterwatch.coordination.synchrony.setting import Setting
from counterwatch.coordination.table import SECOND

DAY = 86_400 * SECOND
Floats = NDArray[np.float64]


@dataclass(eq=False)
class Clocks:
    """The times and the times of day of the accounts of some pairs."""

    actions: Actions
    met: Encounters
    setting: Setting

    def chance(self) -> Floats:
        """Return the chance of a hit in each encounter by the habits of the two accounts, the mean of both roles."""
        return (self._of(self.met.other, self.met.time) + self._of(self.met.one, self.met.nearest)) / 2

    def _of(self, account: Ints, time: Ints) -> Floats:
        """Return the share of an account's actions on other days that fall near this time of day, among those that fall within the wider span."""
        setting, wide = self.setting, self.setting.nearby
        if 2 * wide >= DAY:
            return np.full(len(account), setting.flat)
        accounts, times, clocks = self._lines
        number, clock, counts = np.searchsorted(accounts, account), time % DAY, []
        for reach in (setting.window, wide):
            # A time early in the day stands a second time a day later, so that what lies around midnight is together.
            moment = np.where(clock < reach, clock + DAY, clock)
            counts.append(clocks.around(number, moment, reach) - times.around(number, time, reach))
        near, spread = counts
        return np.asarray((near + setting.prior * setting.flat) / (spread + setting.prior))

    @cached_property
    def _lines(self) -> tuple[Ints, Line, Line]:
        accounts = distinct(np.concatenate([self.met.one, self.met.other]))
        number, place = self.actions.own.of_accounts(accounts)
        time = self.actions.own.time[place]
        clock = time % DAY
        times = Line.of(number, time, groups=len(accounts), reach=self.setting.nearby)
        clocks = Line.of(np.tile(number, 2), np.concatenate([clock, clock + DAY]), groups=len(accounts), reach=self.setting.nearby)
        return accounts, times, clocks
