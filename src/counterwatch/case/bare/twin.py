"""Stored objects read beside a file that may be one of them: where all bytes agree, the object need not be hashed as well."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager


class Twins:
    """Compares what passes by with the bytes of stored objects; those that differ are dropped at the first piece."""

    def __init__(self, descriptors: dict[str, int]) -> None:
        self._left = descriptors

    def beside(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the pieces of a content as they are, comparing each."""
        for chunk in chunks:
            self._left = {name: each for name, each in self._left.items() if _read(each, len(chunk)) == chunk}
            yield chunk
        self._left = {name: each for name, each in self._left.items() if not _read(each, 1)}

    def agrees(self, name: str) -> bool:
        """Was the whole object of this name the same as all that passed by?"""
        return name in self._left


def _read(descriptor: int, size: int) -> bytes:
    try:
        return os.read(descriptor, size)
    except OSError:
        return b""


@contextmanager
def twins_at(paths: Iterable[str]) -> Iterator[Twins]:
    """Open objects to compare with; one that is not there agrees with nothing."""
    opened: dict[str, int] = {}
    try:
        for path in paths:
            try:
                opened[path.rpartition("/")[2]] = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
            except OSError:
                continue
        yield Twins(opened)
    finally:
        for descriptor in opened.values():
            os.close(descriptor)
