"""Saving what is intact of a damaged case into a new one. The damaged folder is only read; what was left out is named in the new ledger."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from counterwatch.case.batch import Batch
from counterwatch.case.case import Case
from counterwatch.case.entries import Entry, Ledger
from counterwatch.case.holdings import Holdings, holdings_of
from counterwatch.case.intact import Group, is_intact, signed_groups, unsigned_groups
from counterwatch.case.kinds import LeftOut, Rescue, Rescued, RunPointer, Sealed, objects_of
from counterwatch.case.layout import ABOUT, Layout
from counterwatch.case.signing import Signer
from counterwatch.case.vault import PlainVault
from counterwatch.case.verification import Verification
from counterwatch.case.verify import read_anyway, verify
from counterwatch.core import Record, Template
from counterwatch.core.errors import Refused
from counterwatch.core.progress import Cancel, Progress, never, quiet

COPYING = Template("case.rescue.copying", "copying what is intact")
INSIDE = Template("case.rescue.inside", "the new case cannot be made inside the damaged one, whose folder is left as it is")
ELSEWHERE = Template("case.rescue.elsewhere", "name a folder beside it, best on another disk")
IS_WHOLE = Template("case.rescue.is_whole", "the case in {folder} is whole: there is nothing to rescue")
COPY_IT = Template("case.rescue.copy_it", "to continue it elsewhere, copy its folder")
ENCRYPTED = Template("case.rescue.encrypted", "the case in {folder} is encrypted; this version rescues plain cases only")
KEEP_IT = Template("case.rescue.keep_it", "keep the folder as it is; a copy held by somebody else may be whole")

NOT_CARRIED = frozenset({"write", "settings", "recovery", "erasure", "offer", "receipt", "anchor"})
"""Records about the damaged folder itself: they are kept as bytes, in the objects of its history."""


@dataclass(slots=True)
class Saved:
    """What a rescue did: entries and objects that were copied, and what was left out, by name with what it was."""

    story: Rescue
    entries: list[int] = field(default_factory=list)
    objects: set[str] = field(default_factory=set)
    unsigned: int = 0


def rescue(
    damaged: Path, new: Path, *, signer: Signer, unsigned: bool = False, progress: Progress = quiet, cancel: Cancel = never
) -> tuple[Case, Saved]:
    """Copy what is intact into a new case. Records that no intact signed entry lists come along, marked so, only where `unsigned` asks for them."""
    layout = Layout(damaged.absolute())
    if new.absolute().resolve().is_relative_to(layout.root.resolve()):
        raise Refused(INSIDE(), hint=ELSEWHERE())
    found = verify(layout.root, level=2, progress=progress, cancel=cancel)
    if found.is_good:
        raise Refused(IS_WHOLE(folder=str(damaged)), hint=COPY_IT())
    case_file, _defects, _keys, ledger = read_anyway(layout)
    if case_file and case_file.mode == "encrypted":
        raise Refused(ENCRYPTED(folder=str(damaged)), hint=KEEP_IT())
    case = Case.create(new, plain=True, signer=signer)
    held = holdings_of(layout, PlainVault(ledger.case), ledger.entries)
    try:
        with case.write("rescue", signer=signer, progress=progress, cancel=cancel) as batch:
            saved = _copy(held, ledger, found, batch, unsigned=unsigned, progress=progress)
    except BaseException:
        # It was empty when it was made a moment ago; half a rescue must not pass for a whole one.
        shutil.rmtree(new, ignore_errors=True)
        raise
    return case, saved


def _copy(held: Holdings, ledger: Ledger, found: Verification, batch: Batch, *, unsigned: bool, progress: Progress) -> Saved:
    groups = signed_groups(held, ledger, found)
    unvouched = unsigned_groups(held, ledger, groups)
    wanted = [*groups, *(unvouched if unsigned else [])]
    left: dict[str, str] = {}
    records: list[Record] = []
    saved = Saved(story=_story(held.layout, ledger, found, batch, groups))
    for done, group in enumerate(wanted):
        progress(COPYING(), done, len(wanted))
        records += _group(held.layout, group, batch, saved, left)
    for group in [] if unsigned else unvouched:
        left |= {name: _what(group, name) for name in group.objects}
    # What an intact entry carried over is not left out, though a doubtful one may list it too.
    story = {name: what for name, what in left.items() if name not in saved.objects}
    saved.story = msgspec.structs.replace(saved.story, objects=story)
    batch.record("rescue", msgspec.to_builtins(saved.story))
    batch.records += records
    return saved


def _group(layout: Layout, group: Group, batch: Batch, saved: Saved, left: dict[str, str]) -> Iterator[Record]:
    """Take over the objects of one entry that are intact, then yield its records as they can stand in the new case."""
    for name in group.objects:
        if is_intact(layout, name):
            batch.adopt(layout.object(name))
            saved.objects.add(name)
        else:
            left[name] = _what(group, name)
    saved.entries += [group.entry.seq] if group.entry and group.is_signed else []
    saved.unsigned += not group.is_signed
    yield Record(id="", kind="rescued", data=msgspec.to_builtins(_rescued(group)))
    for record in group.records:
        if record.kind not in NOT_CARRIED and (carried := _carried(record, saved.objects)):
            yield carried


def _carried(record: Record, here: set[str]) -> Record | None:
    """Return a record as the new case can hold it; None where the object it is about is lost."""
    if record.kind == "run":
        pointer = msgspec.convert(record.data, type=RunPointer)
        kept = {sha256: name for sha256, name in pointer.attachments.items() if name in here}
        record = msgspec.structs.replace(record, data=msgspec.to_builtins(msgspec.structs.replace(pointer, attachments=kept)))
    return record if all(name in here for name in objects_of(record)) else None


def _what(group: Group, name: str) -> str:
    """Say what an object was, where an intact record tells."""
    for record in group.records:
        if record.kind == "evidence" and (sealed := msgspec.convert(record.data, type=Sealed)).object == name:
            return sealed.name
        if record.kind == "run" and name in objects_of(record):
            return "run" if objects_of(record)[0] == name else "attachment"
    return "records" if name in group.objects[:2] else ""


def _rescued(group: Group) -> Rescued:
    entry: Entry | None = group.entry
    tool = next((str(record.data.get("tool", "")) for record in group.records if record.kind == "write"), "")
    return Rescued(
        seq=entry.seq if entry else 0, hash=group.hash, time=entry.time if entry else "", verb=entry.verb if entry else "",
        signer=entry.signer if entry else "", tool=tool, is_signed=group.is_signed,
    )  # fmt: skip


def _story(layout: Layout, ledger: Ledger, found: Verification, batch: Batch, groups: list[Group]) -> Rescue:
    last = max([ledger.newest.last if ledger.newest else 0, *(placed.entry.seq for placed in ledger.entries)])
    carried = {group.entry.seq for group in groups if group.entry}
    return Rescue(
        case=ledger.case, head=found.head.hash if found.head else "", seq=found.head.seq if found.head else 0, founder=found.founder,
        defects=tuple(LeftOut(file=each.file, reason=str(each.message)) for each in found.defects),
        entries=tuple(seq for seq in range(1, last + 1) if seq not in carried), objects={},
        files={layout.shown(path): batch.adopt(path) for path in _history(layout)},
    )  # fmt: skip


def _history(layout: Layout) -> list[Path]:
    """Return the files of the history, damaged or not: with the packs among the objects, its signatures can be checked again."""
    files = [layout.case_file, layout.instructions, *layout.keys.glob("*.pem"), *layout.ledger.glob("*.json*")]
    files += [path for path in layout.anchors.glob("*") if ABOUT.match(path.name)]
    return sorted(path for path in files if path.is_file() and not path.is_symlink())
