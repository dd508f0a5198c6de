"""Yearly growth of a figure and of its proxy, in two groups of units."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterwatch.figures.shapes.alignment import Aligned
from counterwatch.figures.table import Floats, Kind

Marks = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Growth:
    """Growth of the figure and of the proxy, of shape (units, years), NaN where either is unknown; units of the group are `marked`."""

    units: tuple[str, ...]
    years: NDArray[np.int64]
    figure: Floats
    proxy: Floats
    marked: Marks
    left_out: int


def growth_of(pair: Aligned, groups: Mapping[str, str], names: tuple[str, str], *, fewest: int) -> Growth:
    """Return the growth of units of two groups that have at least `fewest` years of it; rates are taken for growth in percent as they are."""
    figure, proxy = (_growth(values, kind) for values, kind in zip((pair.first, pair.second), pair.kinds, strict=True))
    known = np.isfinite(figure) & np.isfinite(proxy)
    member = np.array([groups.get(unit, "") in names for unit in pair.units], dtype=bool)
    kept = np.flatnonzero(member & (known.sum(axis=1) >= fewest))
    used = known[kept].any(axis=0)
    figure, proxy = (np.where(known, each, np.nan)[kept][:, used] for each in (figure, proxy))
    years = pair.times.astype("datetime64[Y]").astype(np.int64)[1:][used] + 1970
    return Growth(
        units=tuple(pair.units[row] for row in kept), years=years, figure=figure, proxy=proxy,
        marked=np.array([groups.get(pair.units[row], "") == names[0] for row in kept], dtype=bool), left_out=int(member.sum()) - len(kept),
    )  # fmt: skip


def _growth(values: Floats, kind: Kind) -> Floats:
    if kind is Kind.RATES:
        return values[:, 1:] / 100
    return np.diff(np.log(np.where(values > 0, values, np.nan)), axis=1)


def centred(growth: Growth) -> Callable[[Marks], tuple[Floats, Floats]]:
    """Return, for marked units, the growth of proxy and figure beyond the usual one of each unit and each year."""
    proxy, figure = (_without_both(each) for each in (growth.proxy, growth.figure))

    def chosen(marked: Marks) -> tuple[Floats, Floats]:
        known = np.isfinite(proxy[marked])
        return proxy[marked][known], figure[marked][known]

    return chosen


def _without_both(values: Floats) -> Floats:
    # A few rounds are enough for a picture; the fit itself takes both away exactly.
    for _ in range(10):
        values = values - np.nanmean(values, axis=1, keepdims=True)
        values = values - np.nanmean(values, axis=0, keepdims=True)
    return values
