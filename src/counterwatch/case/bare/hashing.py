"""Hashes of files and of contents that pass."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable, Iterable, Iterator, Sequence

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


def keyed(secrets: Sequence[bytes], hash: bytes) -> tuple[str, ...]:
    """Return the evidence id of a content under each secret of the case, from the SHA-256 of the content: it is read once, for however many."""
    return tuple(hmac.digest(each, hash, "sha256").hex() for each in secrets)


class Measuring:
    """Measures a content while it passes: its ids, its hash and its size in bytes."""

    def __init__(self, secrets: Sequence[bytes], tick: Tick = nothing) -> None:
        self._secrets, self._hash, self.size, self._tick = secrets, hashlib.sha256(), 0, tick

    def write(self, data: bytes | memoryview) -> None:
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
        return keyed(self._secrets, self._hash.digest())

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()
