"""The persona of a case: one's own identifiers, kept under one's own key even in a plain case, and not replaced once something was audited."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import msgspec

from counterwatch.api.case import open_case, signer_of
from counterwatch.api.keys import first_identity, own_identity
from counterwatch.case import Case, Identity
from counterwatch.case.age import decrypt, encrypt
from counterwatch.case.bare.ciphering import Undecryptable
from counterwatch.case.records import CaseRecords
from counterwatch.core import CounterwatchError, Record, Template, WrongUsage, canonical
from counterwatch.core.errors import Refused
from counterwatch.exposure.persona import Kind, Persona

KIND, ID, VERB = "persona", "persona", "record"
AUDITS = ("traffic", "archive")
NO_PERSONA = Template("api.persona.none", "this case does not know yet whose things it looks at")
ENTER = Template("api.persona.enter", "`cw exposure me` asks for your own identifiers; they are kept under your key and shown nowhere")
ANOTHERS = Template("api.persona.anothers", "the identifiers of this case were entered by the holder of another key")
ONLY_THEY = Template(
    "api.persona.only_they", "only that person can look at their own traffic and archives here; make a case of your own with `cw new`"
)
NOTHING = Template("api.persona.nothing", "nothing was entered")
ONE_AT_LEAST = Template("api.persona.one_at_least", "enter at least one e-mail address, phone number or name of your own")
AUDITED = Template("api.persona.audited", "something was looked at for these identifiers already, so they cannot be changed")
NEW_CASE = Template("api.persona.new_case", "make another case with `cw new`, and enter them there: one case looks at the things of one person")
Entry = tuple[Kind, str, str]
"""Kind, value and, for an account, the platform."""


@dataclass(frozen=True, slots=True)
class KnownPersona:
    """What may be said of a persona without its key: what its identifiers are called, and whether they can still be changed."""

    labels: tuple[str, ...]
    is_fixed: bool


def known_persona(case: Case | str = ".") -> KnownPersona | None:
    """Return what the identifiers of a case are called, or None where none were entered."""
    opened = open_case(case)
    found = _stored(opened)
    return None if found is None else KnownPersona(tuple(found.data["identifiers"]), is_audited(opened))


def persona_of(case: Case) -> Persona:
    """Return the persona of a case; raises `Refused` where there is none, or where it is under the key of another person."""
    found = _stored(case)
    if found is None:
        raise Refused(NO_PERSONA(), hint=ENTER())
    try:
        return msgspec.json.decode(decrypt(base64.b64decode(found.data["sealed"]), _identity(case).secret), type=Persona)
    except Undecryptable as error:
        raise Refused(ANOTHERS(), hint=ONLY_THEY()) from error


def must_be_open(case: Case) -> None:
    """Refuse to change identifiers that something was looked at for, or that are under another key: before anybody types them."""
    if _stored(case) is None:
        return
    if is_audited(case):
        raise Refused(AUDITED(), hint=NEW_CASE())
    persona_of(case)


def entered_persona(entries: Iterable[Entry], *, region: str, refused: Callable[[CounterwatchError], None] | None = None) -> Persona:
    """Return the persona that some entries make: kind, value and platform. What is not taken goes to `refused`, or is raised.

    Raises `WrongUsage` where nothing was entered. No error holds a value.
    """
    from counterwatch.exposure.leaks.entry import entered

    persona = Persona(region=region)
    for kind, value, platform in entries:
        try:
            persona = entered(kind, value, region=region, platform=platform, known=persona)
        except CounterwatchError as error:
            if refused is None:
                raise
            refused(error)
    if not persona.identifiers:
        raise WrongUsage(NOTHING(), hint=ONE_AT_LEAST())
    return persona


def keep_persona(case: Case, persona: Persona) -> None:
    """Keep a persona in a case under the key of the person at the keyboard; refused once something was audited for another one."""
    must_be_open(case)
    found = _stored(case)
    identity = case.identity or first_identity()
    sealed = base64.b64encode(encrypt(canonical(persona), [identity.recipient])).decode()
    data = {"identifiers": [each.label for each in persona.identifiers], "sealed": sealed}
    records = CaseRecords(case, lambda: signer_of(case))
    records.append([Record(id=ID, kind=KIND, version=found.version + 1 if found else 1, data=data)], verb=VERB)


def is_audited(case: Case) -> bool:
    """Was something looked at for the persona of this case?"""
    return any(each.run.instrument in AUDITS and not each.run.read_with.get("fixture") for each in case.runs())


def _identity(case: Case) -> Identity:
    return case.identity or own_identity()


def _stored(case: Case) -> Record | None:
    found: Sequence[Record] = list(CaseRecords(case, lambda: signer_of(case)).current(KIND))
    return found[0] if found else None
