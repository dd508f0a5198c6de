"""What a checked bundle brings into a case: evidence, findings that stay marked as somebody else's, and records of the casebook, none in silence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import msgspec

from counterwatch.api.bundle_kinds import KINDS, as_own, normal, widens
from counterwatch.bundle.merging import Course, Way, fields_that_differ, renamed, said_by, to_write, way
from counterwatch.case import Case, StoredRun
from counterwatch.case.batch import Batch
from counterwatch.case.erase import was_of
from counterwatch.case.holdings import Holdings
from counterwatch.case.kinds import Sealed
from counterwatch.case.pieces import pieces
from counterwatch.case.reading import Reading
from counterwatch.case.record_rules import fit, is_fit
from counterwatch.case.vault import Unopened
from counterwatch.core import Record, Run, Template, WrongUsage, canonical, digest
from counterwatch.core.errors import VerificationFailed
from counterwatch.core.progress import Progress

TAKING = Template("api.bundle_merge.taking", "taking over what the bundle brings")
OTHER_CONTENT = Template("api.bundle_merge.other_content", "the evidence {id} of the bundle is not what its description says")
ASK_AGAIN = Template("api.bundle_merge.ask_again", "nothing of the bundle was taken over; ask the sender for another copy")
CONFLICT, FOREIGN_RUN, FOREIGN_RECORDS = "conflict", "foreign_run", "foreign_records"
BUNDLE = "bundle"
OF_BUNDLES = frozenset({BUNDLE, CONFLICT, FOREIGN_RUN, FOREIGN_RECORDS})
"""Kinds that say what came from others: they speak of the case that holds them, and do not travel on."""
PORTION, SHORT, ID = 10_000, 24, 80


@dataclass(slots=True)
class Brought:
    """What came of it: new evidence, foreign findings, records that are new, went on or are in conflict, and what was not taken over and why."""

    evidence: list[str] = field(default_factory=list)
    findings: int = 0
    new: list[str] = field(default_factory=list)
    went_on: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    unchanged: int = 0
    ours_newer: int = 0
    refused: list[str] = field(default_factory=list)
    left: dict[str, int] = field(default_factory=dict)
    erased: int = 0
    erased_records: list[str] = field(default_factory=list)


class Merger:
    """Takes over what the case of somebody else holds, in one batch of one's own."""

    def __init__(self, own: Reading, theirs: Case, batch: Batch, number: str, signer: str, holds: Callable[[str], bool]) -> None:
        self.own, self.theirs, self.batch, self.number, self.signer, self.holds = own, theirs, batch, number, signer, holds
        self.brought, self.now, self.taken = Brought(), dict[str, str](), dict[str, int]()
        self._contents = {id: each.sha256 for id, each in own.sealed().items()}
        self._by_content = {sha256: id for id, sha256 in self._contents.items()}
        self._erased, self._was, self._settled = own.erased(), own.was_erased(), _settled(own)

    def run(self, progress: Progress) -> Brought:
        """Take over all of it; the records that say what is somebody else's come last."""
        held = self.theirs.holdings()
        with self.theirs.reading() as reading:
            sealed = reading.sealed()
            for done, each in enumerate(sealed.values()):
                progress(TAKING(), done, len(sealed))
                self._evidence(each, held)
            self._findings(reading, held)
            self._records(reading, {id: each.sha256 for id, each in sealed.items()})
        for number, portion in enumerate(_portions(self.taken)):
            data = {"bundle": self.number, "signer": self.signer, "taken": portion}
            self.batch.record(FOREIGN_RECORDS, data, id=f"{FOREIGN_RECORDS}/{self.number}/{number}")
        return self.brought

    def _evidence(self, each: Sealed, held: Holdings) -> None:
        if each.sha256 in self._by_content:
            self.now[each.id] = self._by_content[each.sha256]
            return
        if held.current(each.object) is None:
            self.brought.erased += 1
            return
        try:
            stored, measure = self.batch.held.vault.seal(pieces(held.vault, held.file(each.object)), self.batch.folder)
        except Unopened as error:
            raise VerificationFailed(OTHER_CONTENT(id=each.id[:16]), hint=ASK_AGAIN()) from error
        if (measure.sha256, measure.size) != (each.sha256, each.size):
            raise VerificationFailed(OTHER_CONTENT(id=each.id[:16]), hint=ASK_AGAIN())
        id = measure.ids[0]
        if id in self._erased or self._was_erased(id):
            # What was erased here on purpose does not come back by itself.
            self.brought.erased += 1
            (self.batch.folder / stored.name).unlink(missing_ok=True)
            return
        self.now[each.id] = self._by_content[each.sha256] = id
        self._contents[id] = each.sha256
        self.batch.objects[stored.name] = None
        named = msgspec.structs.replace(each, id=id, object=stored.name, name=each.name.rpartition("/")[2] or each.id[:16], name_base64=b"")
        self.batch.record("evidence", msgspec.to_builtins(named))
        self.brought.evidence.append(id)

    def _findings(self, reading: Reading, held: Holdings) -> None:
        """Keep the findings of somebody else as theirs: no list of one's own findings holds them, and no report passes them off as one's own."""
        signers = {event.seq: event.signer for event in reading.custody()}
        contents = {id: self._contents[now] for id, now in self.now.items()}
        for stored in reading.runs():
            try:
                self._run(reading, held, stored, contents, signers.get(stored.seq, ""))
            except RecursionError:
                self.brought.refused.append(f"run/{stored.hash[:16]}")

    def _run(self, reading: Reading, held: Holdings, stored: StoredRun, contents: dict[str, str], signer: str) -> None:
        id = f"{FOREIGN_RUN}/{said_by(msgspec.to_builtins(stored.run), contents)[:SHORT]}"
        if list(self.own.history(id)):
            return
        run = msgspec.convert(renamed(msgspec.to_builtins(stored.run), self.now), type=Run)
        written = canonical(run)
        tables = {each.sha256: self._table(reading, held, each.sha256) for finding in run.findings for each in finding.attachments}
        data = {
            "object": self.batch.put(written), "run": run.id, "instrument": run.instrument, "seq": stored.seq, "time": stored.time,
            "signer": signer, "bundle": self.number, "bundle_signer": self.signer,
            "attachments": {sha256: name for sha256, name in tables.items() if name},
        }  # fmt: skip
        self.batch.record(FOREIGN_RUN, data, id=id)
        self.brought.findings += len(run.findings)

    def _table(self, reading: Reading, held: Holdings, sha256: str) -> str:
        name = reading.object_of(sha256)
        return self.batch.put(held.read(name)) if name else ""

    def _records(self, reading: Reading, contents: dict[str, str]) -> None:
        settled = _settled(reading)
        every = dict.fromkeys(str(id) for (id,) in reading.rows.execute("SELECT id FROM records WHERE id != '' ORDER BY seq, slot"))
        for id in every:
            versions = list(reading.history(id))
            if not all(map(is_fit, versions)):
                self.brought.refused.append(id[:ID])
            elif versions[0].kind in KINDS:
                self._record(id, versions, [said_by(normal(each), contents) for each in versions], settled.get(id, set()))
            elif versions[0].kind not in OF_BUNDLES:
                self.brought.left[versions[0].kind] = self.brought.left.get(versions[0].kind, 0) + 1

    def _record(self, id: str, versions: list[Record], said: list[str], known: set[str]) -> None:
        own = list(self.own.history(id))
        if not own and self._was_erased(id):
            self.brought.erased_records.append(id)
            return
        ours = Course(versions=[said_by(normal(each), self._contents) for each in own], known=self._settled.get(id, set())) if own else None
        theirs, before = Course(versions=said, known=known), own[-1].version if own else 0
        found = way(ours, theirs)
        # What lets more out is for a person to say, even where they went on from ours.
        is_wider = found is Way.THEIRS_GOES_ON and widens(own[-1], versions[-1])
        found = Way.CONFLICT if is_wider else found
        if found in (Way.NEW, Way.THEIRS_GOES_ON):
            wanted = [self._own_record(versions[place]) for place in to_write(ours, theirs)]
            self._write(id, [each for each in wanted if each], before, is_whole=all(wanted), is_new=not own)
        elif found is Way.CONFLICT:
            is_related = bool(ours and set(ours.versions) & set(said))
            self._conflict(id, own[-1], versions[-1], said[-1], why="wider" if is_wider else "both" if is_related else "apart")
        elif found is Way.SAME:
            self.brought.unchanged += 1
        else:
            self.brought.ours_newer += 1

    def _was_erased(self, id: str) -> bool:
        """Was this erased here, on purpose? What somebody asked to be gone does not come back because somebody else still has it."""
        return bool(self._was) and not self._was.isdisjoint(was_of(self.batch.held.vault, id))

    def _own_record(self, record: Record) -> Record | None:
        made = as_own(record, partial(renamed, now=self.now), self.holds)
        if made is None:
            return None
        try:
            return next(fit([made]))
        except WrongUsage:
            return None

    def _write(self, id: str, records: list[Record], before: int, *, is_whole: bool, is_new: bool) -> None:
        if not is_whole:
            self.brought.refused.append(id)
            return
        for number, each in enumerate(records, before + 1):
            self.batch.records.append(msgspec.structs.replace(each, version=number))
        self.taken[id] = before + len(records)
        (self.brought.new if is_new else self.brought.went_on).append(id)

    def _conflict(self, id: str, own: Record, theirs: Record, said: str, *, why: str) -> None:
        """Write down that both sides went their own way; neither version is touched."""
        key = f"{CONFLICT}/{digest([id, said])[:SHORT]}"
        made = self._own_record(theirs)
        if made is None:
            self.brought.refused.append(id)
            return
        self.brought.conflicts.append(id)
        before = [*self.own.history(key)]
        if before and not before[-1].data["settled"]:
            return
        data = {
            "record": id, "kind": own.kind, "ours": own.version, "theirs": made.data, "said": said, "bundle": self.number, "signer": self.signer,
            "fields": list(fields_that_differ(own.data, made.data)), "settled": "", "why": why,
        }  # fmt: skip
        self.batch.record(CONFLICT, data, id=key, version=len(before) + 1)


def _settled(reading: Reading) -> dict[str, set[str]]:
    """Return which versions of ours somebody else has dealt with, by record."""
    found = dict[str, set[str]]()
    for each in reading.newest_of(CONFLICT):
        if each.data.get("settled") and isinstance(each.data.get("record"), str):
            found.setdefault(each.data["record"], set()).add(str(each.data.get("said", "")))
    return found


def _portions(taken: dict[str, int]) -> Iterator[dict[str, Any]]:
    every = list(taken.items())
    return (dict(every[start : start + PORTION]) for start in range(0, len(every), PORTION))
