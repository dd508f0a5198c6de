"""What of a damaged case is still as it was signed: whole entries, single records of a damaged body, objects that are their own name."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from counterwatch.case.entries import Entry, Placed
from counterwatch.case.kinds import RunPointer, Sealed, is_well_formed, objects_of
from counterwatch.case.pack import Unreadable, read_pack
from counterwatch.case.remains import Remains, bytes_of, is_whole
from counterwatch.core import Message, Record, Template

RUN = Template("case.intact.run", "the findings of a run")
TABLE = Template("case.intact.table", "a table of a finding")
RECORDS = Template("case.intact.records", "records")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What one entry held: its objects (pack and body first) and the records that are intact; `entry` is the one
    that lists them, signed or not, if any does.
    """

    objects: tuple[str, ...]
    records: tuple[Record, ...]
    is_signed: bool
    entry: Entry | None = None
    hash: str = ""


@dataclass(slots=True)
class Spoken:
    """What the records of a group say of its objects: which are runs and tables, what is evidence, and which content each must have."""

    objects: tuple[str, ...]
    runs: set[str] = field(default_factory=set)
    tables: set[str] = field(default_factory=set)
    evidence: dict[str, list[Sealed]] = field(default_factory=dict)
    sha256: dict[str, str] = field(default_factory=dict)

    def what(self, name: str) -> Message | str:
        """Say what an object was, where an intact record tells: the name of a file, a message, or nothing."""
        if name in self.evidence:
            return self.evidence[name][0].name
        if name in self.runs or name in self.tables:
            return RUN() if name in self.runs else TABLE()
        # A body that replaced another is listed by the entry that replaced it.
        return RECORDS() if name in self.objects[:2] or name not in self.objects else ""


def spoken_of(group: Group) -> Spoken:
    """Gather what the records of a group say of its objects."""
    found = Spoken(group.objects)
    for record in group.records:
        if record.kind == "evidence":
            sealed = msgspec.convert(record.data, type=Sealed)
            found.evidence.setdefault(sealed.object, []).append(sealed)
            found.sha256[sealed.object] = sealed.sha256
        elif record.kind == "run":
            pointer = msgspec.convert(record.data, type=RunPointer)
            found.runs.add(pointer.object)
            found.tables |= set(pointer.attachments.values())
            found.sha256 |= {name: sha256 for sha256, name in pointer.attachments.items()}
    return found


def signed_groups(remains: Remains) -> list[Group]:
    """Return the groups of the entries that stand as signed."""
    return [
        Group(objects=each.entry.objects, records=tuple(remains.records(each)), is_signed=True, entry=each.entry, hash=each.hash)
        for each in remains.standing
    ]


def unsigned_groups(remains: Remains, signed: list[Group]) -> list[Group]:
    """Return what packs hold that no intact signed entry lists: the line that did was damaged, or somebody put them there."""
    listed = {name for group in signed for name in group.objects}
    said = {placed.entry.objects[0]: placed for placed in remains.ledger.entries}
    names = [path.name for path in remains.objects() if path.name not in listed and is_whole(path)]
    found = (_unsigned(remains, name, said.get(name)) for name in names)
    return sorted((group for group in found if group), key=lambda group: (group.entry is None, group.entry.seq if group.entry else 0))


def spans(numbers: list[int]) -> str:
    """Return numbers as people write them: 1–3, 5."""
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in found)


def _unsigned(remains: Remains, name: str, placed: Placed | None) -> Group | None:
    data = bytes_of(remains.layout.object(name))
    if not data.startswith(b'{"body":"'):
        return None
    try:
        pack = read_pack(data)
        records = [each for each in remains.committed(pack) if is_well_formed(each)]
    except (Unreadable, msgspec.MsgspecError):
        return None
    if not records:
        return None
    objects = dict.fromkeys([name, pack.body, *(each for record in records for each in objects_of(record))])
    entry, hash = (placed.entry, placed.hash) if placed else (None, "")
    return Group(objects=tuple(objects), records=tuple(records), is_signed=False, entry=entry, hash=hash)
