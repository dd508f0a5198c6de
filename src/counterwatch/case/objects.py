"""Objects: files named by the SHA-256 of their stored bytes, written once."""

from __future__ import annotations

import hashlib
import os
import uuid
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
    """An object under way in the folder of a batch: hashed while it is written, then read back and named."""

    def __init__(self, folder: Path) -> None:
        self._temporary = folder / f"{uuid.uuid4()}.part"
        self._hash, self._size = hashlib.sha256(), 0
        self._descriptor = os.open(self._temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)

    def __enter__(self) -> NewObject:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def write(self, chunk: bytes) -> None:
        self._hash.update(chunk)
        self._size += len(chunk)
        _write_or_skip(self._descriptor, chunk)

    def finish(self) -> Stored:
        """Read the object back and give it its name."""
        os.ftruncate(self._descriptor, self._size)
        self._close()
        name = self._hash.hexdigest()
        if hash_of(self._temporary) != name:
            raise CounterwatchError(READ_BACK(file=self._temporary.name), hint=OTHER_DISK())
        self._temporary.replace(self._temporary.with_name(name))
        return Stored(name, self._size)

    def _close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._descriptor = -1


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


def hash_of(path: Path, tick: Tick = nothing) -> str:
    """Return the SHA-256 of a file."""
    hasher, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        for chunk in chunks_of(file):
            hasher.update(chunk)
            size += len(chunk)
            tick(size)
    return hasher.hexdigest()


def move_in(folder: Path, layout: Layout) -> list[Path]:
    """Move the objects of a batch to their places and return what is new. An object that is there already must be intact."""
    moved = []
    for path in sorted(folder.iterdir()):
        target = layout.object(path.name)
        if target.exists():
            refuse_damaged(target, layout)
            continue
        target.parent.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        path.rename(target)
        moved.append(target)
    return moved


def refuse_damaged(target: Path, layout: Layout) -> None:
    """Refuse to speak again of an object that is not what its name says."""
    if not target.is_file() or target.is_symlink() or hash_of(target) != target.name:
        raise VerificationFailed(DAMAGED_OBJECT(file=layout.shown(target)), hint=RUN_VERIFY())
