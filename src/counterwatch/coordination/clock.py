"""The step of the clock that the times of a file show: a file of whole minutes says nothing about seconds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

SECOND = 1000
STEPS = (1, SECOND, 10 * SECOND, 60 * SECOND, 600 * SECOND, 3600 * SECOND, 86_400 * SECOND)
ON_STEP = 0.98
"""Of times to the second, one in sixty lies on a whole minute by chance; of times to the minute nearly all do."""


@dataclass(slots=True)
class Clock:
    """Counts how many times lie on whole seconds, minutes, hours and days."""

    counted: int = 0
    on_step: dict[int, int] = field(default_factory=lambda: dict.fromkeys(STEPS, 0))

    def see(self, times: pl.Series) -> None:
        """Count the times (milliseconds) of a batch."""
        self.counted += len(times)
        for step in STEPS:
            self.on_step[step] += int((times % step == 0).sum())

    @property
    def resolution(self) -> int:
        """The longest step, in milliseconds, on which nearly all times lie."""
        return max(step for step in STEPS if self.on_step[step] >= ON_STEP * self.counted)
