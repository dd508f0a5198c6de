"""A statement: who said what, when and in which words, from own observation or not, with which interest, and what speaks for it and against it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

import msgspec

from counterwatch.core import Message, Template
from counterwatch.core.finding import Struct
from counterwatch.incidents.contacts import contacts_in
from counterwatch.incidents.incident import Support
from counterwatch.incidents.quantity import Quantity, quantity
from counterwatch.incidents.rows import UNKNOWN_TERM, near
from counterwatch.incidents.vocabulary import Vocabulary
from counterwatch.incidents.when import When, when

Basis = Literal["observation", "conclusion", "unknown"]
BASES: tuple[Basis, ...] = ("observation", "conclusion", "unknown")
FIELDS = ("id", "office", "role", "kind", "on", "words", "language", "basis", "interest", "source", "number", "unit", "method", "document")
"""What can be said of a statement, as text."""
NO_INTEREST = "none"
"""Said as the interest: none was declared, which is something else than not having asked."""
TEXTS = ("office", "role", "words", "interest", "source", "method", "unit", "number", "on")
TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")
TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mme|Mlle|M|Dr)\.? +[A-ZÀ-Þ]|先生|女士|小姐|太太|同志")
PRIVATE = frozenset({"target"})
"""Kinds of speakers who are private persons, and never named."""

NOBODY = Template(
    "incidents.statement.nobody", "it is not said who speaks: an office or organisation (office), or a role (role) where it is a private person"
)
BOTH = Template("incidents.statement.both", "either an office speaks or somebody in a role, not both")
ONLY_ROLE = Template("incidents.statement.only_role", "{kind} is a private person, who is a role here («a student», «her brother») and never a name")
NAMED = Template(
    "incidents.statement.named", "this looks like the name of a person; write the role alone («a former employee», «a professor of law»)"
)
NO_WORDS = Template("incidents.statement.no_words", "there are no words; a statement is kept in the words of whoever made it")
NO_DAY = Template("incidents.statement.no_day", "it is not said when; «unknown» says that nobody knows")
NO_LANGUAGE = Template("incidents.statement.no_language", "«{text}» is no language tag such as en, fr, zh-Hans, ug or bo")
NO_BASIS = Template("incidents.statement.no_basis", "«{text}» is none of {known}")
NO_NUMBER = Template("incidents.statement.no_number", "«{text}» is no number or range, such as 6 or 7, more than 130, 1.3 million")

NUMBER_ALONE = Template("incidents.statement.number_alone", "its number rests on no document: who published it, and where, is not said")
OFFICIAL_ALONE = Template("incidents.statement.official_alone", "it is called official, and no document of an office is named that holds it")
NO_METHOD = Template("incidents.statement.no_method", "how its number was come by is not said")
NO_UNIT = Template("incidents.statement.no_unit", "what its number counts is not said")
NOT_ASKED = Template("incidents.statement.not_asked", "what whoever says it gains by it is not recorded")
NOT_KNOWN = Template("incidents.statement.not_known", "whether it was seen or concluded is not recorded")
NO_SUPPORT = Template("incidents.statement.no_support", "no evidence for or against it is linked")


class Statement(Struct, frozen=True):
    """What was said, in its own words. `speaker` is an office or organisation, or where `is_person` a role; a private person is never named.

    `kind` is a code of the scheme attributed_by. `interest` is what the speaker gains by it; `declares_none` says that none was declared, and both
    are empty where nobody asked. `incidents` are those that it is about, `answers` the record that it responds to, `findings` runs that computed it.
    """

    id: str
    speaker: str
    said: When
    words: str
    is_person: bool = False
    kind: str = "unknown"
    language: str = "und"
    basis: Basis = "unknown"
    interest: str = ""
    declares_none: bool = False
    source: str = ""
    number: Quantity | None = None
    incidents: tuple[str, ...] = ()
    answers: str = ""
    support: tuple[Support, ...] = ()
    findings: tuple[str, ...] = ()
    reason: str = ""


def statement_of(said: Mapping[str, str], vocabulary: Vocabulary) -> tuple[Statement, dict[str, Message]]:
    """Return the statement of some fields, and what is wrong by field; it counts only where nothing is."""
    faults = contacts_in(said, TEXTS) | _speaker_faults(said)
    kind, interest, basis = said.get("kind", ""), said.get("interest", ""), said.get("basis", "") or "unknown"
    known = vocabulary.labelled("attributed_by", kind) if kind else ["unknown"]
    if not known:
        faults["kind"] = UNKNOWN_TERM(text=kind[:80], scheme="attributed_by", near=", ".join(near(vocabulary.codes("attributed_by"), kind)))
    if known and known[0] in PRIVATE and said.get("office"):
        faults["office"] = ONLY_ROLE(kind=known[0])
    for name, fault in (("words", NO_WORDS()), ("on", NO_DAY())):
        if not said.get(name):
            faults[name] = fault
    if (tag := said.get("language", "")) and not TAG.match(tag):
        faults["language"] = NO_LANGUAGE(text=tag[:40])
    if basis not in BASES:
        faults["basis"], basis = NO_BASIS(text=basis[:40], known=", ".join(BASES)), "unknown"
    made = Statement(
        id=said.get("id", ""), speaker=said.get("office") or said.get("role", ""), is_person=bool(said.get("role")),
        kind=known[0] if known else "unknown",
        said=when(said.get("on", "")), words=said.get("words", ""), language=tag or "und", basis=msgspec.convert(basis, type=Basis),
        interest="" if interest == NO_INTEREST else interest, declares_none=interest == NO_INTEREST, source=said.get("source", ""),
        number=_number(said, faults),
    )  # fmt: skip
    return made, faults


def fields_of(statement: Statement) -> dict[str, str]:
    """Return the fields that make a statement."""
    number = statement.number
    return {
        "id": statement.id, "role" if statement.is_person else "office": statement.speaker, "kind": statement.kind, "on": statement.said.as_written,
        "words": statement.words, "language": "" if statement.language == "und" else statement.language, "basis": statement.basis,
        "interest": NO_INTEREST if statement.declares_none else statement.interest, "source": statement.source,
        **({"number": number.as_written, "unit": number.unit, "method": number.method, "document": number.document} if number else {}),
    }  # fmt: skip


def flags(statement: Statement) -> list[Message]:
    """Return what a reader of a statement must know before using it."""
    number, found = statement.number, []
    if number and not number.document:
        found.append(OFFICIAL_ALONE() if number.is_official else NUMBER_ALONE())
    if number and not number.method:
        found.append(NO_METHOD())
    if number and not number.unit:
        found.append(NO_UNIT())
    if not statement.interest and not statement.declares_none:
        found.append(NOT_ASKED())
    if statement.basis == "unknown":
        found.append(NOT_KNOWN())
    return [*found, *([] if statement.support else [NO_SUPPORT()])]


def _speaker_faults(said: Mapping[str, str]) -> dict[str, Message]:
    office, role = said.get("office", ""), said.get("role", "")
    if office and role:
        return {"role": BOTH()}
    if not office and not role:
        return {"office": NOBODY()}
    return {"role": NAMED()} if role and TITLE.search(role) else {}


def _number(said: Mapping[str, str], faults: dict[str, Message]) -> Quantity | None:
    text = said.get("number", "")
    try:
        return quantity(
            text, unit=said.get("unit", ""), method=said.get("method", ""), document=said.get("document", ""), words=said.get("words", "")
        )
    except ValueError:
        faults["number"] = NO_NUMBER(text=text[:80])
        return None
