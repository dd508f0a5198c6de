"""The weaker reference of class B: how often others, on the same object, are as close as a hit among all that are nearby."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterwatch.coordination.synchrony.actions import Actions
from counterwatch.coordination.synchrony.encounters import Encounters
from counterwatch.coordination.synchrony.line import Ints
from counterwatch.coordination.synchrony.outsiders import Outsiders
from counterwatch.coordination.synchrony.setting import Setting

WEIGHT = 10.0
"""The weight of objects of the same size against what is counted on one object."""


def by_object(actions: Actions, outsiders: Outsiders, met: Encounters, community: Ints, setting: Setting) -> NDArray[np.float64]:
    """Return the chance of a hit in each encounter by the share of hits among pairs of outsiders nearby on the same object."""
    level = np.floor(np.log2(np.maximum(actions.size, 1))).astype(np.int64)
    near, near_of_level = _pairs(actions, outsiders, met, community, setting.window, level)
    wide, wide_of_level = _pairs(actions, outsiders, met, community, setting.nearby, level)
    pool = (near_of_level + WEIGHT * setting.flat) / (wide_of_level + WEIGHT)
    share = np.maximum((near + WEIGHT * pool[level[met.object]]) / (wide + WEIGHT), setting.flat)
    return np.asarray(-np.expm1(met.near * np.log1p(-np.minimum(share, 1 - 1e-15))))


def _pairs(
    actions: Actions, outsiders: Outsiders, met: Encounters, community: Ints, reach: int, level: Ints
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how many pairs of actions lie within `reach`: outsiders' on the object of each encounter, and all on objects of each size."""
    around = actions.others_around(reach)
    of_level = np.bincount(level, weights=actions.summed(around), minlength=64)
    return outsiders.pairs_on(community, met.object, reach, around), np.asarray(of_level, dtype=np.float64)
