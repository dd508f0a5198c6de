"""The recovery key of a case: kept on paper, it reads the case and signs one thing, that somebody is let back in; docs/spec/case-v1.md, section 9."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from counterwatch.case.age import checked_secret, new_key
from counterwatch.case.case_file import CaseFile, Recipient
from counterwatch.case.identity import TRIES, Identity, Locked
from counterwatch.case.signing import Signer
from counterwatch.core import Message, Template, WrongUsage

AskAgain = Callable[[Message | None], str | None]
"""Asks for the recovery key, and says what was wrong with the one before; None when nobody can answer, or answers no more."""

PURPOSE = b"counterwatch recovery signing"

NOT_ONE = Template("case.recovery_key.not_one", "that is not a recovery key, or a character of it is wrong")
LOOKS_LIKE = Template(
    "case.recovery_key.looks_like",
    "it begins with AGE-SECRET-KEY-1 and has 74 letters and digits, without 1, B, I and O after that; spaces do not matter",
)
OTHER_CASE = Template("case.recovery_key.other_case", "that is a key, but not the recovery key of this case")
EACH_HAS_ONE = Template(
    "case.recovery_key.each_has_one", "each case has a recovery key of its own, and one that was used is replaced by the one that was shown then"
)
IS_MEMBER = Template("case.recovery_key.is_member", "that is the key of a person who can read this case, not its recovery key")
NO_KEY = Template("case.recovery_key.no_key", "nobody gave a recovery key")
GIVE_IT = Template(
    "case.recovery_key.give_it", "run it on a terminal, where it is asked for; elsewhere give it on a descriptor: --recovery-fd 4 4< FILE"
)
WRONG_OFTEN = Template("case.recovery_key.wrong_often", "a wrong recovery key {n} times: stopped; nothing was changed")


def recovery_identity(secret: str) -> Identity:
    """Return what a recovery key is: an age key, and the signing key that follows from it."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return Identity(secret, Signer.from_seed(HKDF(SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode("ascii"))))


def new_recovery() -> Identity:
    """Make a recovery key; nothing keeps it."""
    return recovery_identity(new_key())


def recipient_of(recovery: Identity) -> Recipient:
    """Return how `case.json` names a recovery key."""
    return Recipient(age=recovery.recipient, label="recovery", signing=recovery.signer.public_text)


def read_recovery(text: str, case_file: CaseFile) -> Identity:
    """Return the recovery key of a case as somebody typed it from paper, or say what it is instead. No error repeats what was typed."""
    typed = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    try:
        found = recovery_identity(checked_secret(typed))
    except (WrongUsage, UnicodeEncodeError) as error:
        raise WrongUsage(NOT_ONE(), hint=LOOKS_LIKE()) from error
    label = next((each.label for each in case_file.recipients if each.age == found.recipient), None)
    if label != "recovery":
        raise Locked(IS_MEMBER() if label else OTHER_CASE(), hint=EACH_HAS_ONE())
    return found


def ask_recovery(ask: AskAgain, case_file: CaseFile) -> Identity:
    """Return the recovery key of a case; after five wrong ones, stop."""
    wrong: Locked | WrongUsage | None = None
    for _ in range(TRIES):
        text = ask(wrong.message if wrong else None)
        if text is None:
            raise wrong or Locked(NO_KEY(), hint=GIVE_IT())
        try:
            return read_recovery(text, case_file)
        except (Locked, WrongUsage) as error:
            wrong = error
    raise Locked(WRONG_OFTEN(n=TRIES), hint=wrong.hint if wrong else None)
