"""The step of the clock that the times of a file show: a stamp to the minute says nothing about seconds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

MILLISECOND, SECOND, MINUTE, HOUR, DAY = 1, 1_000, 60_000, 3_600_000, 86_400_000
MINUTES = DAY // MINUTE
LEAST = 20
"""With fewer stamps than this nothing is said about more than seconds: they could all be whole minutes by chance."""
SHARE = 0.95
"""A step is that of the clock where this share of the stamps lies on it: a few finer ones do not make the others exact."""


@dataclass(slots=True)
class Resolution:
    """Counts how many stamps lie on whole seconds and minutes, and on which minute of the day. Fed with batches, in any order."""

    stamps: int = 0
    seconds: int = 0
    minutes: int = 0
    of_day: NDArray[Any] | None = field(default=None, repr=False)

    def add(self, times: NDArray[Any]) -> None:
        """Take further stamps in milliseconds UTC."""
        import numpy as np

        whole = times[times % MINUTE == 0]
        counts = np.bincount((whole // MINUTE) % MINUTES, minlength=MINUTES)
        self.of_day = counts if self.of_day is None else self.of_day + counts
        self.stamps += len(times)
        self.seconds += int((times % SECOND == 0).sum())
        self.minutes += len(whole)

    @property
    def step(self) -> int:
        """Return the step in milliseconds: 1, a second, a minute, an hour or a day.

        Hours and days may begin at any minute of UTC, the same for nearly all stamps: the clock of a zone stands behind them.
        """
        if not self.stamps or self.of_day is None:
            return SECOND
        needed = SHARE * self.stamps
        if self.stamps < LEAST or self.minutes < needed:
            return SECOND if self.seconds >= needed else MILLISECOND
        if self._days() >= needed:
            return DAY
        hours = self.of_day.reshape(24, 60).sum(axis=0)
        return HOUR if hours.max() >= needed else MINUTE

    @property
    def finer(self) -> int:
        """Return how many stamps are finer than the step."""
        step = self.step
        if step == MILLISECOND or self.of_day is None:
            return 0
        on = {SECOND: self.seconds, MINUTE: self.minutes, HOUR: int(self.of_day.reshape(24, 60).sum(axis=0).max()), DAY: self._days()}
        return self.stamps - on[step]

    def _days(self) -> int:
        """Return how many stamps have the commonest minute of the day, or the same an hour later: summer time moves midnight."""
        import numpy as np

        counts = np.zeros(MINUTES, dtype=int) if self.of_day is None else self.of_day
        return int((counts + np.roll(counts, -60)).max())
