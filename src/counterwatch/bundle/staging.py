"""A stranger's bundle is copied into a folder of our own before anything of it is believed: what is checked is then what is taken."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from counterwatch.bundle.opened import Bundle, unpack
from counterwatch.bundle.places import CASE, is_known
from counterwatch.core import Template
from counterwatch.core.errors import CounterwatchError, Refused, VerificationFailed
from counterwatch.core.progress import Cancel, Progress, stop_if

COPYING = Template("bundle.staging.copying", "copying the bundle into the case")
NO_ROOM = Template("bundle.staging.no_room", "the bundle takes {size} bytes, and {free} are free in {folder}")
MAKE_ROOM = Template("bundle.staging.make_room", "make room there, and do it again; nothing was kept")
NOT_OURS = Template("bundle.staging.not_ours", "{file} is no name that a bundle holds")
LARGE = Template("bundle.staging.large", "{file} is larger than a file of its kind can be: {size} bytes")
NOTHING_TAKEN = Template("bundle.staging.nothing_taken", "nothing of the bundle was taken over; ask the sender for another copy")
LARGEST_CLEAR = 256 << 20
"""A file of the history that is larger holds no history that a person wrote."""
INDEX = f"{CASE}work/index.db"


def stage(bundle: Bundle, folder: Path, progress: Progress, cancel: Cancel) -> Bundle:
    """Copy a bundle, and return the copy. Names that no bundle has, and sizes that none needs, are refused before a byte is written."""
    for path in [*bundle.strange, *bundle.files]:
        if not is_known(path) or path in bundle.strange:
            raise VerificationFailed(NOT_OURS(file=path.encode("utf-8", "backslashreplace").decode()[:80]), hint=NOTHING_TAKEN())
    for path, size in bundle.files.items():
        if size > LARGEST_CLEAR and path.startswith(CASE) and "/objects/" not in path and path != INDEX:
            raise Refused(LARGE(file=path, size=size), hint=NOTHING_TAKEN())
    refuse_no_room(sum(bundle.files.values()), folder)
    for number, path in enumerate(sorted(bundle.files)):
        if number % 64 == 0:
            progress(COPYING(), number, len(bundle.files))
            stop_if(cancel)
        unpack(bundle, [path], folder)
    return Bundle(folder, {path: os.lstat(folder / path).st_size for path in bundle.files})


def refuse_no_room(size: int, folder: Path) -> None:
    """Refuse what a folder has no room for, before any of it is written."""
    free = shutil.disk_usage(folder).free
    if size > free:
        raise CounterwatchError(NO_ROOM(size=size, free=free, folder=str(folder.parent)), hint=MAKE_ROOM())
