"""Where a bundle is written: a folder or a ZIP file, made beside its place and shown only when it is whole."""

from __future__ import annotations

import os
import shutil
import struct
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from counterwatch.bundle.zip_form import Member, directory, local_header
from counterwatch.case.disk import PRIVATE_FOLDER, sync_each, sync_folder, writing_to
from counterwatch.core import Template, WrongUsage

EXISTS = Template("bundle.sinks.exists", "{file} exists already")
OTHER_NAME = Template("bundle.sinks.other_name", "name another folder or ZIP file; nothing is ever overwritten")
NO_FOLDER = Template("bundle.sinks.no_folder", "there is no folder {folder}")
MAKE_IT = Template("bundle.sinks.make_it", "make it first, or choose another place")
CHANGED = Template("bundle.sinks.changed", "{file} became longer or shorter while it was copied")
AGAIN = Template("bundle.sinks.again", "wait until nobody writes there, then do it again; nothing was kept")


class Sink(Protocol):
    """Takes the files of a bundle, one after the other."""

    def add(self, path: str, chunks: Iterable[bytes], size: int) -> None:
        """Write a file of a known size."""


class FolderSink:
    """Files in a folder, readable by their owner alone."""

    def __init__(self, root: Path) -> None:
        self.root, self._made = root, list[Path]()

    def add(self, path: str, chunks: Iterable[bytes], size: int) -> None:
        place = self.root / path
        place.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        with open(place, "xb", opener=_private) as file:
            _pour(chunks, file, path, size)
        self._made.append(place)

    def close(self) -> None:
        sync_each(self._made)


class ZipSink:
    """Members of an archive that is not compressed: what is encrypted or hashed as it is gains nothing."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self._members, self._at = file, list[Member](), 0

    def add(self, path: str, chunks: Iterable[bytes], size: int) -> None:
        unfinished = Member(path, size, 0, self._at)
        self.file.write(local_header(unfinished))
        crc = 0

        def counted() -> Iterator[bytes]:
            nonlocal crc
            for chunk in chunks:
                crc = zlib.crc32(chunk, crc)
                yield chunk

        _pour(counted(), self.file, path, size)
        member = Member(path, size, crc, self._at)
        self.file.seek(self._at + 14)
        self.file.write(struct.pack("<I", crc))
        self._at = self.file.seek(member.end)
        self._members.append(member)

    def close(self) -> None:
        self.file.write(directory(self._members))
        self.file.flush()
        os.fsync(self.file.fileno())


@contextmanager
def beside(output: Path, before: Callable[[], None]) -> Iterator[tuple[Sink, Path]]:
    """Give a sink and a folder for work under way; at the end do what comes `before`, and only then show the bundle. Else nothing of it stays."""
    if output.exists() or output.is_symlink():
        raise WrongUsage(EXISTS(file=str(output)), hint=OTHER_NAME())
    if not output.absolute().parent.is_dir():
        raise WrongUsage(NO_FOLDER(folder=str(output.absolute().parent)), hint=MAKE_IT())
    with writing_to(output):
        folder = Path(tempfile.mkdtemp(prefix=f".{output.name[:40]}.", suffix=".part", dir=output.absolute().parent))
    try:
        with writing_to(output):
            yield from _filled(folder, output, before)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _filled(folder: Path, output: Path, before: Callable[[], None]) -> Iterator[tuple[Sink, Path]]:
    ready = folder / "ready"
    if output.suffix.lower() == ".zip":
        with open(ready, "xb", opener=_private) as file:
            zipped = ZipSink(file)
            yield zipped, folder
            zipped.close()
    else:
        ready.mkdir(mode=PRIVATE_FOLDER)
        filled = FolderSink(ready)
        yield filled, folder
        filled.close()
    before()
    # A name that somebody took meanwhile stays theirs: a link or an empty folder would be replaced in silence.
    if output.exists() or output.is_symlink():
        raise WrongUsage(EXISTS(file=str(output)), hint=OTHER_NAME())
    ready.rename(output)
    sync_folder(output.absolute().parent)


def _pour(chunks: Iterable[bytes], file: BinaryIO, path: str, size: int) -> None:
    done = 0
    for chunk in chunks:
        file.write(chunk)
        done += len(chunk)
    if done != size:
        raise WrongUsage(CHANGED(file=path), hint=AGAIN())


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
