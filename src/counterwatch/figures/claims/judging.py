"""Does the stated figure follow from the division, by rounding to its last digit, or only by rounding to a rounder number?"""

from __future__ import annotations

import enum
from fractions import Fraction

from counterwatch.figures.claims.claim import Stated, Word

ONE_PERCENT = Fraction(1, 100)


class Outcome(enum.StrEnum):
    """What the division says to the sentence."""

    FOLLOWS = "follows"
    ROUGHLY = "roughly"
    NOT = "does not follow"


def judged(value: Fraction, stated: Stated) -> Outcome:
    """Judge in exact arithmetic; a value exactly between two steps may be rounded either way.

    "Nearly" wants a value below the figure that rounds to it at its rounder step (75 to 80 for "nearly 80", 72.5 to 75 for "nearly 75"), "about"
    one that rounds to it on either side. "More than" and "less than" want only the right side.
    """
    away = value - stated.value
    tightly = abs(away) <= min(stated.fine, ONE_PERCENT) / 2
    exactly, roughly = abs(away) <= stated.fine / 2, abs(away) <= stated.coarse / 2
    match stated.word:
        case Word.NEARLY:
            good = exactly or (roughly and away <= 0)
        case Word.ABOUT:
            good = roughly
        case Word.MORE:
            good = away > 0
        case Word.LESS:
            good = away < 0
        case Word.AT_LEAST:
            good = tightly or away >= 0
        case Word.AT_MOST:
            good = tightly or away <= 0
        case Word.NONE:
            return Outcome.FOLLOWS if exactly else Outcome.ROUGHLY if roughly else Outcome.NOT
    return Outcome.FOLLOWS if good else Outcome.NOT
