"""Hashes of files and of contents that pass."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

CHUNK = 1 << 20
Tick = Callable[[int], None]


def nothing(_done: int) -> None:
    """Tick for nobody."""


def hash_of(path: str | os.PathLike[str], tick: Tick = nothing) -> str:
    """Return the SHA-256 of a file."""
    # Not `Path.open`: verification does this for each of many thousand files.
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return hash_from(descriptor, tick)
    finally:
        os.close(descriptor)


def hash_from(descriptor: int, tick: Tick = nothing) -> str:
    """Return the SHA-256 of what is left to be read of an open file."""
    hasher, size = hashlib.sha256(), 0
    while chunk := os.read(descriptor, CHUNK):
        hasher.update(chunk)
        size += len(chunk)
        tick(size)
    return hasher.hexdigest()


@cache
def _begun(key: bytes) -> hmac.HMAC:
    """Return an HMAC of nothing yet, to be copied: that is quicker than to begin with the key for each of many files."""
    return hmac.new(key, digestmod=hashlib.sha256)


class KeyedId:
    """An evidence id under each secret of the case."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._hashes = [_begun(key).copy() for key in keys]

    def write(self, data: bytes | memoryview) -> None:
        for each in self._hashes:
            each.update(data)

    def ids(self) -> tuple[str, ...]:
        return tuple(each.hexdigest() for each in self._hashes)


class Measuring:
    """Measures a content while it passes: its ids, its hash and its size in bytes."""

    def __init__(self, keys: Sequence[bytes], tick: Tick = nothing) -> None:
        self._ids, self._hash, self.size, self._tick = KeyedId(keys), hashlib.sha256(), 0, tick

    def write(self, data: bytes | memoryview) -> None:
        self._ids.write(data)
        self._hash.update(data)
        self.size += len(data)
        self._tick(self.size)

    def watching(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Pass pieces on, measured."""
        for chunk in chunks:
            self.write(chunk)
            yield chunk

    @property
    def ids(self) -> tuple[str, ...]:
        return self._ids.ids()

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()
