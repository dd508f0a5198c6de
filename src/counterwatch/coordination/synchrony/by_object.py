"""The weaker reference of class B: how often others, on the same object, are as close as a hit among all that are nearby."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterwatch.coordination.synchrony.actions import Actions
from counterwatch.coordination.synchrony.encounters import Encounters
from counterwatch.coordination.synchrony.line import Ints
from counterwatch.coordination.synchrony.outsiders import Outsiders, others_around
from counterwatch.coordination.synchrony.setting import Setting

WEIGHT = 10.0
"""The weight of objects of the same size against what is counted on one object."""


def by_object(actions: Actions, outsiders: Outsiders, met: Encounters, community: Ints, setting: Setting) -> NDArray[np.float64]:
    """Return the chance of a hit in each encounter by the share of hits among pairs of outsiders nearby on the same object."""
    near, wide = outsiders.pairs_on(community, met.object)
    level = outsiders.size_level(met.object)
    pool = _pooled(actions, setting)[level]
    share = np.maximum((near + WEIGHT * pool) / (wide + WEIGHT), setting.flat)
    return np.asarray(-np.expm1(met.near * np.log1p(-np.minimum(share, 1 - 1e-15))))


def _pooled(actions: Actions, setting: Setting) -> NDArray[np.float64]:
    """Return the share of hits among all pairs nearby, by size of the object."""
    level = np.floor(np.log2(np.maximum(actions.size, 1))).astype(np.int64)[actions.object]
    near, wide = (np.bincount(level, weights=others_around(actions, reach), minlength=64) for reach in (setting.window, setting.nearby))
    return np.asarray((near + WEIGHT * setting.flat) / (wide + WEIGHT))
