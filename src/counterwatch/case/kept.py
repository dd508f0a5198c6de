"""Records on their way into a case, in the form in which they are written: many of them take little memory, and each is read as JSON reads it."""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import islice

from counterwatch.case.pack import as_written
from counterwatch.core import Record
from counterwatch.core.canonical import decoded

PORTION = 256
"""So many records are pressed together: one is much like the next."""


class Kept:
    """A list of records that only grows. What is read from it is what a reader of the case will find: plain JSON values."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self.heads: list[tuple[str, str, int]] = []
        """Of each record its id, kind and version."""
        self._starts, self._portions, self._newest = list[int](), list[bytes](), list[bytes]()
        self += records

    def append(self, record: Record) -> None:
        self.heads.append((record.id, record.kind, record.version))
        self._newest.append(as_written(record))
        if len(self._newest) == PORTION:
            self._press()

    def __iadd__(self, records: Iterable[Record]) -> Kept:
        for each in records:
            self.append(each)
        return self

    def take(self, other: Kept) -> None:
        """Take over the records of another list as they lie there."""
        self._press()
        before = len(self)
        self._starts += [before + start for start in other._starts]
        self._portions += other._portions
        self._newest += other._newest
        self.heads += other.heads

    def __len__(self) -> int:
        return len(self.heads)

    def __getitem__(self, place: int) -> Record:
        return next(islice(self.since(place), 1))

    def __iter__(self) -> Iterator[Record]:
        return self.since(0)

    def since(self, start: int) -> Iterator[Record]:
        """Yield the records from a place on."""
        return map(_read, self.written_since(start))

    def written_since(self, start: int) -> Iterator[bytes]:
        """Yield the records from a place on as they are written."""
        pressed = len(self) - len(self._newest)
        # A list that is read as it grows is asked for its end only: nothing of that is pressed yet.
        first = len(self._starts) if start >= pressed else max(bisect_right(self._starts, start) - 1, 0)
        for begin, portion in zip(self._starts[first:], self._portions[first:], strict=True):
            # Canonical JSON holds no line end.
            yield from islice(zlib.decompress(portion).split(b"\n"), max(start - begin, 0), None)
        yield from islice(self._newest, max(start - pressed, 0), None)

    def holds(self, kind: str) -> bool:
        """Is any of the records of this kind?"""
        return any(each == kind for _, each, _ in self.heads)

    def _press(self) -> None:
        if self._newest:
            self._starts.append(len(self) - len(self._newest))
            self._portions.append(zlib.compress(b"\n".join(self._newest), 1))
            self._newest.clear()


def _read(written: bytes) -> Record:
    return decoded(written, type=Record)
