"""What is unusual about a path of log ratios: periods far from the usual one, and a level that changes from one day on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from counterwatch.figures.table import Floats
from counterwatch.stats.level_break import Break, level_break

SLACK = 0.15
SLACK_MADS = 1.5
FEWEST = 20
MAD = 1.4826


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gap:
    """The usual log ratio, how far periods may be from it, the chance of each period, and the best place of a change of level.

    `places` are the periods that can be compared, `chances` the p-value of each, adjusted for their number.
    """

    places: tuple[int, ...]
    usual: float
    slack: float
    scatter: float
    chances: Floats
    change: Break | None

    @property
    def p_periods(self) -> float:
        return float(self.chances.min(initial=1.0))

    @property
    def p_change(self) -> float:
        return self.change.p if self.change else 1.0

    @property
    def p(self) -> float:
        """Twice the smaller of the two, so that asking both stays fair."""
        return min(1.0, 2 * min(self.p_periods, self.p_change))

    def departing(self, alpha: float) -> list[int]:
        return [place for place, chance in zip(self.places, self.chances, strict=True) if 2 * chance <= alpha]


def gap_of(logs: Floats, noise: Floats, *, slack: float) -> Gap:
    """Judge one path of log ratios.

    A period may differ from the median by `slack` and one and a half median absolute deviations. What is beyond is measured in the scatter
    of neighbouring periods, which a lasting change of level does not widen, or in the noise of counting where that is larger.
    """
    from scipy.stats import t

    places = np.flatnonzero(np.isfinite(logs))
    known, counting = logs[places], noise[places]
    usual = float(np.median(known)) if len(known) else 0.0
    away = np.abs(known - usual)
    allowed = slack + SLACK_MADS * float(np.median(away)) if len(known) else slack
    scatter = MAD * float(np.median(np.abs(np.diff(known)))) / np.sqrt(2) if len(known) > 1 else 0.0
    beyond, width = np.maximum(away - allowed, 0.0), np.maximum(scatter, counting)
    score = np.divide(beyond, width, out=np.where(beyond > 0, np.inf, 0.0), where=width > 0)
    # A scatter that rests on medians of n values is known about as well as a mean square of n/3.
    chances = np.minimum(2 * len(known) * t.sf(score, max(len(known) // 3, 3)), 1.0)
    return Gap(
        places=tuple(places.tolist()), usual=usual, slack=allowed, scatter=float(scatter), chances=np.asarray(chances),
        change=level_break(known, slack=slack),
    )  # fmt: skip
