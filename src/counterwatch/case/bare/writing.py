"""Objects under way: hashed while they are written, read back, and named by their hash."""

from __future__ import annotations

import hashlib
import itertools
import os
from contextlib import suppress

from counterwatch.case.bare.hashing import CHUNK, hash_of

PRIVATE_FILE = 0o600
ZEROS = bytes(CHUNK)
NUMBERS = itertools.count()
SYNC_FILE_RANGE_WRITE = 2


class ReadsOtherwise(Exception):
    """What was written to a file reads back otherwise; the message is the name of the file."""


class NewObject:
    """An object under way in the folder of a batch."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self._folder, self._descriptor, self._held = os.fspath(folder), -1, list[bytes]()
        self._temporary = f"{self._folder}/{next(NUMBERS)}.part"
        self._hash, self.size, self._place = hashlib.sha256(), 0, ""
        self._at, self._has_holes = 0, False

    def __enter__(self) -> NewObject:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self._close()
        # What is not whole must not be taken for the same bytes, written before.
        if kind and self._place:
            with suppress(OSError):
                os.unlink(self._place)  # noqa: PTH108 - text, as everywhere here

    def write(self, chunk: bytes) -> None:
        self._hash.update(chunk)
        self.size += len(chunk)
        # A small object is held until its name is known: most are, and need no second name.
        self._held.append(chunk)
        if self.size > CHUNK:
            self._pour()

    def finish(self) -> str:
        """Give the object, which was read back piece by piece, its name and return that."""
        name = self._hash.hexdigest()
        if self._descriptor < 0:
            self._write_whole(f"{self._folder}/{name}", b"".join(self._held))
            return name
        self._pour()
        os.ftruncate(self._descriptor, self.size)
        _begin_to_write(self._descriptor)
        self._close()
        # What was left out, to be a hole, was not read back.
        if self._has_holes and hash_of(self._temporary) != name:
            raise ReadsOtherwise(name)
        os.replace(self._temporary, f"{self._folder}/{name}")  # noqa: PTH105 - once for each of many thousand files
        return name

    def _pour(self) -> None:
        if self._descriptor < 0:
            self._descriptor = os.open(self._temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
            self._place = self._temporary
        for chunk in self._held:
            self._write_or_skip(chunk)
            self._at += len(chunk)
        self._held.clear()

    def _write_or_skip(self, chunk: bytes) -> None:
        if chunk == ZEROS:
            # A hole stays a hole: a sparse file of 10 GB takes no room in the case either.
            os.lseek(self._descriptor, len(chunk), os.SEEK_CUR)
            self._has_holes = True
            return
        write_all(self._descriptor, chunk)
        if os.pread(self._descriptor, len(chunk), self._at) != chunk:
            raise ReadsOtherwise(self._temporary.rpartition("/")[2])

    def _write_whole(self, place: str, data: bytes) -> None:
        try:
            self._descriptor = os.open(place, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        except FileExistsError:
            return  # this batch wrote the same bytes before
        self._place = place
        write_all(self._descriptor, data)
        if os.pread(self._descriptor, len(data) + 1, 0) != data:
            raise ReadsOtherwise(place.rpartition("/")[2])
        self._close()

    def _close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._descriptor = -1


def write_all(descriptor: int, data: bytes) -> None:
    """Write all bytes, however many calls that takes."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _begin_to_write(descriptor: int) -> None:
    """Let the disk begin with what will be synced at the end, where the system knows how; nothing is waited for, and nothing rests on it."""
    import ctypes

    with suppress(AttributeError):
        begin = ctypes.CDLL(None).sync_file_range
        begin(descriptor, ctypes.c_int64(0), ctypes.c_int64(0), SYNC_FILE_RANGE_WRITE)
