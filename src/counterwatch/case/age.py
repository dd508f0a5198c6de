"""age files: X25519 recipients only, streamed in bounded memory, with errors in our own words."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from typing import IO, TYPE_CHECKING

from counterwatch.case.bare.ciphering import decipher, encipher
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
    from pyrage import x25519

    encipher(pieces, write, [x25519.Recipient.from_str(each) for each in recipients])


def decrypt(data: bytes, secret: str) -> bytes:
    """Return what an age file holds."""
    made = io.BytesIO()
    pour_decrypted(io.BytesIO(data), made.write, secret)
    return made.getvalue()


def pour_decrypted(file: IO[bytes], write: Callable[[bytes], object], secret: str) -> None:
    """Decrypt an age file piece by piece. What was written before an `Undecryptable` is a true beginning, but only that."""
    decipher(file, write, _identity(secret))


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
