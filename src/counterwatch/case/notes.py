"""What verification mentions without calling it a defect: leftovers, files that do not belong, a clock that went back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import msgspec

from counterwatch.case.entries import Ledger, Placed
from counterwatch.case.holdings import gone_by
from counterwatch.case.kinds import Rescue
from counterwatch.case.layout import ABOUT, CHECKPOINT, OBJECT, SEGMENT, Layout
from counterwatch.case.synchronised import leftover
from counterwatch.case.verification import Note
from counterwatch.core import Record, Template

UNLISTED = Template("case.notes.unlisted", "unlisted: left by an interrupted write, or put there by somebody; no entry speaks of it")
FOREIGN = Template("case.notes.foreign", "not part of the case; it was not checked")
SET_ASIDE = Template("case.notes.set_aside", "a torn line that a later writer set aside; its entry was never acknowledged")
TORN = Template(
    "case.notes.torn", "the last line is cut off: a write was interrupted before it was acknowledged; the next writer sets the line aside"
)
UNFINISHED = Template("case.notes.unfinished", "the last write is being finished, or was interrupted after its entry; the next writer finishes it")
CLOCK_BACK = Template("case.notes.clock_back", "entry {seq:raw} is dated {time}, before the entry that it follows ({before}): the clock was set back")
ERASED = Template(
    "case.notes.erased",
    "entry {seq:raw} erased a record on purpose: signed, not damaged",
    "entry {seq:raw} erased {n} records on purpose: signed, not damaged",
)
RECOVERED = Template(
    "case.notes.recovered",
    "entry {seq:raw} is signed with the recovery key that entry {named:raw} named, not by a former signer; it admits {signer}, who wrote {n} entry",
    "entry {seq:raw} is signed with the recovery key that entry {named:raw} named, not by a former signer; it admits {signer}, who wrote {n} entries",
)
REOPENED = Template(
    "case.notes.reopened",
    "entry {seq:raw} changed who can read, signed with the recovery key that entry {named:raw} named; it admitted no new signer",
)
ERASED_THERE = Template(
    "case.notes.erased_there",
    "entry {seq:raw} is a rescue: entry {about:raw} of the damaged case had erased a record on purpose; it is not lost",
    "entry {seq:raw} is a rescue: entry {about:raw} of the damaged case had erased {n} records on purpose; they are not lost",
)
LOST_THERE = Template(
    "case.notes.lost_there",
    "entry {seq:raw} is a rescue: {n} object of the damaged case was left out, neither intact nor erased on purpose; cw log names it",
    "entry {seq:raw} is a rescue: {n} objects of the damaged case were left out, neither intact nor erased on purpose; cw log names them",
)
UNDER_WAY = Template("case.notes.under_way", "entry {seq:raw} erased or replaced this object; the next writer deletes it")


def notes_of(layout: Layout, ledger: Ledger) -> list[Note]:
    """Return the notes about a case."""
    said = (_tail(layout, ledger), _clock(layout, ledger), _recovered(layout, ledger), _erased(layout, ledger), _unlisted(layout, ledger))
    return [*(note for notes in said for note in notes), *_foreign(layout, ledger)]


def rescue_notes(layout: Layout, placed: Placed, record: Record) -> Iterator[Note]:
    """Tell, of what a rescue left behind, the erased from the lost."""
    if record.kind != "rescue":
        return
    file, seq, story = layout.shown(layout.object(placed.entry.objects[0])), placed.entry.seq, msgspec.convert(record.data, type=Rescue)
    for about, erased in groupby(story.erased, key=lambda each: each.seq):
        yield Note(file=file, message=ERASED_THERE(seq=seq, about=about, n=sum(len(each.slots) for each in erased)))
    if story.objects:
        yield Note(file=file, message=LOST_THERE(seq=seq, n=len(story.objects)))


def _tail(layout: Layout, ledger: Ledger) -> Iterator[Note]:
    if ledger.open_segment is None:
        return
    file = layout.shown(layout.segment(ledger.open_segment))
    if ledger.torn:
        yield Note(file=file, message=TORN())
    if ledger.is_prepared:
        yield Note(file=file, message=UNFINISHED())


def _clock(layout: Layout, ledger: Ledger) -> Iterator[Note]:
    for before, placed in zip(ledger.entries, ledger.entries[1:], strict=False):
        if placed.entry.time < before.entry.time:
            said = CLOCK_BACK(seq=placed.entry.seq, time=placed.entry.time, before=before.entry.time)
            yield Note(file=layout.shown(layout.segment(placed.segment)), message=said)


def _recovered(layout: Layout, ledger: Ledger) -> Iterator[Note]:
    for each in ledger.recoveries:
        signed = sum(placed.entry.signer in each.signers for placed in ledger.entries)
        said = (
            RECOVERED(seq=each.seq, named=each.named, signer=", ".join(each.signers), n=signed)
            if each.signers
            else REOPENED(seq=each.seq, named=each.named)
        )
        yield Note(file=layout.shown(layout.segment(each.segment)), message=said)


def _erased(layout: Layout, ledger: Ledger) -> Iterator[Note]:
    for placed in ledger.entries:
        gone = list(gone_by(layout, placed))
        if placed.entry.verb == "erase":
            erased = sum(len(each.slots) for each in gone)
            yield Note(file=layout.shown(layout.object(placed.entry.objects[0])), message=ERASED(seq=placed.entry.seq, n=erased))
        if placed is ledger.entries[-1]:
            left = [layout.object(each.gone) for each in gone if layout.object(each.gone).exists()]
            yield from (Note(file=layout.shown(path), message=UNDER_WAY(seq=placed.entry.seq)) for path in left)


def _unlisted(layout: Layout, ledger: Ledger) -> Iterator[Note]:
    listed = {name for placed in ledger.entries for name in placed.entry.objects}
    expected = {f"{layout.objects}/{name[:2]}/{name}" for name in listed}
    strays = [Path(place) for place in _files(layout.objects) if place not in expected]
    missing = {name for name in listed if not layout.object(name).is_file()} if strays else set[str]()
    for path in strays:
        is_object = bool(OBJECT.match(path.name)) and path == layout.object(path.name)
        said = leftover(layout, path, missing) or (UNLISTED() if is_object else FOREIGN())
        yield Note(file=layout.shown(path), message=said)


def _foreign(layout: Layout, ledger: Ledger) -> Iterator[Note]:
    known = {layout.lock, layout.index, layout.case_file, layout.instructions, layout.secret, *(layout.key(signer) for signer in ledger.listed)}
    known |= {layout.index.with_name("index.db-journal")}
    for path in map(Path, _files(layout.root, but=layout.objects)):
        is_ledger = path.parent == layout.ledger and (SEGMENT.match(path.name) or CHECKPOINT.match(path.name))
        if path in known or is_ledger:
            continue
        if path.parent == layout.anchors and ABOUT.match(path.name):
            continue
        said = leftover(layout, path, set()) or (UNLISTED() if layout.tmp in path.parents else FOREIGN())
        yield Note(file=layout.shown(path), message=SET_ASIDE() if path.name.startswith("torn-") and path.parent == layout.tmp else said)


def _files(folder: Path, but: Path | None = None) -> list[str]:
    """Return every file below a folder, in order, as text: there may be very many."""
    # os.walk passes over folders that a writer removes meanwhile; links to folders count as files.
    found = []
    for root, folders, files in os.walk(folder):
        links = [name for name in folders if os.path.islink(f"{root}/{name}")]  # noqa: PTH114 - text
        folders[:] = [name for name in folders if but is None or f"{root}/{name}" != str(but)]
        found += [f"{root}/{name}" for name in (*files, *links)]
    return sorted(found)
