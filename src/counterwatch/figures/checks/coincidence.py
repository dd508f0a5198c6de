"""Units that are counted apart rarely show the same figure, and never one ratio up to rounding, day after day."""

from __future__ import annotations

import numpy as np
from scipy.stats import chi2

from counterwatch.core import Attachment, Chart, Estimate, Finding, Message, Template, Verdict, WrongUsage, check
from counterwatch.figures.attached import csv_text
from counterwatch.figures.charts.pair_map import pair_map
from counterwatch.figures.dispersion.adjusted import adjusted_of
from counterwatch.figures.habit import habits_of
from counterwatch.figures.pairing.agreement import FEWEST_DAYS, USUAL, Agreement, agreement_of
from counterwatch.figures.reading.nature import is_total
from counterwatch.figures.table import Kind, Panel, Step

SAME = Template(
    "figures.coincidence.same",
    "is one computed from the other? {first} and {second} show the same figure on {hits} of {days} days, where {expected:.1} are expected "
    "(p = {p:p} over {pairs} pairs)",
)
RATIO = Template(
    "figures.coincidence.ratio",
    "is one computed from the other? {second} is {ratio:.3} times {first}, up to rounding, on {hits} of {days} days, where {expected:.1} are "
    "expected (p = {p:p} over {pairs} pairs)",
)
NONE = Template(
    "figures.coincidence.none", "among {pairs} pairs of units none agrees more often than chance lets it (p = {p:p}); this is no proof of anything"
)
NOT_DAILY = Template("figures.coincidence.not_daily", "units are compared day by day in daily counts, and these are not")
TOO_FEW = Template(
    "figures.coincidence.too_few",
    "{n} unit can be compared ({days} days where {smallest} or more are usual, no habit that repeats figures); {fewest} are needed",
    "{n} units can be compared ({days} days where {smallest} or more are usual, no habit that repeats figures); {fewest} are needed",
)
TOO_FEW_TURNS = Template("figures.coincidence.too_few_turns", "with fewer than {least} turns chance cannot be told")
TRY_TURNS = Template("figures.coincidence.try_turns", "leave the option out, or set it to {least} or more")
UNIT = Template("figures.coincidence.unit", "times as many days that agree as expected, in the pair that stands out most")
TWICE = Template(
    "figures.coincidence.twice", "{n} pair agrees on half of its days or more and was left out: one series under two names, or a total of one part",
    "{n} pairs agree on half of their days or more and were left out: one series under two names, or a total of one part",
)  # fmt: skip

LIMITS = (
    Template("figures.coincidence.limit_formula", "a published formula or an allocation key gives units figures in one ratio, openly"),
    Template("figures.coincidence.limit_part", "one unit may be part of the other, or both may be reported by one office"),
    Template("figures.coincidence.limit_shock", "holidays, strikes and outages move neighbours together"),
)
STEPS = (
    Template("figures.coincidence.ask", "ask the source how the figures of both units come about, and whether one is estimated from the other"),
    Template("figures.coincidence.see", "look at the days that agree, in the table: are they the same days of the week, or one stretch of time?"),
)
REFUSED_BY = ("spread", "plan", "limit", "grid", "mean", "weekday_grid")
FEWEST = 10
SHOWN = 40
LEAST_TURNS = 10
NAMES_TWICE = 0.5
_HEADER = ("first", "second", "days", "same", "same_expected", "same_chance", "ratio", "in_ratio", "in_ratio_expected", "in_ratio_chance")


def honest(rng: np.random.Generator, units: int = 14, days: int = 420) -> Panel:
    """Clustered counts of units that share a wave and the days on which offices close."""
    time, level = np.arange(days), np.exp(rng.uniform(np.log(20), np.log(400), (units, 1)))
    wave = np.exp(0.7 * np.sin(2 * np.pi * time / rng.uniform(150, 250)) + 0.15 * np.sin(2 * np.pi * time / rng.uniform(60, 90, (units, 1))))
    closed = np.where(rng.random(days) < 0.02, 0.6, 1.0)
    mean = level * wave * closed * rng.uniform(0.7, 1.2, (units, 7))[:, time % 7]
    return Panel.many(name="counted", values=rng.negative_binomial(40, 40 / (40 + mean)))


def planted(rng: np.random.Generator) -> Panel:
    """The same, where the second unit is seven tenths of the first for half of the time."""
    values = honest(rng).values[""].copy()
    half = values.shape[1] // 2
    values[0] = rng.poisson(3 * values[0])
    values[1, :half] = np.round(0.7 * values[0, :half])
    values[1, half:] = rng.poisson(0.7 * np.maximum(values[0, half:], 1))
    values[3, 100:160] = values[2, 100:160]
    return Panel.many(name="counted, one unit computed from another", values=values)


@check(reads=Panel, cites="Simonsohn 2013, Psychological Science 24(10)", honest=honest, planted=planted, compares_units=True, version=3)
def coincidence(panel: Panel, *, turns: int = 20, alpha: float = 0.01, seed: int = 0) -> list[Finding]:
    """Do two units show the same figures on the same days, or figures in one ratio, more often than chance?

    Chance is told by moving what each unit scatters along its days, `turns` times, while the expected figure of each day stays. What nine
    of ten pairs show beyond that (pauses that all share, one step of rounding) is expected of every pair. p is that of the pair that stands
    out most, times the number of pairs and of questions.
    """
    if turns < LEAST_TURNS:
        raise WrongUsage(TOO_FEW_TURNS(least=LEAST_TURNS), hint=TRY_TURNS(least=LEAST_TURNS))
    return [_ask(panel, value, turns, alpha, seed) for value in panel.values]


def _ask(panel: Panel, value: str, turns: int, alpha: float, seed: int) -> Finding:
    subject = value or panel.name
    if panel.step is not Step.DAY or panel.kinds[value] is not Kind.COUNTS:
        return _finding(subject, Verdict.NOT_TESTED, NOT_DAILY())
    free = [not any(name in REFUSED_BY for name in habits) for habits in habits_of(panel, value)]
    taken = np.array([each and not is_total(unit) for each, unit in zip(free, panel.units, strict=True)], dtype=bool)
    found = agreement_of(panel.flows(value), adjusted_of(panel, value), taken, turns=turns, seed=seed)
    count = 0 if found is None else len(found.rows)
    if found is None or count < FEWEST:
        return _finding(subject, Verdict.NOT_TESTED, TOO_FEW(n=count, days=FEWEST_DAYS, smallest=USUAL, fewest=FEWEST))
    return _answer(panel, subject, found, alpha)


def _answer(panel: Panel, subject: str, found: Agreement, alpha: float) -> Finding:
    pairs = len(found.rows) * (len(found.rows) - 1) // 2
    one, other = np.triu_indices(len(found.rows), 1)
    twice = found.same[one, other] >= NAMES_TWICE * np.maximum(found.days[one, other], FEWEST_DAYS)
    chances = np.where(twice, 1.0, np.minimum(found.same_chance[one, other], found.in_ratio_chance[one, other]))
    order = np.argsort(chances, kind="stable")
    at = one[order[0]], other[order[0]]
    p = float(min(1.0, 2 * pairs * chances[order[0]]))
    said, estimate = _said(panel, found, at, p, pairs, departs=p <= alpha)
    listed = [(int(one[each]), int(other[each])) for each in order[:SHOWN] if chances[each] < 1]
    numbers = {
        "units": len(found.rows), "pairs": pairs, "left_out_as_one_series": int(twice.sum()), "same_days": float(found.same[at]),
        "same_days_expected": float(found.same_expected[at]), "in_ratio_days": float(found.in_ratio[at]), "ratio": float(found.ratio[at]),
        "same_lift": found.same_lift, "ratio_lift": found.ratio_lift,
        "order_changes": found.order_changes, "order_changes_expected": found.order_changes_expected,
    }  # fmt: skip
    return Finding(
        subject=subject, verdict=Verdict.DEPARTS if p <= alpha else Verdict.CONSISTENT, statement=said, estimate=estimate, p_value=p,
        limits=(*((TWICE(n=int(twice.sum())),) if twice.any() else ()), *(limit() for limit in LIMITS)), steps=tuple(step() for step in STEPS),
        numbers=dict(numbers), charts=(_chart(panel, subject, found, listed),) if listed else (),
        attachments=(Attachment.of("pairs.csv", csv_text(_HEADER, [_row(panel, found, each) for each in listed])),),
    )  # fmt: skip


def _said(panel: Panel, found: Agreement, at: tuple[int, int], p: float, pairs: int, *, departs: bool) -> tuple[Message, Estimate]:
    in_ratio = found.in_ratio_chance[at] < found.same_chance[at]
    hits, expected = (found.in_ratio[at], found.in_ratio_expected[at]) if in_ratio else (found.same[at], found.same_expected[at])
    low, high = (chi2.ppf(0.025, 2 * hits) / 2 if hits else 0.0), chi2.ppf(0.975, 2 * hits + 2) / 2
    estimate = Estimate(value=float(hits / expected), low=float(low / expected), high=float(high / expected), unit=UNIT())
    if not departs:
        return NONE(pairs=pairs, p=p), estimate
    first, second = (panel.units[found.rows[each]] for each in at)
    known = {"first": first, "second": second, "hits": int(hits), "days": int(found.days[at]), "expected": float(expected), "p": p, "pairs": pairs}
    return (RATIO(**known, ratio=float(found.ratio[at])) if in_ratio else SAME(**known)), estimate


def _chart(panel: Panel, subject: str, found: Agreement, listed: list[tuple[int, int]]) -> Chart:
    chance = np.minimum(found.same_chance, found.in_ratio_chance)
    days = np.where(found.in_ratio_chance < found.same_chance, found.in_ratio, found.same)
    top = listed[:20]
    cells = [(panel.units[found.rows[a]], panel.units[found.rows[b]], float(-np.log10(max(chance[a, b], 1e-300))), int(days[a, b])) for a, b in top]
    return pair_map(subject, cells)


def _row(panel: Panel, found: Agreement, at: tuple[int, int]) -> tuple[str | float | None, ...]:
    names = [panel.units[found.rows[each]] for each in at]
    exact = [found.days, found.same, found.same_expected]
    ratio = [found.ratio, found.in_ratio, found.in_ratio_expected]
    chances = f"{found.same_chance[at]:.3g}", f"{found.in_ratio_chance[at]:.3g}"
    return (*names, *(float(each[at]) for each in exact), chances[0], *(float(each[at]) for each in ratio), chances[1])


def _finding(subject: str, verdict: Verdict, statement: Message) -> Finding:
    return Finding(subject=subject, verdict=verdict, statement=statement, limits=tuple(limit() for limit in LIMITS))
