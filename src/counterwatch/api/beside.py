"""A file that appears whole or not at all, readable by its owner alone, and never in place of another by accident."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from counterwatch.core import Template, WrongUsage

EXISTS = Template("api.beside.exists", "{file} exists already")
FORCE = Template("api.beside.force", "choose another name, or overwrite it with --force")
NOT_A_FILE = Template("api.beside.not_a_file", "{file} is a folder or no ordinary file")
OTHER_NAME = Template("api.beside.other_name", "name a file; what is there stays as it is")
NO_FOLDER = Template("api.beside.no_folder", "there is no folder {folder}")
MAKE_IT = Template("api.beside.make_it", "make it first, or choose another place")


def refuse_place(file: Path, *, force: bool) -> None:
    """Refuse a place where no file can be written, or where one lies that nobody asked to overwrite."""
    if not file.parent.is_dir():
        raise WrongUsage(NO_FOLDER(folder=str(file.parent)), hint=MAKE_IT())
    if file.exists() and not file.is_file():
        raise WrongUsage(NOT_A_FILE(file=str(file)), hint=OTHER_NAME())
    if (file.exists() or file.is_symlink()) and not force:
        raise WrongUsage(EXISTS(file=str(file)), hint=FORCE())


@contextmanager
def beside(file: Path) -> Iterator[BinaryIO]:
    """Open a file beside the place of another, which it takes when all went well; else nothing of it stays."""
    number, name = tempfile.mkstemp(prefix=f".{file.name[:40]}.", suffix=".part", dir=file.parent)
    try:
        with os.fdopen(number, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(name, file)  # noqa: PTH105  (Path.replace is the same call; this one says that it is atomic)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
