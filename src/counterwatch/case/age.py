"""age files: X25519 recipients only, streamed in bounded memory, with errors in our own words."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from typing import IO, TYPE_CHECKING, cast

from counterwatch.core import Template, WrongUsage

if TYPE_CHECKING:
    from pyrage import x25519

POST_QUANTUM = ("age1pq1", "age-secret-key-pq-1")

NOT_A_KEY = Template("case.age.not_a_key", "this is not an age X25519 key: {text}")
LOOKS_LIKE = Template(
    "case.age.looks_like", "a key that can be added begins with age1 and has 62 letters and digits; the other person finds it with `cw key show`"
)
IS_POST_QUANTUM = Template("case.age.post_quantum", "this is a post-quantum age key, which this version cannot write to: {text}")
MAKE_X25519 = Template(
    "case.age.make_x25519", "ask for an X25519 key: `cw key show` or `age-keygen` prints one that begins with age1 and has 62 characters"
)
NOT_X25519 = Template("case.age.not_x25519", "this age key is not of the type X25519: {text}")
SHOWN = 24
WRAPPED = 64
LONGEST_LINE = 1 << 16


class Undecryptable(Exception):
    """The bytes are not a whole age file for this key; `is_foreign` says that they are one for other keys."""

    def __init__(self, *, is_foreign: bool = False) -> None:
        super().__init__()
        self.is_foreign = is_foreign


class Pouring:
    """Pieces of bytes as a file that age reads; what stopped them is kept, because age only says that something did."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces, self._rest, self.error = iter(pieces), memoryview(b""), cast("BaseException | None", None)

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
    """A place for bytes, as a file that age writes."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write, self.error = write, cast("BaseException | None", None)

    def write(self, data: bytes) -> int:
        try:
            self._write(data)
        except BaseException as error:
            self.error = error
            raise
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""


def new_key() -> str:
    """Make a secret age key."""
    from pyrage import x25519

    return str(x25519.Identity.generate())


def public_of(secret: str) -> str:
    """Return the public key of a secret one."""
    return str(_identity(secret).to_public())


def checked_recipient(text: str) -> str:
    """Return an X25519 public key as age writes it, or refuse another kind by its name."""
    from pyrage import RecipientError, x25519

    given = text.strip()
    _refuse_others(given, "age1")
    try:
        return str(x25519.Recipient.from_str(given))
    except RecipientError as error:
        raise WrongUsage(NOT_A_KEY(text=given[:SHOWN]), hint=LOOKS_LIKE()) from error


def checked_secret(text: str) -> str:
    """Return a secret X25519 key, or refuse another kind by its name."""
    given = text.strip()
    _refuse_others(given, "age-secret-key-1")
    _identity(given)
    return given


def encrypt(data: bytes, recipients: Sequence[str]) -> bytes:
    """Return an age file of some bytes."""
    made = io.BytesIO()
    pour_encrypted([data], made.write, recipients)
    return made.getvalue()


def pour_encrypted(pieces: Iterable[bytes], write: Callable[[bytes], object], recipients: Sequence[str]) -> None:
    """Encrypt pieces of bytes to every recipient, 64 KiB at a time."""
    from pyrage import encrypt_io, x25519

    source, sink = Pouring(pieces), Sink(write)
    try:
        encrypt_io(cast("IO[bytes]", source), cast("IO[bytes]", sink), [x25519.Recipient.from_str(each) for each in recipients])
    except Exception as error:
        raise source.error or sink.error or error from None


def decrypt(data: bytes, secret: str) -> bytes:
    """Return what an age file holds."""
    made = io.BytesIO()
    pour_decrypted(io.BytesIO(data), made.write, secret)
    return made.getvalue()


def pour_decrypted(file: IO[bytes], write: Callable[[bytes], object], secret: str) -> None:
    """Decrypt an age file piece by piece. What was written before an `Undecryptable` is a true beginning, but only that."""
    from pyrage import DecryptError, decrypt_io

    _refuse_loose_header(file)
    sink = Sink(write)
    try:
        decrypt_io(file, cast("IO[bytes]", sink), [_identity(secret)])
    except (DecryptError, OSError) as error:
        if sink.error:
            raise sink.error from None
        raise Undecryptable(is_foreign="No matching keys" in str(error)) from error


def _refuse_loose_header(file: IO[bytes]) -> None:
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


def _identity(secret: str) -> x25519.Identity:
    from pyrage import IdentityError, x25519

    try:
        return x25519.Identity.from_str(secret)
    except IdentityError as error:
        raise WrongUsage(NOT_A_KEY(text="AGE-SECRET-KEY-..."), hint=LOOKS_LIKE()) from error


def _refuse_others(text: str, start: str) -> None:
    lower = text.lower()
    if lower.startswith(POST_QUANTUM):
        raise WrongUsage(IS_POST_QUANTUM(text=text[:8]), hint=MAKE_X25519())
    # The data part of a Bech32 text never holds a "1": a second one means a plugin's or a tagged key.
    other_type = lower.startswith("age1") and "1" in lower[len("age1") :]
    if other_type or lower.startswith(("ssh-", "age-plugin-")):
        raise WrongUsage(NOT_X25519(text=text[:SHOWN]), hint=MAKE_X25519())
    if not lower.startswith(start):
        raise WrongUsage(NOT_A_KEY(text=text[:8]), hint=LOOKS_LIKE())
