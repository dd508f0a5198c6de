"""What is in a file that may be an archive: its members one after another, in memory, never written to a disk.

A ZIP or tar file (plain or gzip) gives its members, and those of archives in it; a gzip file what it unpacks to; any other file itself.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from counterwatch.core import Problem, Template, UnreadableEvidence
from counterwatch.files.archive_limits import AGAIN, INNER, NESTING, SMALLER, ArchiveRefused, Budget
from counterwatch.files.contents import BROKEN_GZIP, CANNOT_OPEN, CHECK_PATH, must_be_file
from counterwatch.files.tar_archive import Errors as TarErrors
from counterwatch.files.tar_archive import tar_entries
from counterwatch.files.zip_archive import Errors as ZipErrors
from counterwatch.files.zip_archive import zip_entries

BLOCK = 1 << 18
GZIP, ZIP, EMPTY_ZIP, TAR = b"\x1f\x8b", b"PK\x03\x04", b"PK\x05\x06", b"ustar"
PACKED = (".zip", ".tar", ".tgz", ".tar.gz")
TOO_LARGE = Template(
    "files.archive.member_too_large", "member {number:raw} of {name} holds more than {most} bytes (archive-member), the most that is read"
)
DAMAGED = Template("files.archive.member_damaged", "member {number:raw} of {name} is damaged or cut off (archive-damaged)")


@dataclass(slots=True, kw_only=True, repr=False)
class Member:
    """A file in an archive, to be read before the next one is asked for. `number` counts from 1; the name may hold names of people."""

    number: int
    path: str
    size: int
    archive: str
    blocks: Iterator[bytes]
    budget: Budget
    head: bytes = field(default=b"")
    begun: bool = False

    def start(self, size: int = 4096) -> bytes:
        """Return the first bytes, which are not lost for `read`."""
        while len(self.head) < size and (block := self._next()):
            self.head += block
        return self.head[:size]

    def read(self, most: int) -> bytes:
        """Return all bytes, or those before the file breaks off, which is listed. Raises `UnreadableEvidence` for more than `most`, or damage."""
        if self.size > most:
            raise UnreadableEvidence(TOO_LARGE(number=self.number, name=self.archive, most=most), hint=SMALLER())
        parts, found = [self.head], len(self.head)
        while block := self._next():
            parts.append(block)
            found += len(block)
            if found > most:
                raise UnreadableEvidence(TOO_LARGE(number=self.number, name=self.archive, most=most), hint=SMALLER())
        return b"".join(parts)

    def stream(self) -> Iterator[bytes]:
        """Yield all bytes in blocks."""
        if self.head:
            yield self.head
        while block := self._next():
            yield block

    def _next(self) -> bytes:
        try:
            block = next(self.blocks, b"")
        except EOFError as error:
            if not self.begun:
                raise UnreadableEvidence(DAMAGED(number=self.number, name=self.archive), hint=AGAIN()) from error
            self.budget.leave_out("archive-cut", self.number)
            return b""
        except (*ZipErrors, *TarErrors) as error:
            raise UnreadableEvidence(DAMAGED(number=self.number, name=self.archive), hint=AGAIN()) from error
        self.begun = self.begun or bool(block)
        return block


def members(source: Path | bytes, *, name: str, problems: list[Problem]) -> Iterator[Member]:
    """Yield the files in a file; `problems` is complete at the end: what was left out, by number and reason.

    Raises `ArchiveRefused` for what is made to exhaust whoever unpacks it, and `UnreadableEvidence` for what is damaged.
    """
    budget = Budget(name=name, told=problems)
    try:
        with opened(source, name=name) as file:
            yield from _within(file, name, budget, depth=1)
    finally:
        problems += budget.problems()


def _within(file: BinaryIO, path: str, budget: Budget, *, depth: int) -> Iterator[Member]:
    head = file.read(512)
    file.seek(0)
    if head.startswith((ZIP, EMPTY_ZIP)):
        entries = zip_entries(file, budget)
    elif head[257:262] == TAR:
        entries = tar_entries(file, budget, file)
    elif head.startswith(GZIP):
        entries = _gzip_entries(file, path, budget)
    else:
        entries = iter([(1, path, file.seek(0, io.SEEK_END), _plain(file))])
    for number, inner, size, blocks in entries:
        member = Member(number=number, path=inner, size=size, archive=budget.name, blocks=blocks, budget=budget)
        if inner.lower().endswith(PACKED) and inner != path:
            yield from _inner(member, budget, depth=depth + 1)
        else:
            yield member


def _inner(member: Member, budget: Budget, *, depth: int) -> Iterator[Member]:
    """Yield the members of an archive in an archive; one that is refused is left out, and the rest of the outer one is read."""
    if depth > NESTING or member.size > INNER:
        budget.leave_out("archive-nesting" if depth > NESTING else "archive-inner", member.number)
        return
    try:
        yield from _within(io.BytesIO(member.read(INNER)), member.path, budget, depth=depth)
    except ArchiveRefused:
        raise
    except UnreadableEvidence:
        budget.leave_out("archive-damaged", member.number)


def _gzip_entries(file: BinaryIO, path: str, budget: Budget) -> Iterator[tuple[int, str, int, Iterator[bytes]]]:
    unpacked = gzip.GzipFile(fileobj=file)
    try:
        head = unpacked.read(512)
        unpacked.seek(0)
    except (EOFError, OSError, zlib.error) as error:
        raise UnreadableEvidence(BROKEN_GZIP(name=budget.name), hint=AGAIN()) from error
    if head[257:262] == TAR:
        yield from tar_entries(cast("BinaryIO", _UntilCut(unpacked)), budget, file)
    else:
        yield 1, path.removesuffix(".gz"), 0, _unpacking(unpacked, file, budget)


class _UntilCut:
    """A gzip file whose last block is short where it is cut off."""

    def __init__(self, unpacked: gzip.GzipFile) -> None:
        self.unpacked = unpacked

    def read(self, size: int) -> bytes:
        parts, left = list[bytes](), size
        try:
            while left and (block := self.unpacked.read1(left)):
                parts.append(block)
                left -= len(block)
        except EOFError:
            pass
        return b"".join(parts)


def _unpacking(unpacked: gzip.GzipFile, file: BinaryIO, budget: Budget) -> Iterator[bytes]:
    total = 0
    # Bytes as they come: what stands before a cut would be lost with the rest of a block.
    while block := unpacked.read1(BLOCK):
        total += len(block)
        budget.unpacked(len(block), total=total, packed=file.tell())
        yield block


def _plain(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while block := file.read(BLOCK):
        yield block


@contextmanager
def opened(source: Path | bytes, *, name: str) -> Iterator[BinaryIO]:
    """Open a file, or bytes as one."""
    if isinstance(source, bytes):
        yield io.BytesIO(source)
        return
    must_be_file(source, name=name)
    try:
        file = source.open("rb")
    except OSError as error:
        raise UnreadableEvidence(CANNOT_OPEN(name=name, reason=error.strerror or type(error).__name__), hint=CHECK_PATH()) from error
    with file:
        yield file
