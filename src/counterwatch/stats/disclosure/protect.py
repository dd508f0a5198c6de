"""Hiding small counts of a table, and as many others as it takes that no reader can work the small ones out.

Counts below the threshold are printed as such. Others are rounded. Where totals, other counts or an earlier release would still say more of a
small count, further ones are withheld: the cheapest that let the small one be anything below the threshold, a rectangle of four counts that
can move against each other (the cycles of Cox 1980, doi:10.1080/01621459.1980.10477481). `derive.exposed` then has to agree.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from counterwatch.stats.disclosure.derive import exposed
from counterwatch.stats.disclosure.published import ENDLESS, Ints, Published, Rule, Shown, with_totals

Mask = NDArray[np.bool_]
TOTAL = 1_000.0
"""How much dearer a total is than a count; the total of all is dearer by as much again."""


def protect(counts: Ints, rule: Rule, *, earlier: tuple[Published, ...] = ()) -> Published | None:
    """Return a table of counts (rows, columns) as it can be published after earlier releases of the same table, the oldest first.

    Small counts are printed as such where that keeps as many numbers as a table in which nothing hidden is called small. None where nothing
    can be published: even with every count and every total withheld, a small one would be exposed.
    """
    printed = _printed(with_totals(np.asarray(counts, np.int64)), rule, earlier[-1] if earlier else None)
    called = _protected(printed, earlier, is_uniform=False)
    if called is not None and called.kept == 1.0:
        return called
    alike = _protected(_withheld(printed, printed.small, is_uniform=True), earlier, is_uniform=True)
    return max((each for each in (called, alike) if each is not None), key=lambda each: each.kept, default=None)


def _protected(made: Published, earlier: tuple[Published, ...], *, is_uniform: bool) -> Published | None:
    while (is_exposed := _exposed(made, earlier)).any():
        if not made.is_number.any():
            return None
        further = _further(made, is_exposed) & made.is_number
        made = _withheld(made, further if further.any() else _near(made, is_exposed), is_uniform=is_uniform)
    return made


def _exposed(made: Published, earlier: tuple[Published, ...]) -> Mask:
    """Return which small counts, of this release or an earlier one, a reader of all can work out, whether or not counts are known to grow."""
    ways = (True, False) if earlier else (True,)
    found = [each for is_growing in ways for each in exposed((*earlier, made), is_growing=is_growing)]
    return np.asarray(np.any(found, axis=0))


def _printed(count: Ints, rule: Rule, before: Published | None) -> Published:
    """Return what is printed of each count by itself: a number that was printed stays until as many as the threshold came or went."""
    value = rule.rounded(count)
    low, high = rule.bounds(value)
    shown = np.where(count < rule.threshold, Shown.SMALL, Shown.ROUNDED).astype(np.int8)
    low, high = np.where(shown == Shown.SMALL, 0, low), np.where(shown == Shown.SMALL, rule.threshold - 1, high)
    if before is not None:
        few = rule.threshold - 1
        held = before.is_number & (np.abs(count - before.count) <= few)
        first_low, first_high = rule.bounds(before.value)
        shown = np.where(held, Shown.HELD, shown).astype(np.int8)
        value = np.where(held, before.value, value)
        low, high = np.where(held, np.maximum(first_low - few, 0), low), np.where(held, first_high + few, high)
        count = np.where(held, before.count, count)
    return Published(rule=rule, count=count, shown=shown, value=np.where(shown == Shown.SMALL, 0, value), low=low, high=high)


def _further(made: Published, is_exposed: Mask) -> Mask:
    """Return what to withhold for each exposed count: three others that can move against it, until it can be anything below the threshold."""
    further = np.zeros(made.shown.shape, np.bool_)
    for row, column in np.argwhere(is_exposed):
        other = _rectangle(made, further, int(row), int(column))
        if other is not None:
            further[row, other[1]] = further[other[0], column] = further[other] = True
    return further


def _rectangle(made: Published, further: Mask, row: int, column: int) -> tuple[int, int] | None:
    """Return the corner that lies across from a small count in the cheapest rectangle that frees it, or None where there is none."""
    hidden = further | ~made.is_number
    called = made.shown == Shown.SMALL
    down = made.count - np.where(called, 0, np.minimum(made.rule.threshold, made.count))
    up = np.where(called, made.rule.threshold - 1 - made.count, ENDLESS)
    sign = np.ones(made.count.shape, np.int64)
    sign[-1, :] *= -1
    sign[:, -1] *= -1
    cost = np.where(hidden, 0.0, _costs(made))
    total = cost + cost[row, :] + cost[:, [column]]
    for most, way in ((made.rule.threshold - 1 - made.count[row, column], 1), (made.count[row, column], -1)):
        # A count that stands in an equation with the same sign must move the other way.
        of_row = -way * sign[row, :] * sign[row, column]
        of_column = -way * sign[:, column] * sign[row, column]
        of_corner = way * sign * sign[row, column]
        fits = _room(up, down, of_corner, most)
        fits &= _room(up[row], down[row], of_row, most)[None, :] & _room(up[:, column], down[:, column], of_column, most)[:, None]
        total = np.where(fits, total, np.inf)
    total[row, :], total[:, column] = np.inf, np.inf
    best = np.unravel_index(np.argmin(total), total.shape)
    return (int(best[0]), int(best[1])) if np.isfinite(total[best]) else None


def _room(up: Ints, down: Ints, way: Ints, most: int) -> Mask:
    """Return which counts can move by `most` the way they must."""
    return np.asarray(np.where(way > 0, up, down) >= most)


def _withheld(made: Published, further: Mask, *, is_uniform: bool) -> Published:
    """Return the table with more counts withheld: of one that is not uniform, a reader knows that these are not small."""
    least = np.where(made.count < made.rule.threshold, 0, 0 if is_uniform else made.rule.threshold)
    return replace(
        made, shown=np.where(further, Shown.WITHHELD, made.shown).astype(np.int8), value=np.where(further, 0, made.value),
        low=np.where(further, least, made.low), high=np.where(further, ENDLESS, made.high),
    )  # fmt: skip


def _near(made: Published, is_exposed: Mask) -> Mask:
    """Return the number in the row, and that in the column, of each exposed count that cost the least; of the whole table where there are none."""
    cost = np.where(made.is_number, _costs(made), np.inf)
    chosen = np.zeros(cost.shape, np.bool_)
    rows, columns = np.nonzero(is_exposed)
    chosen[rows, np.argmin(cost[rows], axis=1)] = True
    chosen[np.argmin(cost[:, columns], axis=0), columns] = True
    chosen &= made.is_number
    if not chosen.any():
        chosen[np.unravel_index(np.argmin(cost), cost.shape)] = True
    return chosen


def _costs(made: Published) -> NDArray[np.float64]:
    """Return what it costs the reader that a number is withheld: the more it counts, the more; totals are dear."""
    cost = 1.0 + np.log1p(made.count)
    cost[-1, :] *= TOTAL
    cost[:, -1] *= TOTAL
    return np.asarray(cost)
