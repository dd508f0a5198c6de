"""Terms that must not appear: whether a text holds one can be told, in the usual disguises of spelling; which one, nobody is told."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from counterwatch.core import Template, WrongUsage
from counterwatch.text.chinese import unified
from counterwatch.text.key import key

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

TOO_SHORT = Template("incidents.protected.too_short", "term {place:raw} is too short to be told from ordinary words")
LONGER = Template("incidents.protected.longer", "give the whole name, number or address: at least 3 letters, 2 Chinese characters or 5 digits")
TOO_LONG = Template("incidents.protected.too_long", "term {place:raw} is longer than {most} characters")
ONE_PER_LINE = Template("incidents.protected.one_per_line", "give one name, number or address on each line")
LONGEST = 200
FEWEST_DIGITS, FEWEST_LETTERS, FEWEST_IDEOGRAPHS = 5, 3, 2
TELEPHONE = re.compile(r"\+?[\d\s()./\-]+\Z")
ACCENTED = ("LATIN", "GREEK", "CYRILLIC")
"""Scripts in which a letter with an accent and one without are often written for each other."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where in a text protected terms stand: first and last character of each. Which terms they are is not said."""

    spans: tuple[tuple[int, int], ...] = ()

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.spans)


class Protected:
    """Looks for protected terms in texts. It holds their folded forms and gives none of them back."""

    __slots__ = ("__finder", "__whole")

    def __init__(self, terms: Iterable[str]) -> None:
        forms = sorted({form for term in terms for form in forms_of(term)})
        self.__finder = _finder(tuple(forms))
        self.__whole = frozenset(forms)

    def __repr__(self) -> str:
        return "Protected()"

    def __bool__(self) -> bool:
        return bool(self.__whole)

    def holds(self, text: str) -> bool:
        """Does a text hold a protected term?"""
        return bool(self.__whole) and self.places(text).count > 0

    def places(self, text: str) -> Places:
        """Return where protected terms stand in a text, the longest of those that overlap."""
        if not self.__whole or not text:
            return Places()
        folded, origin = _folded(text)
        spans: list[tuple[int, int]] = []
        for _, start, end in self.__finder.find_matches_as_indexes(folded, overlapping=True):
            first, last = origin[start], origin[end - 1]
            if _is_apart(text, first, last):
                spans.append((first, last))
        return Places(_longest(spans))


def forms_of(term: str) -> frozenset[str]:
    """Return the folded forms under which a term is looked for: a telephone number has several."""
    plain = _folded(term)[0]
    if not TELEPHONE.match(term) or not plain.isdigit():
        return frozenset({plain}) if plain else frozenset()
    return frozenset({plain, *_dialled(term)})


def refuse_unfit(terms: Iterable[str]) -> list[str]:
    """Return terms without spaces around, and without empty ones. No error shows a term: it says where in the list it stands."""
    found = [each.strip() for each in terms if each.strip()]
    for place, term in enumerate(found, start=1):
        if len(term) > LONGEST:
            raise WrongUsage(TOO_LONG(place=place, most=LONGEST), hint=ONE_PER_LINE())
        if not _is_long_enough(_folded(term)[0]):
            raise WrongUsage(TOO_SHORT(place=place), hint=LONGER())
    return found


def _is_long_enough(folded: str) -> bool:
    if sum(map(_has_no_spaces, folded)) >= FEWEST_IDEOGRAPHS:
        return True
    return len(folded) >= (FEWEST_DIGITS if folded.isdigit() else FEWEST_LETTERS)


def _dialled(term: str) -> set[str]:
    """Return the ways in which a number with a country code is dialled: with 00, with 0 between brackets, and within its country."""
    import phonenumbers

    try:
        number = phonenumbers.parse(term if term.strip().startswith("+") else "+" + term.strip().removeprefix("00"), None)
    except phonenumbers.NumberParseException:
        return set()
    if not phonenumbers.is_possible_number(number):
        return set()
    code, rest = str(number.country_code), phonenumbers.national_significant_number(number)
    national = "".join(filter(str.isdigit, phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)))
    abroad = (code + rest, code + "0" + rest)
    return {each for each in (*abroad, *(f"00{each}" for each in abroad), national, rest) if len(each) > FEWEST_DIGITS}


def _finder(forms: tuple[str, ...]) -> AhoCorasick:
    from ahocorasick_rs import AhoCorasick

    return AhoCorasick(list(forms))


def _folded(text: str) -> tuple[str, list[int]]:
    """Return the letters and digits of a text as they are compared, and from which character each comes.

    Case, width, accents, spaces, hyphens and signs between, traditional and simplified Chinese, and the digits of any script make no difference.
    """
    signs: list[str] = []
    origin: list[int] = []
    for place, each in enumerate(text):
        found = _sign(each)
        signs.append(found)
        origin += [place] * len(found)
    return "".join(signs), origin


@lru_cache(maxsize=1 << 14)
def _sign(character: str) -> str:
    """Return what a character is compared by, nothing for what only stands between."""
    spread = unicodedata.normalize("NFKD", unified(key(character))) if _loses_accents(character) else unified(key(character))
    kept = []
    for each in spread:
        kind = unicodedata.category(each)
        if kind == "Nd":
            kept.append(str(unicodedata.digit(each)))
        elif kind[0] in "LN" or (kind[0] == "M" and not _loses_accents(character) and kind != "Me" and not _is_accent(each)):
            kept.append(each)
    return "".join(kept)


def _loses_accents(character: str) -> bool:
    return unicodedata.name(character, "").startswith(ACCENTED)


def _is_accent(character: str) -> bool:
    """Is this a mark that stands above or below a letter, or one of the vowels that Arabic leaves out?"""
    return "\u0300" <= character <= "\u036f" or "\u064b" <= character <= "\u0652"


def _is_apart(text: str, first: int, last: int) -> bool:
    """Does what stands there begin and end like a word or a number of its own?"""
    before, after = text[first - 1 : first], text[last + 1 : last + 2]
    return _ends(before, text[first]) and _ends(text[last], after)


def _ends(left: str, right: str) -> bool:
    if not left or not right or not (_sign(left) and _sign(right)):
        return True
    if left.isdigit() and right.isdigit():
        return False
    # Scripts without spaces have no ends that could be seen; a letter beside a digit is an end.
    return _has_no_spaces(left) or _has_no_spaces(right) or left.isdigit() != right.isdigit()


def _has_no_spaces(character: str) -> bool:
    return "\u0e00" <= character <= "\u0fff" or "\u1000" <= character <= "\u109f" or "\u2e80" <= character <= "\ud7ff" or character >= "\U00020000"


def _longest(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    kept: list[tuple[int, int]] = []
    for first, last in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if not kept or first > kept[-1][1]:
            kept.append((first, last))
    return tuple(kept)
