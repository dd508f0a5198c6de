"""Files that may be submissions: read once and bounded, known ones told apart, opened in the limited child process, gathered in portions."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from counterwatch.case import Case
from counterwatch.core.progress import Cancel, stop_if
from counterwatch.files.confined.sizes import Refused
from counterwatch.incidents.intake.age_file import LARGEST
from counterwatch.incidents.intake.reading import Opened, Reader
from counterwatch.incidents.intake.reasons import DECRYPTED
from counterwatch.incidents.intake.received import key_of

PORTION_FILES, PORTION_BYTES = 500, 16 << 20
"""A portion becomes part of the case at once; what it holds is in memory until then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A file that the key of an intake opened: `ids` are those that it may have as evidence, `fault` a code where it is not what a form writes."""

    name: str
    data: bytes
    modified: float
    ids: tuple[str, ...]
    opened: Opened | None
    fault: str = ""


@dataclass(slots=True, kw_only=True)
class Tally:
    """What became of the files so far: how many are new, how many the case had, and each that was refused (its name and a code)."""

    new: int = 0
    again: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)

    @property
    def by_reason(self) -> dict[str, int]:
        return dict(sorted(Counter(code for _, code in self.refused).items()))


def portions(case: Case, files: Iterable[Path], reader: Reader, known: set[str], tally: Tally, cancel: Cancel) -> Iterator[list[Arrived]]:
    """Yield the files that are new submissions, a portion at a time; `known` are the record ids of those that the case has."""
    portion: list[Arrived] = []
    for each in files:
        stop_if(cancel)
        if arrived := _arrived(case, each, reader, known, tally):
            portion.append(arrived)
            known.update(map(key_of, arrived.ids))
        if len(portion) >= PORTION_FILES or sum(len(one.data) for one in portion) >= PORTION_BYTES:
            yield portion
            portion = []
    if portion:
        yield portion


def _arrived(case: Case, path: Path, reader: Reader, known: set[str], tally: Tally) -> Arrived | None:
    try:
        data, modified = contents(path)
        ids = case.vault.ids_of([data])
        if any(key_of(each) in known for each in ids):
            tally.again += 1
            return None
        opened, fault = _opened(reader, data)
    except Refused as refusal:
        tally.refused.append((path.name, refusal.code))
        return None
    return Arrived(name=path.name, data=data, modified=modified, ids=ids, opened=opened, fault=fault)


def _opened(reader: Reader, data: bytes) -> tuple[Opened | None, str]:
    """Open a file; one that the key opened and that is not what a form writes is kept, with the code of its fault."""
    try:
        return reader.read(data), ""
    except Refused as refusal:
        if refusal.code not in DECRYPTED:
            raise
        return None, refusal.code


def contents(path: Path) -> tuple[bytes, float]:
    """Return the bytes of a plain file that is no larger than a submission, and when it was written; no link is followed, nothing is waited for."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise Refused("not_a_file" if path.is_symlink() else "unreadable") from error
    with os.fdopen(descriptor, "rb") as file:
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode):
            raise Refused("not_a_file")
        try:
            data = file.read(LARGEST + 1)
        except OSError as error:
            raise Refused("unreadable") from error
    if len(data) > LARGEST:
        raise Refused("too_large")
    return data, state.st_mtime
