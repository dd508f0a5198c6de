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


def store(chunks: Iterable[bytes], folder: Path, tick: Tick = nothing) -> Stored:
    """Write bytes to the folder of a batch under their hash, hashing while copying, then read them back."""
    temporary = folder / f"{uuid.uuid4()}.part"
    hasher, size = hashlib.sha256(), 0
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    try:
        for chunk in chunks:
            hasher.update(chunk)
            size += len(chunk)
            _write_or_skip(descriptor, chunk)
            tick(size)
        os.ftruncate(descriptor, size)
    finally:
        os.close(descriptor)
    if hash_of(temporary) != hasher.hexdigest():
        raise CounterwatchError(READ_BACK(file=temporary.name), hint=OTHER_DISK())
    temporary.replace(folder / hasher.hexdigest())
    return Stored(hasher.hexdigest(), size)


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


def move_in(folder: Path, layout: Layout, listed: set[str]) -> list[Path]:
    """Move the objects of a batch to their places and return what is new. An object that an entry lists already must be intact."""
    moved = []
    for path in sorted(folder.iterdir()):
        target = layout.object(path.name)
        # One that no entry lists is left from a write whose sync may have failed: it reads well and need not be on the disk.
        if path.name in listed and target.exists():
            _refuse_damaged(target, layout)
            continue
        target.parent.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        path.rename(target)
        moved.append(target)
    return moved


def _refuse_damaged(target: Path, layout: Layout) -> None:
    if not target.is_file() or target.is_symlink() or hash_of(target) != target.name:
        raise VerificationFailed(DAMAGED_OBJECT(file=layout.shown(target)), hint=RUN_VERIFY())
