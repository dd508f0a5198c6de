"""A ZIP file that is cut off has no table of contents: its members one after another from the front, as far as they stand."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from counterwatch.core import UnreadableEvidence
from counterwatch.files.archive_limits import AGAIN, DAMAGED_ZIP, Budget
from counterwatch.files.archive_names import fault_of, name_of

HEADER, DESCRIPTOR, LOCAL, TABLE = struct.Struct("<4s5H3L2H"), b"PK\x07\x08", b"PK\x03\x04", (b"PK\x01\x02", b"PK\x05\x06")
ENCRYPTED, SIZES_FOLLOW, UTF8, WIDE = 0x1 | 0x40 | 0x2000, 0x8, 0x800, 0xFFFFFFFF
DESCRIPTORS = (12, 16, 20, 24)
"""Bytes of what may stand behind a member whose header tells no sizes: with a mark or without, with long sizes or short ones."""
BLOCK = 1 << 18


@dataclass(slots=True, kw_only=True)
class _Local:
    """What stands before a member: `packed` is None where the header tells no sizes. `end` is where the member ends, once that is known."""

    path: str
    flags: int
    method: int
    crc: int
    packed: int | None
    size: int
    start: int
    end: int | None


def entries_before_cut(file: BinaryIO, budget: Budget) -> Iterator[tuple[int, str, int, Iterator[bytes]]]:
    """Yield number, path, size (0 where it is not told) and content of each member that stands before the place where a ZIP file breaks off.

    The last one may break off: reading it raises `EOFError`. Raises `UnreadableEvidence` where no member begins in the file.
    """
    length = file.seek(0, io.SEEK_END)
    number, place, seen = 0, 0, set[str]()
    while (local := _local(file, place, length)) is not None:
        if not number:
            budget.breaks_off()
        number += 1
        budget.member()
        plain = local.path.replace("\\", "/")
        if code := _fault(local) or ("archive-duplicate" if plain in seen else ""):
            budget.leave_out(code, number)
        elif not plain.endswith("/"):
            seen.add(plain)
            yield number, plain, local.size, _blocks(file, local, budget)
        if local.end is None:
            # Whoever did not read it to its end left its end unknown.
            _pass_over(_blocks(file, local, budget))
        if local.end is None:
            return
        place = local.end
    if not number:
        raise UnreadableEvidence(DAMAGED_ZIP(name=budget.name), hint=AGAIN())


def _local(file: BinaryIO, place: int, length: int) -> _Local | None:
    """Return what stands before the member that begins at a place, None where none does."""
    file.seek(place)
    head = file.read(HEADER.size)
    if len(head) < HEADER.size or head[:4] != LOCAL:
        return None
    _, _, flags, method, _, _, crc, packed, size, name_size, extra_size = HEADER.unpack(head)
    if not name_size:
        return None
    name, extra = file.read(name_size), file.read(extra_size)
    start = place + HEADER.size + name_size + extra_size
    if start > length or len(extra) < extra_size:
        return None
    if WIDE in (packed, size):
        size, packed = _wide(extra, size, packed)
    follows = bool(flags & SIZES_FOLLOW) and not packed
    return _Local(
        path=name_of(name.decode("utf-8" if flags & UTF8 else "cp437", errors="replace"), is_utf8=bool(flags & UTF8)),
        flags=flags, method=method, crc=crc, packed=None if follows else packed, size=0 if follows else size,
        start=start, end=None if follows else start + packed,
    )  # fmt: skip


def _wide(extra: bytes, size: int, packed: int) -> tuple[int, int]:
    """Return the sizes, of which those that do not fit their field stand in the long ones of an extra field."""
    place = 0
    while place + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, place)
        if kind == 1 and length >= 16 and place + 20 <= len(extra):
            size, packed = struct.unpack_from("<QQ", extra, place + 4)
        place += 4 + length
    return size, packed


def _fault(local: _Local) -> str:
    if code := fault_of(local.path):
        return code
    if local.flags & ENCRYPTED:
        return "archive-encrypted"
    return "" if local.method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) else "archive-method"


def _blocks(file: BinaryIO, local: _Local, budget: Budget) -> Iterator[bytes]:
    """Yield the content of a member; `EOFError` where the file ends first, `zlib.error` where the content is not what was packed."""
    if local.method not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or (local.method == zipfile.ZIP_STORED and local.packed is None):
        raise EOFError
    crc, done = 0, 0
    for block, taken in _stored(file, local) if local.method == zipfile.ZIP_STORED else _inflated(file, local):
        crc, done = zlib.crc32(block, crc), done + len(block)
        budget.unpacked(len(block), total=done, packed=taken)
        yield block
    if local.packed is not None and (crc != local.crc or done != local.size):
        raise zlib.error
    if local.packed is None:
        _ends(file, local, crc)


def _stored(file: BinaryIO, local: _Local) -> Iterator[tuple[bytes, int]]:
    left, place = local.packed or 0, local.start
    while left:
        file.seek(place)
        block = file.read(min(BLOCK, left))
        if not block:
            raise EOFError
        place, left = place + len(block), left - len(block)
        yield block, place - local.start


def _inflated(file: BinaryIO, local: _Local) -> Iterator[tuple[bytes, int]]:
    unpacking, place, waiting = zlib.decompressobj(-15), local.start, b""
    while not unpacking.eof:
        file.seek(place)
        if not waiting:
            most = BLOCK if local.packed is None else min(BLOCK, local.start + local.packed - place)
            waiting = file.read(most) if most else b""
            if not waiting:
                raise EOFError
            place += len(waiting)
        block, waiting = unpacking.decompress(waiting, BLOCK), unpacking.unconsumed_tail
        if block:
            yield block, place - local.start
    local.end = local.end if local.packed is not None else place - len(waiting) - len(unpacking.unused_data)


def _ends(file: BinaryIO, local: _Local, crc: int) -> None:
    """Find the end of a member whose sizes stand behind it, and hold its content against the checksum that stands there, too."""
    end = local.end or 0
    file.seek(end)
    tail = file.read(max(DESCRIPTORS) + 4)
    likely = [size for size in DESCRIPTORS if tail[size : size + 4] in (LOCAL, *TABLE) and (size in (12, 20) or tail[:4] == DESCRIPTOR)]
    fitting = [size for size in likely if tail[:size][-12 if size in (12, 16) else -20 :][:4] == struct.pack("<L", crc)]
    # Where nothing fits the rest is cut off, and the member is whole.
    local.end = end + (fitting or likely)[0] if likely else None
    if likely and not fitting:
        raise zlib.error


def _pass_over(blocks: Iterator[bytes]) -> None:
    try:
        for _ in blocks:
            pass
    except (EOFError, zlib.error):
        return
