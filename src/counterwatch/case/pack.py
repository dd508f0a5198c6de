"""Packs and bodies: the records of one batch, each under a salted commitment; docs/spec/case-v1.md, section 5."""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from counterwatch.case.chance import drawn
from counterwatch.core import Record, canonical, sha256_hex
from counterwatch.core.canonical import decoded
from counterwatch.core.finding import Sha256, Struct

Pieces = Sequence[bytes | bytearray]
"""Bytes that are written one after the other: those of a large batch are never held twice."""


class Header(Struct, frozen=True):
    """The first line of a pack."""

    body: Sha256
    pack: int
    slots: int


class Commitment(Struct, frozen=True):
    """A slot of a pack: the hash of the salted record, and in an encrypted case the hash of its sealed bytes."""

    commitment: Sha256
    sealed: Sha256 | msgspec.UnsetType = msgspec.UNSET


class Gone(Struct, frozen=True, omit_defaults=False):
    """An object that was replaced by another, or removed for good; of a body, the slots that were erased."""

    gone: Sha256
    now: Sha256 | None
    slots: tuple[int, ...] = ()


class Keys(Struct, frozen=True):
    """The first line of a body: an age file of the record keys."""

    keys: bytes


class SealedRecord(Struct, frozen=True, omit_defaults=False):
    """One record under its key; None where it was erased."""

    sealed: bytes | None


class Plain(Struct, frozen=True):
    """A record in plain form, with the salt that keeps its commitment from being guessed."""

    record: Record
    salt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """What a pack says: the name of its body, what each slot commits to, and which objects were replaced."""

    body: str
    commitments: tuple[str, ...]
    sealed: tuple[str | None, ...]
    gone: tuple[Gone, ...]


class Unreadable(Exception):
    """A pack or a body that is not one, or a pair that does not fit."""


def written(records: Sequence[Record]) -> tuple[bytes, bytes]:
    """Return the bytes of pack and plain body for some records."""
    return plain_pack(plain_line(as_written(each)) for each in records)


def plain_pack(forms: Iterable[bytes], gone: Sequence[Gone] = ()) -> tuple[bytes, bytes]:
    """Return pack and plain body of records in plain form."""
    lines = list(forms)
    body, commitments = joined(lines), joined([canonical(Commitment(commitment=sha256_hex(line))) for line in lines])
    return b"".join(pack_of(sha256_hex(body), len(lines), commitments, gone)), body


def pack_of(body: str, slots: int, commitments: bytes | bytearray, gone: Sequence[Gone]) -> Pieces:
    """Return the pack of a body with this hash, from the ended lines of its commitments."""
    header = Header(body=body, pack=1, slots=slots)
    return canonical(header) + b"\n", commitments, joined([*map(canonical, gone)])


def read_pack(pack: bytes) -> Pack:
    """Return what a pack holds."""
    first, *rest = lines_of(pack) or [b""]
    try:
        header = decoded(first, type=Header)
        commitments = [decoded(line, type=Commitment) for line in rest[: header.slots]]
        gone = tuple(decoded(line, type=Gone) for line in rest[header.slots :])
    except msgspec.MsgspecError as error:
        raise Unreadable from error
    if header.pack != 1 or header.slots != len(commitments):
        raise Unreadable
    sealed = tuple(each.sealed or None for each in commitments)
    return Pack(body=header.body, commitments=tuple(each.commitment for each in commitments), sealed=sealed, gone=gone)


def read_body(body: bytes, commitments: Sequence[str], erased: Collection[int] = ()) -> list[Record | None]:
    """Return the records of a plain body; each must be the one that its pack commits to, or erased."""
    return records_of(_lines(body), commitments, erased)


def records_of(lines: Iterable[bytes], commitments: Sequence[str], erased: Collection[int] = ()) -> list[Record | None]:
    """Return the records of some plain forms, which must be those committed to; None where one was erased. One form is held at a time."""
    found: list[Record | None] = []
    for slot, line in enumerate(lines):
        if slot >= len(commitments) or (sha256_hex(line) if line else None) != (None if slot in erased else commitments[slot]):
            raise Unreadable
        try:
            found.append(decoded(line, type=Plain).record if line else None)
        except msgspec.MsgspecError as error:
            raise Unreadable from error
    if len(found) != len(commitments):
        raise Unreadable
    return found


def read_intact(lines: Iterable[bytes], commitments: Collection[str] | None) -> list[Record]:
    """Return the records of those plain forms that are committed to (None: of all)."""
    wanted = [line for line in lines if line and (commitments is None or sha256_hex(line) in commitments)]
    return [decoded(line, type=Plain).record for line in wanted]


def _fits(found: Sequence[str | None], said: Sequence[str | None], erased: Collection[int]) -> bool:
    """Is there exactly what was said, and nothing where it was erased?"""
    return list(found) == [None if slot in erased else each for slot, each in enumerate(said)]


def without(body: bytes, slots: Collection[int]) -> bytes:
    """Return a plain body from which slots were erased."""
    return joined([b"" if slot in slots else line for slot, line in enumerate(lines_of(body))])


def sealed_of(body: bytes) -> list[bytes | None]:
    """Return the sealed records of a body; this takes no key."""
    lines = _lines(body)
    try:
        decoded(next(lines, b""), type=Keys)
        return [decoded(line, type=SealedRecord).sealed for line in lines]
    except msgspec.MsgspecError as error:
        raise Unreadable from error


def line_hashes(body: bytes) -> list[str]:
    """Return what packs may say of the slots of a body, damaged or not: hashes of sealed records, or of plain forms."""
    found = []
    for line in body.split(b"\n"):
        try:
            sealed = decoded(line, type=SealedRecord).sealed
        except msgspec.MsgspecError:
            sealed = line
        found += [sha256_hex(sealed)] if sealed else []
    return found


def hashes(sealed: Sequence[bytes | None]) -> tuple[str | None, ...]:
    """Return what a pack says of sealed records."""
    return tuple(None if each is None else sha256_hex(each) for each in sealed)


def agrees(body: bytes, pack: Pack, erased: Collection[int] = ()) -> bool:
    """Does a body hold exactly the sealed bytes, or plain forms, that its pack names, and nothing where they were erased?"""
    if any(pack.sealed):
        return agrees_sealed(sealed_of(body), pack, erased)
    return _fits([sha256_hex(line) if line else None for line in lines_of(body)], pack.commitments, erased)


def agrees_sealed(sealed: Sequence[bytes | None], pack: Pack, erased: Collection[int] = ()) -> bool:
    """Are these exactly the sealed bytes that a pack names, and nothing where they were erased?"""
    return any(pack.sealed) and _fits(hashes(sealed), pack.sealed, erased)


def joined(lines: Sequence[bytes]) -> bytes:
    """Return lines, a newline after each."""
    return b"\n".join([*lines, b""])


def lines_of(data: bytes) -> list[bytes]:
    """Return the lines of a pack or body; the last must be ended too."""
    return list(_lines(data))


def _lines(data: bytes) -> Iterator[bytes]:
    """Yield line after line: a body may be large, and what is made of a line replaces it."""
    start = 0
    while (end := data.find(b"\n", start)) >= 0:
        yield data[start:end]
        start = end + 1
    if start != len(data):
        raise Unreadable


def as_written(record: Record) -> bytes:
    """Return a record as canonical JSON, as it stands in bodies; `searchable` is absent where nothing is, as in the packs of every case so far."""
    fields: dict[str, Any] = {"data": record.data, "id": record.id, "kind": record.kind, "version": record.version}
    return canonical(fields | ({"searchable": record.searchable} if record.searchable else {}))


def plain_line(record: bytes) -> bytes:
    """Return the plain form of a record, as it is written, with a salt of its own."""
    return b'{"record":%b,"salt":"%b"}' % (record, base64.b64encode(drawn(16)))
