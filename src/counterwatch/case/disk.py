"""Writing so that it stays written: whole files, read back, synced; a failed sync is final."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from counterwatch.case.bare.writing import PRIVATE_FILE, write_all
from counterwatch.core import CounterwatchError, Template

PRIVATE_FOLDER = 0o700

CANNOT_WRITE = Template("case.disk.cannot_write", "cannot write to {place}: {reason}")
NOTHING_KEPT = Template(
    "case.disk.nothing_kept", "nothing of this write counts as stored; make room or mend the disk, run cw verify, then do it again"
)

NOT_YOURS = Template(
    "case.disk.not_yours",
    "it belongs to another user, or the disk can only be read: reading and cw verify work; to go on, copy the folder to a place of your own",
)


class WriteFailed(CounterwatchError):
    """The disk refused a write or a sync. What it holds now is not known: the handle that met this writes no more."""


@contextmanager
def writing_to(place: Path) -> Iterator[None]:
    """Name the place where the operating system refuses a write."""
    try:
        yield
    except OSError as error:
        hint = NOT_YOURS() if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS) else NOTHING_KEPT()
        raise WriteFailed(CANNOT_WRITE(place=str(place), reason=error.strerror or str(error)), hint=hint) from error


def write_synced(path: Path, data: bytes) -> None:
    """Write a new file and sync it; the caller syncs its folder."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
    try:
        write_all(descriptor, data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def append_synced(path: Path, data: bytes) -> None:
    """Append to a file and sync it and its folder."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE_FILE)
    try:
        write_all(descriptor, data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    sync_folder(path.parent)


def replace_synced(temporary: Path, target: Path) -> None:
    """Move a synced file to its place and sync the folder."""
    temporary.replace(target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Sync the names in a folder."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it that are missing, and sync their names: a case in a folder that is lost is lost."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    for each in missing:
        sync_folder(each.parent)


def sync_many(root: Path, files: Iterable[str]) -> None:
    """Sync many new files: one call for the whole file system where there is one, file by file elsewhere."""
    if sys.platform == "linux":
        _sync_file_system(root)
    else:
        sync_each(map(Path, files))


def sync_each(files: Iterable[Path]) -> None:
    """Sync each file and the folders they lie in."""
    folders = set()
    for path in files:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        folders |= {path.parent, path.parent.parent}
    for folder in sorted(folders):
        sync_folder(folder)


def _sync_file_system(root: Path) -> None:
    descriptor = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if ctypes.CDLL(None, use_errno=True).syncfs(descriptor) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(root))
    finally:
        os.close(descriptor)
