"""Whether the fullest few days stand out among those that days of the same rates make."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from counterwatch.coordination.creation.days import Days, Window, smooth, strongest


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """The most surprising window and the chance that days without a burst have one as surprising: (1 + as surprising draws) / (1 + draws)."""

    window: Window
    p: float


def burst(days: Days, *, draws: int, seed: int) -> Burst:
    """Return the fullest window of some days. Days without a burst have the smooth rate, weekdays and spread of these (Kulldorff 1997: a scan
    statistic, its chance by simulation).
    """
    rng = np.random.default_rng(seed)
    here = strongest(days.counts[None], days)[0]
    if not here.accounts:
        return Burst(window=here, p=1.0)
    rates = smooth(days)
    if days.spread > 0:
        rates = rates * rng.gamma(1 / days.spread, days.spread, (draws, len(rates)))
    drawn = rng.poisson(np.broadcast_to(rates, (draws, len(days.counts))))
    as_much = sum(each.surprise >= here.surprise for each in strongest(drawn, days))
    return Burst(window=here, p=(1 + as_much) / (1 + draws))
