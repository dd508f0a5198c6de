"""Which summaries can whole numbers give? Exact integer arithmetic, and every way of rounding to the nearest at once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

MOST_SUMS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A number as written: its value and half of the step of its last digit; a result on the edge may be rounded either way."""

    value: Fraction
    half: Fraction
    decimals: int

    @property
    def low(self) -> Fraction:
        return self.value - self.half

    @property
    def high(self) -> Fraction:
        return self.value + self.half


def written(text: str) -> Written:
    """Return a plain decimal number; trailing zeros count, 3.50 says more than 3.5."""
    decimals = len(text.partition(".")[2])
    return Written(value=Fraction(Decimal(text)), half=Fraction(1, 2 * 10**decimals), decimals=decimals)


def sums_for(mean: Written, cells: int) -> range:
    """Return the whole sums of which the mean over `cells` numbers rounds to the one written (GRIM, Brown & Heathers 2017)."""
    return range(math.ceil(mean.low * cells), math.floor(mean.high * cells) + 1)


def nearest(value: Fraction, cells: int) -> tuple[Fraction, Fraction]:
    """Return the possible means just below and just above a value."""
    below = Fraction(math.floor(value * cells), cells)
    return below, below if below == value else below + Fraction(1, cells)


def sd_is_possible(mean: Written, sd: Written, n: int, items: int = 1) -> bool:
    """Say whether whole numbers can have this mean and this standard deviation (GRIMMER, after Anaya 2016 and Allard 2018).

    A sum of squares of whole numbers is a whole number, as even or odd as their sum, and no smaller than the most equal shares give. Both the
    standard deviation of a sample (n - 1) and of a population (n) are tried. What is possible here may still be impossible: the test is
    one-sided.
    """
    sums = sums_for(mean, n * items)
    if n < 2 or len(sums) > MOST_SUMS:
        return True
    low, high = max(sd.low, Fraction(0)) ** 2 * items**2, sd.high**2 * items**2
    return any(_fits(total, n, low * divisor, high * divisor) for total in sums for divisor in (n - 1, n))


def _fits(total: int, n: int, low: Fraction, high: Fraction) -> bool:
    """Say whether some sum of squares lies between two bounds around the mean, with the parity of the total and no less than equal shares give."""
    share, rest = divmod(total, n)
    least = rest * (share + 1) ** 2 + (n - rest) * share**2
    around = Fraction(total * total, n)
    first = max(math.ceil(low + around), least)
    first += (first - total) % 2
    return first <= high + around


def binary_is_possible(mean: Written, sd: Written, n: int) -> bool:
    """Say whether zeros and ones can have this mean and this standard deviation (DEBIT, Heathers & Brown 2019)."""
    if n < 2:
        return True
    low, high = max(sd.low, Fraction(0)) ** 2, sd.high**2
    ones = [each for each in sums_for(mean, n) if 0 <= each <= n]
    return any(low <= Fraction(each * (n - each), n * divisor) <= high for each in ones for divisor in (n - 1, n))


def percent_is_possible(percent: Written, n: int) -> bool:
    """Say whether a whole number out of n gives this percentage."""
    return any(each >= 0 for each in range(math.ceil(percent.low * n / 100), math.floor(percent.high * n / 100) + 1))


def share_possible(decimals: int, cells: int) -> float:
    """Return about how many of the numbers with these decimals some sum can give: near 1, the test says nothing."""
    return min(1.0, cells / float(10**decimals))
