"""What a stateful instrument needs of a case, as a protocol: only `api` knows that a case is a folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from counterwatch.core.finding import Struct


class Record(Struct, frozen=True):
    """One version of one record: `id` stays, `version` counts up, a correction is a new version."""

    id: str
    kind: str
    version: int = 1
    data: dict[str, Any] = {}


class Records(Protocol):
    """An append-only store of records. A write that returned is on disk."""

    def append(self, batch: Iterable[Record]) -> None: ...

    def history(self, id: str) -> Iterator[Record]: ...

    def current(self, kind: str) -> Iterator[Record]: ...
