"""One answer for each list of numbers: chi-squared, the mean deviation beside what chance gives it, and whether the spread of sizes explains it."""

from __future__ import annotations

import numpy as np

from counterwatch.core import Attachment, Estimate, Finding, Message, Template, Verdict
from counterwatch.figures.attached import csv_text
from counterwatch.figures.benford.digits import LABELS, Which, benford, counted
from counterwatch.figures.benford.fitting import FEWEST, MORE, TOO_FEW, WEAK_SPAN, Fitting, fitting, predicted, refusal
from counterwatch.figures.charts.leading_digit_bars import leading_digit_bars
from counterwatch.figures.shapes.numbers import Numbers
from counterwatch.stats.deviation import chance, chance_of_more, chi_squared, mean_deviation

FIRST = Template("figures.benford.first_digits", "first digits")
FIRST_TWO = Template("figures.benford.first_two_digits", "first two digits")
SECOND = Template("figures.benford.second_digits", "second digits")
NAMES: dict[Which, Template] = {"first": FIRST, "first_two": FIRST_TWO, "second": SECOND}

DEPARTS = Template(
    "figures.benford.departs",
    "the {digits} of {count} numbers differ from Benford's law by more than chance and the spread of sizes make them: by {sum:.1%} in sum, "
    "where chance alone gives {usual:.1%} (p = {p:p}); this is a question to the source, not an answer",
)
CONSISTENT = Template(
    "figures.benford.consistent",
    "the {digits} of {count} numbers follow Benford's law as closely as can be expected: they differ by {sum:.1%} in sum, where chance alone "
    "gives {usual:.1%} (p = {p:p}); this is no proof that the numbers are sound",
)
SLIGHT = Template(
    "figures.benford.slight",
    "the {digits} of {count} numbers differ from Benford's law by {sum:.1%} in sum, where chance alone gives {usual:.1%} (p = {p:p}); with so many "
    "numbers that is no accident, but too little to mean anything, since an honest spread of sizes does it too; "
    "this is no proof that the numbers are sound",
)
EXCESS = Template("figures.benford.excess", "mean deviation of a share from Benford's law, less what chance alone gives")

LIMITS = (
    Template("figures.benford.limit_mixture", "numbers of several kinds, units or currencies in one list have leading digits of their own"),
    Template("figures.benford.limit_threshold", "a limit for reporting, for a permit or for a tender makes honest people stay just below it"),
    Template(
        "figures.benford.limit_assigned",
        "prices, numbers that are given out, quotas and planned amounts are chosen, not grown, and need not follow the law",
    ),
    Template("figures.benford.limit_context", "leading digits alone never show who did what: the result only says which numbers to ask about first"),
)
WEAK = Template(
    "figures.benford.weak", "the sizes span only {span:.2} orders of magnitude, just enough to ask; a small difference may come from that alone"
)
ASK = Template(
    "figures.benford.ask", "ask the source: what is counted, from which size on is it listed, and are figures rounded, estimated or set by a rule?"
)
SPLIT = Template("figures.benford.split", "run the check on parts of the list (by office, by year, by kind): a habit of one of them shows there")
LOOK = Template("figures.benford.look", "look at the records behind the digits that stand out in {table}, and compare them with a second source")

TABLE = "leading_digits.csv"
LEVEL = 0.95
FEW_LISTS = 12


def answers(numbers: Numbers, which: Which, *, alpha: float, slack: float, draws: int, seed: int) -> list[Finding]:
    """Return one finding for each list."""
    return [_answer(numbers, value, subject, which, alpha=alpha, slack=slack, draws=draws, seed=seed) for value, subject in numbers.subjects()]


def _answer(numbers: Numbers, value: str, subject: str, which: Which, *, alpha: float, slack: float, draws: int, seed: int) -> Finding:
    held = fitting(numbers, value)
    reason = refusal(held, which, numbers.kinds[value])
    counts = counted(held.values, which) if reason is None else np.zeros(0)
    if reason is None and counts.sum() < FEWEST[which]:
        reason = TOO_FEW(count=int(counts.sum()), fewest=FEWEST[which])
    if reason is not None:
        return Finding(
            subject=subject, verdict=Verdict.NOT_TESTED, statement=reason, limits=held.cut_off, steps=(MORE(),), numbers=_of_list(held)
        )  # fmt: skip
    law, count, classes = benford(which), int(counts.sum()), len(counts)
    by_chance = chance(count, law, draws=draws, seed=seed, level=LEVEL)
    chi2, mad = float(chi_squared(counts, law)), float(mean_deviation(counts, law))
    p, usual, explained = _p(chi2, classes), float(by_chance.mad.mean()), predicted(held, which)
    unlikely, large = p <= alpha, (mad - usual) * classes > explained + slack
    said = DEPARTS if unlikely and large else SLIGHT if unlikely else CONSISTENT
    low, high = np.quantile(by_chance.mad, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    figures: dict[str, float | None] = {
        "chi2": chi2, "p_simulated": chance_of_more(by_chance.chi2, chi2), "mad": mad, "mad_by_chance": usual,
        "p_mad": chance_of_more(by_chance.mad, mad), "cramers_v": float(np.sqrt(chi2 / count / (classes - 1))), "explained_by_spread": explained,
    }  # fmt: skip
    return Finding(
        subject=subject,
        verdict=Verdict.DEPARTS if unlikely and large else Verdict.CONSISTENT,
        statement=said(digits=NAMES[which](), count=count, sum=mad * classes, usual=usual * classes, p=p),
        estimate=Estimate(value=mad - usual, low=mad - float(high), high=mad - float(low), level=LEVEL, unit=EXCESS()),
        p_value=p,
        limits=_limits(held),
        steps=(ASK(), SPLIT(), LOOK(table=TABLE)),
        numbers=_of_list(held) | figures,
        charts=(leading_digit_bars(subject, which, counts, by_chance, LEVEL),) if said is DEPARTS or len(numbers.values) <= FEW_LISTS else (),
        attachments=(Attachment.of(TABLE, _table(counts, law, by_chance.low, by_chance.high, which)),),
    )


def _p(chi2: float, classes: int) -> float:
    from scipy.stats import chi2 as distribution

    return float(distribution.sf(chi2, classes - 1))


def _of_list(held: Fitting) -> dict[str, float | None]:
    return {"numbers": len(held.values), "span": held.span if len(held.values) else None}


def _limits(held: Fitting) -> tuple[Message, ...]:
    weak = (WEAK(span=held.span),) if held.span < WEAK_SPAN else ()
    return (*held.cut_off, *weak, *(limit() for limit in LIMITS))


def _table(counts: np.ndarray, law: np.ndarray, low: np.ndarray, high: np.ndarray, which: Which) -> str:
    rows = zip(range(*LABELS[which]), counts.astype(int).tolist(), (law * counts.sum()).tolist(), low.tolist(), high.tolist(), strict=True)
    return csv_text(("digits", "numbers", "expected", "range_low", "range_high"), rows)
