"""What the test of synchrony fixes: the window, what lies nearby, when one sitting ends, and how much is tolerated."""

from __future__ import annotations

from dataclasses import dataclass

from counterwatch.coordination.table import SECOND

HOUR = 3600 * SECOND
EVIDENT_STEP = 10 * SECOND
"""A clock with steps as long as this or longer widens the window by half a step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """All lengths are milliseconds.

    A *hit* is an action of the other account within `window` (W), an *encounter* one within `nearby` (H). Encounters that begin within `gap`
    (G) of the first are one *occasion*. `prior` is the weight of what is expected beforehand against what is counted, `least` how many
    occasions a pair must share to be asked about at all. `resolution` is the step of the clock.
    """

    window: int = 60 * SECOND
    nearby: int = HOUR
    gap: int = 1800 * SECOND
    fdr: float = 0.05
    seed: int = 0
    resolution: int = SECOND
    prior: float = 4.0
    least: int = 3
    after: int = 600 * SECOND
    jump: float = 0.01

    @property
    def flat(self) -> float:
        """The chance of a hit in an encounter if the delay were spread evenly over what is nearby."""
        wide = self.resolution / 2 if self.resolution >= EVIDENT_STEP else 0
        return min((self.window + wide) / self.nearby, 1.0)


def nearby_of(window: int) -> int:
    """Return what counts as nearby for a window: sixty of it, an hour at least."""
    return max(60 * window, HOUR)
