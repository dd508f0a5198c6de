"""`case.json`: what this folder is, and who may sign in it."""

from __future__ import annotations

import base64
import uuid
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from counterwatch.case.layout import Layout
from counterwatch.case.signing import Signer, public_from_pem, signer_id
from counterwatch.core import CounterwatchError, Template, canonical, sha256_hex
from counterwatch.core.canonical import decoded
from counterwatch.core.errors import NoCase, VerificationFailed
from counterwatch.core.finding import Sha256, Struct

FORMAT = "counterwatch case"
VERSION = 1

NO_CASE = Template("case.case_file.no_case", "there is no case in {folder}")
MAKE_ONE = Template("case.case_file.make_one", "cw new NAME makes one; --case FOLDER names one that is elsewhere")
NEWER = Template("case.case_file.newer", "{file} is of format version {version:raw}; this program reads version {known:raw}")
UPDATE = Template("case.case_file.update", "use a newer counterwatch; nothing was changed")
DAMAGED = Template("case.case_file.damaged", "{file} is not what this case began with: {reason}")
NOT_YOURS = Template("case.case_file.not_yours", "{file} belongs to another user of this computer, who keeps it private")
ASK_OWNER = Template("case.case_file.ask_owner", "ask that user for a copy (cw handover), or log in as them")
NO_TOUCH = Template("case.case_file.no_touch", "cw verify names what else differs; nothing was changed")


class NewerVersion(CounterwatchError):
    """The case was made, or rewritten, by a program that knows more than this one."""


class Key(Struct, frozen=True):
    """The public key of one signer."""

    id: Sha256
    key: str

    @classmethod
    def of(cls, public: bytes) -> Key:
        return cls(id=signer_id(public), key=base64.b64encode(public).decode())


class Recipient(Struct, frozen=True):
    """An age key that can read an encrypted case."""

    age: str
    label: Literal["member", "recovery"]
    signing: str = ""
    """Of a recovery key, the public key that signs a recovery; it may sign nothing else."""


class CaseFile(Struct, frozen=True, omit_defaults=False):
    """The content of `case.json`."""

    case: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
    signers: tuple[Key, ...]
    mode: Literal["plain", "encrypted"] = "plain"
    recipients: tuple[Recipient, ...] = ()
    format: Literal["counterwatch case"] = "counterwatch case"
    version: Literal[1] = 1
    secret: Sha256 | msgspec.UnsetType = msgspec.UNSET

    def __post_init__(self) -> None:
        if (self.mode == "encrypted") != (self.secret is not msgspec.UNSET) or (self.mode == "encrypted") != bool(self.recipients):
            message = "recipients and secret belong to encrypted cases"
            raise ValueError(message)

    @classmethod
    def new(cls, signer: Signer) -> CaseFile:
        return cls(case=str(uuid.uuid4()), signers=(Key.of(signer.public),))

    @property
    def is_encrypted(self) -> bool:
        return self.mode == "encrypted"

    @property
    def recovery_keys(self) -> tuple[Key, ...]:
        """The public keys of those who may let somebody back in, and do nothing else."""
        found = (_public(each.signing) for each in self.recipients if each.label == "recovery")
        return tuple(Key.of(public) for public in found if public)

    @property
    def data(self) -> bytes:
        return canonical(self) + b"\n"


class Announced(msgspec.Struct):
    """What every version of the format says about itself."""

    format: str = ""
    version: int = 0


def decode_case_file(layout: Layout, data: bytes) -> CaseFile:
    """Return what `case.json` says, or refuse it by name: foreign, newer or damaged."""
    try:
        announced = decoded(data, type=Announced)
        if announced.format == FORMAT and announced.version > VERSION:
            raise NewerVersion(NEWER(file=str(layout.case_file), version=announced.version, known=VERSION), hint=UPDATE())
        found = decoded(data, type=CaseFile)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        if not layout.ledger.is_dir():
            raise NoCase(NO_CASE(folder=str(layout.root)), hint=MAKE_ONE()) from error
        raise VerificationFailed(DAMAGED(file=str(layout.case_file), reason=str(error)), hint=NO_TOUCH()) from error
    return found


def read_case_file(root: Path) -> CaseFile:
    """Read `case.json` of a folder that this program can open."""
    layout = Layout(root)
    try:
        data = layout.case_file.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
        raise NoCase(NO_CASE(folder=str(root)), hint=MAKE_ONE()) from error
    except PermissionError as error:
        raise CounterwatchError(NOT_YOURS(file=str(layout.case_file)), hint=ASK_OWNER()) from error
    except OSError as error:
        raise CounterwatchError(DAMAGED(file=str(layout.case_file), reason=error.strerror or ""), hint=NO_TOUCH()) from error
    return decode_case_file(layout, data)


def keyring(layout: Layout, case_file: CaseFile | None) -> dict[str, bytes]:
    """Return the public keys that the case holds, by signer id. An id is the hash of its key, so no source need be trusted."""
    keys = [_public(each.key) for each in (*case_file.signers, *case_file.recovery_keys)] if case_file else []
    if layout.keys.is_dir():
        keys += [public_from_pem(path.read_bytes()) for path in sorted(layout.keys.glob("*.pem")) if path.is_file()]
    return {signer_id(public): public for public in keys if public}


def claimed_case(layout: Layout) -> str:
    """Return the case id that the first checkpoint states, for a case whose `case.json` is damaged; nothing is trusted by this."""
    return str(_claims(layout.checkpoint(1)).get("case", ""))


def is_claimed(layout: Layout, data: bytes) -> bool:
    """Does any checkpoint state the hash of exactly this `case.json`?"""
    hash = sha256_hex(data)
    return any(_claims(path).get("case_file") == hash for path in layout.ledger.glob("*.checkpoint.json"))


def _claims(path: Path) -> dict[str, Any]:
    try:
        envelope = decoded(path.read_bytes(), type=dict[str, Any])
        return decoded(base64.b64decode(str(envelope.get("payload"))), type=dict[str, Any])
    except (OSError, ValueError):
        return {}


def _public(text: str) -> bytes | None:
    try:
        public = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    return public if len(public) == 32 else None
