"""The key that makes pseudonyms: one per case, a record in it, so that pseudonyms of all its runs can be compared and of no others."""

from __future__ import annotations

import base64

from counterwatch.api.case import signer_of
from counterwatch.case import Case
from counterwatch.case.records import CaseRecords
from counterwatch.coordination.pseudonyms import new_key
from counterwatch.core import Record, Template
from counterwatch.core.errors import VerificationFailed

KIND, ID, VERB = "pseudonym_key", "pseudonym-key", "record"
NO_KEY = Template("api.pseudonym_key.no_key", "the key of the pseudonyms is not in this case, so that its runs cannot be done again")
ERASED = Template("api.pseudonym_key.erased", "it may have been erased on purpose: `cw log` tells; the findings that are stored stay readable")


def key_of(case: Case) -> bytes:
    """Return the key of a case; the first call makes it."""
    return stored_key(case) or _made(case)


def key_for_again(case: Case) -> bytes:
    """Return the key of a case, or raise `VerificationFailed` where it has none."""
    if (key := stored_key(case)) is None:
        raise VerificationFailed(NO_KEY(), hint=ERASED())
    return key


def stored_key(case: Case) -> bytes | None:
    """Return the key of a case, or None where it has none yet."""
    found = next(iter(CaseRecords(case, lambda: signer_of(case)).current(KIND)), None)
    return None if found is None else base64.b64decode(str(found.data["key"]))


def _made(case: Case) -> bytes:
    key = new_key()
    CaseRecords(case, lambda: signer_of(case)).append([Record(id=ID, kind=KIND, data={"key": base64.b64encode(key).decode()})], verb=VERB)
    return key
