"""Last digits of large, freely counted numbers are spread as a smooth distribution of their size spreads them: almost evenly."""

from __future__ import annotations

import numpy as np

from counterwatch.core import Attachment, Estimate, Finding, Message, Template, Verdict, WrongUsage, check, replace
from counterwatch.figures.attached import csv_text
from counterwatch.figures.charts.digit_bars import digit_bars
from counterwatch.figures.digits import Digits, digits_of
from counterwatch.figures.habit import habits_of, refusals
from counterwatch.figures.table import Kind, Panel
from counterwatch.stats.multinomial import Fit, fit

DEPARTS = Template(
    "figures.last_digit.departs",
    "the last digits of {count} values of {smallest} or more are not spread as counting spreads them: "
    "{digit} stands at the end {ratio:.2} times as often as expected (p = {p:p})",
)
CONSISTENT = Template(
    "figures.last_digit.consistent",
    "the last digits of {count} values of {smallest} or more are spread as counting spreads them (p = {p:p}); "
    "this is no proof that the values are sound",
)
WAVE = Template(
    "figures.last_digit.wave",
    "the last digits of {count} values of {smallest} or more are uneven (p = {uneven:p}), but in one regular wave, which multiplication by a "
    "constant or rounding by some reporters makes as well as a hand that likes or avoids 0 and 5; beyond the wave nothing departs (p = {p:p})",
)
NOT_COUNTS = Template("figures.last_digit.not_counts", "last digits are meaningful for whole numbers that were counted, and these are not")
TOO_FEW = Template("figures.last_digit.too_few", "{count} values of {smallest} or more are too few; {fewest} would be needed")
TOO_SMALL = Template(
    "figures.last_digit.too_small",
    "last digits of numbers as small as {smallest} are not expected to be even; the smallest value that can be asked for is {allowed}",
)
TRY_SMALLEST = Template("figures.last_digit.try_smallest", "leave the option out, or set it to {allowed} or more")
UNIT = Template("figures.last_digit.unit", "times as often as expected, for last digit {digit}")

LIMITS = (
    Template(
        "figures.last_digit.limit_rounding",
        "some of those who report, or all of them on some days, may round or estimate; that is common and need not mislead anybody",
    ),
    Template("figures.last_digit.limit_confidential", "statistical offices round at random, or in steps, to protect small groups"),
    Template(
        "figures.last_digit.limit_constant",
        "figures multiplied by a constant (grossed-up samples, units converted, rates turned back into counts) have uneven last digits",
    ),
    Template("figures.last_digit.limit_plan", "figures that follow a plan, a quota, a timetable or a capacity are not counts of independent events"),
    Template("figures.last_digit.limit_many", "many values may come from few sources; one office with a habit is enough"),
)
ASK_ROUNDING = Template(
    "figures.last_digit.ask_rounding",
    "ask the source: who enters the figures, and is any of them rounded, estimated, weighted or converted before publication?",
)
ASK_PARTS = Template(
    "figures.last_digit.ask_parts",
    "ask for the figures of the reporting offices and test each one: a habit of one office shows there, and not elsewhere",
)
SEE_DAYS = Template(
    "figures.last_digit.see_days", "compare working days with week-ends, and the time before and after a change of staff or of method"
)
SEE_OTHERS = Template("figures.last_digit.see_others", "run the check on comparable units: what all of them show is the way of reporting")

STEPS = (ASK_ROUNDING, ASK_PARTS, SEE_DAYS, SEE_OTHERS)

FEWEST = 100
SMALLEST = 50
FEW_SERIES = 12
_HEADER = ("series", *(f"last_digit_{digit}" for digit in range(10)))
LEVEL = 0.95


def honest(rng: np.random.Generator, units: int = 8, days: int = 700) -> Panel:
    """Overdispersed counts with a weekday pattern, waves and several levels, some of which only just pass the smallest value."""
    time = np.arange(days)
    level = np.geomspace(60, 5000, units)[:, np.newaxis]
    wave = np.exp(0.8 * np.sin(2 * np.pi * (time / rng.uniform(120, 250, (units, 1)) + rng.random((units, 1)))))
    mean = level * wave * rng.uniform(0.6, 1.3, (units, 7))[:, time % 7]
    return Panel.many(name="simulated", values=rng.negative_binomial(20, 20 / (20 + mean)))


def planted(rng: np.random.Generator) -> Panel:
    """The same, with the last digits of every second day typed by hand: no repeats, and rarely 0 or 5."""
    panel = honest(rng)
    values = panel.values[""].copy()
    liked = np.array([0.01, 0.08, 0.11, 0.19, 0.10, 0.02, 0.13, 0.21, 0.10, 0.05])
    typed = rng.random(values.shape) < 0.5
    invented = rng.choice(10, size=values.shape, p=liked)
    again = np.zeros_like(typed)
    again[:, 1:] = invented[:, 1:] == invented[:, :-1]
    invented = np.where(again, (invented + rng.choice([1, 2, 3], values.shape)) % 10, invented)
    values[typed] = (values // 10 * 10 + invented)[typed]
    return Panel.many(name="simulated, half of the last digits typed", values=values)


@check(reads=Panel, cites="Beber & Scacco 2012, Political Analysis 20(2)", honest=honest, planted=planted, family="digits", extreme="ratio")
def last_digit(panel: Panel, *, smallest: int = 100, alpha: float = 0.01) -> list[Finding]:
    """Are last digits spread evenly, as they are when numbers are counted?

    Digits of values of at least `smallest` are compared with those that a smooth distribution of the same values would have. A departure
    must remain when the strongest wave over the ten digits is taken out, since multiplying counts by a constant leaves such a wave.
    """
    if smallest < SMALLEST:
        raise WrongUsage(TOO_SMALL(smallest=smallest, allowed=SMALLEST), hint=TRY_SMALLEST(allowed=SMALLEST))
    return [finding for value in panel.values for finding in _ask(panel, value, smallest, alpha)]


def _ask(panel: Panel, value: str, smallest: int, alpha: float) -> list[Finding]:
    subjects = [each.subject for each in panel.series() if each.value == value]
    digits = digits_of(panel.flows(value), smallest)
    answers = fit(digits.counts, digits.expected)
    draw_all = len(subjects) <= FEW_SERIES
    table = Attachment.of("last_digits.csv", csv_text(_HEADER, zip(subjects, *digits.counts.T.astype(int).tolist(), strict=True)))
    findings = []
    for row, subject in enumerate(subjects):
        if (reason := _reason(panel, value, row, digits, smallest)) is not None:
            findings.append(Finding(subject=subject, verdict=Verdict.NOT_TESTED, statement=reason[0], limits=_limits(), steps=reason[1:]))
        else:
            found = _answer(subject, row, digits, answers, smallest=smallest, alpha=alpha)
            charts = (digit_bars(subject, digits.counts[row], digits.expected[row], LEVEL),) if draw_all or found.verdict is Verdict.DEPARTS else ()
            findings.append(replace(found, charts=charts, attachments=(table,)))
    return findings


def _reason(panel: Panel, value: str, row: int, digits: Digits, smallest: int) -> tuple[Message, ...] | None:
    if panel.kinds[value] is not Kind.COUNTS or digits.whole[row] < 0.999:
        return (NOT_COUNTS(),)
    if digits.total[row] < FEWEST:
        return (TOO_FEW(count=int(digits.total[row]), smallest=smallest, fewest=FEWEST),)
    for habit in refusals(habits_of(panel, value)[row], "last_digit").values():
        return (habit.statement, habit.question)
    return None


def _answer(subject: str, row: int, digits: Digits, answers: Fit, *, smallest: int, alpha: float) -> Finding:
    counts, expected, count = digits.counts[row], digits.expected[row], int(digits.total[row])
    uneven, p = float(answers.p[row]), float(max(answers.p[row], answers.p_without_wave[row]))
    digit = int(np.argmax(np.abs(counts - expected) / np.sqrt(expected)))
    estimate = _ratio(digit, counts[digit], expected[digit], count)
    if p <= alpha:
        statement = DEPARTS(count=count, smallest=smallest, digit=digit, ratio=estimate.value, p=p)
    elif uneven <= alpha:
        statement = WAVE(count=count, smallest=smallest, uneven=uneven, p=p)
    else:
        statement = CONSISTENT(count=count, smallest=smallest, p=p)
    numbers = {"values": count, "chi2": float(answers.chi2[row]), "p_uneven": uneven, "p_beyond_wave": float(answers.p_without_wave[row])}
    numbers |= {f"digit_{each}": float(counts[each]) for each in range(10)} | {f"expected_{each}": float(expected[each]) for each in range(10)}
    return Finding(
        subject=subject, verdict=Verdict.DEPARTS if p <= alpha else Verdict.CONSISTENT, statement=statement, estimate=estimate, p_value=p,
        limits=_limits(), steps=tuple(step() for step in STEPS), numbers=dict(numbers),
    )  # fmt: skip


def _ratio(digit: int, count: float, expected: float, total: int) -> Estimate:
    """Clopper & Pearson 1934; the digit was chosen among ten, so the interval covers all ten at once (Bonferroni)."""
    from scipy.stats import beta

    tail, share = (1 - LEVEL) / 20, expected / total
    low = beta.ppf(tail, count, total - count + 1) / share if count else 0.0
    high = beta.isf(tail, count + 1, total - count) / share if count < total else 1 / share
    return Estimate(value=float(count / expected), low=float(low), high=float(high), level=LEVEL, unit=UNIT(digit=digit))


def _limits() -> tuple[Message, ...]:
    return tuple(limit() for limit in LIMITS)
