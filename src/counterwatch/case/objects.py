"""Objects: files named by the SHA-256 of their stored bytes, written once."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from counterwatch.case.bare.hashing import CHUNK, Tick, hash_of, nothing
from counterwatch.case.bare.writing import NewObject as Written
from counterwatch.case.bare.writing import ReadsOtherwise
from counterwatch.case.disk import PRIVATE_FOLDER
from counterwatch.case.layout import OBJECT, Layout
from counterwatch.core import CounterwatchError, Template
from counterwatch.core.errors import VerificationFailed

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


class NewObject(Written):
    """An object under way that says in our words where the disk or the memory fails."""

    def __enter__(self) -> NewObject:
        return self

    def stored(self) -> Stored:
        """Read the object back and give it its name."""
        try:
            return Stored(self.finish(), self.size)
        except ReadsOtherwise as error:
            raise CounterwatchError(READ_BACK(file=str(error)), hint=OTHER_DISK()) from error


def store(chunks: Iterable[bytes], folder: Path, tick: Tick = nothing) -> Stored:
    """Write bytes to the folder of a batch under their hash, hashing while copying, then read them back."""
    done = 0
    with NewObject(folder) as made:
        for chunk in chunks:
            done += len(chunk)
            made.write(chunk)
            tick(done)
        return made.stored()


def store_pieces(pieces: Iterable[bytes | bytearray], folder: Path) -> Stored:
    """Write some pieces of bytes as one object; a large one is never copied whole."""
    return store((bytes(memoryview(each)[start : start + CHUNK]) for each in pieces for start in range(0, len(each), CHUNK)), folder)


def is_large(path: str | os.PathLike[str]) -> bool:
    """Is there more to a file than one piece?"""
    try:
        return os.lstat(path).st_size > CHUNK
    except OSError:
        return False


def move_in(folder: Path, layout: Layout, listed: set[str], apart: Mapping[str, str]) -> list[str]:
    """Move the objects of a batch to their places and return what is new. An object that an entry lists already must be intact.

    `apart` holds the folders of those that lie elsewhere, where workers wrote them; what else lies there is not whole, or not needed.
    """
    moved, made, end = list[str](), set[str](), os.fspath(layout.objects)
    places = {**apart, **{name: os.fspath(folder) for name in os.listdir(folder) if OBJECT.match(name)}}  # noqa: PTH208 - these are names
    for name in sorted(places):
        # One that no entry lists is left from a write whose sync may have failed: it reads well and need not be on the disk.
        if name in listed and layout.object(name).exists():
            refuse_damaged(layout.object(name), layout)
            continue
        if name[:2] not in made:
            layout.object(name).parent.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
            made.add(name[:2])
        os.rename(f"{places[name]}/{name}", f"{end}/{name[:2]}/{name}")  # noqa: PTH104 - once for each of many thousand files
        moved.append(f"{end}/{name[:2]}/{name}")
    return moved


def refuse_damaged(target: Path, layout: Layout) -> None:
    """Refuse to speak again of an object that is not what its name says."""
    if not is_whole(target):
        raise VerificationFailed(DAMAGED_OBJECT(file=layout.shown(target)), hint=RUN_VERIFY())


def is_whole(target: Path) -> bool:
    """Is an object a file, and its own name?"""
    place = os.fspath(target)
    return stat.S_ISREG(os.lstat(place).st_mode) and hash_of(place) == target.name
