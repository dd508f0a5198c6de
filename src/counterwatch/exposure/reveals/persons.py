"""Other persons in an export: how many can be told apart, and where; never who."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from counterwatch.exposure.archive import Event

TEXTS = ("phone in text", "contact in text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Persons:
    """Counts of other persons: all, in lists (an address book, friends), in messages, and telephone numbers in texts."""

    all: int
    listed: int
    writing: int
    numbers: int


def persons(events: Sequence[Event]) -> Persons:
    """Return how many other persons an export tells apart; a row without a name counts for none, and a seller is none."""
    listed = {each.third for each in events if each.reveals == "contact" and each.third and each.what not in TEXTS}
    writing = {each.third for each in events if each.reveals == "message" and each.third}
    numbers = {each.third for each in events if each.reveals == "contact" and each.third and each.what in TEXTS}
    return Persons(all=len(listed | writing | numbers), listed=len(listed), writing=len(writing), numbers=len(numbers))
