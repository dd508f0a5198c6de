"""The bytes of a capture from its beginning, in blocks, unpacked while they are read where it is gzip."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from counterwatch.core import Template, UnreadableEvidence
from counterwatch.exposure.reading.limits import RATIO, RATIO_FROM, UNPACKED, Limit
from counterwatch.files.contents import AGAIN, CANNOT_OPEN, CHECK_PATH, must_be_file

SIZE = 1 << 20
GZIP = b"\x1f\x8b"
DAMAGED = Template("exposure.opening.damaged", "{name} is a gzip file that is damaged after {bytes} bytes of content")


@dataclass(slots=True, kw_only=True)
class Opened:
    """A file while it is read. `total` and `done` count bytes as stored, `given` bytes as handed out.

    `cut` says that a packed file ends too early, `damaged` that it cannot be unpacked on, `over` names the limit at which unpacking was stopped.
    """

    name: str
    total: int
    raw: BinaryIO
    unpacked: BinaryIO
    packed: bool
    given: int = 0
    cut: bool = False
    damaged: bool = False
    over: Limit | None = None

    @property
    def done(self) -> int:
        return min(self.raw.tell(), self.total)

    def block(self, size: int = SIZE) -> bytes:
        """Return up to `size` bytes, at least one before the end, none after it.

        What stands before the place where a packed file breaks off is returned; `UnreadableEvidence` tells of one that is damaged from the start.
        """
        if self.over is not None or self.cut or self.damaged:
            return b""
        try:
            block: bytes = self.unpacked.read1(size) if self.packed else self.unpacked.read(size)  # type: ignore[attr-defined]
        except EOFError:
            self.cut = True
            return b""
        except (OSError, zlib.error) as error:
            if not self.packed:
                raise UnreadableEvidence(CANNOT_OPEN(name=self.name, reason=type(error).__name__), hint=CHECK_PATH()) from error
            if not self.given:
                raise UnreadableEvidence(DAMAGED(name=self.name, bytes=0), hint=AGAIN()) from error
            self.damaged = True
            return b""
        self.given += len(block)
        self.over = self._over()
        return block if self.over is None else b""

    def _over(self) -> Limit | None:
        if not self.packed:
            return None
        if self.given > UNPACKED.most:
            return UNPACKED
        return RATIO if self.given > RATIO_FROM.most and self.given > RATIO.most * self.total else None


@contextmanager
def opened(source: Path | bytes, *, name: str) -> Iterator[Opened]:
    """Open a file, or bytes, for reading from the start; `UnreadableEvidence` where that cannot be done."""
    with _raw(source, name) as raw:
        total = raw.seek(0, io.SEEK_END)
        raw.seek(0)
        packed = raw.read(2) == GZIP
        raw.seek(0)
        unpacked = gzip.GzipFile(fileobj=raw, mode="rb") if packed else raw
        yield Opened(name=name, total=total, raw=raw, unpacked=unpacked, packed=packed)  # type: ignore[arg-type]


def head_of(source: Path | bytes, *, name: str, size: int = 1 << 16) -> bytes:
    """Return the first bytes of the content of a file."""
    with opened(source, name=name) as file:
        head = bytearray()
        while len(head) < size and (block := file.block(size - len(head))):
            head += block
        return bytes(head)


def _raw(source: Path | bytes, name: str) -> BinaryIO:
    if isinstance(source, bytes):
        return io.BytesIO(source)
    must_be_file(source, name=name)
    try:
        return source.open("rb")
    except OSError as error:
        raise UnreadableEvidence(CANNOT_OPEN(name=name, reason=error.strerror or type(error).__name__), hint=CHECK_PATH()) from error
