"""age files as streams: pieces in, pieces out, in bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO, Any

    from pyrage import x25519

WRAPPED = 64
LONGEST_LINE = 1 << 16
GATHERED = 1 << 18


class Undecryptable(Exception):
    """The bytes are not a whole age file for this key; `is_foreign` says that they are one for other keys."""

    def __init__(self, *, is_foreign: bool = False) -> None:
        super().__init__()
        self.is_foreign = is_foreign


class Pouring:
    """Pieces of bytes as a file that age reads; what stopped them is kept, because age only says that something did."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces, self._rest = iter(pieces), memoryview(b"")
        self.error: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            while not self._rest and (piece := next(self._pieces, None)) is not None:
                self._rest = memoryview(piece)
        except BaseException as error:
            self.error = error
            raise
        end = len(self._rest) if size < 0 else size
        piece, self._rest = bytes(self._rest[:end]), self._rest[end:]
        return piece


class Sink:
    """A place for bytes, as a file that age writes: its many small pieces are gathered into few."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write, self._held, self._size = write, list[bytes](), 0
        self.error: BaseException | None = None

    def write(self, data: bytes) -> int:
        self._held.append(data)
        self._size += len(data)
        if self._size >= GATHERED:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Pass on what is held."""
        data = b"".join(self._held)
        self._held.clear()
        self._size = 0
        try:
            if data:
                self._write(data)
        except BaseException as error:
            self.error = error
            raise


def encipher(pieces: Iterable[bytes], write: Callable[[bytes], object], recipients: Sequence[x25519.Recipient]) -> None:
    """Encrypt pieces of bytes to every recipient, 64 KiB at a time. What a piece or `write` raises comes through."""
    source = Pouring(pieces)
    try:
        encipher_file(source, write, recipients)
    except Exception as error:
        raise source.error or error from None


def encipher_file(file: Any, write: Callable[[bytes], object], recipients: Sequence[x25519.Recipient]) -> None:
    """Encrypt an open file, of which age reads 8 KiB at a time."""
    from pyrage import encrypt_io

    sink = Sink(write)
    taken: Any = sink
    try:
        encrypt_io(file, taken, list(recipients))
        sink.flush()
    except Exception as error:
        raise sink.error or error from None


def decipher(file: IO[bytes], write: Callable[[bytes], object], identity: x25519.Identity) -> None:
    """Decrypt an age file piece by piece. What was written before an `Undecryptable` is a true beginning, but only that."""
    from pyrage import DecryptError, decrypt_io

    refuse_loose_header(file)
    sink = Sink(write)
    taken: Any = sink
    try:
        decrypt_io(file, taken, [identity])
        sink.flush()
    except (DecryptError, OSError) as error:
        if sink.error:
            raise sink.error from None
        sink.flush()
        raise Undecryptable(is_foreign="No matching keys" in str(error)) from error


def refuse_loose_header(file: IO[bytes]) -> None:
    """Refuse a header whose stanzas do not end with a short line: the format says they must, the library lets it pass."""
    start = file.tell()
    before = file.readline(LONGEST_LINE)
    is_first = True
    while line := file.readline(LONGEST_LINE):
        if line.startswith((b"->", b"---")):
            if not is_first and (before.startswith(b"->") or len(before) > WRAPPED):
                raise Undecryptable
            is_first = False
        if line.startswith(b"---"):
            break
        before = line
    file.seek(start)
