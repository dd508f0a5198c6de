"""Back into a case whose signer lost keys or passphrase: its recovery key reads it and signs one entry; docs/spec/case-v1.md, section 9."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from counterwatch.case.case import Case
from counterwatch.case.case_file import CaseFile, Recipient
from counterwatch.case.disk import writing_to
from counterwatch.case.entries import RECOVER
from counterwatch.case.identity import Identity
from counterwatch.case.layout import Layout
from counterwatch.case.lock import writer_lock
from counterwatch.case.recovery import recover as finish_write
from counterwatch.case.recovery import refuse_damaged
from counterwatch.case.recovery_key import new_recovery, recipient_of
from counterwatch.case.rekey import IS_PLAIN, encrypt_anew
from counterwatch.case.settings import Change
from counterwatch.core import Template, WrongUsage
from counterwatch.core.errors import Refused
from counterwatch.core.progress import Cancel, Progress, never, quiet

NO_KEYS = Template(
    "case.readmission.no_keys",
    "it opens without a key and has no recovery key; who lost the key that signs in it makes a new case and seals the files there",
)
NO_RECOVERY = Template("case.readmission.no_recovery", "this case has no recovery key: it was made without one, or it was taken away")
ASK_MEMBER = Template(
    "case.readmission.ask_member",
    "somebody who can read it and may sign lets you in: cw key add {recipient}, then cw key admit; `cw key show` prints yours",
)
CANNOT_SIGN = Template(
    "case.readmission.cannot_sign", "the recovery key of this case reads it, but it was made by a version that did not let it sign"
)
OPEN_BY_HAND = Template(
    "case.readmission.open_by_hand",
    "its objects open with this key and the program age: VERIFY.txt, part 5; or a person who may sign lets you in again",
)
IS_IN = Template("case.readmission.is_in", "your keys open this case and may sign in it already")
NOTHING_TO_DO = Template("case.readmission.nothing_to_do", "there is nothing to recover; the recovery key still counts, and nothing was changed")

Tell = Callable[[str], None]
"""Shows the new recovery key, before anything is changed; what it raises stops the recovery."""


def finish_recovery(layout: Layout, case_file: CaseFile) -> bool:
    """Finish a recovery that was interrupted after its entry was written, which takes no key; say whether there was one."""
    case = Case(layout, case_file)
    ledger = case.ledger()
    if not ledger.is_prepared or ledger.torn or ledger.entries[-1].entry.verb != RECOVER:
        return False
    with writer_lock(layout), writing_to(layout.root):
        ledger = case.ledger()
        refuse_damaged(ledger.defects)
        finish_write(layout, ledger)
    return True


def refuse_unrecoverable(case_file: CaseFile) -> None:
    """Refuse a case that no recovery key can let anybody back into."""
    if not case_file.is_encrypted:
        raise WrongUsage(IS_PLAIN(), hint=NO_KEYS())
    if not any(each.label == "recovery" for each in case_file.recipients):
        raise Refused(NO_RECOVERY(), hint=ASK_MEMBER(recipient="age1..."))
    if not case_file.recovery_keys:
        raise Refused(CANNOT_SIGN(), hint=OPEN_BY_HAND())


def readmit(root: Path, recovery: Identity, own: Identity, *, tell: Tell, progress: Progress = quiet, cancel: Cancel = never) -> Case:
    """Let one's own keys read a case and sign in it, by its recovery key; that key is replaced by a new one, told once."""
    case = Case.open(root, identity=recovery)
    known = case.case_file
    is_reader, is_signer = any(each.age == own.recipient for each in known.recipients), any(each.id == own.signer.id for each in known.signers)
    if is_reader and is_signer:
        raise WrongUsage(IS_IN(), hint=NOTHING_TO_DO())
    new = new_recovery()
    others = tuple(each for each in known.recipients if each.age not in (recovery.recipient, own.recipient))
    recipients = (*others, Recipient(age=own.recipient, label="member"), recipient_of(new))
    with case.write(RECOVER, signer=recovery.signer, progress=progress, cancel=cancel) as batch:
        secret = encrypt_anew(case, batch, recipients, has_new_secret=True, progress=progress, cancel=cancel)
        batch.change = Change(what="signer recovered", recipients=recipients, secret=secret, admitted=b"" if is_signer else own.signer.public)
        batch.successor = own
        tell(new.secret)
    return case
