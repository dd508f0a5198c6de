"""The members of a tar file, plain or gzip, read once from front to back; nothing in its headers can make it read more than there is."""

from __future__ import annotations

import tarfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from counterwatch.core import Template, UnreadableEvidence
from counterwatch.files.archive_limits import AGAIN, ArchiveRefused, Budget
from counterwatch.files.archive_names import fault_of

DAMAGED_TAR = Template("files.archive.damaged_tar", "{name} is a tar file that is damaged or cut off in its first member (archive-damaged)")
HEADER = Template("files.archive.header", "{name} holds a header of more than {most} bytes (archive-header)")
LONGEST_HEADER = 1 << 20
BLOCK = 1 << 18
Errors = (tarfile.TarError, EOFError, OSError, ValueError, OverflowError, zlib.error)


class Forward:
    """A file that is read forwards only and in small pieces, for a library that would seek back or read whatever a header says."""

    def __init__(self, file: BinaryIO, budget: Budget, packed: BinaryIO) -> None:
        self.file, self.budget, self.packed, self.place = file, budget, packed, 0
        self.last = b""

    def read(self, size: int = 0) -> bytes:
        """Return up to `size` bytes; more than a header can have is refused."""
        if not 0 <= size <= LONGEST_HEADER:
            raise ArchiveRefused(HEADER(name=self.budget.name, most=LONGEST_HEADER), hint=AGAIN())
        self.last = block = self.file.read(size)
        self.place += len(block)
        self.budget.unpacked(len(block), total=self.place, packed=self.packed.tell())
        return block

    def tell(self) -> int:
        """Return the place in the unpacked file."""
        return self.place

    def seek(self, place: int) -> int:
        """Go on to a place further on; raises `tarfile.ReadError` for one before."""
        if place < self.place:
            raise tarfile.ReadError
        while self.place < place and self.read(min(BLOCK, place - self.place)):
            pass
        return self.place


def tar_entries(file: BinaryIO, budget: Budget, packed: BinaryIO) -> Iterator[tuple[int, str, int, Iterator[bytes]]]:
    """Yield number, path, size and content (in blocks) of each member that is a file and may be read, before the next is asked for.

    `packed` is the file as it is stored, by whose place the ratio is judged. Of several members of one name the first is taken. Where the file
    breaks off, what stood before is kept, and the member at which it broke off counts as left out.
    """
    forward, number, seen = Forward(file, budget, packed), 0, set[str]()
    try:
        opened = tarfile.open(fileobj=forward, mode="r:")  # type: ignore[call-overload] # noqa: SIM115 - it owns nothing
        while (entry := _next(opened)) is not None:
            number += 1
            budget.member()
            plain = entry.name.replace("\\", "/")
            if code := _fault(entry) or ("archive-duplicate" if plain in seen else ""):
                budget.leave_out(code, number)
            elif entry.isreg():
                seen.add(plain)
                yield number, plain, entry.size, _blocks(forward, entry)
        if forward.last.strip(b"\0") or not forward.last:
            budget.leave_out("archive-damaged", number + 1)
    except Errors as error:
        if not number:
            raise UnreadableEvidence(DAMAGED_TAR(name=budget.name), hint=AGAIN()) from error
        budget.leave_out("archive-damaged", number + 1)


def _next(opened: tarfile.TarFile) -> tarfile.TarInfo | None:
    entry = opened.next()
    # The library keeps every member that it has seen.
    opened.members.clear()  # type: ignore[attr-defined]
    return entry


def _blocks(forward: Forward, entry: tarfile.TarInfo) -> Iterator[bytes]:
    forward.seek(entry.offset_data)
    left = entry.size
    while left > 0:
        block = forward.read(min(BLOCK, left))
        if not block:
            raise EOFError
        left -= len(block)
        yield block


def _fault(entry: tarfile.TarInfo) -> str:
    if code := fault_of(entry.name):
        return code
    if entry.issym() or entry.islnk():
        return "archive-link"
    if entry.isdev():
        return "archive-device"
    if entry.size < 0:
        return "archive-damaged"
    return "archive-sparse" if entry.issparse() else ""
