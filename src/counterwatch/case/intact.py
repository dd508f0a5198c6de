"""What of a damaged case is still as it was signed: whole entries, single records of a damaged body, objects that are their own name."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from counterwatch.case.contents import read_content
from counterwatch.case.entries import Entry, Ledger, Placed
from counterwatch.case.holdings import Holdings
from counterwatch.case.kinds import is_well_formed, objects_of
from counterwatch.case.layout import OBJECT
from counterwatch.case.objects import hash_of
from counterwatch.case.pack import Unreadable, read_pack
from counterwatch.case.verification import Verification
from counterwatch.core import Record, sha256_hex

LARGEST_PACK = 1 << 28


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


def is_intact(held: Holdings, name: str) -> bool:
    """Is this object there, a plain file, and its own name?"""
    path = held.path(name)
    try:
        return path.is_file() and not path.is_symlink() and hash_of(path) == path.name
    except OSError:
        return False


def signed_groups(held: Holdings, ledger: Ledger, found: Verification) -> list[Group]:
    """Return the groups of the entries that stand as signed."""
    damaged = {defect.file for defect in found.defects}
    return [_group(held, placed) for placed in ledger.entries if not _files(held, placed) & damaged]


def unsigned_groups(held: Holdings, ledger: Ledger, signed: list[Group]) -> list[Group]:
    """Return what packs hold that no intact signed entry lists: the line that did was damaged, or somebody put them there."""
    listed = {name for group in signed for name in group.objects}
    said = {placed.entry.objects[0]: placed for placed in ledger.entries}
    paths = sorted(held.layout.objects.glob("*/*")) if held.layout.objects.is_dir() else []
    names = [path.name for path in paths if OBJECT.match(path.name) and path.name not in listed and held.layout.object(path.name) == path]
    found = (_unsigned(held, name, said.get(name)) for name in names if is_intact(held, name))
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


def _files(held: Holdings, placed: Placed) -> set[str]:
    return {held.layout.shown(held.layout.segment(placed.segment)), held.layout.shown(held.layout.checkpoint(placed.segment))}


def _group(held: Holdings, placed: Placed) -> Group:
    content = read_content(held, placed)
    records = content.records
    if not records:
        records = _single_records(held, placed.entry)
    return Group(objects=placed.entry.objects, records=tuple(records), is_signed=True, entry=placed.entry, hash=placed.hash)


def _single_records(held: Holdings, entry: Entry) -> list[Record]:
    """Return the records of an entry whose pack or body is damaged, as far as either still vouches for them."""
    pack, body = (_bytes(held, name) for name in entry.objects[:2])
    try:
        if sha256_hex(pack) == entry.objects[0]:
            records = held.vault.intact(body, read_pack(pack).commitments)
        else:
            records = held.vault.intact(body, None) if sha256_hex(body) == held.current(entry.objects[1]) else []
    except (Unreadable, msgspec.MsgspecError):
        return []
    listed = set(entry.objects)
    return [record for record in records if is_well_formed(record) and listed.issuperset(objects_of(record))]


def _unsigned(held: Holdings, name: str, placed: Placed | None) -> Group | None:
    data = _bytes(held, name)
    if not data.startswith(b'{"body":"'):
        return None
    try:
        pack = read_pack(data)
        found = held.vault.records(_bytes(held, pack.body), pack, held.replaced.erased(pack.body))
        records = [each for each in found if each is not None and is_well_formed(each)]
    except (Unreadable, msgspec.MsgspecError):
        return None
    objects = dict.fromkeys([name, pack.body, *(each for record in records for each in objects_of(record))])
    entry, hash = (placed.entry, placed.hash) if placed else (None, "")
    return Group(objects=tuple(objects), records=tuple(records), is_signed=False, entry=entry, hash=hash)


def _bytes(held: Holdings, name: str) -> bytes:
    path = held.path(name)
    try:
        return path.read_bytes() if path.is_file() and path.stat().st_size <= LARGEST_PACK else b""
    except OSError:
        return b""
