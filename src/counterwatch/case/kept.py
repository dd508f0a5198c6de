"""Records on their way into a case, in the form in which they are written: many of them take little memory, and each is read as JSON reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from counterwatch.core import Record, canonical


class Kept:
    """A list of records that only grows. What is read from it is what a reader of the case will find: plain JSON values."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self.heads: list[tuple[str, str, int]] = []
        """Of each record its id, kind and version."""
        self._written: list[bytes] = []
        self += records

    def append(self, record: Record) -> None:
        self.heads.append((record.id, record.kind, record.version))
        self._written.append(canonical(record))

    def __iadd__(self, records: Iterable[Record]) -> Kept:
        if isinstance(records, Kept):
            self.heads += records.heads
            self._written += records._written
            return self
        for each in records:
            self.append(each)
        return self

    def __len__(self) -> int:
        return len(self._written)

    def __getitem__(self, place: int) -> Record:
        return msgspec.json.decode(self._written[place], type=Record)

    def __iter__(self) -> Iterator[Record]:
        return self.since(0)

    def since(self, start: int) -> Iterator[Record]:
        """Yield the records from a place on."""
        return (self[place] for place in range(start, len(self)))

    def holds(self, kind: str) -> bool:
        """Is any of the records of this kind?"""
        return any(each == kind for _, each, _ in self.heads)
