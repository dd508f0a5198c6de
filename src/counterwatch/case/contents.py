"""What the objects of an entry hold: its records and runs, read and checked against what the pack commits to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from counterwatch.case.defect import Defect
from counterwatch.case.entries import Entry, Placed
from counterwatch.case.holdings import REPLACING, Holdings
from counterwatch.case.kept import Kept
from counterwatch.case.kinds import KINDS, is_well_formed, objects_of
from counterwatch.case.pack import Gone, Unreadable, read_pack
from counterwatch.case.vault import Unopened
from counterwatch.core import Message, Record, Run, Template, sha256_hex
from counterwatch.core.canonical import decoded

MISSING = Template("case.contents.missing", "the object is missing")
NOT_ITS_NAME = Template("case.contents.not_its_name", "the object is not what its name says: its content was changed")
NOT_A_PACK = Template("case.contents.not_a_pack", "the entry lists this object as its pack, but it is not one")
NOT_ITS_BODY = Template("case.contents.not_its_body", "the records are not those whose hashes the entry's pack holds")
NOT_FOR_KEY = Template("case.contents.not_for_key", "the object is not an age file that the key of this case opens")
NOT_A_RUN = Template("case.contents.not_a_run", "the object is listed as a run, but cannot be read as one")
NOT_WELL_FORMED = Template("case.contents.not_well_formed", "a record of the kind «{kind}» lacks a field of that kind, or has one too many")
NOT_LISTED = Template("case.contents.not_listed", "a record speaks of the object {name}, which its entry does not list")

NONE: Mapping[int, Content] = {}


@dataclass(slots=True)
class Content:
    """The records of one entry, the slots they have in its pack, and its runs by object; what could not be read is a defect.

    `is_read` says that the body holds what its pack commits to.
    """

    records: list[Record] | Kept = field(default_factory=list)
    slots: list[int] = field(default_factory=list)
    runs: dict[str, Run] = field(default_factory=dict)
    gone: tuple[Gone, ...] = ()
    body: str = ""
    defects: list[Defect] = field(default_factory=list)
    is_read: bool = False


def read_content(held: Holdings, placed: Placed) -> Content:
    """Read the records and runs of an entry; damaged parts become defects, the rest is returned."""
    content, entry = Content(), placed.entry
    try:
        records = _read_records(held, entry, content)
    except _Damaged as damage:
        content.defects.append(damage.defect)
        return content
    content.is_read = True
    listed = frozenset(entry.objects)
    for slot, record in enumerate(records):
        if record is None:
            continue
        if message := _departure(record, listed):
            content.defects.append(_defect(held, entry, entry.objects[1], message))
            continue
        content.records.append(record)
        content.slots.append(slot)
        if record.kind == "run":
            _read_run(held, entry, objects_of(record)[0], content)
    return content


def _departure(record: Record, listed: frozenset[str]) -> Message | None:
    if not is_well_formed(record):
        return NOT_WELL_FORMED(kind=record.kind)
    absent = [name for name in objects_of(record) if name not in listed]
    return NOT_LISTED(name=absent[0][:16]) if absent else None


def read_contents(held: Holdings, entries: list[Placed], known: Mapping[int, Content] = NONE) -> Iterator[tuple[Placed, Content]]:
    """Yield each entry with what it holds; what is known already, by the number of the entry, is not read."""
    for placed in entries:
        yield placed, known[placed.entry.seq] if placed.entry.seq in known else read_content(held, placed)


def content_as_written(records: Kept, objects: Sequence[str]) -> Content:
    """Return what reading an entry would give that was written just now, replaced nothing and holds no run."""
    listed = frozenset(objects)
    # What describes evidence is built by the batch; of the kinds that the format does not define, nothing can depart from it.
    doubted = (slot for slot, (_, kind, _) in enumerate(records.heads) if kind in KINDS and kind != "evidence")
    departing = {slot for slot in doubted if _departure(records[slot], listed)}
    slots = [slot for slot in range(len(records)) if slot not in departing]
    return Content(records=[records[slot] for slot in slots] if departing else records, slots=slots, body=objects[1])


class _Damaged(Exception):
    def __init__(self, defect: Defect) -> None:
        super().__init__(defect)
        self.defect = defect


def _read_records(held: Holdings, entry: Entry, content: Content) -> list[Record | None]:
    try:
        pack = read_pack(_bytes(held, entry, entry.objects[0]))
    except Unreadable as error:
        raise _Damaged(_defect(held, entry, entry.objects[0], NOT_A_PACK())) from error
    if (body := pack.body) != entry.objects[1]:
        raise _Damaged(_defect(held, entry, entry.objects[0], NOT_A_PACK()))
    content.gone, content.body = pack.gone if entry.verb in REPLACING else (), held.current(body) or body
    try:
        return held.vault.records(_bytes(held, entry, body), pack, held.replaced.erased(body))
    except Unreadable as error:
        raise _Damaged(_defect(held, entry, body, NOT_ITS_BODY())) from error


def _read_run(held: Holdings, entry: Entry, name: str, content: Content) -> None:
    try:
        content.runs[name] = decoded(_content(held, entry, name), type=Run)
    except _Damaged as damage:
        content.defects.append(damage.defect)
    except msgspec.MsgspecError:
        content.defects.append(_defect(held, entry, name, NOT_A_RUN()))


def _bytes(held: Holdings, entry: Entry, name: str) -> bytes:
    try:
        data = held.path(name).read_bytes()
    except OSError as error:
        raise _Damaged(_defect(held, entry, name, MISSING())) from error
    if sha256_hex(data) != held.current(name):
        raise _Damaged(_defect(held, entry, name, NOT_ITS_NAME()))
    return data


def _content(held: Holdings, entry: Entry, name: str) -> bytes:
    _bytes(held, entry, name)
    try:
        return held.content(name)
    except Unopened as error:
        raise _Damaged(_defect(held, entry, name, NOT_FOR_KEY())) from error


def _defect(held: Holdings, entry: Entry, name: str, message: Message) -> Defect:
    return Defect(file=held.layout.shown(held.path(name)), message=message, seq=entry.seq, objects=(name,))
