"""From something damaged to the findings that rest on it: finding -> run -> evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import msgspec

from counterwatch.case.defect import Defect, Touched
from counterwatch.case.entries import Placed
from counterwatch.case.index import Row


class Uses:
    """Which findings use which objects, from every index that can be read: a damaged run is still known to the one on disk."""

    def __init__(self, entries: list[Placed], tables: Iterable[dict[str, list[Row]]]) -> None:
        self._by_object: dict[str, dict[Touched, None]] = {}
        self._listed: dict[int, tuple[str, ...]] = {}
        for rows in tables:
            self._add(rows)
        self._listed |= {placed.entry.seq: placed.entry.objects for placed in entries}
        self._whole = {name: objects for objects in self._listed.values() for name in objects[:2]}

    def of(self, defect: Defect) -> Defect:
        """Return the defect with the findings it touches."""
        names = defect.objects or self._listed.get(defect.seq or 0, ())
        # Without its pack or body, nothing says any more what an entry lists.
        reached = dict.fromkeys(each for name in names for each in self._whole.get(name, (name,)))
        found = dict.fromkeys(touched for name in reached for touched in self._by_object.get(name, ()))
        return replace(defect, findings=tuple(found))

    def _add(self, rows: dict[str, list[Row]]) -> None:
        for _seq, run, _position, finding, check, subject, uses in rows["findings"]:
            touched = Touched(run=str(run), finding=str(finding), check=str(check), subject=str(subject))
            for name in msgspec.json.decode(str(uses), type=list[str]):
                self._by_object.setdefault(name, {})[touched] = None
        for seq, _position, name in rows["objects"]:
            self._listed[int(seq)] = (*self._listed.get(int(seq), ()), str(name))
