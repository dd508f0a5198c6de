"""How likely a hit is in an encounter if nobody acts on a plan: the largest of what four references give."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterwatch.coordination.synchrony.actions import Actions
from counterwatch.coordination.synchrony.clocks import Clocks
from counterwatch.coordination.synchrony.delays import Delays
from counterwatch.coordination.synchrony.encounters import Encounters
from counterwatch.coordination.synchrony.outsiders import Outsiders
from counterwatch.coordination.synchrony.pools import Pools
from counterwatch.coordination.synchrony.setting import Setting

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class References:
    """By encounter: the chance of a hit, and whether there was nobody outside to compare with."""

    chance: Floats
    without: NDArray[np.bool_]


def references(actions: Actions, outsiders: Outsiders, met: Encounters, setting: Setting) -> References:
    """Return the chance of a hit in each encounter: the largest of an even spread, outsiders at that moment, own delays, own clock habits."""
    community = outsiders.community[met.one]
    by_age, by_both = Pools(actions, outsiders.community, setting).shares(community, met.object, met.time)
    near, wide = outsiders.local(community, met.object, met.time, met.nearest)
    local = (near + setting.prior * by_both) / (wide + setting.prior)
    delay, without = Delays(actions, met, setting).chance(by_age)
    largest = np.maximum.reduce([np.full(len(met), setting.flat), local, delay, Clocks(actions, met, setting).chance()])
    # Several actions of the other nearby are several chances.
    several = -np.expm1(met.near * np.log1p(-np.minimum(largest, 1 - 1e-15)))
    return References(np.where(without, 1.0, several), without)
