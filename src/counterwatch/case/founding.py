"""The first files of a new case: who may sign, who can read, and how a stranger checks it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from counterwatch.case.case_file import CaseFile, Recipient
from counterwatch.case.disk import sync_folder, write_synced, writing_to
from counterwatch.case.encrypted import Secrets
from counterwatch.case.identity import Identity
from counterwatch.case.instructions import TEXT
from counterwatch.case.layout import Layout
from counterwatch.case.recovery_key import new_recovery, recipient_of
from counterwatch.case.signing import Signer, public_pem
from counterwatch.core import Template, WrongUsage, sha256_hex
from counterwatch.core.errors import Refused

NOT_EMPTY = Template("case.founding.not_empty", "{folder} is not empty")
NAME_ANOTHER = Template("case.founding.name_another", "name a folder that does not exist yet; nothing is ever overwritten")
NO_IDENTITY = Template("case.founding.no_identity", "an encrypted case is made for somebody: no identity was given")
GIVE_ONE = Template("case.founding.give_one", "pass an identity, or plain=True for a case that anybody with the folder can read")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Prepared:
    """A case about to be founded; `recovery` is the secret key that is shown once."""

    case_file: CaseFile
    author: Signer
    recovery: str = ""


def must_be_free(folder: Path) -> None:
    """Refuse a folder that holds anything: nothing is ever overwritten."""
    with writing_to(folder):
        if folder.exists() and any(folder.iterdir()):
            raise Refused(NOT_EMPTY(folder=str(folder.absolute())), hint=NAME_ANOTHER())


def prepare(layout: Layout, *, signer: Signer | None, identity: Identity | None, is_plain: bool, has_recovery: bool) -> Prepared:
    """Make folders, instructions and keys, and say what `case.json` will hold."""
    author = signer or (identity.signer if identity else None)
    if author is None or (identity is None and not is_plain):
        raise WrongUsage(NO_IDENTITY(), hint=GIVE_ONE())
    layout.make_folders()
    write_synced(layout.instructions, TEXT.encode())
    write_synced(layout.key(author.id), public_pem(author.public))
    new = Prepared(case_file=CaseFile.new(author), author=author)
    found = new if is_plain or identity is None else _encrypted(layout, new, identity, has_recovery=has_recovery)
    sync_folder(layout.keys)
    return found


def _encrypted(layout: Layout, new: Prepared, identity: Identity, *, has_recovery: bool) -> Prepared:
    recovery = new_recovery() if has_recovery else None
    own = Recipient(age=identity.recipient, label="member")
    recipients = (own, recipient_of(recovery)) if recovery else (own,)
    if recovery:
        write_synced(layout.key(recovery.signer.id), public_pem(recovery.signer.public))
    secret = Secrets.new().sealed([each.age for each in recipients])
    write_synced(layout.secret, secret)
    case_file = msgspec.structs.replace(new.case_file, mode="encrypted", recipients=recipients, secret=sha256_hex(secret))
    return Prepared(case_file=case_file, author=new.author, recovery=recovery.secret if recovery else "")
