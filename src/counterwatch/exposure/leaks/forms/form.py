"""A form: one way in which an identifier is written. What it holds stays in memory and is never shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Exactness = Literal["exact", "coarse", "hashed, guessable"]
"""Whether the identifier itself was sent, less of it (a rounded place, a masked number), or a digest that whoever holds a list can undo."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Form:
    """`text` is how it is written (secret), `name` what that way is called; a form that is `hashed` is looked for in digests too.

    A `prefix` is only the beginning of what stands there, and counts when the place around it does.
    """

    text: str
    name: str
    exactness: Exactness = "exact"
    hashed: bool = False
    sought: bool = True
    prefix: bool = False

    def __repr__(self) -> str:
        return f"<form: {self.name}>"
