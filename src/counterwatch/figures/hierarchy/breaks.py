"""On which dates the ratio of the parts to the total changed its level."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from counterwatch.figures.table import Days, Floats

FEWEST = 8
SHORTEST = 3
PRICE = 3.0
"""A further level must pay for itself three times over (Yao 1988 charges once): noise that remembers the year before looks like levels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A stretch of times with about one ratio."""

    start: str
    end: str
    times: int
    ratio: float


def ratio_breaks(times: Days, ratios: Floats, noise: Floats) -> list[Level]:
    """Return the levels of a ratio, one after the other (optimal partition, Killick, Fearnhead & Eckley 2012; by ruptures).

    `noise` is what rounding alone does to each ratio. Fewer than eight times, or a ratio that rounding explains, are one level.
    """
    known = np.isfinite(ratios)
    times, ratios, noise = times[known], ratios[known], noise[known]
    if not len(ratios):
        return []
    ends = [len(ratios)] if len(ratios) < FEWEST else _ends(ratios, noise)
    starts = [0, *ends[:-1]]
    return [
        Level(start=str(times[start]), end=str(times[end - 1]), times=end - start, ratio=float(np.median(ratios[start:end])))
        for start, end in zip(starts, ends, strict=True)
    ]


def _ends(ratios: Floats, noise: Floats) -> list[int]:
    import ruptures

    steps = np.abs(np.diff(ratios))
    scatter = max(1.4826 * float(np.median(steps)) / np.sqrt(2), float(np.median(noise)))
    if scatter <= 0:
        scatter = float(np.mean(steps)) / np.sqrt(2)
    if scatter <= 0:
        return [len(ratios)]
    price = PRICE * 2 * np.log(len(ratios))
    # Told in units of their scatter, so that ratios near one millionth are found as well as those near one.
    told = (ratios - np.median(ratios)) / scatter
    found = ruptures.KernelCPD(kernel="linear", min_size=SHORTEST).fit(told[:, np.newaxis]).predict(pen=price)
    return [int(each) for each in found]
