"""A published sentence with the numbers in it: a part and its whole, or a first and a last number, and the figure that is said to follow."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from fractions import Fraction

from counterwatch.core import Message


class Word(enum.StrEnum):
    """What stands beside the stated figure: nothing, or a word that moves it."""

    NONE = "none"
    NEARLY = "nearly"
    ABOUT = "about"
    MORE = "more than"
    AT_LEAST = "at least"
    LESS = "less than"
    AT_MOST = "at most"


class Follows(enum.StrEnum):
    """How the stated figure comes from two numbers: as a share of the whole, as so many times the first, as a change of the first."""

    SHARE = "share"
    TIMES = "times"
    CHANGE = "change"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """The figure as said: `value` (0.8 for 80 percent), the step of its last digit, and the step of a round number of its kind."""

    value: Fraction
    fine: Fraction
    coarse: Fraction
    follows: Follows
    said: str
    word: Word = Word.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A sentence as it was read. Of a share `first` is the part and `second` the whole; of a change they are the number before and after.

    `lacking` says why a sentence cannot be asked, where it cannot.
    """

    text: str
    first: Fraction | None = None
    second: Fraction | None = None
    stated: Stated | None = None
    lacking: Message | None = None

    @property
    def name(self) -> str:
        return self.text

    @property
    def value(self) -> Fraction:
        """What the division gives."""
        if self.stated is None or self.first is None or self.second is None:
            raise ValueError("there is nothing to divide")
        if self.stated.follows is Follows.SHARE:
            return self.first / self.second
        return self.second / self.first - (1 if self.stated.follows is Follows.CHANGE else 0)
