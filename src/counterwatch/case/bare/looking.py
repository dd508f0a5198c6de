"""Looking at a stored object: is it its own name, and what does it hold?"""

from __future__ import annotations

import hashlib
import io
import os
import stat
from collections.abc import Callable, Sequence

from counterwatch.case.bare.ciphering import GATHERED
from counterwatch.case.bare.hashing import CHUNK, Measuring, Tick, hash_from
from counterwatch.case.bare.opening import NotOpened, Opener

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

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

    def readinto(self, buffer: Any, /) -> int:
        # One that grows as fast as it is read would never end.
        is_over = self._most is not None and self._done > self._most
        done = 0 if is_over else os.readv(self._descriptor, [buffer])
        self._done += done
        self._see(memoryview(buffer)[:done])
        return done


def looking(folder: bytes, secrets: Sequence[bytes], opener: Opener | None, tick: Tick) -> Callable[[str], list[Any] | None]:
    """Return what looks at the object of a name: its size, and with a key also size, hash and ids of its content; None where it is not whole."""

    def look(name: str) -> list[Any] | None:
        descriptor = opened(b"%s/%s/%s" % (folder, name[:2].encode(), name.encode()))
        try:
            size = os.fstat(descriptor).st_size
            if opener is None:
                return [size] if hash_from(descriptor, tick) == name else None
            hash, content = _deciphered(descriptor, size, opener, Measuring(secrets, tick))
            return [size, *content] if hash == name else None
        finally:
            os.close(descriptor)

    return look


def _deciphered(descriptor: int, size: int, opener: Opener, measuring: Measuring) -> tuple[str, list[Any]]:
    """Return the hash of the stored bytes, and size, hash and ids of the content; nothing of it where it was not opened."""
    hasher = hashlib.sha256()
    file: Any = io.BufferedReader(Watched(descriptor, hasher.update), GATHERED) if size > CHUNK else _read(descriptor, hasher.update)
    try:
        opener.pour(file, measuring.write)
        content: list[Any] = [measuring.size, measuring.sha256, measuring.ids]
    except NotOpened:
        content = []
    while file.read(CHUNK):
        pass
    return hasher.hexdigest(), content


def _read(descriptor: int, see: Callable[[bytes], object]) -> Any:
    """Return a small file as it is now, read at once."""
    data = b"".join(iter(lambda: os.read(descriptor, CHUNK), b""))
    see(data)
    return io.BufferedReader(io.BytesIO(data), max(len(data), 1))
