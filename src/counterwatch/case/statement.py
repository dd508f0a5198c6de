"""Small signed statements: a DSSE envelope with one signature, accepted in one byte form only."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import TypeVar

import msgspec

from counterwatch.case.checkpoint import Envelope, Signature
from counterwatch.case.signing import Signer, is_signed_by
from counterwatch.core import CounterwatchError, Template, canonical
from counterwatch.core.canonical import decoded
from counterwatch.core.finding import Struct

S = TypeVar("S", bound=Struct)

NOT_ONE = Template("case.statement.not_one", "this is not a signed statement of that kind: {reason}")
NOT_EXACT = Template("case.statement.not_exact", "it was written in another form than the one that was signed")
UNKNOWN = Template("case.statement.unknown", "it is signed by a key that is not known here ({signer})")
BAD_SIGNATURE = Template("case.statement.bad_signature", "its signature does not fit: it was changed after it was signed")


class BadStatement(CounterwatchError):
    """These bytes are not a statement signed by a key that is known."""


def pae(media_type: str, payload: bytes) -> bytes:
    """Return what DSSE signs: the pre-authentication encoding of type and payload."""
    return b"DSSEv1 %d %s %d %s" % (len(media_type), media_type.encode(), len(payload), payload)


def signed_statement(statement: Struct, media_type: str, signer: Signer) -> bytes:
    """Return the bytes of a file that holds the statement and its signature."""
    payload = canonical(statement)
    signature = Signature(keyid=signer.id, sig=base64.b64encode(signer.sign(pae(media_type, payload))).decode())
    return canonical(Envelope(payload=base64.b64encode(payload).decode(), payload_type=media_type, signatures=(signature,))) + b"\n"


def read_statement(data: bytes, type: type[S], media_type: str, key_of: Callable[[S, str], bytes | None]) -> tuple[S, str]:
    """Return a statement and the id of its signer; `key_of` gives the key for what is stated and that id, or None."""
    try:
        envelope = decoded(data, type=Envelope)
        payload, signature = (base64.b64decode(text, validate=True) for text in (envelope.payload, envelope.signatures[0].sig))
        found = decoded(payload, type=type)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise BadStatement(NOT_ONE(reason=str(error))) from error
    again = Envelope(
        payload=base64.b64encode(canonical(found)).decode(), payload_type=media_type,
        signatures=(Signature(keyid=envelope.signatures[0].keyid, sig=base64.b64encode(signature).decode()),),
    )  # fmt: skip
    if canonical(again) + b"\n" != data:
        raise BadStatement(NOT_EXACT())
    signer = envelope.signatures[0].keyid
    key = key_of(found, signer)
    if key is None:
        raise BadStatement(UNKNOWN(signer=signer[:16]))
    if not is_signed_by(key, signature, pae(media_type, payload)):
        raise BadStatement(BAD_SIGNATURE())
    return found, signer
