"""Packs and bodies: the records of one batch, each under a salted commitment; docs/spec/case-v1.md, section 5."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Sequence
from typing import Any

import msgspec

from counterwatch.core import Record, canonical, sha256_hex
from counterwatch.core.finding import Sha256, Struct


class Header(Struct, frozen=True):
    """The first line of a pack."""

    body: Sha256
    pack: int
    slots: int


class Commitment(Struct, frozen=True):
    """A slot of a pack: the hash of the salted record."""

    commitment: Sha256


class Plain(Struct, frozen=True):
    """A record in plain form, with the salt that keeps its commitment from being guessed."""

    record: Record
    salt: str


class Unreadable(Exception):
    """A pack or a body that is not one, or a pair that does not fit; `slot` is the first that does not, if it is one."""


def written(records: Sequence[Record]) -> tuple[bytes, bytes]:
    """Return the bytes of pack and body for some records."""
    lines = [_plain(record) for record in records]
    body = b"".join(line + b"\n" for line in lines)
    pack = [Header(body=sha256_hex(body), pack=1, slots=len(lines)), *(Commitment(commitment=sha256_hex(line)) for line in lines)]
    return b"".join(canonical(each) + b"\n" for each in pack), body


def read_pack(pack: bytes) -> tuple[str, list[str]]:
    """Return the name of the body and the commitments that a pack holds."""
    first, *rest = _lines(pack) or [b""]
    try:
        header = msgspec.json.decode(first, type=Header)
        commitments = [msgspec.json.decode(line, type=Commitment).commitment for line in rest]
    except msgspec.MsgspecError as error:
        raise Unreadable from error
    if header.pack != 1 or header.slots != len(commitments):
        raise Unreadable
    return header.body, commitments


def read_body(body: bytes, commitments: Sequence[str]) -> list[Record]:
    """Return the records of a body; each must be the one that its pack commits to."""
    lines = _lines(body)
    if [sha256_hex(line) for line in lines] != list(commitments):
        raise Unreadable
    try:
        return [msgspec.json.decode(line, type=Plain).record for line in lines]
    except msgspec.MsgspecError as error:
        raise Unreadable from error


def _plain(record: Record) -> bytes:
    fields: dict[str, Any] = {"data": record.data, "id": record.id, "kind": record.kind, "version": record.version}
    # Absent where nothing is searchable, as in the packs of every case so far.
    fields |= {"searchable": record.searchable} if record.searchable else {}
    return canonical({"record": fields, "salt": base64.b64encode(secrets.token_bytes(16)).decode()})


def _lines(data: bytes) -> list[bytes]:
    *lines, tail = data.split(b"\n")
    if tail:
        raise Unreadable
    return lines
