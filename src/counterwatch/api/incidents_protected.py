"""Protected terms of a case: they go in, and only whether and where a text holds one comes out. Nothing else reads what is kept here."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterable
from pathlib import Path

import msgspec

from counterwatch.api.case import open_case, signer_of
from counterwatch.api.keys import first_identity, own_identity
from counterwatch.case import Case
from counterwatch.case.age import decrypt, encrypt
from counterwatch.case.bare.ciphering import Undecryptable
from counterwatch.case.encrypted import EncryptedVault
from counterwatch.case.records import CaseRecords
from counterwatch.core import Record, Template, WrongUsage, canonical
from counterwatch.core.errors import Refused
from counterwatch.incidents.protected import Places, Protected, refuse_unfit
from counterwatch.incidents.publication.romanised import readings

KIND, ID, VERB = "protected_terms", "protected-terms", "record"
NOWHERE = "\ue000"
"""A character that no script has: what takes the place of a protected term is in no text."""
NOTHING = Template("api.incidents_protected.nothing", "no term was given")
ONE_PER_LINE = Template("api.incidents_protected.one_per_line", "give one name, number or address on each line; they are shown nowhere")
ANOTHERS = Template("api.incidents_protected.anothers", "the protected terms of this case are under a key that is not yours")
UNLOCK = Template(
    "api.incidents_protected.unlock", "nothing can be checked against them: ask a holder of the case to enter them again with its keys of now"
)


def protect(case: Case | Path | str, terms: Iterable[str]) -> int:
    """Add terms to those that a case protects, sealed to its keys, and return how many were given. No error shows a term."""
    return _change(open_case(case), refuse_unfit(terms), is_added=True)


def unprotect(case: Case | Path | str, terms: Iterable[str]) -> int:
    """Take terms off; whoever does must know them. Earlier versions stay sealed until `cw records erase protected-terms`."""
    return _change(open_case(case), refuse_unfit(terms), is_added=False)


def protected_of(case: Case, *, in_latin: bool = False) -> Protected:
    """Return what looks for the protected terms of a case in texts, and gives none of them back.

    With `in_latin` it finds Chinese, Tibetan and Uyghur terms as they are written in Latin letters, too.
    """
    terms = _terms(case, _stored(case))
    return Protected([*terms, *(each for term in terms if in_latin for each in readings(term))])


def protected_in(case: Case | Path | str, text: str) -> Places:
    """Return how many protected terms a text holds and where they stand."""
    return protected_of(open_case(case)).places(text)


def shielded(protected: Protected, text: str) -> str:
    """Return what is searched for: the text, or words of the same lengths that are in no text where it holds a protected term."""
    instead = " ".join(_nowhere(len(word)) for word in text.split())
    return instead if protected.holds(text) else text


def _nowhere(length: int) -> str:
    return "".join(chr(ord(NOWHERE) + secrets.randbelow(6000)) for _ in range(length))


def _change(case: Case, given: list[str], *, is_added: bool) -> int:
    if not given:
        raise WrongUsage(NOTHING(), hint=ONE_PER_LINE())
    before = _stored(case)
    known = set(_terms(case, before))
    now = known | set(given) if is_added else known - set(given)
    if now != known:
        sealed = base64.b64encode(encrypt(canonical(sorted(now)), _recipients(case))).decode()
        made = Record(id=ID, kind=KIND, version=before.version + 1 if before else 1, data={"sealed": sealed})
        CaseRecords(case, lambda: signer_of(case)).append([made], verb=VERB)
    return len(given)


def _recipients(case: Case) -> list[str]:
    """Return the keys that a case is sealed to; in a plain case one's own, so that the terms are sealed there too."""
    if isinstance(case.vault, EncryptedVault):
        return list(case.vault.recipients)
    return [(case.identity or first_identity()).recipient]


def _terms(case: Case, stored: Record | None) -> list[str]:
    if stored is None:
        return []
    identity = case.identity or own_identity()
    try:
        return msgspec.json.decode(decrypt(base64.b64decode(stored.data["sealed"]), identity.secret), type=list[str])
    except (Undecryptable, msgspec.MsgspecError) as error:
        raise Refused(ANOTHERS(), hint=UNLOCK()) from error


def _stored(case: Case) -> Record | None:
    return next(iter(CaseRecords(case).current(KIND)), None)
