"""Measured and counted numbers seldom come back exactly; how seldom can be told by shuffling their last digits."""

from __future__ import annotations

import numpy as np

from counterwatch.core import Attachment, Estimate, Finding, Message, Template, Verdict, check
from counterwatch.figures.attached import csv_text
from counterwatch.figures.charts.repeated_values import repeated_values
from counterwatch.figures.shapes.numbers import Numbers
from counterwatch.figures.table import Floats, Kind
from counterwatch.stats.lattice import largest_step
from counterwatch.stats.recurrence import Recurrence, recurrence

DEPARTS = Template(
    "figures.repeats.departs",
    "why do the same values come back so often? among {count} numbers there are {pairs} pairs of equal ones, where shuffled last digits leave about "
    "{usual} (p = {p:p}); the commonest is {commonest} ({times} times)",
)
CONSISTENT = Template(
    "figures.repeats.consistent",
    "{count} numbers repeat as often as they do with shuffled last digits: {pairs} pairs of equal ones, about {usual} are usual (p = {p:p}); "
    "this is no proof that the numbers are sound",
)
NOT_DECIMAL = Template(
    "figures.repeats.not_decimal", "the numbers are not written with a fixed number of decimals, so they have no common last digit"
)
RATES = Template("figures.repeats.rates", "these are rates or shares: those of small groups repeat by themselves, as halves and thirds do")
TOO_FEW = Template("figures.repeats.too_few", "{count} numbers with three digits or more are too few; {fewest} would be needed")
STEPS_OF = Template("figures.repeats.steps_of", "nearly all numbers are multiples of {step}: on such a grid equal values are common by themselves")
UNIT = Template("figures.repeats.unit", "pairs of equal numbers, as a multiple of those that shuffled last digits leave")

LIMITS = (
    Template("figures.repeats.limit_carried", "figures carried forward, filled in from another week, or listed twice repeat openly and honestly"),
    Template(
        "figures.repeats.limit_grid", "rounding, grossing-up, conversion and fixed prices leave only some values possible, so that these repeat"
    ),
    Template("figures.repeats.limit_standard", "standard amounts, quotas, minimum and maximum values are meant to repeat"),
    Template("figures.repeats.limit_context", "repeated values alone are only a question; nearly every harmless habit of publication makes some"),
)
ASK = Template(
    "figures.repeats.ask", "ask the source: why do the values at the head of {table} come back, and are any of them filled in, copied or standard?"
)
SEE = Template(
    "figures.repeats.see", "look where the repeated values stand: neighbours in time or in the list point to copying, all over the list to a grid"
)

FEWEST = 100
MOST_DECIMALS = 4
LEVEL = 0.95
TABLE = "repeated_values.csv"


def honest(rng: np.random.Generator, n: int = 1500) -> Numbers:
    """Counts of towns of many sizes, overdispersed daily counts, and amounts with cents."""
    towns = np.round(rng.lognormal(8, 1.2, n))
    daily = rng.negative_binomial(10, 10 / (10 + 600), n).astype(np.float64)
    spent = np.round(rng.gamma(3, 40, n), 2)
    values = {"towns": towns, "daily": daily, "spent": spent}
    return Numbers(name="simulated", values=values, kinds={"towns": Kind.COUNTS, "daily": Kind.COUNTS, "spent": Kind.AMOUNTS})


def planted(rng: np.random.Generator, n: int = 1500) -> Numbers:
    """Daily counts of which one in twelve was copied from another one."""
    values = rng.negative_binomial(10, 10 / (10 + 600), n)
    copied = rng.random(n) < 0.08
    values[copied] = rng.choice(values[:40], int(copied.sum()))
    return Numbers.one(name="simulated, some copied", values=values.astype(np.float64))


@check(
    reads=Numbers,
    cites="Simonsohn 2019, Number-bunching: a new tool for forensic data analysis, Data Colada 77",
    honest=honest,
    planted=planted,
    family="context",
)
def repeats(numbers: Numbers, *, alpha: float = 0.01, draws: int = 199, seed: int = 0) -> list[Finding]:
    """Do the same numbers come back more often than chance brings them back?

    The last digits of the numbers are shuffled among them `draws` times; that keeps the sizes and breaks exact repeats. A question to the
    source at most: nearly every harmless habit of publication repeats values.
    """
    return [_ask(numbers, value, subject, alpha=alpha, draws=draws, seed=seed) for value, subject in numbers.subjects()]


def _ask(numbers: Numbers, value: str, subject: str, *, alpha: float, draws: int, seed: int) -> Finding:
    block = np.abs(numbers.values[value])
    shown = block[np.isfinite(block) & (block > 0)]
    decimals = _decimals(shown)
    scaled = np.round(shown * 10.0 ** (decimals or 0))
    kept = scaled[(scaled >= 100) & (scaled < 2**53)]
    if (reason := _reason(numbers.kinds[value], decimals, kept)) is not None:
        return Finding(subject=subject, verdict=Verdict.NOT_TESTED, statement=reason, limits=_limits(), steps=(SEE(),))
    found = recurrence(kept.astype(np.int64), draws=draws, seed=seed)
    return _answer(subject, kept / 10.0 ** (decimals or 0), found, alpha)


def _decimals(values: Floats) -> int | None:
    """Return with how many decimals the numbers are written, or `None` where there is no such number up to four."""
    for places in range(MOST_DECIMALS + 1):
        scaled = values * 10.0**places
        if bool((np.abs(scaled - np.round(scaled)) <= 1e-9 * np.maximum(scaled, 1)).all()):
            return places
    return None


def _reason(kind: Kind, decimals: int | None, kept: Floats) -> Message | None:
    if kind is Kind.RATES:
        return RATES()
    if decimals is None:
        return NOT_DECIMAL()
    if len(kept) < FEWEST:
        return TOO_FEW(count=len(kept), fewest=FEWEST)
    step = int(largest_step(kept[np.newaxis, :], share=0.985, fewest=FEWEST)[0])
    return STEPS_OF(step=step / 10.0**decimals) if step > 1 else None


def _answer(subject: str, values: Floats, found: Recurrence, alpha: float) -> Finding:
    different, times = np.unique(values, return_counts=True)
    order = np.lexsort((different, -times))
    commonest, often = float(different[order[0]]), int(times[order[0]])
    usual = max(float(found.drawn.mean()), 1e-9)
    low, high = (max(float(each), 1.0) for each in np.quantile(found.drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]))
    departs = found.p <= alpha
    said = {"count": len(values), "pairs": found.pairs, "usual": float(np.round(usual, 1)), "p": found.p}
    rows = [(float(different[at]), int(times[at])) for at in order[:2000] if times[at] > 1]
    return Finding(
        subject=subject, verdict=Verdict.DEPARTS if departs else Verdict.CONSISTENT,
        statement=DEPARTS(commonest=commonest, times=often, **said) if departs else CONSISTENT(**said),
        estimate=Estimate(value=found.pairs / max(usual, 1.0), low=found.pairs / high, high=found.pairs / low, level=LEVEL, unit=UNIT()),
        p_value=found.p, limits=_limits(), steps=(ASK(table=TABLE), SEE()),
        numbers={
            "numbers": len(values), "different": len(different), "pairs": found.pairs, "pairs_shuffled": usual,
            "average_frequency": float((times.astype(np.float64) ** 2).sum() / len(values)), "commonest": commonest, "commonest_times": often,
        },
        charts=(repeated_values(subject, found, times, len(values)),),
        attachments=(Attachment.of(TABLE, csv_text(("value", "times"), rows)),),
    )  # fmt: skip


def _limits() -> tuple[Message, ...]:
    return tuple(limit() for limit in LIMITS)
