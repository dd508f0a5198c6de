"""Who can read an encrypted case: adding or removing a recipient writes every object anew; docs/spec/case-v1.md, section 6.

While that is under way, the case takes twice its room on the disk. Copies that somebody already has stay readable to them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from counterwatch.case.age import checked_recipient
from counterwatch.case.batch import Batch
from counterwatch.case.case_file import Recipient
from counterwatch.case.disk import writing_to
from counterwatch.case.encrypted import EncryptedVault, Secrets
from counterwatch.case.encrypted_body import with_other_keys_line
from counterwatch.case.objects import RUN_VERIFY, refuse_damaged, store
from counterwatch.case.pack import Gone, Unreadable
from counterwatch.case.pieces import pieces
from counterwatch.case.settings import Change
from counterwatch.case.signing import Signer
from counterwatch.case.vault import Unopened
from counterwatch.core import Template, WrongUsage
from counterwatch.core.errors import Refused, VerificationFailed
from counterwatch.core.progress import Cancel, Progress, never, quiet, stop_if

if TYPE_CHECKING:
    from counterwatch.case.case import Case

REKEYING = Template("case.rekey.rekeying", "encrypting to the new recipients")
IS_PLAIN = Template("case.rekey.is_plain", "this is a plain case: whoever has the folder can read it")
MAKE_ENCRYPTED = Template("case.rekey.make_encrypted", "make an encrypted case with `cw new NAME` and seal the files there")
IS_THERE = Template("case.rekey.is_there", "{recipient} can read this case already")
SEE_KEYS = Template("case.rekey.see_keys", "`cw key show` lists who can read it")
IS_NOT_THERE = Template("case.rekey.is_not_there", "no recipient of this case has the key {recipient}")
IS_OWN = Template("case.rekey.is_own", "{recipient} is the key that opened this case; without it you could not go on")
LET_OTHERS = Template("case.rekey.let_others", "another recipient can remove it")
DAMAGED = Template("case.rekey.damaged", "{file} cannot be opened with the key of this case; nothing was changed")


def add_recipient(
    case: Case, key: str, *, label: Literal["member", "recovery"] = "member", signer: Signer, progress: Progress = quiet, cancel: Cancel = never
) -> Recipient:
    """Let an age key read the case, from its first object on."""
    added, before = Recipient(age=checked_recipient(key), label=label), _recipients(case)
    if any(each.age == added.age for each in before):
        raise WrongUsage(IS_THERE(recipient=added.age), hint=SEE_KEYS())
    _rekey(case, (*before, added), "recipient added", has_new_secret=False, signer=signer, progress=progress, cancel=cancel)
    return added


def remove_recipient(case: Case, key: str, *, signer: Signer, progress: Progress = quiet, cancel: Cancel = never) -> Recipient:
    """Close the case to an age key, from here on; copies that its holder has stay readable to them."""
    before = _recipients(case)
    removed = next((each for each in before if each.age == key.strip()), None)
    if removed is None:
        raise WrongUsage(IS_NOT_THERE(recipient=key.strip()[:62]), hint=SEE_KEYS())
    if case.identity and removed.age == case.identity.recipient:
        raise Refused(IS_OWN(recipient=removed.age), hint=LET_OTHERS())
    left = tuple(each for each in before if each != removed)
    _rekey(case, left, "recipient removed", has_new_secret=True, signer=signer, progress=progress, cancel=cancel)
    return removed


def _recipients(case: Case) -> tuple[Recipient, ...]:
    if not case.case_file.is_encrypted:
        raise WrongUsage(IS_PLAIN(), hint=MAKE_ENCRYPTED())
    return case.case_file.recipients


def _rekey(
    case: Case, recipients: tuple[Recipient, ...], change: str, *, has_new_secret: bool, signer: Signer, progress: Progress, cancel: Cancel
) -> None:
    with case.write("rekey", signer=signer, progress=progress, cancel=cancel) as batch:
        secret = encrypt_anew(case, batch, recipients, has_new_secret=has_new_secret, progress=progress, cancel=cancel)
        batch.change = Change(what=change, recipients=recipients, secret=secret)


def encrypt_anew(
    case: Case, batch: Batch, recipients: tuple[Recipient, ...], *, has_new_secret: bool, progress: Progress = quiet, cancel: Cancel = never
) -> bytes:
    """Put into a batch every object of a case written anew for some recipients; return the new bytes of `keys/secret.age`."""
    old = batch.held.vault
    if not isinstance(old, EncryptedVault):
        raise WrongUsage(IS_PLAIN(), hint=MAKE_ENCRYPTED())
    held = Secrets.new(old.held.secrets) if has_new_secret else old.held
    new = EncryptedVault(case.id, [each.age for each in recipients], old.key, held)
    bodies, contents = _objects(case)
    for done, name in enumerate((*bodies, *contents)):
        stop_if(cancel)
        progress(REKEYING(), done, len(bodies) + len(contents))
        _replace(batch, name, new, is_body=name in bodies)
    batch.held = batch.held.opened_by(new)
    return held.sealed(new.recipients)


def _objects(case: Case) -> tuple[dict[str, None], dict[str, None]]:
    """Return the bodies and the contents as they lie now. Packs are in the clear and stay."""
    held, entries = case.holdings(), [placed.entry for placed in case.ledger().entries]
    packs = {entry.objects[0] for entry in entries}
    bodies = dict.fromkeys(now for entry in entries if (now := held.current(entry.objects[1])))
    listed = dict.fromkeys(now for entry in entries for name in entry.objects[2:] if (now := held.current(name)))
    return bodies, {name: None for name in listed if name not in bodies and name not in packs}


def _replace(batch: Batch, name: str, new: EncryptedVault, *, is_body: bool) -> None:
    path = batch.held.layout.object(name)
    # One that was swapped for another must not get a place in a signed entry.
    refuse_damaged(path, batch.held.layout)
    try:
        with writing_to(batch.folder):
            stored = store(_body(path, new), batch.folder) if is_body else new.seal(pieces(batch.held.vault, path), batch.folder)[0]
    except (Unopened, Unreadable) as error:
        raise VerificationFailed(DAMAGED(file=batch.held.layout.shown(path)), hint=RUN_VERIFY()) from error
    batch.objects[stored.name] = None
    batch.gone.append(Gone(gone=name, now=stored.name))


def _body(path: Path, new: EncryptedVault) -> Iterator[bytes]:
    yield with_other_keys_line(path.read_bytes(), new.key, new.recipients)
