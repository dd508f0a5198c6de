"""Objects: files named by the SHA-256 of their stored bytes, written once."""

from __future__ import annotations

import hashlib
import itertools
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from counterwatch.case.disk import PRIVATE_FILE, PRIVATE_FOLDER, write_all
from counterwatch.case.layout import Layout
from counterwatch.core import CounterwatchError, Template
from counterwatch.core.errors import VerificationFailed

CHUNK = 1 << 20
ZEROS = bytes(CHUNK)
NUMBERS = itertools.count()
Tick = Callable[[int], None]

READ_BACK = Template("case.objects.read_back", "what was written to {file} reads back otherwise: the disk or the memory of this machine fails")
OTHER_DISK = Template("case.objects.other_disk", "nothing was kept; copy the case to another disk and check it there with cw verify")
DAMAGED_OBJECT = Template("case.objects.damaged", "the object {file} is not what its name says")
RUN_VERIFY = Template("case.objects.run_verify", "cw verify names what rests on it; nothing was changed")


@dataclass(frozen=True, slots=True)
class Stored:
    """Bytes that lie in the folder of a batch, under their name."""

    name: str
    size: int


def chunks_of(file: BinaryIO) -> Iterator[bytes]:
    """Yield a file piece by piece, so that its size does not matter."""
    while chunk := file.read(CHUNK):
        yield chunk


def nothing(_done: int) -> None:
    """Tick for nobody."""


class NewObject:
    """An object under way in the folder of a batch: hashed while it is written, read back, and named by its hash."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._descriptor, self._held = os.fspath(folder), -1, list[bytes]()
        self._temporary = f"{self._folder}/{next(NUMBERS)}.part"
        self._hash, self._size = hashlib.sha256(), 0

    def __enter__(self) -> NewObject:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def write(self, chunk: bytes) -> None:
        self._hash.update(chunk)
        self._size += len(chunk)
        # A small object is held until its name is known: most are, and need no second name.
        self._held.append(chunk)
        if self._size > CHUNK:
            self._pour()

    def finish(self) -> Stored:
        """Read the object back and give it its name."""
        name = self._hash.hexdigest()
        if self._descriptor < 0:
            self._write_whole(f"{self._folder}/{name}", b"".join(self._held))
            return Stored(name, self._size)
        os.ftruncate(self._descriptor, self._size)
        self._close()
        if hash_of(self._temporary) != name:
            raise _reads_otherwise(name)
        os.replace(self._temporary, f"{self._folder}/{name}")  # noqa: PTH105 - once for each of many thousand files
        return Stored(name, self._size)

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
            raise _reads_otherwise(place)
        self._close()

    def _close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._descriptor = -1


def _reads_otherwise(name: str) -> CounterwatchError:
    return CounterwatchError(READ_BACK(file=name.rpartition("/")[2]), hint=OTHER_DISK())


def store(chunks: Iterable[bytes], folder: Path, tick: Tick = nothing) -> Stored:
    """Write bytes to the folder of a batch under their hash, hashing while copying, then read them back."""
    done = 0
    with NewObject(folder) as made:
        for chunk in chunks:
            done += len(chunk)
            made.write(chunk)
            tick(done)
        return made.finish()


def _write_or_skip(descriptor: int, chunk: bytes) -> None:
    # A hole stays a hole: a sparse file of 10 GB takes no room in the case either.
    if chunk == ZEROS:
        os.lseek(descriptor, len(chunk), os.SEEK_CUR)
    else:
        write_all(descriptor, chunk)


def hash_of(path: str | os.PathLike[str], tick: Tick = nothing) -> str:
    """Return the SHA-256 of a file."""
    hasher, size = hashlib.sha256(), 0
    # Not `Path.open`: verification does this for each of many thousand files.
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        while chunk := os.read(descriptor, CHUNK):
            hasher.update(chunk)
            size += len(chunk)
            tick(size)
    finally:
        os.close(descriptor)
    return hasher.hexdigest()


def is_large(path: str | os.PathLike[str]) -> bool:
    """Is there more to a file than one piece?"""
    try:
        return os.lstat(path).st_size > CHUNK
    except OSError:
        return False


def move_in(folder: Path, layout: Layout, listed: set[str]) -> list[Path]:
    """Move the objects of a batch to their places and return what is new. An object that an entry lists already must be intact."""
    moved, made, start, end = list[Path](), set[str](), os.fspath(folder), os.fspath(layout.objects)
    for name in sorted(os.listdir(folder)):  # noqa: PTH208 - paths are slow, and these are names
        # One that no entry lists is left from a write whose sync may have failed: it reads well and need not be on the disk.
        if name in listed and layout.object(name).exists():
            refuse_damaged(layout.object(name), layout)
            continue
        if name[:2] not in made:
            layout.object(name).parent.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
            made.add(name[:2])
        os.rename(f"{start}/{name}", f"{end}/{name[:2]}/{name}")  # noqa: PTH104 - once for each of many thousand files
        moved.append(layout.object(name))
    return moved


def refuse_damaged(target: Path, layout: Layout) -> None:
    """Refuse to speak again of an object that is not what its name says."""
    if not is_whole(target):
        raise VerificationFailed(DAMAGED_OBJECT(file=layout.shown(target)), hint=RUN_VERIFY())


def is_whole(target: Path) -> bool:
    """Is an object a file, and its own name?"""
    place = os.fspath(target)
    return stat.S_ISREG(os.lstat(place).st_mode) and hash_of(place) == target.name
