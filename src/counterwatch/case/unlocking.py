"""From an identity to the vault of a case: the case secret is opened with the user's age key."""

from __future__ import annotations

import msgspec

from counterwatch.case.bare.ciphering import Undecryptable
from counterwatch.case.case_file import CaseFile
from counterwatch.case.encrypted import EncryptedVault, Secrets, open_secrets
from counterwatch.case.identity import Identity, Locked
from counterwatch.case.layout import Layout
from counterwatch.case.vault import PlainVault, Vault
from counterwatch.core import Template, sha256_hex
from counterwatch.core.errors import VerificationFailed

LOCKED = Template("case.unlocking.locked", "the case in {folder} is locked")
UNLOCK = Template("case.unlocking.unlock", "cw unlock asks for your passphrase; without it, cw verify checks history and stored bytes")
FOREIGN = Template("case.unlocking.foreign", "the case in {folder} is encrypted to other keys than yours ({recipient})")
BE_ADDED = Template(
    "case.unlocking.be_added", "somebody who can read it adds yours: cw key add {recipient}; with its recovery key: cw key recover CASE"
)
DAMAGED = Template("case.unlocking.damaged", "{file} is not what case.json says, so the case cannot be opened")
VERIFY = Template("case.unlocking.verify", "cw verify names what differs; nothing was changed. A whole copy of the file opens the case again")


def vault_of(layout: Layout, case_file: CaseFile, identity: Identity | None) -> Vault:
    """Return what opens the contents of a case."""
    if case_file.mode == "plain":
        return PlainVault(case_file.case)
    if identity is None:
        raise Locked(LOCKED(folder=str(layout.root)), hint=UNLOCK())
    return EncryptedVault(case_file.case, recipients_of(case_file), identity.secret, secrets_of(layout, case_file, identity))


def secrets_of(layout: Layout, case_file: CaseFile, identity: Identity) -> Secrets:
    """Open the case secret."""
    data = secret_file(layout, case_file)
    try:
        return open_secrets(data, identity.secret)
    except Undecryptable as error:
        if error.is_foreign:
            own = identity.recipient
            raise Locked(FOREIGN(folder=str(layout.root), recipient=own), hint=BE_ADDED(recipient=own)) from error
        raise VerificationFailed(DAMAGED(file=layout.shown(layout.secret)), hint=VERIFY()) from error


def secret_file(layout: Layout, case_file: CaseFile) -> bytes:
    """Return the bytes of `keys/secret.age`; during a change of recipients the new ones may still lie beside it."""
    for path in (layout.secret, layout.prepared_secret):
        try:
            data = path.read_bytes()
        except OSError:
            continue
        if case_file.secret is not msgspec.UNSET and sha256_hex(data) == case_file.secret:
            return data
    raise VerificationFailed(DAMAGED(file=layout.shown(layout.secret)), hint=VERIFY())


def recipients_of(case_file: CaseFile) -> tuple[str, ...]:
    """Return the age keys that a case is encrypted to."""
    return tuple(each.age for each in case_file.recipients)
