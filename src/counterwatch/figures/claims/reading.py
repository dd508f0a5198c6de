"""From a sentence to its numbers: which is the part, which the whole, and which figure is said to follow."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from counterwatch.core import Message, Template
from counterwatch.figures.claims.claim import Claim, Follows
from counterwatch.figures.claims.lexicon import SCALES
from counterwatch.figures.claims.stated import Place, stated_in

NO_FIGURE = Template("figures.claim.no_figure", "the sentence states no share, multiple or change: a percentage, or a word such as half, is needed")
NO_PAIR = Template("figures.claim.no_pair", "two numbers are needed from which the figure follows, such as 908 of 1,219, and the sentence has {n}")
WHICH = Template(
    "figures.claim.which", "which two of the {n} numbers belong together is not clear; write them as 908 of 1,219, or as from 500 to 900"
)
EITHER = Template("figures.claim.either", '"{number}" could be a whole number or a fraction; write it without a mark')
TOO_LONG = Template("figures.claim.too_long", "a sentence of {n} characters is too long; give the one that holds the numbers, up to {most}")
HUGE = Template("figures.claim.huge", "a number of the sentence is too large to compute with")
ZERO = Template("figures.claim.zero", "a share of nothing cannot be computed: the number to divide by is zero")

WIDE_GROUPS = re.compile(r"(?<!\d)\d{1,3}(?:，\d{3})+(?!\d)")
"""A wide comma parts thousands only between digits; elsewhere it parts sentences, as in 在2019年，908起."""
MOST, LARGEST = 2000, 10**18
QUOTES = {"’": "'", "‘": "'"}
SCALE = "|".join(sorted(SCALES, key=len, reverse=True))
NUMBER = re.compile(
    rf"(?<!\d)(?<!\d[.,])(\d{{1,3}}(?:(?P<group>[,' ])\d{{3}})(?:(?P=group)\d{{3}})*(?:\.\d+)?(?!\d)|\d+(?:[.,]\d+)?)(?:\s?({SCALE}))?"
)
N = "\x00(\\d+)\x00"
SHARES = (
    rf"{N}[^\x00]{{0,40}}?(?:\bout of\b|\bof\b|\bsur\b|\bdes\b|\bparmi\b|\bfrom among\b|\bamong\b|/)[^\x00]{{0,20}}?{N}",
    rf"(?:\bof\b|\bout of\b|\bsur\b|\bparmi\b|\bamong\b)[^\x00]{{0,20}}?(?P<whole>{N})[^\x00]{{0,60}}?(?P<part>{N})",
    rf"(?P<whole>{N})[^\x00]{{0,16}}(?:中|里|裡|当中|當中|之中)[^\x00]{{0,16}}?(?P<part>{N})",
    rf"{N}[^\x00]{{0,12}}占[^\x00]{{0,12}}?{N}",
)
CHANGES = (rf"\bfrom\s{N}[^\x00]{{0,40}}?\bto\b[^\x00]{{0,20}}?{N}", rf"\bde\s{N}[^\x00]{{0,40}}?\ba\s[^\x00]{{0,20}}?{N}",
           rf"[从從由][^\x00]{{0,12}}?{N}[^\x00]{{0,16}}?[到至为為][^\x00]{{0,8}}?{N}")  # fmt: skip


class Token(NamedTuple):
    """A number of the sentence: where it stands, as written, and its value."""

    start: int
    end: int
    written: str
    value: Fraction


def folded(text: str) -> tuple[str, list[int]]:
    """Return text in one form, and where each character of it came from.

    Full width becomes narrow, digits of all scripts 0 to 9, capitals small; accents go, and several spaces are one.
    """
    grouped = {place for found in WIDE_GROUPS.finditer(text) for place in range(*found.span())}
    plain: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        told_as = ";" if sign == "，" and place not in grouped else QUOTES.get(sign, sign)
        for each in unicodedata.normalize("NFKD", told_as).casefold():
            told = " " if each.isspace() or each == "\x00" else str(unicodedata.decimal(each)) if each.isdecimal() else each
            if not unicodedata.combining(each) and not (told == " " and plain[-1:] == [" "]):
                plain.append(told)
                places.append(place)
    return "".join(plain), places


def claim_of(text: str) -> Claim:
    """Read a sentence in English, French or Chinese. What cannot be asked says why in `lacking`."""
    said = text.strip()
    if len(said) > MOST:
        return Claim(text=said[:80], lacking=TOO_LONG(n=len(said), most=MOST))
    plain, places = folded(said)
    tokens = [_token(each) for each in NUMBER.finditer(plain)]
    if any(each.value >= LARGEST for each in tokens):
        return Claim(text=said[:80], lacking=HUGE())
    figure = stated_in(plain)
    if figure is None:
        return Claim(text=said, lacking=NO_FIGURE())
    pair = _two(plain, [each for each in tokens if not _inside(each, figure.place)], figure.stated.follows)
    if isinstance(pair, Message):
        return Claim(text=said, lacking=pair)
    first, second = pair
    quoted = said[places[figure.with_word[0]] : places[figure.with_word[1] - 1] + 1].strip()
    return Claim(text=said, first=first, second=second, stated=replace(figure.stated, said=quoted))


def _two(plain: str, tokens: list[Token], follows: Follows) -> tuple[Fraction, Fraction] | Message:
    """Return the two numbers from which the figure should follow, or why there are none."""
    if either := next((each.written for each in tokens if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", each.written)), None):
        return EITHER(number=either)
    if len(tokens) < 2:
        return NO_PAIR(n=len(tokens))
    pair = _pair(plain, tokens, follows)
    if pair is None:
        return WHICH(n=len(tokens))
    return ZERO() if (pair[1] if follows is Follows.SHARE else pair[0]) == 0 else pair


def _token(found: re.Match[str]) -> Token:
    written, group, scale = found[1], found["group"], found[3]
    plain = written.replace(group, "") if group else written.replace(",", ".")
    times = next((number for words, number in SCALES.items() if scale and re.fullmatch(words, scale)), 1)
    return Token(start=found.start(), end=found.end(), written=written, value=Fraction(plain) * times)


def _inside(token: Token, place: Place) -> bool:
    return place[0] <= token.start < place[1]


def _pair(plain: str, tokens: list[Token], follows: Follows) -> tuple[Fraction, Fraction] | None:
    """Return the two numbers that belong together: by the words between them, else where there are just two."""
    marked, end = "", 0
    for number, each in enumerate(tokens):
        marked += plain[end : each.start] + f"\x00{number}\x00"
        end = each.end
    marked += plain[end:]
    for pattern in SHARES if follows is Follows.SHARE else CHANGES:
        if found := re.search(pattern, marked):
            named = found.groupdict()
            places = [int(each) for each in re.findall(N, found[0])]
            first, second = (tokens[place].value for place in (places[0], places[-1]))
            return (second, first) if "part" in named else (first, second)
    if len(tokens) != 2:
        return None
    first, second = (each.value for each in tokens)
    return (first, second) if follows is not Follows.SHARE else (min(first, second), max(first, second))
