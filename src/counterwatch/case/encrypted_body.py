"""Bodies of encrypted cases: each record under a key of its own, the keys in one age file; docs/spec/case-v1.md, section 5."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress

import msgspec

from counterwatch.case.age import decrypt, encrypt
from counterwatch.case.bare.ciphering import Undecryptable
from counterwatch.case.chance import drawn
from counterwatch.case.pack import (
    Commitment,
    Gone,
    Keys,
    Pack,
    Pieces,
    SealedRecord,
    Unreadable,
    agrees_sealed,
    joined,
    lines_of,
    pack_of,
    records_of,
    sealed_of,
)
from counterwatch.core import Record, canonical, sha256_hex
from counterwatch.core.canonical import decoded

NONCE = bytes(12)
"""No key is ever used twice, so the nonce need not differ."""


class SealedBody:
    """The pack and the body of an encrypted case under way: each record, in plain form, is sealed when it is added."""

    def __init__(self, case: str) -> None:
        self._case, self._keys, self._lines, self._commitments = case.encode(), list[bytes | None](), bytearray(), bytearray()

    def add(self, line: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        key = drawn(32)
        sealed = ChaCha20Poly1305(key).encrypt(NONCE, line, self._case)
        self._keys.append(key)
        self._lines += canonical(SealedRecord(sealed=sealed)) + b"\n"
        self._commitments += canonical(Commitment(commitment=sha256_hex(line), sealed=sha256_hex(sealed))) + b"\n"

    def finish(self, recipients: Sequence[str], gone: Sequence[Gone]) -> tuple[Pieces, Pieces]:
        """Return pack and body; the keys of the records are encrypted to the recipients."""
        body = (_key_line(self._keys, recipients) + b"\n", self._lines)
        hasher = hashlib.sha256()
        for each in body:
            hasher.update(each)
        return pack_of(hasher.hexdigest(), len(self._keys), self._commitments, gone), body


def open_records(body: bytes, pack: Pack, case: str, secret: str, erased: Collection[int] = ()) -> list[Record | None]:
    """Return the records of an encrypted body; each must be the one that its pack commits to, or erased."""
    sealed = sealed_of(body)
    if not agrees_sealed(sealed, pack, erased):
        raise Unreadable
    keys = _keys(body, secret)
    if len(keys) != len(sealed) or any(keys[slot] is not None for slot in erased):
        raise Unreadable
    opened = _opener(case)
    lines = (b"" if slot in erased else opened(key, each) for slot, (key, each) in enumerate(zip(keys, sealed, strict=True)))
    return records_of(lines, pack.commitments, erased)


def without_records(body: bytes, slots: Collection[int], secret: str, recipients: Sequence[str]) -> bytes:
    """Return a body from which slots were erased, with their keys."""
    keys, (_, *lines) = _keys(body, secret), lines_of(body)
    if len(keys) != len(lines):
        raise Unreadable
    empty = canonical(SealedRecord(sealed=None))
    kept = [empty if slot in slots else line for slot, line in enumerate(lines)]
    return joined([_key_line([None if slot in slots else key for slot, key in enumerate(keys)], recipients), *kept])


def open_intact(body: bytes, case: str, secret: str) -> Iterator[bytes]:
    """Yield the plain forms of a damaged body that can still be opened; the caller compares them with the pack."""
    (first, *rest), opened = body.split(b"\n"), _opener(case)
    # The line of keys is damaged, or a record is: each costs what it opens.
    with suppress(Unreadable):
        for key, line in zip(_keys(first + b"\n", secret), rest, strict=False):
            with suppress(Unreadable, msgspec.MsgspecError):
                yield opened(key, decoded(line, type=SealedRecord).sealed)


def with_other_keys_line(body: bytes, secret: str, recipients: Sequence[str]) -> bytes:
    """Return a body whose record keys are encrypted to other recipients; the sealed records stay as they are."""
    _, *rest = lines_of(body)
    return joined([_key_line(_keys(body, secret), recipients), *rest])


def _key_line(keys: Sequence[bytes | None], recipients: Sequence[str]) -> bytes:
    listed = canonical([None if key is None else base64.b64encode(key).decode() for key in keys])
    return canonical(Keys(keys=encrypt(listed, recipients)))


def _keys(body: bytes, secret: str) -> list[bytes | None]:
    try:
        line = decoded(body.partition(b"\n")[0], type=Keys)
        return decoded(decrypt(line.keys, secret), type=list[bytes | None])
    except (Undecryptable, msgspec.MsgspecError) as error:
        raise Unreadable from error


def _opener(case: str) -> Callable[[bytes | None, bytes | None], bytes]:
    """Return what opens one sealed record of a case with its key."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    said = case.encode()

    def opened(key: bytes | None, sealed: bytes | None) -> bytes:
        try:
            return ChaCha20Poly1305(key or b"").decrypt(NONCE, sealed or b"", said)
        except (InvalidTag, ValueError) as error:
            raise Unreadable from error

    return opened
