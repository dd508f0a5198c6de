"""How often two units show the same figure, or figures in one ratio, against their own scatter around weeks and weekdays.

The null keeps the expected figure of each day and moves what is left, the residuals, along the days, each unit by its own number of days; what
comes out is moved to the nearest figure that the unit does show, so that steps of rounding are kept.
What most pairs of a panel show beyond that (pauses that all share, one step of rounding) says nothing about one pair: the expectation is lifted
by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterwatch.figures.dispersion.adjusted import Adjusted
from counterwatch.figures.table import Floats
from counterwatch.stats.ties import more_than_rotated, shared

Marks = NDArray[np.bool_]
Places = NDArray[np.int64]
USUAL, SMALLEST = 20, 10
FEWEST_DAYS = 60
LARGEST = 2.0**53
WEEK = 7
TOGETHER, NEARLY = 0.9, 0.8
"""Pairs whose residuals correlate more than the first are asked for a ratio; what those above the second show is what they share."""

SHARED_BY, FEWEST_ALIKE = 0.9, 10
HALF = 0.5
"""Shared pauses keep pairs in one ratio on some days: no lift makes more than half of the days expected, so that a formula for all is seen."""

SHARED_SHOCKS = 3.0
"""Units with common shocks lie closer together than their own scatter tells: the chance of a constant ratio is taken as so many times larger."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Agreement:
    """For each pair of the units in `rows` (in an order that follows from their figures): days that agree, days expected to, and chances.

    The expectations are lifted by what the pairs share, `same_lift` and `ratio_lift` times.
    """

    rows: Places
    days: Floats
    same: Floats
    same_expected: Floats
    same_chance: Floats
    ratio: Floats
    in_ratio: Floats
    in_ratio_expected: Floats
    in_ratio_chance: Floats
    same_lift: float
    ratio_lift: float
    order_changes: float
    order_changes_expected: float


def usable_days(flows: Floats, made: Adjusted) -> Marks:
    """Return the days with a whole figure on which `USUAL` or more are expected: no choice by the figure itself, which would make ties."""
    held = np.where(np.isfinite(flows), flows, -1.0)
    return np.asarray((held >= 0) & (held < LARGEST) & (held == np.floor(held)) & (made.fitted >= USUAL))


def agreement_of(flows: Floats, made: Adjusted, taken: Marks, *, turns: int, seed: int) -> Agreement | None:
    """Return how the units marked in `taken` agree; `None` where fewer than two of them have days enough."""
    usable = usable_days(flows, made) & taken[:, np.newaxis]
    from scipy.stats import poisson

    rows = np.flatnonzero(usable.sum(axis=1) >= FEWEST_DAYS)
    if len(rows) < 2:
        return None
    # The order of the units in the file must not decide how they are moved.
    rows = rows[np.lexsort((-made.chi2[rows], -np.where(usable, flows, 0).sum(axis=1)[rows]))]
    values, usable = np.where(usable, flows, 0)[rows].astype(np.int64), usable[rows]
    fitted, scale = made.fitted[rows], np.sqrt(np.maximum(made.fitted[rows], 1e-9))
    rest = np.where(usable, (values - fitted) / scale, 0.0)
    places = [np.flatnonzero(each) for each in usable]
    rng, rotated, changes = np.random.default_rng(seed), np.zeros((len(rows),) * 2, dtype=np.int64), 0.0
    rulers = [np.unique(row[place]) for row, place in zip(values, places, strict=True)]
    for _ in range(turns):
        other = np.maximum(np.round(fitted + _turned(rest, places, rng.random(len(rows))) * scale), 0).astype(np.int64)
        other = _on_own_ruler(other, rulers)
        rotated += shared(other, usable & (other >= SMALLEST))
        changes += _order_changes(other, usable) / turns
    days = usable.astype(np.float64) @ usable.T.astype(np.float64)
    same = np.where(days >= FEWEST_DAYS, shared(values, usable & (values >= SMALLEST)), 0)
    chance = (rotated + 1) / turns
    lift = lift_of(same, chance, np.triu(days >= FEWEST_DAYS, 1))
    ratio, hits, expected, ratio_lift = _ratios(values, usable, fitted, made.phi[rows], rest)
    return Agreement(
        rows=rows, days=days, same=same.astype(np.float64), same_expected=chance * lift, same_chance=more_than_rotated(same, rotated, turns / lift),
        ratio=ratio, in_ratio=hits, in_ratio_expected=expected, in_ratio_chance=np.where(hits > 0, poisson.sf(hits - 1, expected), 1.0),
        same_lift=lift, ratio_lift=ratio_lift, order_changes=_order_changes(values, usable), order_changes_expected=changes,
    )  # fmt: skip


def lift_of(found: NDArray[Any], expected: Floats, asked: Marks) -> float:
    """Return how many times more than expected nine of ten pairs do not exceed; 1 where they show no more, or are fewer than `FEWEST_ALIKE`."""
    if asked.sum() < FEWEST_ALIKE:
        return 1.0
    return max(1.0, float(np.quantile(found[asked] / expected[asked], SHARED_BY, method="lower")))


def _turned(rest: Floats, places: list[Places], shares: Floats) -> Floats:
    """Move each row's residuals along the days that it uses by a share of their number."""
    moved = np.zeros_like(rest)
    for row, (place, share) in enumerate(zip(places, shares.tolist(), strict=True)):
        moved[row, place] = np.roll(rest[row, place], WEEK + round(share * (len(place) - 2 * WEEK)))
    return moved


def _on_own_ruler(values: Places, rulers: list[Places]) -> Places:
    """Move each value to the nearest figure that its row does show: rates turned back into counts keep to steps, which two units may share."""
    moved = values.copy()
    for row, ruler in enumerate(rulers):
        above = np.searchsorted(ruler, values[row]).clip(1, max(len(ruler) - 1, 1))
        low, high = ruler[above - 1], ruler[np.minimum(above, len(ruler) - 1)]
        moved[row] = np.where(values[row] - low <= high - values[row], low, high)
    return moved


def _order_changes(values: Places, usable: Marks) -> float:
    """Return on how many days a unit is larger than the next larger one, over all neighbours in the order of their sums."""
    return float(((values[1:] > values[:-1]) & usable[1:] & usable[:-1]).sum())


def _ratios(values: Places, usable: Marks, fitted: Floats, phi: Floats, rest: Floats) -> tuple[Floats, Floats, Floats, float]:
    """Return, for pairs whose residuals go together, the ratio, the days on which it holds up to rounding, how many would by chance, and the lift."""
    count = len(values)
    norm = np.sqrt(np.maximum((rest**2).sum(axis=1), 1e-12))
    together = np.triu((rest @ rest.T) / np.outer(norm, norm), 1)
    ratio, hits, expected, days = np.zeros((count, count)), np.zeros((count, count)), np.ones((count, count)), np.zeros((count, count))
    for one, other in np.argwhere(together > NEARLY).tolist():
        both = usable[one] & usable[other] & (values[one] >= SMALLEST) & (values[other] >= SMALLEST)
        if both.sum() < FEWEST_DAYS:
            continue
        above, below = values[other, both], values[one, both]
        each = float(np.median(above / below))
        scatter = np.sqrt(phi[other] * fitted[other, both] + each**2 * phi[one] * fitted[one, both])
        chance = np.minimum(SHARED_SHOCKS * (1 + each) / (np.sqrt(2 * np.pi) * np.maximum(scatter, 1e-9)), 1.0)
        ratio[one, other] = each
        hits[one, other] = (np.abs(above - each * below) <= (1 + each) / 2).sum()
        expected[one, other] = chance.sum()
        days[one, other] = both.sum()
    lift = lift_of(hits, expected, ratio > 0)
    lifted = np.minimum(expected * lift, np.maximum(expected, HALF * days))
    return ratio, np.where(together > TOGETHER, hits, 0.0), lifted, lift
