"""Accounts that act on a grid of time, as programs do that look every so many minutes: they react no finer than their period."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterwatch.coordination.synchrony.actions import Actions
from counterwatch.coordination.synchrony.clocks import DAY
from counterwatch.coordination.synchrony.line import Ints, distinct
from counterwatch.coordination.synchrony.setting import Setting
from counterwatch.coordination.table import SECOND

PERIODS = tuple(minutes * 60 * SECOND for minutes in (60, 30, 20, 15, 10, 5))
FEWEST, SHARE, MOST_BY_CHANCE = 20, 0.8, 0.4
"""A grid is seen in so many of its steps at least, with so large a share of them near one phase, where chance gives so much at most."""


def periods(actions: Actions, accounts: Ints, setting: Setting) -> Ints:
    """Return the period of each of some accounts in milliseconds, the longest that fits, 0 for those without any."""
    number, place = actions.own.of_accounts(accounts)
    time, found = actions.own.time[place], np.zeros(len(accounts), np.int64)
    for period in PERIODS:
        if 2 * setting.window <= MOST_BY_CHANCE * period:
            ticks = (_near_one_phase(number, time, period, setting.window, len(accounts)) >= SHARE) & (found == 0)
            found[ticks] = period
    return found


def _near_one_phase(number: Ints, time: Ints, period: int, window: int, size: int) -> NDArray[np.float64]:
    """Return, by account, the largest share of its moments whose phase lies within `window` of one phase; 0 where it acts in too few periods."""
    number, time = _once(number, time, 2 * window)
    key = np.sort(number * (int(time.max(initial=0)) // period + 1) + time // period)
    in_periods = np.bincount(distinct(key) // (int(time.max(initial=0)) // period + 1), minlength=size)
    # Phases go round: each stands a second time a period later.
    line = np.sort(np.tile(number, 2) * (4 * period) + np.concatenate([time % period, time % period + period]))
    within = np.searchsorted(line, line + 2 * window, side="right") - np.arange(len(line))
    most = np.zeros(size, np.int64)
    np.maximum.at(most, line // (4 * period), within)
    return np.asarray(np.where(in_periods >= FEWEST, most / np.maximum(np.bincount(number, minlength=size), 1), 0.0))


def _once(number: Ints, time: Ints, step: int) -> tuple[Ints, Ints]:
    """Return the moments of each account, from 0 on: what falls into one step is posted together and counts once."""
    time = time - (time.min(initial=0) // DAY) * DAY
    order = np.lexsort((time, number))
    number, time = number[order], time[order]
    is_new = (np.diff(number, prepend=-1) != 0) | (np.diff(time // step, prepend=-1) != 0)
    return number[is_new], time[is_new]


def widening(actions: Actions, one: Ints, other: Ints, setting: Setting) -> Ints:
    """Return, by encounter, how much wider the window is where delays are compared: by the longer period, where both accounts tick."""
    accounts = distinct(np.concatenate([one, other]))
    period = periods(actions, accounts, setting)
    first, second = period[np.searchsorted(accounts, one)], period[np.searchsorted(accounts, other)]
    return np.where((first > 0) & (second > 0), np.maximum(first, second), 0)
