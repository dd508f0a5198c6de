"""Looking at a stored object: is it its own name, and what does it hold?"""

from __future__ import annotations

import hashlib
import io
import os
import stat
from collections.abc import Callable, Sequence

from counterwatch.case.bare.ciphering import GATHERED, Undecryptable, decipher
from counterwatch.case.bare.hashing import CHUNK, Measuring, Tick, hash_from

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyrage import x25519

PLAINLY = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK


class NotPlain(OSError):
    """Not a plain file with a content."""


def opened(place: bytes) -> int:
    """Open a plain file, without following or waiting."""
    descriptor = os.open(place, PLAINLY)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise NotPlain
    return descriptor


class Watched(io.RawIOBase):
    """An open file, each piece of which is seen by somebody while it is read; read it through a buffer."""

    def __init__(self, descriptor: int, see: Callable[[memoryview], object], *, most: int | None = None) -> None:
        super().__init__()
        self._descriptor, self._done, self._see, self._most = descriptor, 0, see, most

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Say where it stands, which is all that a buffer asks that goes back within itself: nothing is read, and seen, twice."""
        if (offset, whence) != (0, os.SEEK_CUR):
            raise io.UnsupportedOperation
        return self._done

    def readinto(self, buffer: Any, /) -> int:
        # One that grows as fast as it is read would never end.
        is_over = self._most is not None and self._done > self._most
        done = 0 if is_over else os.readv(self._descriptor, [buffer])
        self._done += done
        self._see(memoryview(buffer)[:done])
        return done


def looking(folder: bytes, secrets: Sequence[bytes], identity: x25519.Identity | None, tick: Tick) -> Callable[[str], list[Any] | None]:
    """Return what looks at the object of a name: its size, and with a key also size, hash and ids of its content; None where it is not whole."""

    def look(name: str) -> list[Any] | None:
        descriptor = opened(b"%s/%s/%s" % (folder, name[:2].encode(), name.encode()))
        try:
            size = os.fstat(descriptor).st_size
            if identity is None:
                return [size] if hash_from(descriptor, tick) == name else None
            hash, content = _deciphered(descriptor, size, identity, Measuring(secrets, tick))
            return [size, *content] if hash == name else None
        finally:
            os.close(descriptor)

    return look


def _deciphered(descriptor: int, size: int, identity: x25519.Identity, measuring: Measuring) -> tuple[str, list[Any]]:
    """Return the hash of the stored bytes, and size, hash and ids of the content; nothing of it where it cannot be deciphered."""
    hasher = hashlib.sha256()
    file = io.BufferedReader(Watched(descriptor, hasher.update), min(size + 1, GATHERED))
    try:
        decipher(file, measuring.write, identity)
        content: list[Any] = [measuring.size, measuring.sha256, measuring.ids]
    except (Undecryptable, io.UnsupportedOperation):
        # The second: no header of an age file ended in what was read.
        content = []
    while file.read(CHUNK):
        pass
    return hasher.hexdigest(), content
