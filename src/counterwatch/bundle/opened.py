"""A bundle as it lies there, folder or ZIP file: names, sizes and contents, and nothing followed that leads elsewhere."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from counterwatch.bundle.places import LONGEST_LIST, MARKS, MOST_FILES
from counterwatch.bundle.zip_form import LOCAL, Member
from counterwatch.bundle.zip_reading import OtherForm, read_members
from counterwatch.case.bare.hashing import CHUNK
from counterwatch.case.layout import shown
from counterwatch.core import Template
from counterwatch.core.errors import NoCase, VerificationFailed

NO_BUNDLE = Template("bundle.opened.no_bundle", "{file} is no bundle: it has no bagit.txt, and it is not a ZIP file")
NAME_ONE = Template(
    "bundle.opened.name_one", "name a folder or a ZIP file that `cw export --format bagit` wrote; `cw verify` checks cases and reports, too"
)
OTHER_FORM = Template(
    "bundle.opened.other_form", "{file} is not a ZIP file in the form in which bundles are written: it was damaged, changed, or packed again"
)
UNPACK = Template(
    "bundle.opened.unpack", "if somebody you trust packed it again, unpack it and name the folder; else ask for another copy; nothing was changed"
)
TOO_MANY = Template("bundle.opened.too_many", "{file} holds more than {most} files, or folders that are nested deeper than those of any bundle")
ASK_AGAIN = Template("bundle.opened.ask_again", "ask the sender for another copy; nothing was changed")
DEEPEST = 6


@dataclass(slots=True)
class Bundle:
    """The files of a bundle with their sizes; `strange` are names of what is no ordinary file. Contents are read through `chunks` and `small`."""

    place: Path
    files: dict[str, int] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)
    members: dict[str, Member] | None = None

    def chunks(self, path: str) -> Iterator[bytes]:
        """Yield the content of a file piece by piece."""
        member = self.members[path] if self.members is not None else None
        with (self.place if member else self.place / path).open("rb") as file:
            left = member.size if member else self.files[path] + 1
            file.seek(member.content if member else 0)
            while left > 0 and (piece := file.read(min(CHUNK, left))):
                left -= len(piece)
                yield piece

    def small(self, path: str, most: int = LONGEST_LIST) -> bytes:
        """Return the content of a file; nothing where it is not there or larger than anything of its kind."""
        return b"".join(self.chunks(path)) if self.files.get(path, most + 1) <= most else b""


def is_bundle(path: Path) -> bool:
    """Was this meant to be a bundle?"""
    if path.is_dir():
        return any((path / each).is_file() for each in MARKS)
    return path.is_file() and (path.suffix.lower() == ".zip" or _begins(path) == LOCAL)


def open_bundle(path: Path) -> Bundle:
    """Open what lies at a path as a bundle; what is none, and an archive in another form, is refused by name."""
    if not is_bundle(path):
        raise NoCase(NO_BUNDLE(file=shown(path.name)), hint=NAME_ONE())
    if path.is_dir():
        bundle = Bundle(path)
        _walk(bundle, path, "", 0)
        return bundle
    try:
        members = {each.path: each for each in read_members(path)}
    except OtherForm:
        raise VerificationFailed(OTHER_FORM(file=shown(path.name)), hint=UNPACK()) from None
    return Bundle(path, {name: each.size for name, each in members.items()}, members=members)


def _walk(bundle: Bundle, folder: Path, above: str, depth: int) -> None:
    with os.scandir(folder) as found:
        for each in found:
            path = f"{above}{each.name}"
            if depth > DEEPEST or len(bundle.files) + len(bundle.strange) >= MOST_FILES:
                raise VerificationFailed(TOO_MANY(file=shown(bundle.place.name), most=MOST_FILES), hint=ASK_AGAIN())
            state = each.stat(follow_symlinks=False)
            if stat.S_ISDIR(state.st_mode):
                _walk(bundle, Path(each.path), f"{path}/", depth + 1)
            elif stat.S_ISREG(state.st_mode):
                bundle.files[path] = state.st_size
            else:
                bundle.strange.append(path)


def _begins(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4)


def unpack(bundle: Bundle, paths: list[str], folder: Path) -> None:
    """Write some files of a bundle, whose names are known ones, into a folder of one's own."""
    for path in paths:
        place = folder / path
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(bundle.chunks(path))


class _Window(io.RawIOBase):
    """A part of a file, as a file of its own."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        super().__init__()
        self._file, self._start, self._size, self._at = file, start, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = max(offset + (0, self._at, self._size)[whence], 0)
        return self._at

    def readinto(self, buffer: Any) -> int:
        self._file.seek(self._start + self._at)
        piece = self._file.read(max(min(len(buffer), self._size - self._at), 0))
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def close(self) -> None:
        self._file.close()
        super().close()


def stream(bundle: Bundle, path: str) -> io.BufferedReader:
    """Return the content of a file as a stream, to be closed by whoever reads it."""
    member = bundle.members[path] if bundle.members is not None else None
    place, start = (bundle.place, member.content) if member else (bundle.place / path, 0)
    return io.BufferedReader(_Window(place.open("rb"), start, bundle.files[path]))
