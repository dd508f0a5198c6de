"""What `cw add` was given, as single files: a folder stands for every file below it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from counterwatch.core import Template, UnreadableEvidence, WrongUsage

EMPTY_FOLDER = Template("api.gather.empty_folder", "there is no file in the folder {name}")
NAME_FILES = Template("api.gather.name_files", "name files, or a folder that holds some")
CANNOT_LIST = Template("api.gather.cannot_list", "cannot list the folder {name}: {reason}")
CHECK_FOLDER = Template("api.gather.check_folder", "check that you may read it; nothing was sealed")


def files_in(sources: Iterable[Path | str]) -> list[Path]:
    """Return the files that are meant, in a fixed order. Links are not followed: sealing refuses them by name."""
    return [file for source in sources for file in _files(Path(source))]


def _files(source: Path) -> list[Path]:
    if source.is_symlink() or not source.is_dir():
        return [source]
    found = list(_below(source))
    if not found:
        raise WrongUsage(EMPTY_FOLDER(name=source.name), hint=NAME_FILES())
    return found


def _below(folder: Path) -> Iterator[Path]:
    try:
        with os.scandir(folder) as listed:
            entries = sorted(listed, key=lambda each: os.fsencode(each.name))
    except OSError as error:
        raise UnreadableEvidence(CANNOT_LIST(name=folder.name, reason=error.strerror or ""), hint=CHECK_FOLDER()) from error
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _below(folder / entry.name)
        else:
            yield folder / entry.name
