"""Saving what is intact of a damaged case into a new one. The damaged folder is only read; what was left out is named in the new ledger."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from counterwatch.case.carrying import Carrier
from counterwatch.case.case import Case
from counterwatch.case.case_file import CaseFile
from counterwatch.case.encrypted import EncryptedVault, Secrets
from counterwatch.case.entries import Entry, Ledger
from counterwatch.case.identity import Identity, Locked
from counterwatch.case.intact import Group, Spoken, signed_groups, spoken_of, unsigned_groups
from counterwatch.case.kinds import LeftOut, Rescue, Rescued, RunPointer, objects_of
from counterwatch.case.layout import ABOUT, Layout
from counterwatch.case.remains import Remains
from counterwatch.case.signing import Signer
from counterwatch.case.unlocking import LOCKED, UNLOCK, vault_of
from counterwatch.case.vault import PlainVault, Unopened, Vault
from counterwatch.case.verification import Verification
from counterwatch.case.verify import read_anyway, verify
from counterwatch.core import Message, Record, Template
from counterwatch.core.errors import Refused, VerificationFailed
from counterwatch.core.progress import Cancel, Progress, never, quiet

COPYING = Template("case.rescue.copying", "copying what is intact")
INSIDE = Template("case.rescue.inside", "the new case cannot be made inside the damaged one, whose folder is left as it is")
ELSEWHERE = Template("case.rescue.elsewhere", "name a folder beside it, best on another disk")
IS_WHOLE = Template("case.rescue.is_whole", "the case in {folder} is whole: there is nothing to rescue")
COPY_IT = Template("case.rescue.copy_it", "to continue it elsewhere, copy its folder")

NOT_CARRIED = frozenset({"write", "settings", "recovery", "erasure", "offer", "receipt", "anchor"})
"""Records about the damaged folder itself: they are kept as bytes, in the objects of its history."""


@dataclass(slots=True)
class Saved:
    """What a rescue did: entries and objects that were copied; and, in its story, what was left out and what had been erased on purpose."""

    story: Rescue
    entries: list[int] = field(default_factory=list)
    objects: set[str] = field(default_factory=set)
    unsigned: int = 0


def takes_key(damaged: Path) -> bool:
    """Is this an encrypted case, as far as can still be told?"""
    case_file, *_ = read_anyway(layout := Layout(damaged.absolute()))
    return case_file.is_encrypted if case_file else layout.secret.exists()


def rescue(
    damaged: Path,
    new: Path,
    *,
    signer: Signer,
    identity: Identity | None = None,
    unsigned: bool = False,
    progress: Progress = quiet,
    cancel: Cancel = never,
) -> tuple[Case, Saved]:
    """Copy what is intact into a new case. Records that no intact signed entry lists come along, marked so, only where `unsigned` asks for them.

    An encrypted case takes an identity that opens it; the new one is encrypted to that identity alone, with a recovery key and a secret of its own.
    """
    layout = Layout(damaged.absolute())
    if new.absolute().resolve().is_relative_to(layout.root.resolve()):
        raise Refused(INSIDE(), hint=ELSEWHERE())
    is_encrypted = takes_key(damaged)
    own = identity if is_encrypted else None
    found = verify(layout.root, level=2, identity=own, progress=progress, cancel=cancel)
    if found.is_good:
        raise Refused(IS_WHOLE(folder=str(damaged)), hint=COPY_IT())
    case_file, _defects, _keys, ledger = read_anyway(layout)
    vault = _vault(layout, case_file, ledger.case, own, is_encrypted=is_encrypted)
    remains = Remains(layout, vault, ledger, found, unsigned=unsigned)
    case = Case.create(new, plain=not is_encrypted, signer=signer, identity=own)
    try:
        with case.write("rescue", signer=signer, progress=progress, cancel=cancel) as batch:
            saved = _copy(Carrier(remains, batch), found, unsigned=unsigned, progress=progress)
    except BaseException:
        # It was empty when it was made a moment ago; half a rescue must not pass for a whole one.
        shutil.rmtree(new, ignore_errors=True)
        raise
    return case, saved


def _vault(layout: Layout, case_file: CaseFile | None, case: str, own: Identity | None, *, is_encrypted: bool) -> Vault:
    """Return what reads the damaged case."""
    if not is_encrypted:
        return PlainVault(case)
    if own is None:
        raise Locked(LOCKED(folder=str(layout.root)), hint=UNLOCK())
    if case_file:
        with suppress(VerificationFailed):
            return vault_of(layout, case_file, own)
    # Contents open with the identity alone; the secret of the case, which is damaged here, only gives ids to new evidence.
    return EncryptedVault(case, (), own.secret, Secrets.new())


def _copy(carrier: Carrier, found: Verification, *, unsigned: bool, progress: Progress) -> Saved:
    remains, batch = carrier.remains, carrier.batch
    groups = signed_groups(remains)
    unvouched = unsigned_groups(remains, groups)
    wanted = [*groups, *(unvouched if unsigned else [])]
    left: dict[str, Message | str] = {}
    records: list[Record] = []
    saved = Saved(story=_story(carrier, remains.ledger, found, groups))
    for done, group in enumerate(wanted):
        progress(COPYING(), done, len(wanted))
        records += _group(group, carrier, saved, left)
    for group in [] if unsigned else unvouched:
        spoken = spoken_of(group)
        left |= {name: spoken.what(name) for name in group.objects if not remains.is_erased(name)}
    # What an intact entry carried over is not left out, though a doubtful one may list it too.
    story = {name: what for name, what in left.items() if name not in saved.objects}
    saved.story = msgspec.structs.replace(saved.story, objects=story)
    batch.record("rescue", msgspec.to_builtins(saved.story))
    batch.records += records
    return saved


def _group(group: Group, carrier: Carrier, saved: Saved, left: dict[str, Message | str]) -> Iterator[Record]:
    """Take over the objects of one entry that are intact, then yield its records as they can stand in the new case."""
    spoken = spoken_of(group)
    # Runs come last: they name evidence, which may have another id in the new case.
    for name in sorted(_lying(group, carrier.remains), key=lambda name: name in spoken.runs):
        if _is_taken(name, spoken, carrier):
            saved.objects.add(name)
        else:
            left[name] = left.get(name) or spoken.what(name)
    saved.entries += [group.entry.seq] if group.entry and group.is_signed else []
    saved.unsigned += not group.is_signed
    yield Record(id="", kind="rescued", data=msgspec.to_builtins(_rescued(group, carrier)))
    for record in group.records:
        if record.kind not in NOT_CARRIED and (carried := _carried(record, saved.objects)):
            yield msgspec.structs.replace(carried, data=carrier.renamed(carried.data))


def _lying(group: Group, remains: Remains) -> list[str]:
    """Return what should be there of the objects of a group: a body under the name that it has since records were erased from it."""
    bodies = [remains.held.current(name) or name for name in group.objects[:2]]
    return [name for name in dict.fromkeys([*bodies, *group.objects[2:]]) if not remains.is_erased(name)]


def _is_taken(name: str, spoken: Spoken, carrier: Carrier) -> bool:
    if not (path := carrier.remains.file(name, spoken.sha256.get(name, ""))):
        return False
    try:
        if name in spoken.runs:
            carrier.run(name, path)
            return True
        measure = carrier.object(name, path)
    except Unopened:
        return False
    for each in spoken.evidence.get(name, ()):
        carrier.evidence(each.id, measure)
    return True


def _carried(record: Record, here: set[str]) -> Record | None:
    """Return a record as the new case can hold it; None where the object it is about is lost."""
    if record.kind == "run":
        pointer = msgspec.convert(record.data, type=RunPointer)
        kept = {sha256: name for sha256, name in pointer.attachments.items() if name in here}
        record = msgspec.structs.replace(record, data=msgspec.to_builtins(msgspec.structs.replace(pointer, attachments=kept)))
    return record if all(name in here for name in objects_of(record)) else None


def _rescued(group: Group, carrier: Carrier) -> Rescued:
    entry: Entry | None = group.entry
    tool = next((str(record.data.get("tool", "")) for record in group.records if record.kind == "write"), "")
    return Rescued(
        seq=entry.seq if entry else 0, hash=group.hash, time=entry.time if entry else "", verb=entry.verb if entry else "",
        signer=entry.signer if entry else "", tool=tool, is_signed=group.is_signed, now=_now(group, carrier),
    )  # fmt: skip


def _now(group: Group, carrier: Carrier) -> dict[str, str]:
    """Say how what an entry listed is called in the new case."""
    runs = (str(record.data["run"]) for record in group.records if record.kind == "run")
    ids = (sealed.id for described in spoken_of(group).evidence.values() for sealed in described)
    names = (*_lying(group, carrier.remains), *ids, *runs)
    return {name: carrier.now[name] for name in names if name in carrier.now}


def _story(carrier: Carrier, ledger: Ledger, found: Verification, groups: list[Group]) -> Rescue:
    layout, erasures = carrier.remains.layout, carrier.remains.erasures
    last = max([ledger.newest.last if ledger.newest else 0, *(placed.entry.seq for placed in ledger.entries)])
    carried = {group.entry.seq for group in groups if group.entry}
    return Rescue(
        case=ledger.case, head=found.head.hash if found.head else "", seq=found.head.seq if found.head else 0, founder=found.founder,
        defects=tuple(LeftOut(file=each.file, reason=each.message) for each in found.defects),
        entries=tuple(seq for seq in range(1, last + 1) if seq not in carried), objects={},
        files={layout.shown(path): carrier.file(path) for path in _history(layout)}, erased=tuple(erasures.said),
    )  # fmt: skip


def _history(layout: Layout) -> list[Path]:
    """Return the files of the history, damaged or not: with the packs among the objects, its signatures can be checked again."""
    files = [layout.case_file, layout.instructions, layout.secret, *layout.keys.glob("*.pem"), *layout.ledger.glob("*.json*")]
    files += [path for path in layout.anchors.glob("*") if ABOUT.match(path.name)]
    return sorted(path for path in files if path.is_file() and not path.is_symlink())
