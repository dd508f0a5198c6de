"""The persona: one's own identifiers, entered by their owner. Outside this room an identifier is called `email#1`; its value never leaves."""

from __future__ import annotations

from typing import Literal

from counterwatch.core.finding import Struct

Kind = Literal["phone", "email", "name", "id", "device", "place", "address", "account"]
"""What an identifier is: a number of an official document is an `id`, a MAC, IMEI or advertising number a `device`, coordinates a
`place`, a user name or number on a platform an `account`."""


class Identifier(Struct, frozen=True):
    """One identifier: `label` is what it is called everywhere outside (`email#1`), `value` is secret.

    A `place` is `latitude,longitude` in degrees. `platform` says where an `account` is one.
    """

    label: str
    kind: Kind
    value: str
    platform: str = ""

    def __repr__(self) -> str:
        return f"<{self.label}>"


class Persona(Struct, frozen=True):
    """The identifiers of the person at the keyboard; `region` (ISO 3166) is where numbers without a country code belong."""

    identifiers: tuple[Identifier, ...] = ()
    region: str = ""

    def of(self, kind: Kind) -> tuple[Identifier, ...]:
        """Return the identifiers of a kind."""
        return tuple(each for each in self.identifiers if each.kind == kind)

    def __repr__(self) -> str:
        return f"<persona of {len(self.identifiers)} identifiers>"
