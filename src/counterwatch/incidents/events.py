"""Several rows of one event: each is an act of one incident, and what they say of the event as a whole must agree."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from counterwatch.core import Message, Template
from counterwatch.incidents.incident import Incident

DIFFERS = Template("incidents.events.differs", "row {row:raw} of the same event says otherwise: «{before}» there, «{now}» here")
OF_ACT = ("acts", "sources", "attributions", "summary", "response", "support", "other")
"""What rows of one event may say differently: it is gathered."""

Item = TypeVar("Item")
COLUMNS = {"date": "date", "where": "host_country", "confidence": "confidence", "status": "status", "outcome": "outcome"}


def joined(before: Incident, now: Incident, *, row: int) -> tuple[Incident, dict[str, Message]]:
    """Return the incident of two rows of one event, or by field what they do not agree on. `row` is the row in which `before` stands."""
    faults = {}
    for name in Incident.__struct_fields__:
        old, new = getattr(before, name), getattr(now, name)
        if name not in OF_ACT and old != new:
            faults[COLUMNS.get(name, name)] = DIFFERS(row=row, before=_written(old), now=_written(new))
    if faults:
        return before, faults
    made = msgspec.structs.replace(
        before, acts=(*before.acts, *now.acts), sources=gathered(before.sources, now.sources), support=gathered(before.support, now.support),
        attributions=gathered(before.attributions, now.attributions), summary=both_texts(before.summary, now.summary),
        response=both_texts(before.response, now.response), other={**now.other, **before.other},
    )  # fmt: skip
    return made, {}


def gathered(first: tuple[Item, ...], second: tuple[Item, ...]) -> tuple[Item, ...]:
    """Return two rows of things as one, none twice."""
    return (*first, *(each for each in second if each not in first))


def both_texts(first: str, second: str) -> str:
    """Return two texts as one, where one does not hold the other."""
    return first if second in first else f"{first} {second}".strip()


def _written(value: object) -> str:
    written = getattr(value, "as_written", None) or getattr(value, "place", None) or getattr(value, "country", None)
    return str(written if written is not None else value)[:80]
