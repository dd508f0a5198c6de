"""Checkpoints: a signed DSSE envelope about a segment of the ledger and everything before it."""

from __future__ import annotations

import base64

import msgspec

from counterwatch.case.signing import Signer, is_signed_by
from counterwatch.core import CounterwatchError, Template, canonical, sha256_hex
from counterwatch.core.canonical import decoded
from counterwatch.core.finding import Sha256, Struct

TYPE = "application/vnd.counterwatch.checkpoint+json"


class Checkpoint(Struct, frozen=True):
    """What is signed when a segment is closed; docs/spec/case-v1.md, section 4."""

    v: int
    case: str
    segment: int
    first: int
    last: int
    count: int
    head: Sha256
    sha256: Sha256
    previous: Sha256
    case_file: Sha256
    instructions: Sha256
    signers: tuple[Sha256, ...]
    time: str
    recovery: tuple[Sha256, ...] = ()


class Signature(Struct, frozen=True):
    keyid: Sha256
    sig: str


class Envelope(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"payload_type": "payloadType"}):
    """A DSSE envelope with one signature."""

    payload: str
    payload_type: str
    signatures: tuple[Signature]


NOT_ONE = Template("case.checkpoint.not_one", "this is not a checkpoint: {reason}")
NOT_EXACT = Template("case.checkpoint.not_exact", "the checkpoint was written in another form than the one that was signed")
UNKNOWN = Template("case.checkpoint.unknown", "the checkpoint is signed by a key that the case does not hold ({signer})")
BAD_SIGNATURE = Template("case.checkpoint.bad_signature", "the signature of the checkpoint does not fit")


class BadCheckpoint(CounterwatchError):
    """These bytes are not a checkpoint signed by a key that is known."""


def pae(payload: bytes) -> bytes:
    """Return what DSSE signs: the pre-authentication encoding of type and payload."""
    return b"DSSEv1 %d %s %d %s" % (len(TYPE), TYPE.encode(), len(payload), payload)


def signed(checkpoint: Checkpoint, signer: Signer) -> bytes:
    """Return the bytes of a checkpoint file."""
    payload = canonical(checkpoint)
    signature = Signature(keyid=signer.id, sig=base64.b64encode(signer.sign(pae(payload))).decode())
    return canonical(Envelope(payload=base64.b64encode(payload).decode(), payload_type=TYPE, signatures=(signature,))) + b"\n"


def read_checkpoint(data: bytes, keys: dict[str, bytes]) -> tuple[Checkpoint, str]:
    """Return a checkpoint and the id of its signer; only the one byte form that `signed` writes is accepted."""
    try:
        envelope = decoded(data, type=Envelope)
        payload = base64.b64decode(envelope.payload, validate=True)
        signature = base64.b64decode(envelope.signatures[0].sig, validate=True)
        found = decoded(payload, type=Checkpoint)
    except (msgspec.MsgspecError, ValueError) as error:
        raise BadCheckpoint(NOT_ONE(reason=str(error))) from error
    signer = envelope.signatures[0].keyid
    if not _is_exact(data, envelope, payload, signature) or canonical(found) != payload:
        raise BadCheckpoint(NOT_EXACT())
    if signer not in keys:
        raise BadCheckpoint(UNKNOWN(signer=signer[:16]))
    if not is_signed_by(keys[signer], signature, pae(payload)):
        raise BadCheckpoint(BAD_SIGNATURE())
    return found, signer


def _is_exact(data: bytes, envelope: Envelope, payload: bytes, signature: bytes) -> bool:
    texts = (base64.b64encode(payload).decode(), base64.b64encode(signature).decode())
    return canonical(envelope) + b"\n" == data and texts == (envelope.payload, envelope.signatures[0].sig) and envelope.payload_type == TYPE


def link(checkpoint_file: bytes) -> str:
    """Return what the next checkpoint carries as `previous`."""
    return sha256_hex(checkpoint_file)
