"""Do outsiders jump too? More of their actions right after the pair's hits than right before point to a trigger that others saw as well."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterwatch.coordination.synchrony.encounters import Encounters
from counterwatch.coordination.synchrony.line import Ints
from counterwatch.coordination.synchrony.outsiders import Outsiders
from counterwatch.coordination.synchrony.setting import Setting


def jump(outsiders: Outsiders, hits: Encounters, community: Ints, pairs: int, setting: Setting) -> NDArray[np.float64]:
    """Return, by pair, the chance of as many outsiders' actions after its hits, if before and after were alike (binomial, one sided)."""
    from scipy.stats import binom

    window, span = setting.window, setting.after
    after = outsiders.between(community, hits.object, hits.time + window + 1, hits.time + window + span)
    before = outsiders.between(community, hits.object, hits.time - window - span, hits.time - window - 1)
    later, earlier = (np.bincount(hits.pair, weights=each, minlength=pairs) for each in (after, before))
    return np.asarray(binom.sf(later - 1, later + earlier, 0.5))
