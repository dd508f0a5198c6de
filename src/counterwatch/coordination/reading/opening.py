"""The bytes of a file in blocks, unpacked while they are read: gzip, Zstandard, bzip2 and xz are told by their first bytes."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from counterwatch.core import Template, UnreadableEvidence
from counterwatch.files.contents import AGAIN, CANNOT_OPEN, CHECK_PATH, kind_of, must_be_file

BLOCK = 1 << 20
PACKED = {"gzip": b"\x1f\x8b", "Zstandard": b"\x28\xb5\x2f\xfd", "bzip2": b"BZh", "xz": b"\xfd7zXZ\x00"}
READABLE = frozenset({"", "Parquet", *PACKED})
DAMAGED = Template("coordination.opening.damaged", "{name} is a {kind} file that is damaged after {bytes} bytes of text")
OTHER_KIND = Template("coordination.opening.other_kind", "{name} is no file of posts: it is {kind}")
UNPACK = Template("coordination.opening.unpack", "take the files of posts out of it, and read those (CSV, JSON, JSON lines or Parquet)")
CAR = Template("coordination.opening.car", "{name} is a repository of Bluesky in the CAR format, whose records are not text")
UNPACK_CAR = Template(
    "coordination.opening.unpack_car",
    "goat repo unpack {name} makes JSON files of it; of several accounts collect app.bsky.feed.getAuthorFeed or Jetstream as JSON lines",
)
TAR = b"ustar"
EMPTY = Template("coordination.opening.empty", "{name} is empty")
CUT_SHORT = ("ended before", "Truncated", "truncated")


@dataclass(slots=True, kw_only=True)
class Opened:
    """A file while it is read. `total` and `done` count bytes as they are stored; `cut` says that a packed file ends too early."""

    name: str
    total: int
    kind: str
    raw: BinaryIO
    unpacked: Any
    text: int = 0
    cut: bool = False

    @property
    def done(self) -> int:
        return min(self.raw.tell(), self.total)

    def block(self, size: int = BLOCK) -> bytes:
        """Return up to `size` bytes, at least one before the end of the file, and none after it.

        What was whole before a packed file broke off is returned; one that is damaged raises `UnreadableEvidence`.
        """
        try:
            # What Zstandard has read of a block is lost where it breaks off, so its blocks are small.
            block = self.unpacked.read(min(size, BLOCK >> 4)) if self.kind == "Zstandard" else self.unpacked.read1(size)
        except (EOFError, OSError, zlib.error, lzma.LZMAError) as error:
            if not self.kind:
                raise UnreadableEvidence(CANNOT_OPEN(name=self.name, reason=type(error).__name__), hint=CHECK_PATH()) from error
            if not any(each in str(error) for each in CUT_SHORT):
                raise UnreadableEvidence(DAMAGED(name=self.name, kind=self.kind, bytes=self.text), hint=AGAIN()) from error
            self.cut = True
            return b""
        self.text += len(block)
        return bytes(block)


@contextmanager
def opened(source: Path | bytes, *, name: str) -> Iterator[Opened]:
    """Open a file and close it again."""
    with _raw(source, name) as raw:
        head = raw.read(8)
        total = raw.seek(0, io.SEEK_END)
        raw.seek(0)
        kind = next((kind for kind, start in PACKED.items() if head.startswith(start)), "")
        unpacked = _unpacking(raw, kind)
        try:
            yield Opened(name=name, total=total, kind=kind, raw=raw, unpacked=unpacked)
        finally:
            if kind:
                unpacked.close()


def head_of(source: Path | bytes, *, name: str, size: int) -> tuple[bytes, bool]:
    """Return the first bytes of a file, unpacked, and whether they are all of it; what is neither text nor Parquet is refused by name."""
    with opened(source, name=name) as file:
        blocks: list[bytes] = []
        while sum(map(len, blocks)) < size and (block := file.block(size)):
            blocks.append(block)
        whole = not file.block(1) if sum(map(len, blocks)) <= size else False
    head = b"".join(blocks)[:size]
    if b"eroots" in head[:80] and b"gversion" in head[:200]:
        raise UnreadableEvidence(CAR(name=name), hint=UNPACK_CAR(name=name))
    if (kind := "tar" if head[257:262] == TAR else kind_of(head)) not in READABLE:
        raise UnreadableEvidence(OTHER_KIND(name=name, kind=kind), hint=UNPACK())
    if not head.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise UnreadableEvidence(EMPTY(name=name), hint=AGAIN())
    return head, whole


def _raw(source: Path | bytes, name: str) -> BinaryIO:
    if isinstance(source, bytes):
        return io.BytesIO(source)
    must_be_file(source, name=name)
    try:
        return source.open("rb")
    except OSError as error:
        raise UnreadableEvidence(CANNOT_OPEN(name=name, reason=error.strerror or type(error).__name__), hint=CHECK_PATH()) from error


def _unpacking(raw: BinaryIO, kind: str) -> Any:
    if kind == "gzip":
        return gzip.GzipFile(fileobj=raw)
    if kind == "bzip2":
        return bz2.BZ2File(raw)
    if kind == "xz":
        return lzma.LZMAFile(raw)
    if kind == "Zstandard":
        import pyarrow as pa

        return pa.CompressedInputStream(pa.PythonFile(raw, mode="r"), "zstd")
    return raw
