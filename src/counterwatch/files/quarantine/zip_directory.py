"""What the directory of a ZIP file says of its members. Nothing is unpacked, no name is kept, and only so many are looked at."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

END, ENTRY, LOCAL = b"PK\x05\x06", b"PK\x01\x02", b"PK\x03\x04"
END_SIZE, ENTRY_SIZE, COMMENT = 22, 46, 1 << 16
MOST_MEMBERS = 5_000
ENCRYPTED = 0x1 | 0x40 | 0x2000
DENSE, DENSE_FROM = 200, 10 << 20
UNPACKED = 1 << 30
UNKNOWN = 0xFFFFFFFF
LINK = 0o120000

OFFICE = re.compile(rb"\A(?:\[content_types\]\.xml|_rels/\.rels|mimetype|meta-inf/manifest\.xml)\Z")
NESTED = re.compile(rb"\.(?:zip|7z|rar|tar|tgz|gz|bz2|xz|zst|cab|iso|img|jar|apk|arj|ace)\Z")
PROGRAM = re.compile(
    rb"\.(?:exe|scr|com|pif|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|lnk|url|msi|msix|dll|cpl|jar|apk|dex|sh|desktop|scf|chm|reg|app|command|dylib|so)\Z"
)
MACRO = re.compile(rb"vbaproject\.bin\Z|/macrosheets/|(?:\A|/)basic/.*\.xml\Z")
EXTERNAL = re.compile(rb"externallinks?/|/connections\.xml\Z|querytables/|(?:\A|/)(?:settings|websettings|footnotes)\.xml\.rels\Z|activex/|customui/")
EMBEDDED = re.compile(rb"/embeddings/|oleobject\d*\.bin\Z|objectreplacements/")
DISK = re.compile(rb"\A[a-z]:")
PARENT = re.compile(rb"(?:\A|[/\\])\.\.(?:[/\\]|\Z)")
NAMES = (
    ("macro", MACRO),
    ("external", EXTERNAL),
    ("embedded", EMBEDDED),
    ("nested", NESTED),
    ("programs", PROGRAM),
    ("paths", PARENT),
    ("paths", DISK),
)


@dataclass(frozen=True, slots=True)
class Member:
    """What the directory says of a member: its name in small letters, flags, sizes, where it begins, and what its system keeps of it."""

    name: bytes
    flags: int
    packed: int
    unpacked: int
    place: int
    attributes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """What was found: whether these are the members of an office document, what speaks for care, and how much stands before the first member."""

    is_office: bool
    warnings: frozenset[str]
    before: int


def directory(data: bytes) -> Directory | None:
    """Return what the directory of a ZIP file says; None where the file has none."""
    end = _end(data)
    if end is None:
        return None
    count, size, offset = struct.unpack_from("<HLL", data, end + 10)
    start = end - size
    if count and (start < 0 or data[start : start + 4] != ENTRY):
        return Directory(is_office=False, warnings=frozenset({"damaged"}), before=0)
    members = list(_members(data, start, end))
    found = {*_of_names(members), *_of_sizes(members)}
    if count != len(members):
        found.add("many" if len(members) == MOST_MEMBERS else "damaged")
    if data[end + END_SIZE + struct.unpack_from("<H", data, end + 20)[0] :].strip(b"\x00"):
        found.add("trailing")
    is_office = sum(bool(OFFICE.match(each.name)) for each in members) >= 1 and any(
        b"/" in each.name or each.name.endswith(b".xml") for each in members
    )
    return Directory(is_office=is_office, warnings=frozenset(found), before=start - offset + min((each.place for each in members), default=0))


def _end(data: bytes) -> int | None:
    found = data.rfind(END, max(0, len(data) - COMMENT - END_SIZE))
    if found < 0:
        # Behind the end there may be anything: then it is looked for in the whole file, from behind.
        found = data.rfind(END)
    return None if found < 0 or len(data) - found < END_SIZE else found


def _members(data: bytes, start: int, end: int) -> Iterator[Member]:
    place = start
    for _ in range(MOST_MEMBERS):
        if place + ENTRY_SIZE > end or data[place : place + 4] != ENTRY:
            return
        flags, packed, unpacked, name, extra, comment = struct.unpack_from("<8xH10xLLHHH", data, place)
        attributes, where = struct.unpack_from("<LL", data, place + 38)
        yield Member(data[place + ENTRY_SIZE : place + ENTRY_SIZE + name].lower(), flags, packed, unpacked, where, attributes)
        place += ENTRY_SIZE + name + extra + comment


def _of_names(members: list[Member]) -> Iterator[str]:
    for each in members:
        yield from (warning for warning, pattern in NAMES if pattern.search(each.name))
        if each.name.startswith((b"/", b"\\")) or (each.attributes >> 16) & 0o170000 == LINK or b"\x00" in each.name:
            yield "paths"
        if each.flags & ENCRYPTED:
            yield "encrypted"
        if each.name == b"encryptedpackage":
            yield "encrypted"


def _of_sizes(members: list[Member]) -> Iterator[str]:
    end = 0
    for each in sorted(members, key=lambda each: each.place):
        # Members that share bytes unpack to any size without a high ratio (Fifield 2019).
        if each.place < end or UNKNOWN in (each.packed, each.unpacked) or _is_dense(each.packed, each.unpacked):
            yield "bomb"
        end = each.place + 30 + len(each.name) + each.packed
    unpacked = sum(each.unpacked for each in members)
    if unpacked > UNPACKED or _is_dense(sum(each.packed for each in members), unpacked):
        yield "bomb"


def _is_dense(packed: int, unpacked: int) -> bool:
    return unpacked > DENSE_FROM and unpacked > DENSE * packed
