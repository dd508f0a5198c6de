"""The questions that make an incident when somebody types it: few first, each may be skipped, answered as people answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from counterwatch.core import Message, Template
from counterwatch.core.country import country_codes, country_name
from counterwatch.core.language import LANGUAGES, locale
from counterwatch.incidents.corrected import Rows, faults_of
from counterwatch.incidents.rows import TERMS, UNKNOWN_TERM, near
from counterwatch.incidents.vocabulary import Vocabulary
from counterwatch.text.key import key

Kind = Literal["text", "term", "place", "country", "files"]
NOT_TOLD = "unknown"
"""What stands for a date that nobody knows."""
COMMA = re.compile(r"\s*[,，、;；/]\s*")
ALSO = ("ug", "bo")
"""Languages in which a country may be typed beside those of the interface."""
SHOWN, LONGEST, SHORT = 12, 80, 12
NO_CHOICE = Template("incidents.asking.no_choice", "«{number:raw}» is none of the numbers of the list")
AS_PLACE = Template("incidents.asking.as_place", "none of these: keep «{text}» as the place alone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked and how it may be answered, what it means, and the fields that the answer fills."""

    name: str
    text: Message
    help: Message
    fields: tuple[str, ...]
    kind: Kind = "text"
    more: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of several things that an answer may have meant: its number in the list, the answer that means it alone, and what it is called."""

    number: int
    answer: str
    label: str | Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What an answer gave: cells, or several things that it may mean, or what is wrong with it."""

    cells: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    fault: Message | None = None


def take(question: Question, text: str, cells: Mapping[str, str], make: Rows, language: str) -> Taken:
    """Return what an answer gives beside the cells that are there, as rows of `make`. An empty answer clears the fields."""
    written = " ".join(text.split())
    if not written:
        return Taken(cells=dict.fromkeys(question.fields, ""))
    if question.kind == "term":
        return _checked(question, _term(question, written, make({}).vocabulary, language), cells, make)
    if question.kind in ("place", "country"):
        return _checked(question, _placed(question, written, language), cells, make)
    return _checked(question, Taken(cells={question.fields[0]: written}), cells, make)


def terms_of(question: Question, vocabulary: Vocabulary, language: str) -> list[Choice]:
    """Return every term that a question may be answered with, numbered in the order of its scheme."""
    terms = vocabulary.terms.get(TERMS[question.fields[0]], {}).values()
    return [Choice(number=number, answer=each.code, label=each.label(language)) for number, each in enumerate(terms, 1)]


def definition_of(question: Question, code: str, vocabulary: Vocabulary) -> str:
    """Return the definition of a term, empty where it has none."""
    term = vocabulary.term(TERMS[question.fields[0]], code)
    return term.definition if term else ""


def is_short(question: Question, vocabulary: Vocabulary) -> bool:
    """Are there so few terms that all are shown with the question?"""
    return question.kind == "term" and len(vocabulary.codes(TERMS[question.fields[0]])) <= SHORT


def _term(question: Question, text: str, vocabulary: Vocabulary, language: str) -> Taken:
    scheme, name = TERMS[question.fields[0]], question.fields[0]
    if known := vocabulary.labelled(scheme, text):
        return Taken(cells={name: known[0]})
    every = terms_of(question, vocabulary, language)
    if text.isdecimal():
        picked = [each.answer for each in every if each.number == int(text)]
        return Taken(cells={name: picked[0]}) if picked else Taken(fault=NO_CHOICE(number=text[:LONGEST]))
    wanted = key(text)
    found = [each for each in every if any(wanted in key(spelling) for spelling in _spellings(scheme, each.answer, vocabulary))]
    if len(found) == 1:
        return Taken(cells={name: found[0].answer})
    if found:
        return Taken(choices=tuple(found[: SHOWN * 2]))
    return Taken(fault=UNKNOWN_TERM(text=text[:LONGEST], scheme=scheme, near=", ".join(near(vocabulary.codes(scheme), text))))


def _spellings(scheme: str, code: str, vocabulary: Vocabulary) -> Iterator[str]:
    term = vocabulary.term(scheme, code)
    yield code
    yield from term.labels.values() if term else ()


def _placed(question: Question, text: str, language: str) -> Taken:
    """Take the country from either end of an answer, and what is left for the place; ask where no end is a country."""
    parts = [each for each in COMMA.split(text) if each]
    for end in (-1, 0):
        if parts and (code := country_of(parts[end])):
            rest = parts[:-1] if end else parts[1:]
            return Taken(cells=_cells(question, code, ", ".join(rest)))
    alike = tuple(_countries_like(parts[-1] if parts else text, language))
    if question.kind == "country":
        return Taken(choices=alike) if alike else Taken(cells=_cells(question, text, ""))
    if not alike or text.endswith((",", "，")):
        return Taken(cells=_cells(question, "", ", ".join(parts)))
    offered = [Choice(number=each.number, answer=", ".join((*parts[:-1], each.answer)), label=each.label) for each in alike]
    alone = Choice(number=len(offered) + 1, answer=f"{text},", label=AS_PLACE(text=text[:LONGEST]))
    return Taken(choices=(*offered, alone))


def _cells(question: Question, country: str, place: str) -> dict[str, str]:
    return dict(zip(question.fields, (country, place), strict=False))


def country_of(text: str) -> str:
    """Return the code of a country that is written as one or by its name, in a language of the interface, Uyghur or Tibetan; else empty."""
    return _country_names().get(key(text), "")


def _countries_like(text: str, language: str) -> Iterator[Choice]:
    import difflib

    wanted, named = key(text), {key(country_name(code, language)): code for code in sorted(country_codes())}
    held = [name for name in named if len(wanted) > 1 and wanted in name]
    alike = difflib.get_close_matches(wanted, named, n=SHOWN // 2, cutoff=0.7)
    for number, name in enumerate(dict.fromkeys([*alike, *held[: SHOWN // 2]]), 1):
        yield Choice(number=number, answer=named[name], label=country_name(named[name], language))


@cache
def _country_names() -> Mapping[str, str]:
    codes = sorted(country_codes())
    # Babel knows fewer names in these languages; one that is missing is not asked for.
    names = {key(str(locale(language).territories.get(code, ""))): code for language in ALSO for code in codes}
    names |= {key(country_name(code, language)): code for language in LANGUAGES for code in codes}
    return {name: code for name, code in {**names, **{key(code): code for code in country_codes()}}.items() if name}


def _checked(question: Question, taken: Taken, cells: Mapping[str, str], make: Rows) -> Taken:
    """Hold what an answer gave against the rules of a row: what is wrong with these fields, or comes about through them."""
    if not taken.cells:
        return taken
    both = {"date": NOT_TOLD, **{name: text for name, text in cells.items() if text}, **taken.cells}
    _, faults = faults_of(make(both))
    concerned: Iterable[str] = (*question.fields, *(("organisation",) if "target_type" in question.fields else ()))
    return next((Taken(fault=faults[name]) for name in concerned if name in faults), taken)
