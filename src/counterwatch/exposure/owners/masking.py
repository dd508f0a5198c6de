"""A host name can hold who somebody is, as `amina-example.blog.example` does: what is the persona's is called by its label instead."""

from __future__ import annotations

import re
from dataclasses import replace

from counterwatch.exposure.owner import Owner
from counterwatch.exposure.persona import Identifier, Persona

SHORTEST = 4
"""Letters below which a match says nothing."""
NOISE = re.compile(r"[\W_]+")
SEPARATORS = "[-_. ]?"


class Mask:
    """Replaces what a persona's identifiers give in a host name by their labels: `email#1.blog.example`.

    A list that the user brought may hold them too, so the same is done with the words of its rows.
    """

    def __init__(self, persona: Persona) -> None:
        forms = {form: each.label for each in reversed(persona.identifiers) for form in _forms(each) if len(form) >= SHORTEST}
        # The longest first: a part of an address must not be all that is hidden of it.
        self._patterns = [(_pattern(form), forms[form]) for form in sorted(forms, key=lambda form: (-len(form), form))]

    def __call__(self, host: str) -> str:
        for pattern, label in self._patterns:
            host = pattern.sub(label, host)
        return host

    def owner(self, owner: Owner) -> Owner:
        """Return an owner as it may be shown."""
        if owner.basis != "overlay" or not self._patterns:
            return owner
        return replace(owner, name=self(owner.name), rule=self(owner.rule), source=self(owner.source), note=self(owner.note))

    def __repr__(self) -> str:
        return f"<mask of {len(self._patterns)} forms>"


def _pattern(form: str) -> re.Pattern[str]:
    return re.compile(SEPARATORS.join(map(re.escape, form)), re.IGNORECASE)


def _forms(identifier: Identifier) -> list[str]:
    """Return what could stand in a host name, without separators."""
    value = identifier.value.lower()
    if identifier.kind == "place":
        return []
    if identifier.kind == "email":
        local, _, domain = value.partition("@")
        return _plain([f"{local}{domain}", local, local.partition("+")[0]])
    words = NOISE.sub(" ", value).split()
    return _plain(["".join(words), "".join(reversed(words)), *(words if identifier.kind in {"name", "account"} else [])])


def _plain(texts: list[str]) -> list[str]:
    made = {NOISE.sub("", text) for text in texts}
    made |= {encoded for text in made if not text.isascii() and (encoded := _as_in_dns(text))}
    return sorted(made)


def _as_in_dns(text: str) -> str:
    try:
        return text.encode("idna").decode()
    except UnicodeError:
        return ""
