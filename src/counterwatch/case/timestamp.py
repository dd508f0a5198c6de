"""Time-stamps of RFC 3161: a request about a head, and the signed reply of an authority."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterwatch.core import CounterwatchError, Template

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse

LARGEST = 1 << 20
GRANTED = (0, 1)

NOT_A_REPLY = Template("case.timestamp.not_a_reply", "it is not the reply of a time-stamp authority: {reason}")
NOT_GRANTED = Template("case.timestamp.not_granted", "the authority did not grant the time-stamp (status {status:raw})")
OTHER_NONCE = Template("case.timestamp.other_nonce", "it answers another request: its nonce is not that of the request kept in the case")
NOT_BY = Template("case.timestamp.not_by", "its signature does not lead to the certificate that was given: {reason}")
NOT_A_CERTIFICATE = Template("case.timestamp.not_a_certificate", "{file} does not hold a certificate in PEM form")
GET_ROOT = Template("case.timestamp.get_root", "take the root certificate from the authority's own pages, in PEM form")


class BadToken(CounterwatchError):
    """These bytes are not a time-stamp, or not one that was granted for what it is held against."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What a reply says: the hash that was stamped and the authority's time."""

    imprint: str
    time: str
    nonce: int | None


def request_for(line: bytes) -> bytes:
    """Return a request (DER) for a time-stamp over the SHA-256 of an entry's line, which is its hash in the ledger."""
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    return TimestampRequestBuilder().data(line).hash_algorithm(HashAlgorithm.SHA256).build().as_bytes()


def nonce_of(request: bytes) -> int | None:
    """Return the nonce of a request; None where it has none or cannot be read."""
    from rfc3161_client._rust import parse_timestamp_request

    try:
        nonce = parse_timestamp_request(request).nonce
    except ValueError:
        return None
    return None if nonce is None else int(nonce)


def read_reply(data: bytes) -> Token:
    """Return what a reply says; its signature is another question."""
    reply = _decoded(data)
    if int(reply.status) not in GRANTED:
        raise BadToken(NOT_GRANTED(status=int(reply.status)))
    try:
        info = reply.tst_info
        return Token(imprint=info.message_imprint.message.hex(), time=info.gen_time.strftime("%Y-%m-%dT%H:%M:%SZ"), nonce=info.nonce)
    except ValueError as error:
        raise BadToken(NOT_A_REPLY(reason=str(error))) from error


def refuse_other_authority(data: bytes, imprint: str, roots: bytes, file: str) -> None:
    """Refuse a reply over this hash that is not signed by an authority below one of the certificates (PEM) that a person brought."""
    from rfc3161_client import VerificationError, VerifierBuilder

    builder = VerifierBuilder()
    for certificate in _certificates(roots, file):
        builder = builder.add_root_certificate(certificate)
    try:
        builder.build().verify(_decoded(data), bytes.fromhex(imprint))
    except (VerificationError, ValueError) as error:
        raise BadToken(NOT_BY(reason=str(error))) from error


def _certificates(pem: bytes, file: str) -> list[Certificate]:
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return list(dict.fromkeys(load_pem_x509_certificates(pem)))
    except ValueError as error:
        raise CounterwatchError(NOT_A_CERTIFICATE(file=file), hint=GET_ROOT()) from error


def _decoded(data: bytes) -> TimeStampResponse:
    from rfc3161_client import decode_timestamp_response

    try:
        return decode_timestamp_response(data[:LARGEST])
    except ValueError as error:
        raise BadToken(NOT_A_REPLY(reason=str(error))) from error
