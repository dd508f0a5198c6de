"""Back into a case with its recovery key, when one's own keys or their passphrase are lost."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from counterwatch.api.case import MAKE_CASE, NO_CASE, find_case
from counterwatch.api.keys import RECOVERING, first_identity, fresh_identity
from counterwatch.case import Case, Identity
from counterwatch.case.case_file import read_case_file
from counterwatch.case.layout import Layout
from counterwatch.case.readmission import Tell, finish_recovery, readmit, refuse_unrecoverable
from counterwatch.case.recovery import refuse_damaged
from counterwatch.case.recovery_key import AskAgain, ask_recovery
from counterwatch.core import Message
from counterwatch.core.errors import NoCase
from counterwatch.core.progress import Cancel, Progress, never, quiet


@dataclass(frozen=True, slots=True, kw_only=True)
class Readmitted:
    """Who may sign now, which older keys were set aside, and whether this only finished a recovery that had been interrupted."""

    case: Path
    signers: tuple[str, ...]
    set_aside: tuple[Path, ...] = ()
    was_interrupted: bool = False


def recover(
    path: Path | str,
    *,
    tell: Tell,
    ask: AskAgain | None = None,
    identity: Identity | None = None,
    new_keys: bool = False,
    progress: Progress = quiet,
    cancel: Cancel = never,
) -> Readmitted:
    """Let one's own keys read a case and sign in it, by its recovery key, which is used up; `tell` is given the new one, once.

    The keys are those given, else those on this machine, made now where there are none; `new_keys` makes new ones in any case and sets
    the others aside. Nothing is made before the recovery key was found right.
    """
    root = find_case(path)
    if root is None:
        raise NoCase(NO_CASE(folder=str(path)), hint=MAKE_CASE())
    layout, case_file = Layout(root), read_case_file(root)
    if finish_recovery(layout, case_file):
        ledger = Case.open(root).ledger()
        return Readmitted(case=root, signers=ledger.recoveries[-1].signers, was_interrupted=True)
    refuse_unrecoverable(case_file)
    refuse_damaged(Case.open(root).defects)
    recovery = ask_recovery(ask or RECOVERING.get() or nobody, case_file)
    own, aside = (identity, []) if identity else fresh_identity() if new_keys else (first_identity(), [])
    readmit(root, recovery, own, tell=tell, progress=progress, cancel=cancel)
    return Readmitted(case=root, signers=(own.signer.id,), set_aside=tuple(aside))


def nobody(_wrong: Message | None) -> None:
    """Answer as nobody does."""
