"""What a case keeps of an intake: a key of its own, and every form that was built to write to it."""

from __future__ import annotations

import hashlib
from typing import Annotated

import msgspec

from counterwatch.core.finding import Sha256, Struct

KIND = "intake"
GROUPS, DIGITS = 8, 5


class BuiltForm(Struct, frozen=True):
    """A form that was built: its build id, the SHA-256 and size (bytes) of the file, what it says, and the languages that nobody reviewed."""

    build: Sha256
    sha256: Sha256
    size: int
    title: str
    organisation: str
    languages: tuple[str, ...]
    unreviewed: tuple[str, ...]


class Intake(Struct, frozen=True):
    """An intake: `secret` is its age identity and `recipient` the public key of it; the newest form is the last."""

    id: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]
    secret: str
    recipient: str
    forms: tuple[BuiltForm, ...] = ()

    @property
    def fingerprint(self) -> str:
        """What two people read to each other to see that a form holds this key."""
        return fingerprint(self.recipient)

    def __repr__(self) -> str:
        return f"Intake(id={self.id!r}, recipient={self.recipient!r})"

    def is_reviewed(self, build: str, language: str) -> bool:
        """Does the form of this build hold this language as one that was reviewed? A build that is not known holds none."""
        return any(each.build == build and language in each.languages and language not in each.unreviewed for each in self.forms)


def fingerprint(recipient: str) -> str:
    """Return the fingerprint of a public key: 40 decimal digits in eight groups of five."""
    number = int.from_bytes(hashlib.sha256(recipient.encode("ascii")).digest(), "big") % 10 ** (GROUPS * DIGITS)
    digits = f"{number:0{GROUPS * DIGITS}d}"
    return " ".join(digits[start : start + DIGITS] for start in range(0, len(digits), DIGITS))
