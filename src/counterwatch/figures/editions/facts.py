"""The facts about every series of one value that editions share: sizes, directions, the line from first to last, the day of the largest change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterwatch.figures.attached import Cell
from counterwatch.figures.editions.changes import Changes, Flags
from counterwatch.figures.table import Floats
from counterwatch.stats.mincer_zarnowitz import Line

Places = NDArray[np.int64]
HEADER = (
    "series", "times", "changed", "withdrawn", "first_edition", "last_edition", "revised_by", "went_up", "went_down", "p_direction", "constant",
   "slope",
    "p_line", "first_changed", "largest_change_on", "share_of_largest",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Facts:
    """The facts of every series of one value: sizes, directions, the line and the day of the largest change."""

    changes: Changes
    totals: tuple[Floats, Floats]
    changed: Floats
    shared: Floats
    up: Floats
    down: Floats
    p_way: Floats
    line: Line
    largest: Floats
    share_largest: Floats
    quarter: Floats
    quarters: float | None
    withdrawn: Places
    first_changed: Places
    last_shared: Places


def facts_of(changes: Changes) -> Facts:
    """Compute them for all series at once."""
    from scipy.stats import binom

    moved, shared = changes.moved(), changes.shared
    up, down = (moved > 0).sum(axis=1), (moved < 0).sum(axis=1)
    size = np.abs(moved)
    changed = changes.changed
    of_all = np.maximum(size.sum(axis=1), 1e-300)
    quarter = size[:, changes.quarter_days()].sum(axis=1) / of_all
    return Facts(
        changes=changes, totals=changes.totals(), changed=changed.sum(axis=1), shared=shared.sum(axis=1), up=up, down=down,
        p_way=np.minimum(1.0, 2 * binom.cdf(np.minimum(up, down), up + down, 0.5)), line=changes.line(),
        largest=size.argmax(axis=1) if size.shape[1] else np.zeros(len(size)), share_largest=size.max(axis=1, initial=0.0) / of_all, quarter=quarter,
        quarters=_quarters(changes), withdrawn=changes.withdrawn, first_changed=_first(changed),
        last_shared=shared.shape[1] - 1 - _first(shared[:, ::-1]),
    )  # fmt: skip


def known(number: float) -> float | None:
    """Return a number, or `None` where it is none."""
    return float(number) if np.isfinite(number) else None


def _quarters(changes: Changes) -> float | None:
    """Return the share of times that are the first of a quarter, where steps are months or finer and reach over two quarters."""
    gap = int(np.median(np.diff(changes.times).astype(np.int64))) if len(changes.times) > 1 else 0
    firsts = changes.quarter_days()
    return float(firsts.mean()) if 0 < gap <= 31 and int(firsts.sum()) >= 2 else None


def _first(flags: Flags) -> Places:
    """Return the place of the first true entry of each row, 0 where there is none."""
    return np.asarray(flags.argmax(axis=1)) if flags.shape[1] else np.zeros(len(flags), dtype=np.int64)


def rows_of(told: Facts) -> Iterator[tuple[Cell, ...]]:
    """Yield one row per series, as in `HEADER`."""
    changes = told.changes
    for row, unit in enumerate(changes.units):
        before, after = float(told.totals[0][row]), float(told.totals[1][row])
        yield (
            f"{unit} · {changes.value}" if changes.value else unit, int(told.shared[row]), int(told.changed[row]), int(told.withdrawn[row]),
            before, after,
            (after - before) / abs(before) if before else None, int(told.up[row]), int(told.down[row]), float(told.p_way[row]),
            known(told.line.constant[row]), known(told.line.slope[row]), known(told.line.p[row]),
            str(changes.times[told.first_changed[row]]) if told.changed[row] else None,
            str(changes.times[int(told.largest[row])]) if told.share_largest[row] else None, float(told.share_largest[row]),
        )  # fmt: skip
