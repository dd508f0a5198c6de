"""The vault of an encrypted case: age files for contents, sealed records, ids that confirm nothing to a stranger."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from counterwatch.case.age import decrypt, encrypt, pour_decrypted, pour_encrypted
from counterwatch.case.bare.ciphering import Undecryptable
from counterwatch.case.bare.hashing import Measuring, Tick, nothing
from counterwatch.case.encrypted_body import SealedBody, open_intact, open_records, without_records
from counterwatch.case.objects import NewObject, Stored
from counterwatch.case.pack import Gone, Pack, Pieces, plain_line, read_intact
from counterwatch.case.vault import Measure, Packing, Unopened, Write
from counterwatch.core import Record, canonical
from counterwatch.core.canonical import decoded
from counterwatch.core.finding import Struct


class Secrets(Struct, frozen=True):
    """The content of `keys/secret.age`: the newest secret first. Evidence keeps the id that its secret gave it."""

    secrets: tuple[bytes, ...]

    @classmethod
    def new(cls, before: tuple[bytes, ...] = ()) -> Secrets:
        return cls(secrets=(secrets.token_bytes(32), *before))

    def sealed(self, recipients: Sequence[str]) -> bytes:
        """Return the bytes of `keys/secret.age`."""
        return encrypt(canonical({"secrets": [base64.b64encode(each).decode() for each in self.secrets]}), recipients)


def open_secrets(data: bytes, key: str) -> Secrets:
    """Open `keys/secret.age`, or raise `Undecryptable`."""
    try:
        found = decoded(decrypt(data, key), type=Secrets)
    except msgspec.MsgspecError as error:
        raise Undecryptable from error
    if not found.secrets:
        raise Undecryptable
    return found


class EncryptedVault:
    """Contents that only the recipients of the case can read."""

    def __init__(self, case: str, recipients: Sequence[str], key: str, held: Secrets) -> None:
        self.case, self.recipients, self.key, self.held = case, tuple(recipients), key, held

    @property
    def index_key(self) -> str:
        return _index_key(self.held.secrets[0])

    @property
    def earlier_index_keys(self) -> tuple[str, ...]:
        return tuple(_index_key(each) for each in self.held.secrets[1:])

    @property
    def opening(self) -> dict[str, Any]:
        return {"secrets": [each.hex() for each in self.held.secrets], "key": self.key}

    @property
    def sealing(self) -> dict[str, Any]:
        return {"secrets": [each.hex() for each in self.held.secrets], "recipients": self.recipients}

    def measured(self, name: str, said: Sequence[Any]) -> Measure | None:  # noqa: ARG002 - here a name says nothing of the content
        return Measure(size=said[1], sha256=said[2], ids=tuple(said[3])) if len(said) > 1 else None

    def ids_of(self, chunks: Iterable[bytes]) -> tuple[str, ...]:
        measuring = Measuring(self.held.secrets)
        for chunk in chunks:
            measuring.write(chunk)
        return measuring.ids

    def seal(self, chunks: Iterable[bytes], folder: Path) -> tuple[Stored, Measure]:
        measuring = Measuring(self.held.secrets)
        with NewObject(folder) as made:
            pour_encrypted(measuring.watching(chunks), made.write, self.recipients)
            return made.stored(), _measure(measuring)

    def measure(self, path: Path, tick: Tick = nothing) -> Measure:
        measuring = Measuring(self.held.secrets, tick)
        self.pour(path, measuring.write)
        return _measure(measuring)

    def pour(self, path: Path, write: Write) -> None:
        with path.open("rb") as file:
            try:
                pour_decrypted(file, write, self.key)
            except Undecryptable as error:
                raise Unopened from error

    def packing(self) -> Packing:
        return SealedPacking(self)

    def records(self, body: bytes, pack: Pack, erased: Collection[int] = ()) -> list[Record | None]:
        return open_records(body, pack, self.case, self.key, erased)

    def without(self, body: bytes, slots: Collection[int]) -> bytes:
        return without_records(body, slots, self.key, self.recipients)

    def intact(self, body: bytes, commitments: Collection[str] | None) -> list[Record]:
        return read_intact(open_intact(body, self.case, self.key), commitments)


class SealedPacking:
    """Pack and body under way."""

    def __init__(self, vault: EncryptedVault) -> None:
        self.vault, self._body = vault, SealedBody(vault.case)

    def add(self, record: bytes) -> None:
        self._body.add(plain_line(record))

    def finish(self, gone: Sequence[Gone]) -> tuple[Pieces, Pieces]:
        return self._body.finish(self.vault.recipients, gone)


def _measure(measuring: Measuring) -> Measure:
    return Measure(ids=measuring.ids, sha256=measuring.sha256, size=measuring.size)


def _index_key(secret: bytes) -> str:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), length=32, salt=None, info=b"counterwatch index").derive(secret).hex()
