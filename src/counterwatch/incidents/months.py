"""Months of a casebook: how many incidents lie in each, and the longest run of months without any."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from counterwatch.incidents.incident import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Months:
    """Incidents per month, from the month of the first (`first`, months since year 0) to that of the last."""

    first: int
    counts: tuple[int, ...]

    def names(self) -> list[str]:
        """Return every month as written in ISO 8601."""
        return [_name(self.first + at) for at in range(len(self.counts))]

    def longest_gap(self) -> tuple[int, str, str]:
        """Return the length of the longest run of empty months, the earliest of the longest, with its first and last month."""
        longest, begin, run = 0, 0, 0
        for at, count in enumerate(self.counts):
            run = 0 if count else run + 1
            if run > longest:
                longest, begin = run, at - run + 1
        return (longest, _name(self.first + begin), _name(self.first + begin + longest - 1)) if longest else (0, "", "")


def months_of(incidents: Sequence[Incident]) -> Months:
    """Return the months of incidents whose date begins in a known month."""
    found = Counter(int(each.date.start[:4]) * 12 + int(each.date.start[5:7]) - 1 for each in incidents)
    if not found:
        return Months(first=0, counts=())
    return Months(first=min(found), counts=tuple(found[at] for at in range(min(found), max(found) + 1)))


def _name(month: int) -> str:
    return f"{month // 12:04}-{month % 12 + 1:02}"
