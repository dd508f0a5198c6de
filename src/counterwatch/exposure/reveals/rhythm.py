"""When somebody is active: the hours, the clock that they point to, and the longest time without a row."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from counterwatch.exposure.archive import Event

HOUR, DAY = 3_600_000, 86_400_000
FEWEST, FEWEST_DAYS = 200, 14
"""Rows and days from which hours are looked at."""
QUIET, SLEEP = 6, 4.0
"""The quietest hours of a day are taken for sleep around four in the morning (Roenneberg et al. 2007: middle of sleep about 03:00 to 05:00)."""
ENOUGH = 0.1
"""Share of rows in the quietest quarter of the day below which there is a rhythm at all."""
LONG = 14
"""Days without a row, within the span of an export, that count as a gap."""
ACTIVE = ("view", "message", "search")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """Rows by hour of the day (UTC), the clock they point to in hours from UTC (None: no rhythm), and gaps in days, the longest first."""

    rows: int
    days: int
    hours: tuple[int, ...]
    clock: int | None
    gaps: tuple[int, ...]


def rhythm(events: Sequence[Event]) -> Rhythm:
    """Return the rhythm of what one did oneself."""
    times = [each.time for each in events if each.time is not None and each.reveals in ACTIVE]
    days = sorted({time // DAY for time in times})
    hours = [0] * 24
    for time in times:
        hours[time // HOUR % 24] += 1
    gaps = sorted((later - earlier - 1 for earlier, later in itertools.pairwise(days) if later - earlier > LONG), reverse=True)
    known = len(times) >= FEWEST and len(days) >= FEWEST_DAYS
    return Rhythm(rows=len(times), days=len(days), hours=tuple(hours), clock=_clock(hours) if known else None, gaps=tuple(gaps))


def _clock(hours: Sequence[int]) -> int | None:
    """Return by how many hours the clock is before UTC, if the quietest hours are the middle of the night there."""
    quiet = [sum(hours[(start + each) % 24] for each in range(QUIET)) for start in range(24)]
    least = min(quiet)
    if least > ENOUGH * sum(hours):
        return None
    starts = [start for start in range(24) if quiet[start] == least]
    # Several equally quiet starts in a row: the middle of them.
    first = next(start for start in starts if (start - 1) % 24 not in starts) if len(starts) < 24 else 0
    run = next(long for long in range(1, 25) if (first + long) % 24 not in starts or long == 24)
    middle = first + (run - 1) / 2 + QUIET / 2
    return round((SLEEP - middle + 12) % 24 - 12)
