"""Hiding small counts of a table, and as many others as it takes that no reader can work the small ones out.

Counts below the threshold are printed as such. Others are rounded. Where totals, other counts or an earlier release would still say more of a
small count, further ones are withheld: the cheapest that let the small one be anything below the threshold, a rectangle of four counts that
can move against each other (the cycles of Cox 1980, doi:10.1080/01621459.1980.10477481). `derive.exposed` then has to agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from counterwatch.stats.disclosure.derive import Seen, exposed
from counterwatch.stats.disclosure.follows import program_of
from counterwatch.stats.disclosure.program import Program
from counterwatch.stats.disclosure.published import ENDLESS, Ints, Key, Published, Rule, Shown, Table
from counterwatch.stats.disclosure.rings import closes_ring

Mask = NDArray[np.bool_]
TOTAL = 1_000.0
"""How much dearer a total is than a count; the total of all is dearer by as much again."""


def protect(table: Table, rule: Rule, *, earlier: Sequence[Published] = ()) -> Published | None:
    """Return a table as it can be published after earlier releases, of the same categories or others, the oldest first.

    Small counts are printed as such where that keeps as many numbers as a table in which nothing hidden is called small. None where nothing
    can be published: even with every count and every total withheld, a small one would be exposed, or the table closes a ring of ways.
    """
    if closes_ring(table, earlier):
        return None
    printed = _printed(table, rule, earlier)
    called = _protected(printed, earlier, is_uniform=False)
    if called is not None and called.kept == 1.0:
        return called
    alike = _protected(_withheld(printed, printed.small, is_uniform=True), earlier, is_uniform=True)
    return max((each for each in (called, alike) if each is not None), key=lambda each: each.kept, default=None)


def listed(table: Table, rule: Rule, earlier: Sequence[Published] = ()) -> Table:
    """Return a table in which small categories lie in the rest, but for those that an earlier release lists."""
    axes = []
    for number, axis in enumerate(table.axes):
        totals: Counter[str] = Counter()
        for key, count in table.cells.items():
            totals[key[number]] += count
        before = {
            name for each in earlier if each.table.unit == table.unit for other in each.table.axes if other.name == axis.name for name in other.listed
        }
        kept = tuple(each for each in axis.listed if totals[each] >= rule.threshold or each in before)
        axes.append(replace(axis, listed=kept, has_rest=True))
    return replace(table, axes=tuple(axes))


def _protected(made: Published, earlier: Sequence[Published], *, is_uniform: bool) -> Published | None:
    seen = Seen()
    while True:
        program = program_of([*earlier, made])
        if not (found := exposed(program, seen)):
            return made
        if not made.is_number.any():
            return None
        here, elsewhere = _placed(made, program, found)
        further = _further(made, here) & made.is_number
        for key in elsewhere:
            further |= _nearest(made, key)
        made = _withheld(made, further if further.any() else _near(made, here), is_uniform=is_uniform)


def _placed(made: Published, program: Program, found: Sequence[int]) -> tuple[Mask, list[Key]]:
    """Return which counts of this release are exposed, and what the others are of that are exposed elsewhere."""
    variables = np.asarray(program.printed[-1])
    here = np.isin(variables, found)
    shown = {*variables[here].tolist()}
    return here.reshape(made.shown.shape), [program.keys[each] for each in found if each not in shown]


def _nearest(made: Published, key: Key) -> Mask:
    """Return the one number of this release that is of the most nearly the same as a count which is exposed elsewhere."""
    shared = np.array([len(key & each) - len(each - key) / 2 for each in made.table.keys]).reshape(made.shown.shape)
    rank = np.where(made.is_number, shared - _costs(made) / (1 + _costs(made).max()) / 4, -np.inf)
    chosen = np.zeros(made.shown.shape, np.bool_)
    chosen[np.unravel_index(np.argmax(rank), rank.shape)] = True
    return chosen & made.is_number


def _printed(table: Table, rule: Rule, earlier: Sequence[Published]) -> Published:
    """Return what is printed of each count by itself: a number that was printed stays until as many as the threshold came or went."""
    count = table.counts
    value = rule.rounded(count)
    low, high = rule.bounds(value)
    shown = np.where(count < rule.threshold, Shown.SMALL, Shown.ROUNDED).astype(np.int8)
    low, high = np.where(shown == Shown.SMALL, 0, low), np.where(shown == Shown.SMALL, rule.threshold - 1, high)
    first, base, was_printed = _before(table, earlier)
    few = rule.threshold - 1
    held = was_printed & (np.abs(count - base) <= few)
    first_low, first_high = rule.bounds(first)
    shown = np.where(held, Shown.HELD, shown).astype(np.int8)
    value = np.where(held, first, value)
    low, high = np.where(held, np.maximum(first_low - few, 0), low), np.where(held, first_high + few, high)
    return Published(
        table=table, rule=rule, count=count, shown=shown, value=np.where(shown == Shown.SMALL, 0, value), low=low, high=high,
        base=np.where(held, base, count), floor=_floor(table, rule, earlier),
    )  # fmt: skip


def _before(table: Table, earlier: Sequence[Published]) -> tuple[Ints, Ints, Mask]:
    """Return what was printed last of each count, the count when that was printed first, and whether it was printed as a number at all."""
    known: dict[Key, tuple[int, int]] = {}
    for each in earlier:
        if each.table.unit == table.unit:
            numbers = zip(each.table.keys, each.value.ravel().tolist(), each.base.ravel().tolist(), each.is_number.ravel().tolist(), strict=True)
            known |= {key: (value, base) for key, value, base, is_number in numbers if is_number}
    found = [known.get(key, (0, -1)) for key in table.keys]
    value, base = np.array(found, np.int64).T.reshape(2, *table.counts.shape)
    return value, base, base >= 0


def _floor(table: Table, rule: Rule, earlier: Sequence[Published]) -> Ints:
    """Return what each count is known to be at least, because its category is listed for the first time where a rest holds the small ones."""
    before = {(axis.name, each) for release in earlier if release.table.unit == table.unit for axis in release.table.axes for each in axis.listed}
    first = {(axis.name, each) for axis in table.axes if axis.has_rest for each in axis.listed} - before
    known = [rule.threshold if len(key) == 1 and key <= first else 0 for key in table.keys]
    return np.array(known, np.int64).reshape(table.counts.shape)


def _further(made: Published, is_exposed: Mask) -> Mask:
    """Return what to withhold for each exposed count: three others that can move against it, until it can be anything below the threshold."""
    further = np.zeros(made.shown.shape, np.bool_)
    for row, column in np.argwhere(is_exposed) if len(made.table.axes) == 2 else ():
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
        low=np.where(further, np.maximum(least, made.floor), made.low), high=np.where(further, ENDLESS, made.high),
    )  # fmt: skip


def _near(made: Published, is_exposed: Mask) -> Mask:
    """Return the number in the row, and that in the column, of each exposed count that cost the least; of the whole table where there are none."""
    cost = np.where(made.is_number, _costs(made), np.inf)
    if len(made.table.axes) == 1:
        chosen = np.zeros(cost.shape, np.bool_)
        chosen[np.unravel_index(np.argmin(cost), cost.shape)] = True
        return chosen & made.is_number
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
    if len(made.table.axes) == 2:
        cost[:, -1] *= TOTAL
    return np.asarray(cost)
