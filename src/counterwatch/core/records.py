"""What a stateful instrument needs of a case, as a protocol: only `api` knows that a case is a folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from counterwatch.core.finding import Struct


class Record(Struct, frozen=True):
    """One version of one record: `id` stays, `version` counts up, a correction is a new version.

    `searchable` names the fields of `data` whose text `query` may find. Nothing is searchable unless it is named here, so that no index
    over people comes about by itself: name descriptions and notes, never names, numbers or accounts of persons.
    """

    id: str
    kind: str
    version: int = 1
    data: dict[str, Any] = {}
    searchable: tuple[str, ...] = ()


class Found(Struct, frozen=True):
    """A record that was found, when this version was written (UTC), and its place in the list, to go on behind it."""

    record: Record
    written: str
    place: str


class Records(Protocol):
    """A store of records in which nothing is changed, only superseded or, on purpose and for a reason, erased. A write that returned is on disk."""

    def append(self, batch: Iterable[Record]) -> None:
        """Write new records and next versions: all of them, or none."""
        ...

    def history(self, id: str) -> Iterator[Record]:
        """Return every version of a record, oldest first; none where there is no such record or it was erased."""
        ...

    def current(self, kind: str, upto: int | None = None) -> Iterator[Record]:
        """Return the newest version of each record of a kind, in the order in which they were written; with `upto` as after that write."""
        ...

    def supersede(self, id: str, data: dict[str, Any]) -> Record:
        """Write the next version of a record and return it."""
        ...

    def erase(self, id: str, reason: str) -> int:
        """Destroy every version of a record in this store, and return how many there were; that something was erased, and why, stays."""
        ...

    def query(self, text: str, kind: str | None = None) -> Iterator[Record]:
        """Return all newest versions whose searchable text holds every word of `text`, in any script, in the order in which they were written.

        They are those of the moment of asking, and read as somebody gets to them; what is erased meanwhile is left out.
        """
        ...

    def page(self, text: str, kind: str | None = None, *, limit: int = 100, after: str = "") -> list[Found]:
        """Return the first `limit` of what `query` returns, or those behind the place `after`; fewer than `limit` only at the end."""
        ...

    def count(self, text: str, kind: str | None = None) -> int:
        """Return how many `query` returns, without reading them."""
        ...
