"""How far a total and the sum of its parts are from each other, and how far rounding alone could take them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from counterwatch.figures.hierarchy.grid_step import RANDOM_STEPS, common_step, steps_by_time
from counterwatch.figures.shapes.hierarchy import Hierarchy
from counterwatch.figures.table import Days, Floats

Rounding = Literal["guess", "ordinary", "random"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gaps:
    """The times at which total and parts are all published: `sums` of the parts, `totals`, and what rounding `allowed` between them.

    `incomplete` counts the times that were left out because something is missing; `missing` says how often each part was.
    """

    times: Days
    sums: Floats
    totals: Floats
    allowed: Floats
    random: bool
    parts: int
    incomplete: int
    missing: dict[str, int]

    @property
    def away(self) -> Floats:
        return self.sums - self.totals

    @property
    def beyond(self) -> NDArray[np.bool_]:
        """Where the difference is larger than rounding allows; the last bits of adding floats are none."""
        return np.asarray(np.abs(self.away) > self.allowed * (1 + 1e-9) + 1e-12 * np.abs(self.totals) * self.parts)

    @property
    def shares(self) -> Floats:
        """The difference as a share of the total, NaN where the total is zero."""
        return np.divide(self.away, np.abs(self.totals), out=np.full_like(self.away, np.nan), where=self.totals != 0)


def gaps_of(table: Hierarchy, value: str, *, rounding: Rounding) -> Gaps:
    """Return the gaps of one value, as published: running totals add up just as new amounts do."""
    panel, places = table.panel, {name: row for row, name in enumerate(table.panel.units)}
    block = panel.values[value]
    totals, parts = block[places[table.total]], block[[places[name] for name in table.parts]]
    whole = np.isfinite(totals) & np.all(np.isfinite(parts), axis=0)
    any_part = np.isfinite(totals) & np.any(np.isfinite(parts), axis=0)
    lacking = np.isnan(parts[:, any_part]).sum(axis=1).tolist()
    allowed, random = _allowed(totals[whole], parts[:, whole], rounding)
    return Gaps(
        times=panel.times[whole], sums=parts[:, whole].sum(axis=0), totals=totals[whole], allowed=allowed, random=random, parts=len(parts),
        incomplete=int(any_part.sum() - whole.sum()), missing={name: count for name, count in zip(table.parts, lacking, strict=True) if count},
    )  # fmt: skip


def _allowed(totals: Floats, parts: Floats, rounding: Rounding) -> tuple[Floats, bool]:
    """Return half a step for each part and for the total; with random rounding a whole step less one for each."""
    if not len(totals):
        return totals, False
    steps = steps_by_time(np.vstack([parts, totals]))
    # A total may be rounded more coarsely than its parts.
    of_total = np.maximum(steps, common_step(totals))
    random = rounding == "random" or (rounding == "guess" and common_step(parts) in RANDOM_STEPS)
    return len(parts) * _reach(steps, random=random) + _reach(of_total, random=random), random


def _reach(steps: Floats, *, random: bool) -> Floats:
    return np.maximum(steps / 2, steps - 1) if random else steps / 2
