"""The figure that a sentence states, with the word beside it: nearly 80 percent, plus de la moitié, 将近八成, doubled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from counterwatch.figures.claims.claim import Follows, Stated, Word
from counterwatch.figures.claims.lexicon import AFTER, BEFORE, BETWEEN, FALL, FRACTIONS, HAN, RISE, TIMES, han_number

Place = tuple[int, int]
ONE_PERCENT, FIVE_PERCENT = Fraction(1, 100), Fraction(5, 100)
DIGITS = "".join(HAN)
PERCENT = re.compile(r"(\d{1,3}(?:[ ,]\d{3})+|\d+(?:[.,]\d+)?) ?(?:%|percent\b|per cent\b|pct\b|pour cent\b|pour-cent\b)|百分之 ?(\d+(?:\.\d+)?)")
HAN_PERCENT = re.compile(rf"百分之([{DIGITS}十]+)")
TENTHS = re.compile(rf"([{DIGITS}]|\d)成(?:([{DIGITS}])|(?!为|為|立|功|员|員|本|果))")
PARTS = re.compile(rf"([{DIGITS}十]+|\d+)分之([{DIGITS}十]+|\d+)")


class Figure(NamedTuple):
    """A stated figure, where it stands, and where it stands with the word beside it."""

    stated: Stated
    place: Place
    with_word: Place


def stated_in(plain: str) -> Figure | None:
    """Return the first figure of the strongest kind: percentages before fractions, fractions before multiples."""
    for found, size, fine, coarse, kind in _all(plain):
        word, place = _word(plain, found)
        follows, value = _change(plain, size) if kind is Follows.SHARE else (kind, size)
        return Figure(Stated(value=value, fine=fine, coarse=coarse, follows=follows, said="", word=word), found, place)
    return None


def _all(plain: str) -> Iterator[tuple[Place, Fraction, Fraction, Fraction, Follows]]:
    for found in PERCENT.finditer(plain):
        written = _plain(found[1] or found[2])
        decimals = len(written.partition(".")[2])
        fine = Fraction(1, 100 * 10**decimals)
        yield found.span(), Fraction(written) / 100, fine, _coarse(Fraction(written), fine), Follows.SHARE
    for found in HAN_PERCENT.finditer(plain):
        number = Fraction(han_number(found[1]))
        yield found.span(), number / 100, ONE_PERCENT, _coarse(number, ONE_PERCENT), Follows.SHARE
    for words, value in TIMES.items():
        for found in re.finditer(words, plain):
            yield found.span(), value, Fraction(1, 10) if value > 1 else ONE_PERCENT, Fraction(1, 2) if value > 1 else FIVE_PERCENT, Follows.TIMES
    for found in TENTHS.finditer(plain):
        number = Fraction(int(found[1]) if found[1].isdigit() and found[1].isascii() else HAN[found[1]])
        half = Fraction(HAN[found[2]]) if found[2] else Fraction(0)
        yield (
            found.span(),
            number / 10 + half / 100,
            *((ONE_PERCENT, FIVE_PERCENT) if found[2] else (Fraction(1, 10), Fraction(1, 10))),
            Follows.SHARE,
        )
    for found in PARTS.finditer(plain):
        below, above = (int(each) if each.isascii() else han_number(each) for each in found.groups())
        if below:
            yield found.span(), Fraction(above, below), ONE_PERCENT, FIVE_PERCENT, Follows.SHARE
    for words, value in FRACTIONS.items():
        for found in re.finditer(rf"(?<![a-z])(?:{words})(?![a-z])", plain):
            yield found.span(), value, ONE_PERCENT, FIVE_PERCENT, Follows.SHARE


def _plain(written: str) -> str:
    """Return a number without marks between thousands, with a dot as decimal mark."""
    return re.sub(r"[ ,]", "", written) if re.fullmatch(r"\d{1,3}(?:[ ,]\d{3})+", written) else written.replace(",", ".")


def _coarse(number: Fraction, fine: Fraction) -> Fraction:
    """Return the step of a round number: 80 may be rounded to tens, 75 to fives, 74 and 74.5 only to what is written."""
    return next((Fraction(step, 100) for step in (10, 5) if number and number % step == 0), fine)


def _word(plain: str, place: Place) -> tuple[Word, Place]:
    for word, ways in AFTER:
        if found := re.match(rf"\s?(?:{ways})", plain[place[1] :]):
            return word, (place[0], place[1] + found.end())
    start = max(place[0] - 40, 0)
    for word, ways in BEFORE:
        if found := re.search(rf"(?<![a-z])(?:{ways}){BETWEEN}$", plain[start : place[0]]):
            return word, (start + found.start(), place[1])
    return Word.NONE, place


def _change(plain: str, value: Fraction) -> tuple[Follows, Fraction]:
    """A percentage is a change where the sentence has a verb of rising or falling, and says from which number to which."""
    if not re.search(r"\bfrom \d.*\bto\b|\bde \d[^%]*? a \d|[从從由].*\d.*[到至为為].*\d", plain):
        return Follows.SHARE, value
    if re.search(FALL, plain):
        return Follows.CHANGE, -value
    return (Follows.CHANGE, value) if re.search(RISE, plain) else (Follows.SHARE, value)
