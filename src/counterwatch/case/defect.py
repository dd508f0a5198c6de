"""What verification reports: the place, what is wrong there, and the findings that rest on it."""

from __future__ import annotations

from dataclasses import dataclass

from counterwatch.core import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """A finding that rests on something damaged: in which run (object) and entry, which check, about what."""

    run: str
    finding: str
    check: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """One thing that is not as it was signed: `file` is relative to the case, `seq` the entry that lists it."""

    file: str
    message: Message
    seq: int | None = None
    objects: tuple[str, ...] = ()
    findings: tuple[Touched, ...] = ()
