"""Sealing a file as it is: read once, measured, encrypted where the case is, written and read back."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Mapping, Sequence

from counterwatch.case.bare.ciphering import GATHERED, encipher_file
from counterwatch.case.bare.hashing import CHUNK, Measuring, Tick, hash_from
from counterwatch.case.bare.looking import Watched, opened
from counterwatch.case.bare.sniff import FIRST, media_type
from counterwatch.case.bare.twin import twins_at
from counterwatch.case.bare.writing import NewObject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyrage import x25519


UNTOUCHED = "\0"
"""What stands before the place of an object whose file has not changed since an entry listed it: it need not be looked at."""


class Undecided(ValueError):
    """A file that changed while it was read, an object that is not whole, contents too many to compare with: not for a worker to say."""


class Sealing:
    """Seals files into a folder, for the recipients of an encrypted case or, where there are none, as they are."""

    def __init__(self, folder: str, secrets: Sequence[bytes], recipients: Sequence[x25519.Recipient], tick: Tick) -> None:
        self._folder, self._secrets, self._recipients, self._tick = folder, secrets, recipients, tick

    def seal(self, given: tuple[str, Mapping[str, str] | None, int]) -> list[Any]:
        """Return what a file is: id and size, and where the case does not hold it object, hash and media type; then when it changed, and its links.

        With the file come the contents of its size that the case holds: by their id, where their objects lie, marked `UNTOUCHED` where
        they need no look; None where they are too many.
        """
        place, alike, _number = given
        if alike is None:
            raise Undecided
        descriptor = opened(place.encode("latin-1"))
        try:
            before = os.fstat(descriptor)
            found = self._same(descriptor, before.st_size, alike) if alike else []
            found = found or self._anew(descriptor, before.st_size)
            if moment(os.fstat(descriptor)) != moment(before):
                raise Undecided
            return [found, before.st_mtime, before.st_nlink]
        finally:
            os.close(descriptor)

    def _same(self, descriptor: int, size: int, alike: Mapping[str, str]) -> list[Any]:
        places = {id: each.removeprefix(UNTOUCHED).encode("latin-1") for id, each in alike.items()}
        ids, agreeing = self._ids(descriptor, size, [places[id] for id in places if not alike[id].startswith(UNTOUCHED)])
        os.lseek(descriptor, 0, os.SEEK_SET)
        for id in ids:
            if id in places:
                name = places[id].rpartition(b"/")[2].decode()
                if not alike[id].startswith(UNTOUCHED) and not agreeing(name) and _hash_at(places[id]) != name:
                    raise Undecided
                return [id, size]
        return []

    def _ids(self, descriptor: int, size: int, places: Sequence[bytes]) -> tuple[Sequence[str], Callable[[str], bool]]:
        """Return the ids that a content may have, and what says which stored objects were seen to hold the same bytes."""
        if self._secrets:
            content = Measuring(self._secrets, self._tick)
            for piece in _pieces(descriptor, size):
                content.write(piece)
            return content.ids, lambda _name: False
        plain = Measuring((), self._tick)
        with twins_at(os.fsdecode(each) for each in places) as twins:
            for piece in twins.beside(_pieces(descriptor, size)):
                plain.write(piece)
        return (plain.sha256,), twins.agrees

    def _anew(self, descriptor: int, size: int) -> list[Any]:
        seen = Seen(Measuring(self._secrets) if self._recipients else None, self._tick)
        with NewObject(self._folder) as made:
            file = io.BufferedReader(Watched(descriptor, seen.see, most=size), min(size + 1, GATHERED))
            if self._recipients:
                encipher_file(file, made.write, self._recipients)
            else:
                while piece := file.read(CHUNK):
                    made.write(piece)
            if seen.size != size:
                raise Undecided
            name = made.finish()
        content = seen.measuring
        return [content.ids[0] if content else name, size, name, content.sha256 if content else name, media_type(bytes(seen.first))]


class Seen:
    """What is seen of a file while it is read: its size, its first bytes and, where that is asked, its measure."""

    def __init__(self, measuring: Measuring | None, tick: Tick) -> None:
        self.measuring, self.first, self.size, self._tick = measuring, bytearray(), 0, tick

    def see(self, piece: memoryview) -> None:
        if not self.first:
            self.first += piece[:FIRST]
        self.size += len(piece)
        if self.measuring:
            self.measuring.write(piece)
        self._tick(self.size)


def moment(state: os.stat_result) -> tuple[int, ...]:
    """Return what changes when a file does."""
    return (state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns)


def _pieces(descriptor: int, size: int) -> Iterator[bytes]:
    done = 0
    while piece := os.read(descriptor, min(size + 1, CHUNK)):
        done += len(piece)
        # One that grows as fast as it is read would never end.
        if done > size:
            raise Undecided
        yield piece


def _hash_at(place: bytes) -> str:
    descriptor = opened(place)
    try:
        return hash_from(descriptor)
    finally:
        os.close(descriptor)
