"""How likely a hit is in an encounter if nobody acts on a plan: the largest of what four references give."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterwatch.coordination.synchrony.actions import DAY, Actions
from counterwatch.coordination.synchrony.delays import Delays
from counterwatch.coordination.synchrony.encounters import Encounters
from counterwatch.coordination.synchrony.line import Ints
from counterwatch.coordination.synchrony.outsiders import Outsiders
from counterwatch.coordination.synchrony.setting import Setting

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class References:
    """By encounter: the chance of a hit, and whether there was anybody outside to compare with."""

    chance: Floats
    without: NDArray[np.bool_]


def references(actions: Actions, outsiders: Outsiders, met: Encounters, setting: Setting) -> References:
    """Return the chance of a hit in each encounter: the largest of an even spread, outsiders at that moment, own delays, own clock habits."""
    community = np.where(
        outsiders.community[met.one] == outsiders.community[met.other], outsiders.community[met.one], -1
    )  # fmt: skip
    by_age, by_both = _expected(outsiders, community, met)
    near, wide = outsiders.local(community, met.object, met.time, met.nearest)
    local = (near + setting.prior * by_both) / (wide + setting.prior)
    delay, without = Delays(actions, met, setting).chance(by_age)
    clock = (_clock(actions, met.other, met.time, setting) + _clock(actions, met.one, met.nearest, setting)) / 2
    largest = np.maximum.reduce([np.full(len(met), setting.flat), local, delay, clock])
    # Several actions of the other nearby are several chances.
    several = -np.expm1(met.near * np.log1p(-np.minimum(largest, 1 - 1e-15)))
    return References(np.where(without, 1.0, several), without)


def _expected(outsiders: Outsiders, community: Ints, met: Encounters) -> tuple[Floats, Floats]:
    """Return the pooled shares for the age, and for the age and size, of each object at its moment."""
    age, size = outsiders.age_level(met.object, met.time), outsiders.size_level(met.object)
    by_age, by_both = np.empty(len(met)), np.empty(len(met))
    for each in np.unique(community):
        mine, pools = community == each, outsiders.pools(int(each))
        by_age[mine], by_both[mine] = pools.by_age[age[mine]], pools.by_both[age[mine] * 64 + size[mine]]
    return by_age, by_both


def _clock(actions: Actions, account: Ints, time: Ints, setting: Setting) -> Floats:
    """Return the share of an account's actions on other days that fall near this time of day, among those that fall within the wider span."""
    wide = setting.nearby
    if 2 * wide >= DAY:
        return np.full(len(account), setting.flat)
    clock = time % DAY
    counts = []
    for reach in (setting.window, wide):
        # A time early in the day stands a second time a day later, so that what lies around midnight is together.
        moment = np.where(clock < reach, clock + DAY, clock)
        every_day = actions.by_clock.around(account, moment, reach)
        counts.append(every_day - actions.by_account.around(account, time, reach))
    near, spread = (np.maximum(each, 0) for each in counts)
    return np.asarray((near + setting.prior * setting.flat) / (spread + setting.prior))
