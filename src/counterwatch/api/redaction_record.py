"""The record of a redaction: what was removed, committed to area by area and signed; the secrets that open it; and an opening of one area."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from counterwatch.api.keys import own_identity
from counterwatch.case import Locked, Signer, is_kept
from counterwatch.case.signing import home_folder, signer_id
from counterwatch.case.statement import BadStatement, read_statement, signed_statement
from counterwatch.core import Template, UnreadableEvidence, canonical, sha256_hex
from counterwatch.core.finding import Sha256, Struct
from counterwatch.core.version import __version__
from counterwatch.files.redaction.commitment import Description, fresh_salt
from counterwatch.files.redaction.making import Outcome

TYPE = "application/vnd.counterwatch.redaction+json"
LARGEST = 600 << 20
KEPT = 6_000_000
"""Bytes of removed pixels that the secrets hold; what is beyond is drawn from the original again when it is to be proven."""
NOT_A_RECORD = Template("api.redaction.not_a_record", "{file} is not a record of a redaction as this program writes it: {reason}")
NOT_SECRETS = Template("api.redaction.not_secrets", "{file} does not hold the secrets of a redaction, or an opening: {reason}")
TOO_LARGE = Template("api.redaction.too_large", "it has more than {n} byte", "it has more than {n} bytes")
OTHER_FORM = Template("api.redaction.other_form", "it was written in another form than ours")
ASK_FOR_IT = Template("api.redaction.ask_for_it", "ask whoever made it for the file as it was written")

S = TypeVar("S", bound=Struct)


class Output(Struct, frozen=True):
    """The redacted file."""

    sha256: Sha256
    size: int
    media_type: str
    pages: int


class Committed(Struct, frozen=True):
    """Where something was removed, and the commitment to what it was."""

    where: Description
    commitment: Sha256


class RedactionRecord(Struct, frozen=True):
    """What may be shown to anybody: it confirms neither which file was redacted nor what was removed. `key` is empty where nobody signed."""

    v: Literal[1]
    tool: str
    drawn_by: str
    dpi: float
    original: Sha256
    output: Output
    regions: tuple[Committed, ...]
    key: str


class Secret(Struct, frozen=True):
    """What opens one area: its salt, and the removed pixels (zlib), which may be left out."""

    salt: bytes
    pixels: bytes = b""


class Secrets(Struct, frozen=True):
    """What opens a record, whose SHA-256 is given; it is as sensitive as the original."""

    v: Literal[1]
    record: Sha256
    original: Sha256
    original_salt: bytes
    regions: tuple[Secret, ...]


class Opening(Struct, frozen=True):
    """What proves one area of a record; `original_salt` is there where it is shown, too, which file was redacted."""

    v: Literal[1]
    record: Sha256
    where: Description
    salt: bytes
    pixels: bytes
    original_salt: bytes = b""


def committed_original(salt: bytes, sha256: str) -> str:
    """Return the commitment to a file by its hash: a hash alone would confirm who holds it."""
    return hashlib.sha256(salt + bytes.fromhex(sha256)).hexdigest()


def record_of(outcome: Outcome, *, original: str, output: bytes, media_type: str, dpi: float, signer: Signer | None) -> tuple[bytes, Secrets]:
    """Return the bytes of a signed record (or an unsigned one) and what opens it."""
    salt = fresh_salt()
    record = RedactionRecord(
        v=1, tool=f"counterwatch {__version__}", drawn_by=drawn_by(), dpi=float(dpi), original=committed_original(salt, original),
        output=Output(sha256=sha256_hex(output), size=len(output), media_type=media_type, pages=len(outcome.pages)),
        regions=tuple(Committed(where=each.description, commitment=each.commitment) for each in outcome.removed),
        key=signer.public_text if signer else "",
    )  # fmt: skip
    data = signed_statement(record, TYPE, signer) if signer else canonical(record) + b"\n"
    return data, Secrets(v=1, record=sha256_hex(data), original=original, original_salt=salt, regions=_secrets(outcome))


def _secrets(outcome: Outcome) -> tuple[Secret, ...]:
    kept, found = 0, []
    for each in outcome.removed:
        kept += len(each.pixels)
        found.append(Secret(salt=each.salt, pixels=each.pixels if kept <= KEPT else b""))
    return tuple(found)


def read_record(file: Path) -> tuple[RedactionRecord, str, str]:
    """Return a record, the SHA-256 of its file and the number of its signer, empty where nobody signed; raises `UnreadableEvidence`."""
    data = _small(file, NOT_A_RECORD)
    try:
        if b'"payloadType"' in data[: LARGEST // 2]:
            record, signer = read_statement(data, RedactionRecord, TYPE, _own_key)
            return record, sha256_hex(data), signer
        record = msgspec.json.decode(data, type=RedactionRecord)
    except BadStatement as error:
        raise UnreadableEvidence(NOT_A_RECORD(file=file.name, reason=error.message), hint=ASK_FOR_IT()) from error
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise UnreadableEvidence(NOT_A_RECORD(file=file.name, reason=str(error)), hint=ASK_FOR_IT()) from error
    if record.key or canonical(record) + b"\n" != data:
        raise UnreadableEvidence(NOT_A_RECORD(file=file.name, reason=OTHER_FORM()), hint=ASK_FOR_IT())
    return record, sha256_hex(data), ""


def read_secret(file: Path, type: type[S]) -> S:
    """Return secrets or an opening; raises `UnreadableEvidence`."""
    try:
        return msgspec.json.decode(_small(file, NOT_SECRETS), type=type)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise UnreadableEvidence(NOT_SECRETS(file=file.name, reason=str(error)), hint=ASK_FOR_IT()) from error


def _small(file: Path, template: Template) -> bytes:
    if file.stat().st_size > LARGEST:
        raise UnreadableEvidence(template(file=file.name, reason=TOO_LARGE(n=LARGEST)), hint=ASK_FOR_IT())
    return file.read_bytes()


def _own_key(record: RedactionRecord, signer: str) -> bytes | None:
    """Return the key that a record states, if it is the one whose number signed: whose that is, people compare."""
    try:
        public = base64.b64decode(record.key, validate=True)
    except ValueError:
        return None
    return public if len(public) == 32 and signer_id(public) == signer else None


def own_signer() -> Signer | None:
    """Return the user's signing key where there is one that opens; none is made for this."""
    if is_kept():
        try:
            return own_identity().signer
        except Locked:
            return None
    return Signer.load() if (home_folder() / "signing.pem").exists() else None


def drawn_by() -> str:
    """Return what draws pages here, since another version may draw them otherwise."""
    from importlib.metadata import version

    return json.dumps({name: version(name) for name in ("pillow", "pypdfium2")}, sort_keys=True)
