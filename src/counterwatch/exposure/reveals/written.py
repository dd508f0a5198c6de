"""The table beside a finding: for each kind of row how many, from when to when, and where the first of them stand; no value of any."""

from __future__ import annotations

import heapq
from collections.abc import Sequence

from counterwatch.core import Attachment
from counterwatch.exposure.archive import Event
from counterwatch.exposure.reveals.words import day
from counterwatch.files.csv_text import csv_text

FIRST = 5
COLUMNS = ("reveals", "what", "rows", "first day", "last day", "stands at")


def table(called: str, rows: Sequence[Event]) -> Attachment:
    """Return the table of a kind, by what its rows are."""
    grouped: dict[tuple[str, str], list[Event]] = {}
    for each in rows:
        grouped.setdefault((each.reveals, each.what), []).append(each)
    lines = []
    for (reveals, what), group in sorted(grouped.items()):
        times = [each.time for each in group if each.time is not None]
        first = heapq.nsmallest(FIRST, group, key=lambda each: (each.time or 0, each.locator, each.row))
        days = (day(min(times)), day(max(times))) if times else ("", "")
        lines.append((reveals, what, len(group), *days, "; ".join(dict.fromkeys(each.at for each in first))))
    return Attachment.of(f"{called.replace(' ', '-')}.csv", csv_text(COLUMNS, lines))
