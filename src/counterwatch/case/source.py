"""Files to be sealed: opened without following or waiting, refused by name where they are not plain files that stand still."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from counterwatch.case.bare.sealing import moment
from counterwatch.case.layout import shown
from counterwatch.case.objects import chunks_of
from counterwatch.core import Template, UnreadableEvidence

CANNOT_READ = Template("case.source.cannot_read", "cannot read {name}: {reason}")
CHECK_NAME = Template("case.source.check_name", "check the name and the permissions of the file")
A_LINK = Template("case.source.a_link", "{name} is a symbolic link to {target}")
PASS_TARGET = Template("case.source.pass_target", "seal the file it points to, by its own name")
A_FOLDER = Template("case.source.a_folder", "{name} is a folder")
PASS_FILES = Template("case.source.pass_files", "name the files in it; a folder is not one piece of evidence")
NOT_A_FILE = Template("case.source.not_a_file", "{name} is a {kind}, not a file with a content")
COPY_FIRST = Template("case.source.copy_first", "copy what it delivers into a file and seal that")
CHANGED = Template("case.source.changed", "{name} changed while it was read")
STOP_WRITER = Template("case.source.stop_writer", "wait until the program that writes it is done, or copy it and seal the copy")

PIPE = Template("case.source.pipe", "named pipe")
SOCKET = Template("case.source.socket", "socket")
CHARACTERS = Template("case.source.characters", "character device")
BLOCKS = Template("case.source.blocks", "block device")
SPECIAL = Template("case.source.special", "special file")
KINDS = {stat.S_IFIFO: PIPE, stat.S_IFSOCK: SOCKET, stat.S_IFCHR: CHARACTERS, stat.S_IFBLK: BLOCKS}


@dataclass(frozen=True, slots=True)
class Source:
    """A file that is open for sealing: its name as given and what the file system says of it."""

    file: BinaryIO
    name: str
    state: os.stat_result

    def chunks(self) -> Iterator[bytes]:
        """Yield the content piece by piece; a disk that cannot deliver it is named."""
        done = 0
        try:
            for chunk in chunks_of(self.file):
                done += len(chunk)
                # One that grows as fast as it is read would never end.
                if done > self.state.st_size:
                    raise UnreadableEvidence(CHANGED(name=self.shown), hint=STOP_WRITER())
                yield chunk
        except OSError as error:
            raise UnreadableEvidence(CANNOT_READ(name=self.shown, reason=error.strerror or ""), hint=CHECK_NAME()) from error

    @property
    def shown(self) -> str:
        """The name as it can be printed and stored."""
        return shown(self.name)


def exact(name: str) -> bytes:
    """Return the bytes of a name that cannot be stored as text; empty where it can."""
    return b"" if shown(name) == name else os.fsencode(name)


@contextmanager
def opened(path: Path) -> Iterator[Source]:
    """Open a file to seal it; on leaving, refuse it if it changed meanwhile."""
    name = shown(path.name)
    try:
        _refuse_special(path, name)
        # O_NONBLOCK: a pipe put in the place of the file after the look at it must not make us wait.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise UnreadableEvidence(CANNOT_READ(name=name, reason=error.strerror or ""), hint=CHECK_NAME()) from error
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        before = os.fstat(descriptor)
        _refuse_kind(before, name)
        yield Source(file, path.name, before)
        if moment(os.fstat(descriptor)) != moment(before):
            raise UnreadableEvidence(CHANGED(name=name), hint=STOP_WRITER())


def _refuse_special(path: Path, name: str) -> None:
    state = os.lstat(path)
    if stat.S_ISLNK(state.st_mode):
        raise UnreadableEvidence(A_LINK(name=name, target=shown(str(path.readlink()))), hint=PASS_TARGET())
    _refuse_kind(state, name)


def _refuse_kind(state: os.stat_result, name: str) -> None:
    if stat.S_ISDIR(state.st_mode):
        raise UnreadableEvidence(A_FOLDER(name=name), hint=PASS_FILES())
    if not stat.S_ISREG(state.st_mode):
        raise UnreadableEvidence(NOT_A_FILE(name=name, kind=KINDS.get(stat.S_IFMT(state.st_mode), SPECIAL)()), hint=COPY_FIRST())
