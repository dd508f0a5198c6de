"""How the contents of a case lie in its objects: as they are in a plain case; an encrypted one brings a vault of its own."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from counterwatch.case.bare.hashing import Tick, nothing
from counterwatch.case.objects import Stored, chunks_of, store
from counterwatch.case.pack import Gone, Pack, Pieces, plain_line, plain_pack, read_body, read_intact, without
from counterwatch.core import Record, sha256_hex

Write = Callable[[bytes], object]

CLOSED: dict[str, Any] = {"secrets": [], "key": ""}
"""What a worker is given that looks at stored bytes only."""


class Unopened(Exception):
    """An object that does not hold what this key can open, whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What a content is: the evidence ids it may have, its hash and its size."""

    ids: tuple[str, ...]
    sha256: str
    size: int


class Packing(Protocol):
    """A pack and its body under way."""

    @property
    def vault(self) -> Vault:
        """What it was begun with."""

    def add(self, record: bytes) -> None:
        """Take one more record in, as it is written."""

    def finish(self, gone: Sequence[Gone]) -> tuple[Pieces, Pieces]:
        """Return pack and body, in pieces."""


class Vault(Protocol):
    """What differs between plain and encrypted cases."""

    @property
    def index_key(self) -> str: ...

    @property
    def earlier_index_keys(self) -> tuple[str, ...]:
        """The keys that the index had before recipients were removed."""

    @property
    def opening(self) -> dict[str, Any]:
        """What a worker needs to look into contents."""

    @property
    def sealing(self) -> dict[str, Any]:
        """What a worker needs to seal contents."""

    def measured(self, name: str, said: Sequence[Any]) -> Measure | None:
        """Return what a worker said of the content of an object; None where it could not open it."""

    def ids_of(self, chunks: Iterable[bytes]) -> tuple[str, ...]:
        """Return the ids that a content may have as evidence; the first is the one for new evidence."""

    def seal(self, chunks: Iterable[bytes], folder: Path) -> tuple[Stored, Measure]:
        """Write a content to the folder of a batch as an object, and measure it on the way."""

    def measure(self, path: Path, tick: Tick = nothing) -> Measure:
        """Return what an object whose stored bytes were checked holds, or raise `Unopened`."""

    def pour(self, path: Path, write: Write) -> None:
        """Write the content of an object somewhere, piece by piece, or raise `Unopened`."""

    def packing(self) -> Packing:
        """Begin a pack and its body."""

    def records(self, body: bytes, pack: Pack, erased: Collection[int] = ()) -> list[Record | None]:
        """Return the records of a body, None where one was erased, or raise `Unreadable` where they are not those of the pack."""

    def without(self, body: bytes, slots: Collection[int]) -> bytes:
        """Return a body without the records in some slots, nor anything that could bring them back; or raise `Unreadable`."""

    def intact(self, body: bytes, commitments: Collection[str] | None) -> list[Record]:
        """Return the records of a damaged body that are still those committed to; of a whole one without its pack, all that can be read."""


class PlainVault:
    """Contents as they are."""

    def __init__(self, case: str) -> None:
        # Not a secret: it makes every page of the index carry a checksum.
        self.index_key = sha256_hex(b"counterwatch index" + case.encode())
        self.earlier_index_keys: tuple[str, ...] = ()

    @property
    def opening(self) -> dict[str, Any]:
        return CLOSED

    @property
    def sealing(self) -> dict[str, Any]:
        return {"secrets": [], "recipients": []}

    def measured(self, name: str, said: Sequence[Any]) -> Measure | None:
        return Measure(ids=(name,), sha256=name, size=said[0])

    def ids_of(self, chunks: Iterable[bytes]) -> tuple[str, ...]:
        hasher = hashlib.sha256()
        for chunk in chunks:
            hasher.update(chunk)
        return (hasher.hexdigest(),)

    def seal(self, chunks: Iterable[bytes], folder: Path) -> tuple[Stored, Measure]:
        stored = store(chunks, folder)
        return stored, Measure(ids=(stored.name,), sha256=stored.name, size=stored.size)

    def measure(self, path: Path, tick: Tick = nothing) -> Measure:  # noqa: ARG002 - nothing here takes long
        return Measure(ids=(path.name,), sha256=path.name, size=path.stat().st_size)

    def pour(self, path: Path, write: Write) -> None:
        with path.open("rb") as file:
            for chunk in chunks_of(file):
                write(chunk)

    def packing(self) -> Packing:
        return PlainPacking(self)

    def records(self, body: bytes, pack: Pack, erased: Collection[int] = ()) -> list[Record | None]:
        return read_body(body, pack.commitments, erased)

    def without(self, body: bytes, slots: Collection[int]) -> bytes:
        return without(body, slots)

    def intact(self, body: bytes, commitments: Collection[str] | None) -> list[Record]:
        return read_intact(body.split(b"\n"), commitments)


class PlainPacking:
    """Pack and body under way."""

    def __init__(self, vault: Vault) -> None:
        self.vault, self._lines = vault, list[bytes]()

    def add(self, record: bytes) -> None:
        self._lines.append(plain_line(record))

    def finish(self, gone: Sequence[Gone]) -> tuple[Pieces, Pieces]:
        pack, body = plain_pack(self._lines, gone)
        return (pack,), (body,)


def content(vault: Vault, path: Path) -> bytes:
    """Return the whole content of an object."""
    held = io.BytesIO()
    vault.pour(path, held.write)
    return held.getvalue()
