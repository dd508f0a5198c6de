"""One spelling of an identifier, by its kind, so that two who write it differently mean the same."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

from counterwatch.exposure.leaks.forms.device import plain
from counterwatch.exposure.leaks.forms.email import canonical_email
from counterwatch.exposure.leaks.forms.name import parts_of
from counterwatch.exposure.persona import Persona
from counterwatch.text.chinese import unified
from counterwatch.text.key import key

STRONG = ("phone", "email", "account", "id", "device")
"""Kinds of which two persons do not hold the same; a name is shared by many."""


def canonical(kind: str, value: str, region: str) -> str:
    """Return one spelling; `region` (ISO 3166) is where a number without the code of a country belongs. Empty where the value is none of its kind."""
    spell = SPELLINGS.get(kind)
    return spell(value, region) if spell is not None else ""


def matches(persona: Persona, own: Sequence[tuple[str, str]]) -> bool:
    """Return whether what an archive says of whose it is agrees with a persona; `own` are pairs of kind and value.

    Numbers, addresses and accounts decide wherever both sides have one of the same kind; a name decides only where they have none in common.
    That raises the effort for a stranger, and proves nothing.
    """
    mine = _spelled(persona, [(each.kind, each.value) for each in persona.identifiers])
    theirs = _spelled(persona, own)
    common = [kind for kind in STRONG if mine.get(kind) and theirs.get(kind)] or ["name"]
    return any(mine.get(kind, set()) & theirs.get(kind, set()) for kind in common)


def telephone(value: str, region: str) -> str:
    """Return a number in E.164, or nothing where it cannot be one."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(unicodedata.normalize("NFKC", value), region or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(parsed):
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _spelled(persona: Persona, values: Sequence[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for kind, value in values:
        if kind in (*STRONG, "name") and (spelled := _with_region(kind, value, persona.region)):
            found.setdefault(kind, set()).add(spelled)
    return found


def _with_region(kind: str, value: str, region: str) -> str:
    """Return one spelling; a number that an archive writes without plus may begin with the code of a country."""
    if kind != "phone" or value.strip().startswith("+"):
        return canonical(kind, value, region)
    digits = "".join(each for each in unicodedata.normalize("NFKC", value) if each.isdecimal())
    return canonical(kind, value, region) or telephone(f"+{digits}", "")


def _name(value: str, _region: str) -> str:
    return " ".join(sorted(parts_of(unified(key(value)))))


def _place(value: str, _region: str) -> str:
    latitude, _, longitude = value.partition(",")
    return f"{float(latitude):.5f},{float(longitude):.5f}"


SPELLINGS: dict[str, Callable[[str, str], str]] = {
    "phone": telephone,
    "email": lambda value, _: canonical_email(unicodedata.normalize("NFKC", value).strip()),
    "name": _name,
    "id": lambda value, _: plain(unicodedata.normalize("NFKC", value)),
    "device": lambda value, _: plain(unicodedata.normalize("NFKC", value)),
    "place": _place,
    "address": lambda value, _: unified(key(value)),
    "account": lambda value, _: key(value).removeprefix("@"),
}
