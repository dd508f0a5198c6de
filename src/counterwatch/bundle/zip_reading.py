"""Reading a bundle that is a ZIP file: what is not exactly in the one form is refused, so that no trick of the format has a place to be."""

from __future__ import annotations

import struct
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

from counterwatch.bundle.places import LONGEST_LIST, MOST_FILES
from counterwatch.bundle.zip_form import CENTRAL, END, END_64, END_SIZE, LONG, MANY, TAIL_64, Member, directory, local_header

HEAD = struct.Struct("<6H3I5H2I")


class OtherForm(Exception):
    """An archive that is not in the form in which bundles are written."""


def read_members(file: Path) -> list[Member]:
    """Return the files of an archive in the order in which they lie there; raises `OtherForm`."""
    with file.open("rb") as archive:
        size = archive.seek(0, 2)
        start, count = _where(archive, size)
        if not 0 <= start <= size or size - start > LONGEST_LIST or count > MOST_FILES:
            raise OtherForm
        archive.seek(start)
        tail = archive.read(size - start)
        members = _members(tail, count)
        _refuse_gaps(members, start)
        if directory(members) != tail:
            raise OtherForm
        for each in members:
            archive.seek(each.offset)
            header = local_header(each)
            if archive.read(len(header)) != header:
                raise OtherForm
    return members


def _where(archive: BinaryIO, size: int) -> tuple[int, int]:
    """Return where the list of files begins, and how many there are."""
    last = _read(archive, size - END_SIZE, END_SIZE)
    if last[:4] != END:
        raise OtherForm
    _disk, _first, _here, count, _length, start, _comment = struct.unpack("<4H2IH", last[4:])
    if count != MANY and start != LONG:
        return start, count
    long = _read(archive, size - END_SIZE - TAIL_64, TAIL_64)
    if long[:4] != END_64:
        raise OtherForm
    *_, count, _length, start = struct.unpack("<Q2H2I4Q", long[4:56])
    return start, count


def _read(archive: BinaryIO, place: int, size: int) -> bytes:
    if place < 0:
        raise OtherForm
    archive.seek(place)
    return archive.read(size)


def _members(tail: bytes, count: int) -> list[Member]:
    place, found = 0, []
    for _ in range(count):
        try:
            *_, crc, _packed, size, named, extra, _said, _disk, _kind, _mode, offset = HEAD.unpack_from(tail, place + 4)
        except struct.error:
            raise OtherForm from None
        begin = place + 4 + HEAD.size
        name, more = tail[begin : begin + named], tail[begin + named : begin + named + extra]
        if tail[place : place + 4] != CENTRAL or not name.isascii():
            raise OtherForm
        size, offset = _long(more, size, offset)
        found.append(Member(name.decode(), size, crc, offset))
        place = begin + named + extra
    return found


def _long(extra: bytes, size: int, offset: int) -> tuple[int, int]:
    """Return size and place where they are too large for the short fields; whatever else is there differs from the form."""
    wanted = 2 * (size == LONG) + (offset == LONG)
    if not wanted:
        return size, offset
    if len(extra) != 4 + 8 * wanted:
        raise OtherForm
    values = struct.unpack(f"<{wanted}Q", extra[4:])
    return (values[0] if size == LONG else size), (values[-1] if offset == LONG else offset)


def _refuse_gaps(members: list[Member], start: int) -> None:
    """Refuse files that overlap, leave a gap, or come twice."""
    ends = [0, *(each.end for each in members)]
    if ends[-1] != start or any(each.offset != end for each, end in zip(members, ends, strict=False)):
        raise OtherForm
    if any(one.path >= two.path for one, two in pairwise(sorted(members, key=lambda each: each.path))):
        raise OtherForm
