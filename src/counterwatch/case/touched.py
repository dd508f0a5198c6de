"""From something damaged to the findings that rest on it: finding -> run -> evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby

import msgspec

from counterwatch.case.defect import Defect, Touched
from counterwatch.case.entries import Placed
from counterwatch.case.index import Row
from counterwatch.case.kinds import RunPointer, Sealed


class Uses:
    """Which findings use which objects, from every index that can be read: a damaged run is still known to the one on disk."""

    def __init__(self, entries: list[Placed], tables: Iterable[dict[str, list[Row]]], replaced: Mapping[str, str | None]) -> None:
        self._by_object: dict[str, dict[Touched, None]] = {}
        self._listed: dict[int, tuple[str, ...]] = {}
        for rows in tables:
            self._add(rows)
        self._listed |= {placed.entry.seq: placed.entry.objects for placed in entries}
        self._before = {now: name for name, now in replaced.items() if now}
        self._whole = {name: objects for objects in self._listed.values() for name in objects[:2]}

    def of(self, defect: Defect) -> Defect:
        """Return the defect with the findings it touches."""
        names = defect.objects or self._listed.get(defect.seq or 0, ())
        # Without its pack or body, nothing says any more what an entry lists.
        reached = dict.fromkeys(each for name in names for old in self._older(name) for each in self._whole.get(old, (old,)))
        found = dict.fromkeys(touched for name in reached for touched in self._by_object.get(name, ()))
        return replace(defect, findings=tuple(found))

    def _older(self, name: str) -> Iterator[str]:
        """Yield an object and those that it replaced, which is what older entries call it."""
        yield name
        while name in self._before:
            name = self._before[name]
            yield name

    def _add(self, rows: dict[str, list[Row]]) -> None:
        objects = _objects_by_id(rows["records"])
        for _seq, run, _position, finding, check, subject, uses in rows["findings"]:
            touched = Touched(run=str(run), finding=str(finding), check=str(check), subject=str(subject))
            for id in msgspec.json.decode(str(uses), type=list[str]):
                for name in {id, *objects.get(id, ())}:
                    self._by_object.setdefault(name, {})[touched] = None
        for seq, listed in groupby(rows["objects"], key=lambda row: int(row[0])):
            self._listed[seq] = tuple(str(name) for _seq, _position, name in listed)


def _objects_by_id(records: list[Row]) -> dict[str, set[str]]:
    """Return the objects that hold what a finding names by its id: evidence, or the content of an attachment."""
    found: dict[str, set[str]] = {}
    for _seq, _slot, kind, _id, _version, data, _searchable in records:
        if kind == "evidence":
            sealed = msgspec.json.decode(str(data), type=Sealed)
            found.setdefault(sealed.id, set()).add(sealed.object)
        elif kind == "run":
            for sha256, name in msgspec.json.decode(str(data), type=RunPointer).attachments.items():
                found.setdefault(sha256, set()).add(name)
    return found
