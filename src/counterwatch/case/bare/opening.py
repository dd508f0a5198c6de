"""Deciphering age files in order to measure them, by OpenSSL: four times as fast as age's library for a large one.

Only for what is held against a signed description afterwards: had this misread a file, the hash would be another than the signed one. What it
does not open, it does not judge either; age's library is asked then. The format is age v1, https://age-encryption.org/v1.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Callable, Iterator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    File = Any
    """A file that is read through a buffer."""

VERSION = b"age-encryption.org/v1\n"
CHUNK, TAG = 1 << 16, 16
COLUMNS, LONGEST_LINE, MOST_LINES = 64, 1 << 12, 1 << 10
LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
CHECKSUM = 6


class NotOpened(ValueError):
    """Not an age file that this opens with this key, whole."""


class Opener:
    """Opens the age files of one secret key, which must be a valid one."""

    def __init__(self, secret: str) -> None:
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

        self._key = X25519PrivateKey.from_private_bytes(raw_key(secret))
        self._public = self._key.public_key().public_bytes_raw()

    def pour(self, file: File, write: Callable[[bytes], object]) -> None:
        """Write the content of an age file somewhere, piece by piece, or raise `NotOpened` where it ends."""
        from cryptography.exceptions import InvalidTag

        try:
            key = self._file_key(file)
            for piece in _pieces(file, _derived(key, _exactly(file, 16), b"payload")):
                write(piece)
        except InvalidTag as error:
            raise NotOpened from error

    def _file_key(self, file: File) -> bytes:
        header, stanzas, mac = read_header(file)
        for share, body in stanzas:
            if (key := self._unwrapped(share, body)) is not None:
                if not hmac.compare_digest(hmac.digest(_derived(key, b"", b"header"), header, "sha256"), mac):
                    raise NotOpened
                return key
        raise NotOpened

    def _unwrapped(self, share: bytes, body: bytes) -> bytes | None:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        try:
            shared = self._key.exchange(X25519PublicKey.from_public_bytes(share))
            return ChaCha20Poly1305(_derived(shared, share + self._public, b"age-encryption.org/v1/X25519")).decrypt(bytes(12), body, None)
        except InvalidTag:
            return None
        except ValueError as error:
            # A share that leaves no secret.
            raise NotOpened from error


def read_header(file: File) -> tuple[bytes, list[tuple[bytes, bytes]], bytes]:
    """Return the part of a header that its MAC covers, share and body of each X25519 stanza, and the MAC."""
    if file.readline(LONGEST_LINE) != VERSION:
        raise NotOpened
    covered, stanzas = [VERSION], list[tuple[bytes, bytes]]()
    line = _line(file)
    for _ in range(MOST_LINES):
        if line.startswith(b"--- "):
            return b"".join(covered) + b"---", stanzas, decoded(line[4:-1], 32)
        lines, (kind, *arguments), body = _stanza(file, line)
        if kind == b"X25519":
            if len(arguments) != 1 or len(body) != 32:
                raise NotOpened
            stanzas.append((decoded(arguments[0], 32), body))
        covered += lines
        line = _line(file)
    raise NotOpened


def _stanza(file: File, first: bytes) -> tuple[list[bytes], list[bytes], bytes]:
    """Return the lines of a stanza, its arguments and its body."""
    arguments = first[3:-1].split(b" ")
    if not first.startswith(b"-> ") or not all(each and all(33 <= letter <= 126 for letter in each) for each in arguments):
        raise NotOpened
    lines = [_line(file)]
    # A body ends with a line that is not full.
    while len(lines[-1]) == COLUMNS + 1:
        lines.append(_line(file))
    if len(lines[-1]) > COLUMNS:
        raise NotOpened
    return [first, *lines], arguments, decoded(b"".join(each[:-1] for each in lines))


def decoded(text: bytes, size: int | None = None) -> bytes:
    """Return bytes from base64 without padding, in the one form that stands for them."""
    try:
        data = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except binascii.Error as error:
        raise NotOpened from error
    if base64.b64encode(data).rstrip(b"=") != text or size not in (None, len(data)):
        raise NotOpened
    return data


def raw_key(secret: str) -> bytes:
    """Return the 32 bytes of a secret key from the Bech32 text that age's library has accepted."""
    letters = secret.lower().rpartition("1")[2][:-CHECKSUM]
    number = 0
    for letter in letters:
        number = number << 5 | LETTERS.index(letter)
    return (number >> len(letters) * 5 % 8).to_bytes(len(letters) * 5 // 8, "big")


def _pieces(file: File, key: bytes) -> Iterator[bytes]:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    cipher, number, is_last = ChaCha20Poly1305(key), 0, False
    while not is_last:
        sealed = file.read(CHUNK + TAG)
        is_last = len(sealed) < CHUNK + TAG or not file.peek(1)
        piece = cipher.decrypt(number.to_bytes(11, "big") + bytes([is_last]), sealed, None)
        if number and not piece:
            raise NotOpened
        number += 1
        yield piece


def _derived(secret: bytes, salt: bytes, purpose: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), length=32, salt=salt, info=purpose).derive(secret)


def _line(file: File) -> bytes:
    line: bytes = file.readline(LONGEST_LINE)
    if not line.endswith(b"\n"):
        raise NotOpened
    return line


def _exactly(file: File, size: int) -> bytes:
    data: bytes = file.read(size)
    if len(data) != size:
        raise NotOpened
    return data
