"""The incidents of a case as they stand now, those of them that may leave, and when each was written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from counterwatch.api.incidents import KIND, incident_from, record_id
from counterwatch.api.incidents_merges import KIND as MERGES
from counterwatch.case.reading import Reading
from counterwatch.incidents.incident import Incident
from counterwatch.incidents.interchange.leaving import for_partners, stays
from counterwatch.incidents.interchange.outgoing import Dated
from counterwatch.incidents.merging import Merge, is_countable, merged, together


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The casebook as one reading of the case sees it. Every record is read when somebody gets to it, so that a large one needs no room."""

    reading: Reading
    sharing: str
    whole: bool
    today: str

    def incidents(self) -> Iterator[Incident]:
        """Yield what leaves: in one's own whole copy as it is, else what partners get of it."""
        return (incident for _ids, incident in self._leaving())

    def dated(self) -> Iterator[Dated]:
        """Yield what leaves with the times of its first and its newest version."""
        for ids, incident in self._leaving():
            versions = [each for id in ids for each in self.reading.dated(id)]
            written = sorted(each.written for each in versions)
            yield Dated(incident=incident, created=written[0], modified=written[-1])

    def held(self) -> tuple[int, Counter[str]]:
        """Return how many leave, and how many stay for which reason; records of one event are one."""
        why = Counter(self._why(incident) for _, incident in self._events())
        return why.pop("", 0), why

    def _leaving(self) -> Iterator[tuple[list[str], Incident]]:
        for ids, incident in self._events():
            if not self._why(incident):
                yield ids, incident if self.whole else for_partners(incident)

    def _events(self) -> Iterator[tuple[list[str], Incident]]:
        """Yield the ids of records with the incident that they are. In one's own whole copy each record stands for itself, as it was written.

        Records that were merged are one for everybody else, with the narrowest mark of sharing and the least consent of them.
        """
        merges = () if self.whole else (msgspec.convert(each.data, type=Merge) for each in self.reading.newest_of(MERGES))
        parts, done = together(merges), set[tuple[str, ...]]()
        for record in self.reading.newest_of(KIND):
            incident = incident_from(record)
            ids = parts.get(incident.id, ()) if is_countable(incident) else ()
            if not ids:
                yield [record.id], incident
            elif ids not in done:
                done.add(ids)
                records = [versions[-1].record for each in ids if (versions := self.reading.dated(record_id(each)))]
                found = [(each.id, known) for each in records if is_countable(known := incident_from(each))]
                yield [id for id, _ in found], merged([each for _, each in found])

    def _why(self, incident: Incident) -> str:
        return stays(incident, sharing=self.sharing, today=self.today, whole=self.whole)
