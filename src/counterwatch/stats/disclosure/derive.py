"""What a reader can work out of published tables: the least and the most that each hidden count can be, by linear programming.

Counts add up to their totals, none is negative, and each lies where its printing puts it. Of two releases of one table the later is known to
hold at least what the earlier held, where that is so. A hidden count is *exposed* unless it can still be anything below the threshold.
Method: the audit of suppressed tables, Fischetti & Salazar 2001 (doi:10.1287/mnsc.47.7.1008.9805), with rounded totals as intervals.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from counterwatch.stats.disclosure.published import ENDLESS, Ints, Published

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Mask = NDArray[np.bool_]
NEAR = 1e-6
ROUNDS = 60
"""After so many programmes for many cells at once, each cell that is left is asked about alone."""


def exposed(releases: Sequence[Published], *, is_growing: bool = True) -> list[Mask]:
    """Return, for each release of one table (the oldest first), which hidden small counts the releases together expose.

    `is_growing` says that a reader may take no count to have fallen from one release to the next.
    """
    program = _Program(releases, is_growing=is_growing)
    asked = [release.small.ravel() for release in releases]
    wanted = np.concatenate(asked)
    top = np.concatenate([np.full(each.shown.size, each.rule.threshold - 1) for each in releases])
    is_open = program.open_cells(wanted, top)
    sizes = np.cumsum([each.shown.size for each in releases])[:-1]
    found = np.split(wanted & ~is_open, sizes)
    return [each.reshape(release.shown.shape) for each, release in zip(found, releases, strict=True)]


class _Program:
    """The linear programme: a variable for each count of each release, totals too."""

    def __init__(self, releases: Sequence[Published], *, is_growing: bool) -> None:
        self.low = np.concatenate([each.low.ravel() for each in releases]).astype(float)
        self.high = np.concatenate([each.high.ravel() for each in releases]).astype(float)
        if is_growing:
            _grow(self.low, self.high, len(releases))
        self.high[self.high >= ENDLESS] = np.inf
        self.equal = _sums(releases)
        self.growing = _growing(releases) if is_growing and len(releases) > 1 else None

    def open_cells(self, wanted: Mask, top: Ints) -> Mask:
        """Return which counts can be both 0 and the most that is below the threshold: many at once, then one at a time."""
        at_least, at_most = wanted & (self.low <= 0), wanted & (self.high >= top)
        seen_low, seen_high = np.zeros_like(wanted), np.zeros_like(wanted)
        for aims in self._aims(at_least, at_most, seen_low, seen_high):
            if (found := self._solve(aims)) is None:
                break
            seen_low |= found <= NEAR
            seen_high |= found >= top - NEAR
        return np.asarray(at_least & at_most & seen_low & seen_high)

    def _aims(self, at_least: Mask, at_most: Mask, seen_low: Mask, seen_high: Mask) -> Iterator[NDArray[np.float64]]:
        """Yield what to make small (positive) and large (negative): what no solution has shown yet, differently each time."""
        rng = np.random.default_rng(1)
        for number in range(ROUNDS):
            down, up = at_least & ~seen_low, at_most & ~seen_high
            if not (down.any() or up.any()):
                return
            weight = rng.random(len(down)) + 0.1
            # By turns: what goes down, what goes up, and a half of each.
            part = rng.random(len(down)) < (0.0, 1.0, 0.5)[number % 3]
            yield np.where(down & ~part, weight, 0.0) - np.where(up & part, weight, 0.0)
        for place in np.flatnonzero(at_least & ~seen_low):
            if not seen_low[place]:
                yield np.eye(1, len(seen_low), place)[0]
        for place in np.flatnonzero(at_most & ~seen_high):
            if not seen_high[place]:
                yield -np.eye(1, len(seen_high), place)[0]

    def _solve(self, aims: NDArray[np.float64]) -> NDArray[np.float64] | None:
        from scipy.optimize import linprog

        extra = {} if self.growing is None else {"A_ub": self.growing, "b_ub": np.zeros(self.growing.shape[0])}
        bounds = np.stack([self.low, self.high], axis=1)
        found = linprog(aims, A_eq=self.equal, b_eq=np.zeros(self.equal.shape[0]), bounds=bounds, method="highs", **extra)
        return np.asarray(found.x) if found.status == 0 else None


def _grow(low: NDArray[np.float64], high: NDArray[np.float64], releases: int) -> None:
    """Tighten what each release says of a count by what the others say of the same: it never falls."""
    lows, highs = low.reshape(releases, -1), high.reshape(releases, -1)
    np.maximum.accumulate(lows, axis=0, out=lows)
    highs[:] = np.minimum.accumulate(highs[::-1], axis=0)[::-1]


def _sums(releases: Sequence[Published]) -> csr_matrix:
    """Return the equations: in each row and each column of each release, the counts less their total are nothing."""
    from scipy.sparse import coo_matrix

    rows, columns, signs, start, equation = [], [], [], 0, 0
    for each in releases:
        places = np.arange(each.shown.size).reshape(each.shown.shape) + start
        for lines in (places, places.T):
            rows.append(np.repeat(np.arange(len(lines)) + equation, lines.shape[1]))
            columns.append(lines.ravel())
            signs.append(np.tile(np.append(np.ones(lines.shape[1] - 1), -1.0), len(lines)))
            equation += len(lines)
        start += each.shown.size
    return coo_matrix((np.concatenate(signs), (np.concatenate(rows), np.concatenate(columns))), shape=(equation, start)).tocsr()


def _growing(releases: Sequence[Published]) -> csr_matrix:
    """Return the inequalities: a count less the same of the next release is at most nothing."""
    from scipy.sparse import csr_matrix as matrix
    from scipy.sparse import eye, hstack, vstack

    size, last = releases[0].shown.size, len(releases) - 1
    blocks = []
    for number in range(last):
        parts = [matrix((size, size)) for _ in releases]
        parts[number], parts[number + 1] = eye(size, format="csr"), -eye(size, format="csr")
        blocks.append(hstack(parts))
    return vstack(blocks).tocsr()
