"""A stored object read beside a file that may be the same: where all bytes agree, the object need not be hashed as well."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path


class Twin:
    """Compares what passes by with the bytes of a stored object."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor, self._agrees = descriptor, descriptor >= 0

    def beside(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the pieces of a content as they are, comparing each."""
        for chunk in chunks:
            self._agrees = self._agrees and self._read(len(chunk)) == chunk
            yield chunk
        self._agrees = self._agrees and not self._read(1)

    @property
    def agrees(self) -> bool:
        """Was the whole object the same as all that passed by?"""
        return self._agrees

    def _read(self, size: int) -> bytes:
        try:
            return os.read(self._descriptor, size)
        except OSError:
            return b""


@contextmanager
def twin_at(path: Path | None) -> Iterator[Twin]:
    """Open an object to compare with; one that is not there agrees with nothing."""
    try:
        descriptor = -1 if path is None else os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        descriptor = -1
    try:
        yield Twin(descriptor)
    finally:
        if descriptor >= 0:
            os.close(descriptor)
