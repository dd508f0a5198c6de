"""Who can read a case and who may sign in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from counterwatch.api.case import open_case, signer_of
from counterwatch.case import Case, Identity, Recipient, add_recipient, remove_recipient
from counterwatch.case import admit as admit_signer
from counterwatch.core.progress import Cancel, Progress, never, quiet


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """The keys of a case: who can read it, who may sign, and who made it."""

    recipients: tuple[Recipient, ...]
    signers: tuple[str, ...]
    founder: str
    recovery: tuple[str, ...] = ()
    """The keys that may let somebody back in, and sign nothing else."""
    recovered: tuple[str, ...] = ()
    """The signers whom a recovery key let in, not a former signer."""


def members(case: Case | Path | str = ".") -> Members:
    """Return the keys of a case; this takes no key."""
    opened = case if isinstance(case, Case) else Case.open(Case.find(case) or case)
    signers = tuple(each.id for each in opened.case_file.signers)
    ledger = opened.ledger()
    return Members(
        recipients=opened.case_file.recipients, signers=signers, founder=ledger.founder,
        recovery=tuple(each.id for each in opened.case_file.recovery_keys),
        recovered=tuple(signer for each in ledger.recoveries for signer in each.signers),
    )  # fmt: skip


def add_reader(
    case: Case | Path | str, key: str, *, identity: Identity | None = None, progress: Progress = quiet, cancel: Cancel = never
) -> Recipient:
    """Let the holder of an age key read a case, everything in it included."""
    opened = open_case(case, identity=identity)
    return add_recipient(opened, key, signer=signer_of(opened), progress=progress, cancel=cancel)


def remove_reader(
    case: Case | Path | str, key: str, *, identity: Identity | None = None, progress: Progress = quiet, cancel: Cancel = never
) -> Recipient:
    """Close a case to an age key from here on; copies that its holder has stay readable to them."""
    opened = open_case(case, identity=identity)
    return remove_recipient(opened, key, signer=signer_of(opened), progress=progress, cancel=cancel)


def admit(case: Case | Path | str, public: str, *, identity: Identity | None = None) -> str:
    """Let the holder of a signing key write to a case; return the id of that key, to be compared by voice."""
    opened = open_case(case, identity=identity)
    return admit_signer(opened, public, signer=signer_of(opened))
