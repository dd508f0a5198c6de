"""Which checks of a run were chosen before the data were sealed, by a plan in the ledger. What was chosen later is exploratory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from counterwatch.case import Case

KIND = "plan"


def planned(case: Case, instrument: str, evidence: Sequence[str], asked: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the checks that a plan chose, with the same parameters, before any of this evidence was sealed."""
    sealed = [event.seq for event in case.custody() for each in event.sealed if each.evidence.id in evidence]
    first = min(sealed, default=0)
    found: set[str] = set()
    with case.reading() as reading:
        for each in reading.newest_of(KIND):
            if each.version == 1 and each.data.get("instrument") == instrument and max(reading.places_of(each.id), default=first) < first:
                plan = each.data.get("asked", {})
                found |= {name for name, params in asked.items() if plan.get(name) == dict(params)}
    return tuple(sorted(found))
