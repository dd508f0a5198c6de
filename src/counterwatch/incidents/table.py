"""A casebook as checks look at it: its incidents as they stand at one moment, and a name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from counterwatch.core import Attachment
from counterwatch.files.csv_text import csv_text
from counterwatch.incidents.incident import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Incidents:
    """The incidents of a casebook as they stood at one moment, in any order."""

    name: str
    every: tuple[Incident, ...] = ()

    @property
    def counted(self) -> tuple[Incident, ...]:
        """What is counted, by id: without published totals and without what was withdrawn."""
        kept = (each for each in self.every if not each.is_aggregate and each.status != "withdrawn")
        return tuple(sorted(kept, key=lambda each: each.id))

    @property
    def totals(self) -> tuple[Incident, ...]:
        """Published totals, by id: compared with what is counted, never added to it."""
        return tuple(sorted((each for each in self.every if each.is_aggregate), key=lambda each: each.id))


def table_of(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Attachment:
    """Return rows as an attached table, inert for spreadsheets."""
    return Attachment.of(name, csv_text(head, rows))
