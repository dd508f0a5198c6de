"""The one form in which a bundle is a ZIP file: nothing compressed, no comment, no gap, no date. Each byte follows from names, sizes and contents."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

LOCAL, CENTRAL, END, END_64, PLACE_64 = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
LONG, MANY = 0xFFFFFFFF, 0xFFFF
DATE = 0x21
"""1 January 1980, the first day that a ZIP file can name: the ledger says when things were."""
UNIX, PRIVATE = 3 << 8, 0o100600 << 16
END_SIZE, TAIL_64 = 22, 56 + 20


@dataclass(frozen=True, slots=True)
class Member:
    """A file in the archive: its path, its size, its CRC-32 and where its header begins."""

    path: str
    size: int
    crc: int
    offset: int

    @property
    def content(self) -> int:
        """Where its content begins."""
        return self.offset + len(local_header(self))

    @property
    def end(self) -> int:
        return self.content + self.size


def local_header(member: Member) -> bytes:
    """Return what stands before the content of a file."""
    extra = struct.pack("<HHQQ", 1, 16, member.size, member.size) if member.size >= LONG else b""
    size = LONG if extra else member.size
    name = member.path.encode()
    fields = (45 if extra else 20, 0, 0, 0, DATE, member.crc, size, size, len(name), len(extra))
    return LOCAL + struct.pack("<5H3I2H", *fields) + name + extra


def directory(members: Sequence[Member]) -> bytes:
    """Return the end of an archive: the list of its files, and where that list stands."""
    listed = b"".join(map(_central, members))
    start, count = members[-1].end if members else 0, len(members)
    is_long = count >= MANY or start >= LONG or len(listed) >= LONG
    tail = b""
    if is_long:
        tail = END_64 + struct.pack("<Q2H2I4Q", 44, UNIX | 45, 45, 0, 0, count, count, len(listed), start)
        tail += PLACE_64 + struct.pack("<IQI", 0, start + len(listed), 1)
    shown = (MANY, MANY, LONG, LONG) if is_long else (count, count, len(listed), start)
    return listed + tail + END + struct.pack("<4H2IH", 0, 0, *shown, 0)


def _central(member: Member) -> bytes:
    long = [each for each in (member.size, member.size, member.offset) if each >= LONG]
    extra = struct.pack(f"<HH{len(long)}Q", 1, 8 * len(long), *long) if long else b""
    needs, size, name = 45 if long else 20, min(member.size, LONG), member.path.encode()
    fields = (UNIX | needs, needs, 0, 0, 0, DATE, member.crc, size, size, len(name), len(extra), 0, 0, 0, PRIVATE, min(member.offset, LONG))
    return CENTRAL + struct.pack("<6H3I5H2I", *fields) + name + extra
