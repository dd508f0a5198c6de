"""What a letter is made of, before it becomes a page or a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from counterwatch.core import Message, Template

NUMBER = Template("report.letter.number", "No.")
EXHIBIT = Template("report.letter.exhibit", "Exhibit")
SHA256 = Template("report.letter.sha256", "SHA-256 of its content")
SEALED = Template("report.letter.sealed", "Sealed")
SOURCE = Template("report.letter.source", "From")
EXHIBITS = Template("report.letter.exhibits", "Exhibits")
NO_EXHIBITS = Template("report.letter.no_exhibits", "The case holds no exhibit.")
NAME = Template("report.letter.name", "Name")
ROLE = Template("report.letter.role", "Office or role")
PLACE_AND_DAY = Template("report.letter.place_and_day", "Place and day")
SIGNATURE = Template("report.letter.signature", "Signature")
STATE = Template("report.letter.state", "Case {case}, entry {seq:raw} of {time}, ledger head {head}, entries signed with key {signer}.")
DRAFT = Template(
    "report.letter.draft",
    "Draft, made from a case. Fill in the blanks, strike out what is not so, and let somebody read it who knows the law of the place.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A passage: a heading, a paragraph, a numbered point, or a remark to the writer that is to be removed."""

    message: Message
    kind: Literal["heading", "text", "point", "remark"] = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """A line to be filled in by hand; `text` is what is known already."""

    label: Message
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """A table."""

    header: tuple[Message, ...]
    rows: tuple[tuple[str, ...], ...]


Part = Said | Blank | Lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter: its title and its parts, in order."""

    title: Message
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One exhibit: number, name, SHA-256 in hexadecimal (empty where it is withheld), when it was sealed, and where it is said to come from."""

    number: int
    name: str
    sha256: str
    sealed: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """An incident that names somebody: its id, when and where, what is said to have happened, and the sources."""

    id: str
    when: str
    where: str
    what: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a case knows: its state, who signs, exhibits, findings that depart with their limits; and to whom, about whom and by when one writes."""

    case: str
    seq: int
    time: str
    head: str
    signer: str
    version: str
    anchors: int = 0
    exhibits: Sequence[Listed] = ()
    findings: Sequence[tuple[Message, Sequence[Message]]] = ()
    to: str = ""
    organisation: str = ""
    until: str = ""
    happened: Sequence[Happened] = field(default_factory=tuple)


def state_of(facts: Facts) -> Said:
    """Return the passage that says which state of which case a letter was made from."""
    return Said(message=STATE(case=facts.case, seq=facts.seq, time=facts.time, head=facts.head, signer=facts.signer))


def exhibits_of(facts: Facts) -> tuple[Part, ...]:
    """Return the heading and the table of exhibits."""
    rows = tuple((str(each.number), each.name, each.sha256 or "-", each.sealed, each.source) for each in facts.exhibits)
    table = Lines(header=(NUMBER(), EXHIBIT(), SHA256(), SEALED(), SOURCE()), rows=rows) if rows else Said(message=NO_EXHIBITS())
    return Said(message=EXHIBITS(), kind="heading"), table


def signed_by() -> tuple[Part, ...]:
    """Return the lines for who signs."""
    return Blank(label=NAME()), Blank(label=ROLE()), Blank(label=PLACE_AND_DAY()), Blank(label=SIGNATURE())
