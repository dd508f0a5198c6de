"""Questions to a case, answered from the index where it is current and from ledger and objects where it is not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import Any, TypeVar

import apsw
import msgspec

from counterwatch.case.custody import CameAlong, CustodyEvent, Handled, StoredRun
from counterwatch.case.entries import Placed
from counterwatch.case.holdings import Holdings
from counterwatch.case.indexing import current, in_memory
from counterwatch.case.kinds import QUOTED, Accepted, Anchored, Custody, Erasure, Offer, Recovery, Rescue, Rescued, RunPointer, Sealed, Write
from counterwatch.case.search import SLOTS, cursor_of, place_of, places
from counterwatch.case.traits import Narrowed
from counterwatch.case.vault import Unopened
from counterwatch.core import Evidence, Found, Record, Run, Template
from counterwatch.core.canonical import decoded
from counterwatch.core.errors import VerificationFailed
from counterwatch.core.finding import Struct

S = TypeVar("S", bound=Struct)

UNREADABLE_RUN = Template("case.reading.unreadable_run", "the run {name} that entry {seq:raw} lists cannot be read")
BAD_INDEX = Template("case.reading.bad_index", "{file} cannot be read as the index of this case")
DELETE_IT = Template(
    "case.reading.delete_it", "cw verify tells whether anything else is wrong; deleted, the index is made again from ledger and objects"
)
RUN_VERIFY = Template("case.reading.run_verify", "cw verify names what rests on it; nothing was changed")

AT_ONCE = 500

COLUMNS = "records.kind, records.id, records.version, records.data, records.searchable"
# `later.id != ''` lets the index over ids answer: it leaves out the records that have none.
LATER = "SELECT 1 FROM records AS later WHERE later.id = records.id AND later.id != '' AND later.version > records.version"
NEWEST = f"records.id != '' AND NOT EXISTS ({LATER})"


@dataclass(frozen=True, slots=True)
class Reading:
    """An index of the case as it was when this reading began."""

    held: Holdings
    rows: apsw.Connection

    def evidence(self) -> list[Evidence]:
        return [sealed.evidence for sealed in self.sealed().values()]

    def sealed(self) -> dict[str, Sealed]:
        """Return each piece of evidence by its id, as it was first described."""
        found: dict[str, Sealed] = {}
        rows = self.rows.execute("SELECT data FROM records WHERE kind = 'evidence' ORDER BY seq, slot")
        # Some hundred at once: one by one, calling takes longer than reading.
        while some := [str(data) for (data,) in islice(rows, AT_ONCE)]:
            for sealed in decoded(f"[{','.join(some)}]", type=list[Sealed]):
                found.setdefault(sealed.id, sealed)
        return found

    def evidence_ids(self) -> set[str]:
        """Return the id of each piece of evidence; nothing else of them is read."""
        return {str(id) for (id,) in self.rows.execute("SELECT data ->> '$.id' FROM records WHERE kind = 'evidence'")}

    def runs(self) -> list[StoredRun]:
        times = {int(seq): str(time) for seq, time in self.rows.execute("SELECT seq, time FROM entries")}
        pointers = self._records("run", RunPointer)
        return [StoredRun(hash=each.object, seq=seq, time=times[seq], run=self._run(seq, each.object)) for seq, each in pointers]

    def object_of(self, attachment: str) -> str | None:
        """Return the object that holds the attachment with this hash of its content."""
        return next((each.attachments[attachment] for _seq, each in self._records("run", RunPointer) if attachment in each.attachments), None)

    def custody(self) -> list[CustodyEvent]:
        by_entry: dict[int, list[Record]] = {}
        for seq, kind, data in self.rows.execute(f"SELECT seq, kind, data FROM records WHERE kind IN ({QUOTED}) ORDER BY seq, slot"):  # noqa: S608 - our own words
            by_entry.setdefault(int(seq), []).append(Record(id="", kind=str(kind), data=decoded(str(data), type=dict[str, Any])))
        entries = self.rows.execute("SELECT seq, hash, time, verb, signer FROM entries ORDER BY seq")
        return _clocked([_event(entry, by_entry.get(int(entry[0]), [])) for entry in entries])

    def history(self, id: str) -> Iterator[Record]:
        """Return every version of a record, oldest first."""
        return self._found("records WHERE records.id = ? AND records.id != '' ORDER BY records.version", (id,))

    def newest_of(self, kind: str, upto: int | None = None) -> Iterator[Record]:
        """Return the newest version of each record of a kind; with `upto` as it was after that entry."""
        if upto is None:
            return self._found(f"records WHERE records.kind = ? AND {NEWEST} ORDER BY records.seq, records.slot", (kind,))
        then = f"records.id != '' AND records.seq <= ? AND NOT EXISTS ({LATER} AND later.seq <= ?)"
        return self._found(f"records WHERE records.kind = ? AND {then} ORDER BY records.seq, records.slot", (kind, upto, upto))

    def ids_of(self, kind: str) -> Iterator[str]:
        """Return the id of each record of a kind, in the order of writing; nothing else of them is read."""
        rows = self.rows.execute("SELECT DISTINCT id FROM records WHERE kind = ? AND id != '' ORDER BY seq, slot", (kind,))
        return (str(id) for (id,) in list(rows))

    def places_of_kind(self, kind: str) -> list[int]:
        """Return where the newest versions of the records of a kind lie, in the order of writing."""
        found = self.rows.execute(f"SELECT seq, slot FROM records WHERE records.kind = ? AND {NEWEST} ORDER BY seq, slot", (kind,))  # noqa: S608 - our own words
        return [place_of(int(seq), int(slot)) for seq, slot in found]

    def places(self, text: str, kind: str | None, *, after: int = 0, most: int = -1, narrowed: Narrowed | None = None) -> list[int]:
        """Return where the newest versions lie whose searchable text holds every word, in the order of writing; `most` -1 for all."""
        asked = places(self.rows, text, kind)
        if asked is None:
            return []
        sql, filled = f"{asked[0]} AND place > ? ORDER BY place", [*asked[1], after]
        if narrowed:
            condition, more = narrowed.conditions
            # The limit keeps the places in order until they are asked about: one by one, and no more of them than are wanted.
            sql = f"SELECT place FROM ({sql} LIMIT -1) AS found WHERE EXISTS (SELECT 1 FROM traits WHERE traits.place = found.place AND {condition})"  # noqa: S608 - our own words
            filled += more
        return [int(place) for (place,) in self.rows.execute(f"{sql} LIMIT ?", (*filled, most))]

    def count(self, text: str, kind: str | None) -> int:
        """Return how many newest versions hold every word; nothing of them is read."""
        asked = places(self.rows, text, kind)
        return int(next(self.rows.execute(f"SELECT count(*) FROM ({asked[0]})", tuple(asked[1])))[0]) if asked else 0  # noqa: S608 - our own words

    def at(self, wanted: list[int]) -> list[Found]:
        """Return the records at some places, but for those that are not there any more."""
        asked = "json_each(?) AS wanted CROSS JOIN records ON records.seq = wanted.value / ? AND records.slot = wanted.value % ?"
        return self._dated(f"{asked} JOIN entries USING (seq) ORDER BY wanted.key", (msgspec.json.encode(wanted).decode(), SLOTS, SLOTS))

    def dated(self, id: str) -> list[Found]:
        """Return every version of a record with the time of its entry, oldest first."""
        return self._dated("records JOIN entries USING (seq) WHERE records.id = ? AND records.id != '' ORDER BY records.version", (id,))

    def _dated(self, which: str, filled: tuple[Any, ...]) -> list[Found]:
        rows = self.rows.execute(f"SELECT {COLUMNS}, entries.time, records.seq, records.slot FROM {which}", filled)  # noqa: S608 - our own words
        return [Found(record=_record(*row), written=time, place=cursor_of(place_of(seq, slot))) for *row, time, seq, slot in rows]

    def versions(self, ids: set[str]) -> dict[str, tuple[str, int]]:
        """Return kind and newest version of those records that are there."""
        found = {}
        for id in ids:
            for kind, version in self.rows.execute(
                "SELECT kind, version FROM records WHERE id = ? AND id != '' ORDER BY version DESC LIMIT 1", (id,)
            ):
                found[id] = (str(kind), int(version))
        return found

    def places_of(self, id: str) -> dict[int, list[int]]:
        """Return where the versions of a record lie, or the descriptions of a piece of evidence: entries and slots."""
        found: dict[int, list[int]] = {}
        asked = "id = ?1 AND id != '' OR kind = 'evidence' AND data ->> '$.id' = ?1"
        for seq, slot in self.rows.execute(f"SELECT seq, slot FROM records WHERE {asked} ORDER BY seq, slot", (id,)):  # noqa: S608 - our own words
            found.setdefault(int(seq), []).append(int(slot))
        return found

    def pack_and_body(self, seq: int) -> tuple[str, str]:
        """Return the pack of an entry and its body as it is called now."""
        return next((str(pack), str(body)) for pack, body in self.rows.execute("SELECT pack, body FROM bodies WHERE seq = ?", (seq,)))

    def objects_of_evidence(self, id: str) -> list[str]:
        """Return the objects that hold a piece of evidence."""
        return list(dict.fromkeys(sealed.object for _seq, sealed in self._records("evidence", Sealed) if sealed.id == id))

    def is_used(self, id: str) -> bool:
        """Does any finding, or the run it is in, name this?"""
        return bool(list(self.rows.execute("SELECT 1 FROM findings, json_each(findings.uses) AS used WHERE used.value = ? LIMIT 1", (id,))))

    def erased(self) -> dict[str, tuple[int, str]]:
        """Return the evidence that runs name and that was erased on purpose: the entry that did it, and its time."""
        times = {int(seq): str(time) for seq, time in self.rows.execute("SELECT seq, time FROM entries WHERE verb = 'erase'")}
        found = dict[str, tuple[int, str]]()
        for seq, each in self._records("erasure", Erasure):
            # Said in a record, and done by the signed pack of an entry that may.
            if not each.slots and seq in times and self.held.current(each.gone) is None:
                found |= dict.fromkeys({each.gone, each.evidence or each.gone}, (seq, times[seq]))
        return found

    def was_erased(self) -> set[str]:
        """Return what erasures call the ids of what is gone (`case.erase.was_of`); those of earlier versions say nothing."""
        return {each.was for _seq, each in self._records("erasure", Erasure) if each.was}

    def _found(self, which: str, filled: tuple[str | int, ...]) -> Iterator[Record]:
        # All rows at once, so that nothing is held open; each is decoded when somebody gets to it, and then let go.
        rows = list(self.rows.execute(f"SELECT {COLUMNS} FROM {which}", filled))  # noqa: S608 - our own words
        rows.reverse()
        return (_record(*rows.pop()) for _ in range(len(rows)))

    def _records(self, kind: str, type: type[S]) -> Iterator[tuple[int, S]]:
        for seq, data in self.rows.execute("SELECT seq, data FROM records WHERE kind = ? ORDER BY seq, slot", (kind,)):
            yield int(seq), decoded(str(data), type=type)

    def _run(self, seq: int, name: str) -> Run:
        try:
            return decoded(self.held.content(name), type=Run)
        except (OSError, Unopened, msgspec.MsgspecError) as error:
            raise VerificationFailed(UNREADABLE_RUN(name=name[:16], seq=seq), hint=RUN_VERIFY()) from error


def _record(kind: str, id: str, version: int, data: str, searchable: str) -> Record:
    names = decoded(searchable, type=tuple[str, ...]) if searchable else ()
    return Record(id=id, kind=kind, version=version, data=decoded(data, type=dict[str, Any]), searchable=names)


@contextmanager
def reading(held: Holdings, newest: list[Placed]) -> Iterator[Reading]:
    """Open the index if it is current, else make one in memory."""
    rows = current(held, newest) or in_memory(held, held.entries)
    try:
        yield Reading(held, rows)
    except (apsw.Error, msgspec.MsgspecError) as error:
        raise VerificationFailed(BAD_INDEX(file=held.layout.shown(held.layout.index)), hint=DELETE_IT()) from error
    finally:
        rows.close()


def _event(entry: tuple[Any, ...], records: list[Record]) -> CustodyEvent:
    seq, hash, time, verb, signer = entry
    sealed = tuple(_handled(each) for each in _of(records, "evidence", Sealed))
    return CustodyEvent(
        seq=seq, hash=hash, time=time, verb=verb, signer=signer, sealed=sealed,
        tool=next((each.tool for each in _of(records, "write", Write)), ""),
        runs=tuple(each.object for each in _of(records, "run", RunPointer)), recovered=next(iter(_of(records, "recovery", Recovery)), None),
        custody=tuple(_of(records, "custody", Custody)), offers=tuple(_of(records, "offer", Offer)),
        receipts=tuple(_of(records, "receipt", Accepted)), anchors=tuple(_of(records, "anchor", Anchored)),
        rescues=tuple(_of(records, "rescue", Rescue)), rescued=tuple(_came_along(records)),
        erased_because=tuple(dict.fromkeys(each.reason for each in _of(records, "erasure", Erasure))),
    )  # fmt: skip


def _came_along(records: list[Record]) -> Iterator[CameAlong]:
    """Take the records of a rescue apart again, at the marks that name the entries they were in."""
    marks = [position for position, record in enumerate(records) if record.kind == "rescued"]
    for start, end in pairwise([*marks, len(records)]):
        was, said = msgspec.convert(records[start].data, type=Rescued), records[start:end]
        runs = tuple(each.object for each in _of(said, "run", RunPointer))
        yield CameAlong(
            was=was, sealed=tuple(_handled(each) for each in _of(said, "evidence", Sealed)), runs=runs, custody=tuple(_of(said, "custody", Custody))
        )


def _clocked(events: list[CustodyEvent]) -> list[CustodyEvent]:
    """Say where the clock was set back: an entry dated before the one it follows."""
    pairs = zip(["", *(each.time for each in events)], events, strict=False)
    return [replace(event, clock_was=before) if event.time < before else event for before, event in pairs]


def _handled(sealed: Sealed) -> Handled:
    return Handled(evidence=sealed.evidence, exact_name=sealed.exact_name, purpose=sealed.purpose, modified=sealed.modified, links=sealed.links)


def _of(records: list[Record], kind: str, type: type[S]) -> list[S]:
    return [msgspec.convert(record.data, type=type) for record in records if record.kind == kind]
