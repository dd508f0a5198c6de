"""A sentence that states a share or a change beside the numbers it was made of can be computed again by anybody."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from counterwatch.core import Estimate, Finding, Message, Template, Verdict, check
from counterwatch.core.message import Param
from counterwatch.figures.claims.claim import Claim, Follows, Stated
from counterwatch.figures.claims.judging import Outcome, judged
from counterwatch.figures.claims.reading import claim_of

SHARE_NOT = Template("figures.claim.share_not", "{first} of {second} is {value:.1%}, not “{said}”: the text is {away:.1} percentage points {side}")
SHARE_ROUGHLY = Template(
    "figures.claim.share_roughly", "{first} of {second} is {value:.1%}; “{said}” is that only when rounded further than it is written"
)
SHARE_FOLLOWS = Template(
    "figures.claim.share_follows", "{first} of {second} is {value:.1%}, and “{said}” follows; this is no proof that either number is sound"
)
TIMES_NOT = Template("figures.claim.times_not", "from {first} to {second} is {value:.2} times as many, not “{said}”")
TIMES_ROUGHLY = Template(
    "figures.claim.times_roughly",
    "from {first} to {second} is {value:.2} times as many; “{said}” is that only when rounded further than it is written",
)
TIMES_FOLLOWS = Template(
    "figures.claim.times_follows", "from {first} to {second} is {value:.2} times as many, and “{said}” follows; this is no proof that either is sound"
)
CHANGE_NOT = Template("figures.claim.change_not", "from {first} to {second} is a change of {value:.1%}, not “{said}”")
CHANGE_ROUGHLY = Template(
    "figures.claim.change_roughly",
    "from {first} to {second} is a change of {value:.1%}; “{said}” is that only when rounded further than it is written",
)
CHANGE_FOLLOWS = Template(
    "figures.claim.change_follows", "from {first} to {second} is a change of {value:.1%}, and “{said}” follows; this is no proof that either is sound"
)
SAID = {
    Follows.SHARE: {Outcome.NOT: SHARE_NOT, Outcome.ROUGHLY: SHARE_ROUGHLY, Outcome.FOLLOWS: SHARE_FOLLOWS},
    Follows.TIMES: {Outcome.NOT: TIMES_NOT, Outcome.ROUGHLY: TIMES_ROUGHLY, Outcome.FOLLOWS: TIMES_FOLLOWS},
    Follows.CHANGE: {Outcome.NOT: CHANGE_NOT, Outcome.ROUGHLY: CHANGE_ROUGHLY, Outcome.FOLLOWS: CHANGE_FOLLOWS},
}
ABOVE = Template("figures.claim.above", "above it")
BELOW = Template("figures.claim.below", "below it")
UNIT = Template("figures.claim.unit", "by division of the two numbers in the sentence")
DIVISION = Template("figures.claim.division", "a division has no interval; the numbers themselves may have one")
LIMITS = (
    Template(
        "figures.claim.limit_other_numbers", "the figure may have been made of other numbers than those beside it: another group, year or edition"
    ),
    Template("figures.claim.limit_slip", "a slip of the pen, of the editor or of the translator is the most common reason"),
    Template("figures.claim.limit_read", "the sentence was read by rules, not understood: check that the two numbers and the figure belong together"),
)
STEPS = (
    Template("figures.claim.ask", "ask the author which two numbers the figure was made of, and quote the sentence with the division"),
    Template("figures.claim.original", "look the sentence up in its original language and in the latest edition"),
)
NOTHING = Template("figures.claim.nothing", "there is no sentence")
LONGEST = 160
SENTENCES = ("{first} of {second} is {percent} percent", "{first} sur {second}, soit {percent} %", "{second}件中有{first}件，占{percent}%")


def honest(rng: np.random.Generator) -> Claim:
    """A part of a whole, and its percentage as rounded by hand."""
    second = int(rng.integers(20, 5000))
    first = int(rng.integers(1, second))
    return _sentence(rng, first, second, round(100 * first / second, int(rng.integers(0, 2))))


def planted(rng: np.random.Generator) -> Claim:
    """The same with six to fifteen percentage points too many."""
    second = int(rng.integers(20, 5000))
    first = int(rng.integers(1, max(2, second * 4 // 5)))
    return _sentence(rng, first, second, round(100 * first / second + float(rng.uniform(6, 15)), 1))


def _sentence(rng: np.random.Generator, first: int, second: int, percent: float) -> Claim:
    words = SENTENCES[int(rng.integers(len(SENTENCES)))]
    return claim_of(words.format(first=first, second=second, percent=f"{percent:g}"))


@check(reads=Claim, cites="Krifka 2007, Approximate interpretation of number words", honest=honest, planted=planted)
def claim(sentence: Claim) -> Finding:
    """Does the stated figure follow from the numbers beside it?

    The division is exact. A figure follows when the result rounds to it at its last written digit; "nearly" and "about" allow the next rounder
    step (tens for 80, fives for 75, five points for words such as half), "more than" and "less than" only the right side.
    """
    subject = sentence.text if len(sentence.text) <= LONGEST else f"{sentence.text[: LONGEST - 1]}…"
    if sentence.stated is None or sentence.lacking is not None or sentence.first is None or sentence.second is None:
        reason = sentence.lacking or NOTHING()
        return Finding(subject=subject or "—", verdict=Verdict.NOT_TESTED, statement=reason)
    value, stated = sentence.value, sentence.stated
    outcome = judged(value, stated)
    departs = outcome is Outcome.NOT
    numbers: dict[str, float | None] = {
        "first": float(sentence.first), "second": float(sentence.second), "division": float(value), "stated": float(stated.value),
        "stated less division": float(stated.value - value), "step as written": float(stated.fine), "rounder step": float(stated.coarse),
    }  # fmt: skip
    return Finding(
        subject=subject, verdict=Verdict.DEPARTS if departs else Verdict.CONSISTENT,
        statement=_statement(sentence, stated, value, outcome), numbers=numbers,
        estimate=Estimate(value=float(value), unit=UNIT(), no_interval=DIVISION()),
        limits=tuple(each() for each in (LIMITS if departs else LIMITS[-1:])), steps=tuple(each() for each in STEPS) if departs else (),
    )  # fmt: skip


def _statement(sentence: Claim, stated: Stated, value: Fraction, outcome: Outcome) -> Message:
    said: dict[str, Param] = {"first": _number(sentence.first), "second": _number(sentence.second), "value": float(value), "said": stated.said}
    if (stated.follows, outcome) == (Follows.SHARE, Outcome.NOT):
        said |= {"away": float(100 * abs(stated.value - value)), "side": (ABOVE if stated.value > value else BELOW)()}
    return SAID[stated.follows][outcome](**said)


def _number(value: Fraction | None) -> int | float | None:
    return None if value is None else int(value) if value.denominator == 1 else float(value)
