"""Bodies of encrypted cases: each record under a key of its own, the keys in one age file; docs/spec/case-v1.md, section 5."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Sequence

import msgspec

from counterwatch.case.age import Undecryptable, decrypt, encrypt
from counterwatch.case.pack import Commitment, Gone, Keys, Pack, SealedRecord, Unreadable, hashes, joined, lines_of, pack_of, records_of, sealed_of
from counterwatch.core import Record, canonical, sha256_hex

NONCE = bytes(12)
"""No key is ever used twice, so the nonce need not differ."""


def seal_records(lines: Sequence[bytes], case: str, recipients: Sequence[str], gone: Sequence[Gone] = ()) -> tuple[bytes, bytes]:
    """Return pack and encrypted body of records in plain form."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    keys = [secrets.token_bytes(32) for _ in lines]
    sealed = [ChaCha20Poly1305(key).encrypt(NONCE, line, case.encode()) for key, line in zip(keys, lines, strict=True)]
    body = joined([_key_line(list(keys), recipients), *(canonical(SealedRecord(sealed=each)) for each in sealed)])
    commitments = [Commitment(commitment=sha256_hex(line), sealed=sha256_hex(each)) for line, each in zip(lines, sealed, strict=True)]
    return pack_of(body, commitments, gone), body


def open_records(body: bytes, pack: Pack, case: str, secret: str) -> list[Record]:
    """Return the records of an encrypted body; each must be the one that its pack commits to."""
    sealed = sealed_of(body)
    if hashes(sealed) != pack.sealed:
        raise Unreadable
    keys = _keys(body, secret)
    if len(keys) != len(sealed):
        raise Unreadable
    return records_of([_opened(key, each, case) for key, each in zip(keys, sealed, strict=True)], pack.commitments)


def with_other_keys_line(body: bytes, secret: str, recipients: Sequence[str]) -> bytes:
    """Return a body whose record keys are encrypted to other recipients; the sealed records stay as they are."""
    _, *rest = lines_of(body)
    return joined([_key_line(_keys(body, secret), recipients), *rest])


def _key_line(keys: Sequence[bytes | None], recipients: Sequence[str]) -> bytes:
    listed = canonical([None if key is None else base64.b64encode(key).decode() for key in keys])
    return canonical(Keys(keys=encrypt(listed, recipients)))


def _keys(body: bytes, secret: str) -> list[bytes | None]:
    try:
        line = msgspec.json.decode(lines_of(body)[0], type=Keys)
        return msgspec.json.decode(decrypt(line.keys, secret), type=list[bytes | None])
    except (Undecryptable, msgspec.MsgspecError) as error:
        raise Unreadable from error


def _opened(key: bytes | None, sealed: bytes | None, case: str) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    try:
        return ChaCha20Poly1305(key or b"").decrypt(NONCE, sealed or b"", case.encode())
    except (InvalidTag, ValueError) as error:
        raise Unreadable from error
