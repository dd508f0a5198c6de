"""OpenTimestamps proofs, read and written offline: a path of operations from a hash to somebody's attestation.

A proof is a header, the operation that hashed the file, its digest, and a tree. At each node stand attestations (tag 0x00) and operations;
every branch but the last is preceded by 0xff. Numbers are little-endian groups of seven bits; byte strings carry their length.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from counterwatch.core import CounterwatchError, Template

HEADER = b"\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94"
VERSION, SHA256 = 1, 0x08
PENDING, BITCOIN, LITECOIN = (bytes.fromhex(tag) for tag in ("83dfe30d2ef90c8e", "0588960d73d71901", "06869a0d73d71b45"))
LARGEST, LONGEST, DEEPEST = 1 << 17, 4096, 256

WRONG_HEADER = Template("case.opentimestamps.wrong_header", "it does not begin as an OpenTimestamps proof")
WRONG_VERSION = Template("case.opentimestamps.wrong_version", "the proof is of a version that this program does not know")
OTHER_HASH = Template("case.opentimestamps.other_hash", "the proof is over another kind of hash than SHA-256")
CUT_OFF = Template("case.opentimestamps.cut_off", "the proof ends too early, or is too long or too deep")
UNKNOWN_STEP = Template("case.opentimestamps.unknown_step", "the proof holds an operation that is not known")


class BadProof(CounterwatchError):
    """These bytes are not a proof."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """Somebody's word about a commitment: a calendar that promises (`pending`, with its address) or a block that holds it (with its height)."""

    kind: str
    commitment: str | None
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What a proof says: the digest it begins with and every attestation that it leads to."""

    digest: str
    attestations: tuple[Attestation, ...]


def read_proof(data: bytes) -> Proof:
    """Return what a proof says; a commitment is None where an operation on its path cannot be computed here."""
    reader = _Reader(data[: LARGEST + 1])
    if reader.take(len(HEADER)) != HEADER:
        raise BadProof(WRONG_HEADER())
    if reader.number() != VERSION:
        raise BadProof(WRONG_VERSION())
    if reader.take(1)[0] != SHA256:
        raise BadProof(OTHER_HASH())
    digest = reader.take(32)
    attestations = tuple(_tree(reader, digest, DEEPEST))
    reader.finish()
    return Proof(digest=digest.hex(), attestations=attestations)


def proof_from_answer(digest: str, answer: bytes) -> bytes:
    """Return a proof made of a digest and what a calendar answered to it (the tree alone); an answer that is none is refused."""
    data = HEADER + bytes([VERSION, SHA256]) + bytes.fromhex(digest) + answer
    read_proof(data)
    return data


@dataclass(slots=True)
class _Reader:
    data: bytes
    position: int = field(default=0)

    def take(self, count: int) -> bytes:
        taken = self.data[self.position : self.position + count]
        if len(taken) != count or len(self.data) > LARGEST:
            raise BadProof(CUT_OFF())
        self.position += count
        return taken

    def number(self) -> int:
        value = 0
        for shift in range(0, 63, 7):
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
        raise BadProof(CUT_OFF())

    def text(self) -> bytes:
        length = self.number()
        if length > LONGEST:
            raise BadProof(CUT_OFF())
        return self.take(length)

    def finish(self) -> None:
        if self.position != len(self.data):
            raise BadProof(CUT_OFF())


def _tree(reader: _Reader, message: bytes | None, depth: int) -> Iterator[Attestation]:
    if not depth:
        raise BadProof(CUT_OFF())
    tag = reader.take(1)[0]
    while tag == 0xFF:
        yield from _branch(reader, reader.take(1)[0], message, depth)
        tag = reader.take(1)[0]
    yield from _branch(reader, tag, message, depth)


def _branch(reader: _Reader, tag: int, message: bytes | None, depth: int) -> Iterator[Attestation]:
    if tag == 0:
        yield _attestation(reader.take(8), reader.text(), message)
    else:
        yield from _tree(reader, _done(reader, tag, message), depth - 1)


def _done(reader: _Reader, tag: int, message: bytes | None) -> bytes | None:
    """Do one operation; None where it cannot be done here."""
    if tag in (0xF0, 0xF1):
        text = reader.text()
        result = None if message is None else message + text if tag == 0xF0 else text + message
    elif tag in (0xF2, 0xF3):
        result = None if message is None else message[::-1] if tag == 0xF2 else message.hex().encode()
    elif tag in (0x02, SHA256):
        result = None if message is None else hashlib.new("sha1" if tag == 0x02 else "sha256", message, usedforsecurity=False).digest()
    elif tag in (0x03, 0x67):
        result = None
    else:
        raise BadProof(UNKNOWN_STEP())
    return result if result is None or len(result) <= LONGEST else None


def _attestation(tag: bytes, payload: bytes, message: bytes | None) -> Attestation:
    commitment = message.hex() if message is not None else None
    inside = _Reader(payload)
    if tag == PENDING:
        place = inside.text().decode("utf-8", "backslashreplace")
        return Attestation(kind="pending", commitment=commitment, place=place)
    if tag in (BITCOIN, LITECOIN):
        return Attestation(kind="bitcoin" if tag == BITCOIN else "litecoin", commitment=commitment, place=str(inside.number()))
    return Attestation(kind="unknown", commitment=commitment, place=tag.hex())
