"""The incidents of a case as they stand now, those of them that may leave, and when each was written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from counterwatch.api.incidents import KIND, incident_from
from counterwatch.case.reading import Reading
from counterwatch.incidents.incident import Incident
from counterwatch.incidents.interchange.leaving import for_partners, stays
from counterwatch.incidents.interchange.outgoing import Dated


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The casebook as one reading of the case sees it. Every record is read when somebody gets to it, so that a large one needs no room."""

    reading: Reading
    sharing: str
    whole: bool
    today: str

    def incidents(self) -> Iterator[Incident]:
        """Yield what leaves: in one's own whole copy as it is, else what partners get of it."""
        return (incident for _id, incident in self._leaving())

    def dated(self) -> Iterator[Dated]:
        """Yield what leaves with the times of its first and its newest version."""
        for id, incident in self._leaving():
            versions = self.reading.dated(id)
            yield Dated(incident=incident, created=versions[0].written, modified=versions[-1].written)

    def held(self) -> tuple[int, Counter[str]]:
        """Return how many leave, and how many stay for which reason."""
        why = Counter(self._why(incident_from(each)) for each in self.reading.newest_of(KIND))
        return why.pop("", 0), why

    def _leaving(self) -> Iterator[tuple[str, Incident]]:
        for record in self.reading.newest_of(KIND):
            incident = incident_from(record)
            if not self._why(incident):
                yield record.id, incident if self.whole else for_partners(incident)

    def _why(self, incident: Incident) -> str:
        return stays(incident, sharing=self.sharing, today=self.today, whole=self.whole)
