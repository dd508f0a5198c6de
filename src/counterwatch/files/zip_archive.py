"""The members of a ZIP file, checked before any is unpacked: its table of contents is held against the file itself."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from typing import BinaryIO

from counterwatch.core import Template, UnreadableEvidence
from counterwatch.files.archive_limits import AGAIN, DAMAGED_ZIP, DIRECTORY, MEMBERS, TOTAL, ArchiveRefused, Budget
from counterwatch.files.archive_names import fault_of, name_of
from counterwatch.files.cut_zip import entries_before_cut

OVERLAP = Template("files.archive.overlap", "members of {name} overlap each other (archive-overlap), as no program packs them")
END, END_SIZE, COMMENT = b"PK\x05\x06", 22, 1 << 16
END64, LOCATOR64 = b"PK\x06\x06", b"PK\x06\x07"
ENTRY, ENTRY_SIZE, LOCAL = b"PK\x01\x02", 46, b"PK\x03\x04"
ENCRYPTED = 0x1 | 0x40 | 0x2000
UTF8 = 0x800
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
BLOCK = 1 << 18
Errors = (zipfile.BadZipFile, zlib.error, EOFError, OSError, struct.error, NotImplementedError, RuntimeError, ValueError)


def zip_entries(file: BinaryIO, budget: Budget) -> Iterator[tuple[int, str, int, Iterator[bytes]]]:
    """Yield number, path, size and content (in blocks) of each member that is a file and may be read.

    Of a file that is cut off, and so has no table of contents, it is what stands before, the last of them perhaps broken off.
    Raises `ArchiveRefused` where members are too many, too large, too dense or overlap, and `UnreadableEvidence` for a damaged file.
    """
    if _end_of(file) is None:
        yield from entries_before_cut(file, budget)
        return
    _count(file, budget)
    try:
        opened = zipfile.ZipFile(file)
    except Errors as error:
        raise UnreadableEvidence(DAMAGED_ZIP(name=budget.name), hint=AGAIN()) from error
    with closing(opened):
        entries = opened.infolist()
        budget.member(len(entries))
        _apart(file, entries, budget)
        for entry in entries:
            budget.dense(entry.file_size, entry.compress_size)
        declared = sum(each.file_size for each in entries)
        budget.within(TOTAL, budget.bytes + declared)
        budget.dense(declared, sum(each.compress_size for each in entries))
        paths = [name_of(each.orig_filename, is_utf8=bool(each.flag_bits & UTF8)) for each in entries]
        counted = Counter(each.replace("\\", "/") for each in paths)
        for number, (entry, path) in enumerate(zip(entries, paths, strict=True), start=1):
            plain = path.replace("\\", "/")
            if code := _fault(entry, path) or ("archive-duplicate" if counted[plain] > 1 else ""):
                budget.leave_out(code, number)
            elif not plain.endswith("/"):
                yield number, plain, entry.file_size, _blocks(opened, entry, budget)


def _blocks(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget) -> Iterator[bytes]:
    with opened.open(entry) as member:
        while block := member.read(BLOCK):
            budget.unpacked(len(block))
            yield block


def _fault(entry: zipfile.ZipInfo, path: str) -> str:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if code := fault_of(path):
        return code
    if kind == stat.S_IFLNK:
        return "archive-link"
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "archive-device"
    if entry.flag_bits & ENCRYPTED:
        return "archive-encrypted"
    return "" if entry.compress_type in METHODS else "archive-method"


def _count(file: BinaryIO, budget: Budget) -> None:
    """Refuse a table of contents that is too long before the library takes it into memory."""
    start, size = _directory(file, budget)
    budget.within(DIRECTORY, size)
    file.seek(start)
    table, place, found = file.read(size), 0, 0
    while table[place : place + 4] == ENTRY and place + ENTRY_SIZE <= len(table):
        found += 1
        budget.within(MEMBERS, budget.members + found)
        place += ENTRY_SIZE + sum(struct.unpack_from("<HHH", table, place + 28))


def _end_of(file: BinaryIO) -> tuple[bytes, int, int] | None:
    """Return the end of a file, where in it the record stands that ends a ZIP file, and how long the file is; None where there is none."""
    length = file.seek(0, io.SEEK_END)
    file.seek(max(0, length - END_SIZE - COMMENT))
    tail = file.read()
    file.seek(0)
    place = tail.rfind(END)
    return None if place < 0 or len(tail) - place < END_SIZE else (tail, place, length)


def _directory(file: BinaryIO, budget: Budget) -> tuple[int, int]:
    found = _end_of(file)
    if found is None:
        raise UnreadableEvidence(DAMAGED_ZIP(name=budget.name), hint=AGAIN())
    tail, place, length = found
    size = struct.unpack_from("<L", tail, place + 12)[0]
    end = length - len(tail) + place
    if tail[place - 20 : place - 16] == LOCATOR64 and place >= 20:
        end -= 20 + 56
        file.seek(max(0, end))
        record = file.read(56)
        if record[:4] == END64:
            size = struct.unpack_from("<Q", record, 40)[0]
    budget.within(DIRECTORY, size)
    return max(0, end - size), size


def _apart(file: BinaryIO, entries: list[zipfile.ZipInfo], budget: Budget) -> None:
    """Refuse members that share bytes: so a small file unpacks to any size without a high ratio (Fifield 2019)."""
    end = 0
    for entry in sorted(entries, key=lambda each: each.header_offset):
        if entry.header_offset < end:
            raise ArchiveRefused(OVERLAP(name=budget.name), hint=AGAIN())
        file.seek(entry.header_offset)
        header = file.read(30)
        if len(header) < 30 or header[:4] != LOCAL:
            raise UnreadableEvidence(DAMAGED_ZIP(name=budget.name), hint=AGAIN())
        end = entry.header_offset + 30 + sum(struct.unpack_from("<HH", header, 26)) + entry.compress_size
