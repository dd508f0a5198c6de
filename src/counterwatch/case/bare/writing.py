"""Objects under way: hashed while they are written, read back, and named by their hash."""

from __future__ import annotations

import hashlib
import itertools
import os

from counterwatch.case.bare.hashing import CHUNK, hash_of

PRIVATE_FILE = 0o600
ZEROS = bytes(CHUNK)
NUMBERS = itertools.count()


class ReadsOtherwise(Exception):
    """What was written to a file reads back otherwise; the message is the name of the file."""


class NewObject:
    """An object under way in the folder of a batch."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self._folder, self._descriptor, self._held = os.fspath(folder), -1, list[bytes]()
        self._temporary = f"{self._folder}/{next(NUMBERS)}.part"
        self._hash, self.size = hashlib.sha256(), 0

    def __enter__(self) -> NewObject:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def write(self, chunk: bytes) -> None:
        self._hash.update(chunk)
        self.size += len(chunk)
        # A small object is held until its name is known: most are, and need no second name.
        self._held.append(chunk)
        if self.size > CHUNK:
            self._pour()

    def finish(self) -> str:
        """Read the object back, give it its name and return that."""
        name = self._hash.hexdigest()
        if self._descriptor < 0:
            self._write_whole(f"{self._folder}/{name}", b"".join(self._held))
            return name
        os.ftruncate(self._descriptor, self.size)
        self._close()
        if hash_of(self._temporary) != name:
            raise ReadsOtherwise(name)
        os.replace(self._temporary, f"{self._folder}/{name}")  # noqa: PTH105 - once for each of many thousand files
        return name

    def _pour(self) -> None:
        if self._descriptor < 0:
            self._descriptor = os.open(self._temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        for chunk in self._held:
            _write_or_skip(self._descriptor, chunk)
        self._held.clear()

    def _write_whole(self, place: str, data: bytes) -> None:
        try:
            self._descriptor = os.open(place, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        except FileExistsError:
            return  # this batch wrote the same bytes before
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


def _write_or_skip(descriptor: int, chunk: bytes) -> None:
    # A hole stays a hole: a sparse file of 10 GB takes no room in the case either.
    if chunk == ZEROS:
        os.lseek(descriptor, len(chunk), os.SEEK_CUR)
    else:
        write_all(descriptor, chunk)
