"""A mean of whole numbers can only take certain values; so can its standard deviation, and a percentage of a known number of people."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np

from counterwatch.core import Chart, Estimate, Finding, Message, Template, Verdict, check
from counterwatch.figures.charts.granularity import granularity
from counterwatch.figures.shapes.summaries import Summaries, Summary
from counterwatch.figures.summaries.exact import (
    Written,
    binary_is_possible,
    nearest,
    percent_is_possible,
    sd_is_possible,
    share_possible,
    sums_for,
    written,
)

MEAN = Template(
    "figures.impossible_summaries.mean",
    "no {cells} whole numbers have the mean {mean:raw}; the nearest that they can have are {below:.4} and {above:.4}",
)
PERCENT = Template(
    "figures.impossible_summaries.percent", "no whole number out of {n} is {percent:raw} %; the nearest are {below:.4} % and {above:.4} %"
)
SD = Template("figures.impossible_summaries.sd", "no {cells} whole numbers with the mean {mean:raw} have the standard deviation {sd:raw}")
BINARY = Template("figures.impossible_summaries.binary", "no {n} zeros and ones have the mean {mean:raw} and the standard deviation {sd:raw}")
POSSIBLE = Template("figures.impossible_summaries.possible", "{n} whole numbers can give what is reported; this is no proof that they did")
ANY = Template(
    "figures.impossible_summaries.any",
    "with {cells} numbers behind it every value of so few decimals is possible; more decimals, or fewer numbers, would be needed",
)
NOTHING = Template("figures.impossible_summaries.nothing", "this needs a mean or a percentage and the number that it was computed from")
A_MEAN = Template("figures.impossible_summaries.a_mean", "mean")
A_PERCENT = Template("figures.impossible_summaries.a_percent", "percentage")
A_SD = Template("figures.impossible_summaries.a_sd", "standard deviation with the mean {mean:raw}")
UNIT = Template("figures.impossible_summaries.unit", "from the reported number to the nearest possible one")
EXACT = Template("figures.impossible_summaries.exact", "the arithmetic is exact and has no interval")
LIMITS = (
    Template(
        "figures.impossible_summaries.limit_n", "some people left a question out, so the number behind this line may be smaller than the one printed"
    ),
    Template(
        "figures.impossible_summaries.limit_whole", "the numbers may not be whole: averages of several questions, weights, imputed or adjusted values"
    ),
    Template("figures.impossible_summaries.limit_rounding", "the result may have been cut off, not rounded, or rounded twice"),
    Template("figures.impossible_summaries.limit_slip", "a slip of the pen in one digit is the most common reason"),
)
BLIND = Template(
    "figures.impossible_summaries.limit_blind",
    "a possible number need not be the right one; about {share:%} of all numbers of this form are possible here",
)
STEPS = (
    Template("figures.impossible_summaries.ask_n", "ask the author for the number behind this line, and whether answers are missing"),
    Template("figures.impossible_summaries.ask_data", "ask for the table of single answers, or for the counts behind the percentages"),
)


def honest(rng: np.random.Generator, lines: int = 15) -> Summaries:
    """Answers from one to seven, and the yes of some people, summed up by hand: rounded half up, or half to even."""
    made = []
    for number in range(lines):
        n = int(rng.integers(12, 70))
        answers = rng.integers(1, 8, n)
        mean, sd = Fraction(int(answers.sum()), n), float(answers.std(ddof=1))
        percent = Fraction(100 * int((answers > 4).sum()), n)
        made.append(Summary(subject=f"question {number}", n=n, mean=_rounded(mean, 2), sd=f"{sd:.2f}", percent=_rounded(percent, 1)))
    return Summaries(name="simulated", lines=tuple(made))


def planted(rng: np.random.Generator) -> Summaries:
    """The same, where somebody made every mean a little larger."""
    lines = honest(rng).lines
    moved = [str(Decimal(each.mean) + Decimal(int(rng.integers(1, 30))) / 100) for each in lines]
    return Summaries(
        name="simulated, means moved",
        lines=tuple(Summary(subject=each.subject, n=each.n, mean=mean) for each, mean in zip(lines, moved, strict=True)),
    )


def _rounded(value: Fraction, decimals: int) -> str:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP))


@check(
    reads=Summaries,
    cites="Brown & Heathers 2017, Social Psychological and Personality Science 8(4)",
    honest=honest,
    planted=planted,
    libraries=("numpy",),
)
def impossible_summaries(table: Summaries) -> list[Finding]:
    """Can whole numbers give the means, standard deviations and percentages that are reported?

    Every line is computed in exact arithmetic, with every way of rounding to the nearest, and with standard deviations of a sample and of a
    population. An impossible line departs. It is a question to the author, never a grade.
    """
    if not table.lines:
        return [Finding(subject=table.name, verdict=Verdict.NOT_TESTED, statement=NOTHING())]
    return [_ask(line) for line in table.lines]


def _ask(line: Summary) -> Finding:
    cells, percent_only = line.n * line.items, not line.mean
    told = written(line.percent) if percent_only and line.percent else written(line.mean) if line.mean else None
    if told is None:
        return Finding(subject=line.subject, verdict=Verdict.NOT_TESTED, statement=NOTHING())
    mean = written(line.mean) if line.mean else None
    sd = written(line.sd) if line.sd else None
    percent = written(line.percent) if line.percent else None
    shares = [share_possible(mean.decimals, cells)] if mean else []
    shares += [share_possible(percent.decimals + 2, line.n)] if percent else []
    wrong, gap = _wrong(line, mean, sd, percent)
    numbers: dict[str, float | None] = {
        "n": float(line.n), "items": float(line.items), "share of such numbers that are possible": min(shares),
        "nearest possible is away by": gap, "impossible": float(wrong is not None),
    }  # fmt: skip
    if wrong is None and sd is None and min(shares) >= 1:
        return Finding(subject=line.subject, verdict=Verdict.NOT_TESTED, statement=ANY(cells=cells), numbers=numbers)
    return Finding(
        subject=line.subject, verdict=Verdict.CONSISTENT if wrong is None else Verdict.DEPARTS, statement=wrong or POSSIBLE(n=cells), numbers=numbers,
        estimate=None if gap is None else Estimate(value=gap, unit=UNIT(), no_interval=EXACT()),
        limits=(*(tuple(each() for each in LIMITS) if wrong else ()), BLIND(share=min(shares))),
        steps=tuple(each() for each in STEPS) if wrong else (), charts=(_chart(line, wrong),) if wrong else (),
    )  # fmt: skip


def _chart(line: Summary, wrong: Message) -> Chart:
    """Return the plot of what is possible for numbers of people around the one that was printed."""
    if wrong.id == MEAN.id:
        return granularity(line.subject, A_MEAN(), line.n, line.mean, lambda n, mean: bool(sums_for(written(mean), n * line.items)))
    if wrong.id == PERCENT.id:
        return granularity(line.subject, A_PERCENT(), line.n, line.percent, lambda n, percent: percent_is_possible(written(percent), n))
    mean = written(line.mean)
    if wrong.id == BINARY.id:
        return granularity(line.subject, A_SD(mean=line.mean), line.n, line.sd, lambda n, sd: n > 1 and binary_is_possible(mean, written(sd), n))
    return granularity(line.subject, A_SD(mean=line.mean), line.n, line.sd, lambda n, sd: n > 1 and sd_is_possible(mean, written(sd), n, line.items))


def _wrong(line: Summary, mean: Written | None, sd: Written | None, percent: Written | None) -> tuple[Message | None, float | None]:
    """Return the first thing that is impossible, and how far the reported number is from a possible one."""
    cells = line.n * line.items
    if mean and not sums_for(mean, cells):
        below, above = nearest(mean.value, cells)
        return MEAN(cells=cells, mean=line.mean, below=float(below), above=float(above)), _away(mean.value, below, above)
    if percent and not percent_is_possible(percent, line.n):
        below, above = (each * 100 for each in nearest(percent.value / 100, line.n))
        return PERCENT(n=line.n, percent=line.percent, below=float(below), above=float(above)), _away(percent.value, below, above)
    if mean and sd and line.binary and not binary_is_possible(mean, sd, line.n):
        return BINARY(n=line.n, mean=line.mean, sd=line.sd), None
    if mean and sd and not sd_is_possible(mean, sd, line.n, line.items):
        return SD(cells=cells, mean=line.mean, sd=line.sd), None
    return None, None


def _away(value: Fraction, below: Fraction, above: Fraction) -> float:
    return float(min(value - below, above - value))
