"""Entering one's own identifiers: checked, written in one way, and called `email#1` from then on."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import get_args

from msgspec.structs import replace

from counterwatch.core import Message, Template, WrongUsage
from counterwatch.exposure.leaks.canonical import canonical, matches
from counterwatch.exposure.leaks.check_digits import identity_iran, identity_turkey, insurance_russia, luhn, resident_china, tax_russia
from counterwatch.exposure.leaks.forms.device import plain
from counterwatch.exposure.leaks.limits import ENTERED, TYPED
from counterwatch.exposure.leaks.typed import value_of
from counterwatch.exposure.persona import Identifier, Kind, Persona

UNKNOWN_KIND = Template("exposure.entry.unknown_kind", "there is no such kind of identifier")
KINDS_ARE = Template("exposure.entry.kinds_are", "one of {kinds}")
REGION = Template("exposure.entry.region", "this is not a region of two letters")
REGION_HINT = Template("exposure.entry.region_hint", "ISO 3166: TR for Türkiye, DE for Germany, CN for China")
LONG = Template("exposure.entry.long", "this is longer than the {most} letters that are kept of one identifier ({code})")
MANY = Template("exposure.entry.many", "a persona holds at most {most} identifiers ({code})")
FEWER = Template("exposure.entry.fewer", "keep to those of your own that matter; nobody else's belong here")
KNOWN = Template("exposure.entry.known", "this is {label} already, perhaps in another spelling")
KNOWN_HINT = Template("exposure.entry.known_hint", "nothing needs to be done: all spellings are looked for")
PLATFORM = Template("exposure.entry.platform", "name the platform where this account is one")
PLATFORM_HINT = Template("exposure.entry.platform_hint", "a word such as telegram; the same name elsewhere is another account")

SLIP = Template("exposure.entry.slip", "the last digit of {label} does not fit the others, as it does in {what}; look whether it was typed right")
IMEI = Template("exposure.entry.imei", "an IMEI")
CHINA = Template("exposure.entry.china", "a resident identity number of China")
TURKEY = Template("exposure.entry.turkey", "an identity number of Türkiye")
IRAN = Template("exposure.entry.iran", "an identity number of Iran")
RUSSIA = Template("exposure.entry.russia", "an insurance or taxpayer number of Russia")

KINDS: tuple[Kind, ...] = get_args(Kind)


def entered(kind: str, value: str, *, region: str = "", platform: str = "", known: Persona) -> Persona:
    """Return a persona with one more identifier. `region` (ISO 3166) is where a number without country code belongs.

    Raises `WrongUsage` for what is none of its kind or is there already; no text of it holds what was typed.
    """
    if kind not in KINDS:
        raise WrongUsage(UNKNOWN_KIND(), hint=KINDS_ARE(kinds=", ".join(KINDS)))
    where = _region(region) or known.region
    if len(value) > TYPED.most:
        raise WrongUsage(LONG(most=TYPED.most, code=TYPED.code), hint=FEWER())
    if len(known.identifiers) >= ENTERED.most:
        raise WrongUsage(MANY(most=ENTERED.most, code=ENTERED.code), hint=FEWER())
    if kind == "account" and not platform.strip():
        raise WrongUsage(PLATFORM(), hint=PLATFORM_HINT())
    kept = value_of(kind, value, where)
    new = Identifier(label=_label(kind, known), kind=kind, value=kept, platform=platform.strip().lower() if kind == "account" else "")
    _refuse_known(new, known, where)
    return replace(known, identifiers=(*known.identifiers, new), region=known.region or where)


def doubts(persona: Persona) -> tuple[Message, ...]:
    """Return what looks like a slip of the keyboard: numbers whose check digit does not fit. They are looked for all the same."""
    return tuple(SLIP(label=each.label, what=what()) for each in persona.identifiers for what in _slips(each, persona.region))


def _region(region: str) -> str:
    code = region.strip().upper()
    if code and not re.fullmatch(r"[A-Z]{2}", code):
        raise WrongUsage(REGION(), hint=REGION_HINT())
    return code


def _label(kind: Kind, known: Persona) -> str:
    """Return the next label of a kind; one that was taken out is not given out again while a later one stands."""
    numbers = [int(each.label.partition("#")[2] or 0) for each in known.of(kind)]
    return f"{kind}#{max(numbers, default=0) + 1}"


def _refuse_known(new: Identifier, known: Persona, region: str) -> None:
    spelled = canonical(new.kind, new.value, region)
    for each in known.of(new.kind):
        if each.platform == new.platform and canonical(each.kind, each.value, region) == spelled:
            raise WrongUsage(KNOWN(label=each.label), hint=KNOWN_HINT())


def _slips(identifier: Identifier, region: str) -> list[Template]:
    number = plain(identifier.value)
    rules = DEVICES if identifier.kind == "device" else DOCUMENTS if identifier.kind == "id" else ()
    return [what for what, where, form, fits in rules if where in {"", region} and re.fullmatch(form, number) and not fits(number)]


Rule = tuple[Template, str, str, Callable[[str], bool]]
"""What a number would be, the region where it is one (empty: anywhere), how it is written, and whether its check digits fit."""
DEVICES: tuple[Rule, ...] = ((IMEI, "", r"\d{15}", luhn),)
DOCUMENTS: tuple[Rule, ...] = (
    (CHINA, "CN", r"\d{17}[\dX]", resident_china),
    (TURKEY, "TR", r"\d{11}", identity_turkey),
    (IRAN, "IR", r"\d{10}", identity_iran),
    (RUSSIA, "RU", r"\d{11}", insurance_russia),
    (RUSSIA, "RU", r"\d{12}", tax_russia),
)

__all__ = ["doubts", "entered", "matches"]
