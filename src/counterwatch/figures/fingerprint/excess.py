"""Votes of the leader beyond the usual turnout that the votes of all others do not explain (S. Shpilkin's method)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from counterwatch.figures.table import Floats

BINS = 100
SMOOTHING = np.array([1.0, 2.0, 3.0, 2.0, 1.0]) / 9
FLANK = 0.02
"""Below the mode, only turnouts at which all others together have at least this part of their largest number of votes are used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ByTurnout:
    """Votes by percent of turnout, shape (100,): for the leader, for all others, and the mode below which they set the usual ratio."""

    leader: Floats
    others: Floats
    mode: int
    ratio: float

    @property
    def excess(self) -> float:
        """Votes of the leader above the mode, less the usual ratio times the votes of all others there."""
        above = slice(self.mode + 1, BINS)
        return float((self.leader[above] - self.ratio * self.others[above]).sum())

    @property
    def excess_share(self) -> float:
        return self.excess / max(float(self.leader.sum()), 1.0)

    @property
    def usual_share(self) -> float:
        """The leader's share up to the mode."""
        return self.ratio / (1 + self.ratio)


def by_turnout(turnout: Floats, leader: Floats, others: Floats) -> ByTurnout:
    """Add up votes by percent of turnout; the mode is where all others have most votes, after smoothing over five percent."""
    at = np.clip((turnout * BINS).astype(np.int64), 0, BINS - 1)
    sums = [np.bincount(at, votes, minlength=BINS).astype(np.float64) for votes in (leader, others)]
    smooth = np.convolve(sums[1], SMOOTHING, mode="same")
    mode = int(np.argmax(smooth))
    flank = (np.arange(BINS) <= mode) & (smooth >= FLANK * smooth[mode])
    ratio = float(sums[0][flank].sum()) / max(float(sums[1][flank].sum()), 1.0)
    return ByTurnout(leader=sums[0], others=sums[1], mode=mode, ratio=ratio)
