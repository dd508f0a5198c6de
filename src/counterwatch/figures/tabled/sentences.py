"""Reported summaries and sentences: exact arithmetic, in which an honest table departs only where its rounding is not known."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np

from counterwatch.figures.claims.claim import Claim
from counterwatch.figures.claims.reading import claim_of
from counterwatch.figures.shapes.summaries import Summaries, Summary
from counterwatch.figures.tabled.table import altered_for, honest_for
from counterwatch.figures.worlds.world import Generator

LINES, MOST = 12, 90


def _written(value: Fraction, decimals: int) -> str:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP))


def _lines(rng: Generator, *, weighted: bool = False, missing: bool = False) -> list[Summary]:
    made = []
    for number in range(LINES):
        n = int(rng.integers(12, MOST))
        answers = rng.integers(1, 8, n)
        # Some did not answer, and the table gives the number of those who were asked.
        answered = answers[: n - int(rng.integers(1, 4))] if missing else answers
        mean = Fraction(int(answered.sum()), len(answered))
        weight = rng.uniform(0.5, 2, n)
        exact = Fraction(float((answers * weight).sum() / weight.sum())).limit_denominator(10**9) if weighted else mean
        made.append(Summary(subject=f"question {number}", n=n, mean=_written(exact, 2)))
    return made


@honest_for("impossible_summaries")
def answers_summed_up(rng: Generator) -> Summaries:
    """Means of answers from one to seven, rounded by hand to two decimals."""
    return Summaries(name="simulated", lines=tuple(_lines(rng)))


@honest_for("impossible_summaries")
def some_unanswered(rng: Generator) -> Summaries:
    """One to three people did not answer, and the number of those who were asked is given."""
    return Summaries(name="simulated", lines=tuple(_lines(rng, missing=True)))


@honest_for("impossible_summaries")
def weighted_answers(rng: Generator) -> Summaries:
    """Answers are weighted, so that the mean is no fraction of the number of people; the table does not say so."""
    return Summaries(name="simulated", lines=tuple(_lines(rng, weighted=True)))


@altered_for("impossible_summaries")
def means_moved(rng: Generator, share: float) -> Summaries:
    """Somebody moved this share of the means by up to three tenths."""
    lines = [
        Summary(subject=each.subject, n=each.n, mean=str(Decimal(each.mean) + Decimal(int(rng.integers(1, 30))) / 100))
        if rng.random() < share
        else each
        for each in _lines(rng)
    ]
    return Summaries(name="simulated", lines=tuple(lines))


def _sentence(first: int, second: int, percent: float) -> Claim:
    return claim_of(f"{first} of {second} is {percent:g} percent")


@honest_for("claim")
def share_by_hand(rng: Generator) -> Claim:
    """A part of a whole, and its percentage rounded by hand to a whole number or one decimal."""
    second = int(rng.integers(20, 5000))
    first = int(rng.integers(1, second))
    return _sentence(first, second, round(100 * first / second, int(rng.integers(0, 2))))


@honest_for("claim")
def cut_off(rng: Generator) -> Claim:
    """The percentage is cut off after the comma, not rounded."""
    second = int(rng.integers(20, 5000))
    first = int(rng.integers(1, second))
    return _sentence(first, second, float(np.floor(100 * first / second)))


@altered_for("claim")
def points_too_many(rng: Generator, share: float) -> Claim:
    """So many percentage points too many are said (5, 10, 25 or 50)."""
    second = int(rng.integers(200, 5000))
    first = int(rng.integers(1, second // 2))
    return _sentence(first, second, round(100 * first / second + 100 * share, 1))
