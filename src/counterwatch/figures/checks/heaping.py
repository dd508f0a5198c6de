"""Counted values lie on round numbers no more often than on the numbers beside them."""

from __future__ import annotations

import numpy as np

from counterwatch.core import Attachment, Estimate, Finding, Message, Template, Verdict, check, replace
from counterwatch.figures.attached import csv_text
from counterwatch.figures.charts.heap_spikes import heap_spikes
from counterwatch.figures.digits import digits_of
from counterwatch.figures.habit import habits_of, refusals
from counterwatch.figures.heaps import GRIDS, REACH, Heaps, heaps_of
from counterwatch.figures.table import Floats, Kind, Panel
from counterwatch.stats.multinomial import fit

DEPARTS = Template(
    "figures.heaping.departs",
    "values fall on multiples of {grid:raw} more often than on the numbers beside them: {count} times where {expected:.1} would be usual, "
    "of {total} values (p = {p:p})",
)
CONSISTENT = Template(
    "figures.heaping.consistent",
    "none of the round numbers that {total} values could have shows more values than the numbers beside it (p = {p:p}); "
    "this is no proof that the values are sound",
)
WAVE = Template(
    "figures.heaping.wave",
    "values fall on multiples of {grid:raw} more often than beside them (p = {uneven:p}), but all last digits follow one regular wave, which "
    "multiplication by a constant makes as well; beyond the wave nothing departs (p = {p:p})",
)
NOT_COUNTS = Template("figures.heaping.not_counts", "round numbers are meaningful among whole numbers that were counted, and these are not")
TOO_FEW = Template("figures.heaping.too_few", "{count} values of {smallest} or more are too few; {fewest} would be needed")
TOO_NARROW = Template(
    "figures.heaping.too_narrow", "the values are so close together that hardly any round number is in their reach: there is nothing to compare"
)
UNIT = Template("figures.heaping.unit", "times as often as expected, for multiples of {grid:raw}")

LIMITS = (
    Template("figures.heaping.limit_estimates", "estimates are rounded, openly and honestly; a round number only tells that somebody did not count"),
    Template("figures.heaping.limit_some", "one reporting office, or one day of the week, with round figures is enough to be seen in the sum"),
    Template(
        "figures.heaping.limit_rules", "capacities, plans, lists of fixed length and rounding that protects small groups prefer round numbers as well"
    ),
    Template("figures.heaping.limit_typed", "figures typed from the head often avoid round numbers: finding none says nothing about that"),
)
ASK = Template(
    "figures.heaping.ask", "ask the source: which of the figures are estimates, who rounds them, and can the figures before rounding be seen?"
)
SEE = Template("figures.heaping.see", "look on which days and in which offices the round figures stand, in {table} and in the series itself")

FEWEST, FEWEST_NEAR = 100, 45
SMALLEST, LAST_DIGIT = 50, 10
LEVEL = 0.95
FEW_SERIES = 12
TABLE = "round_numbers.csv"
_HEADER = ("series", *(f"{what}_{grid}" for grid in GRIDS for what in ("multiples_of", "multiples_and_neighbours_of")))


def honest(rng: np.random.Generator, units: int = 8, days: int = 700) -> Panel:
    """Overdispersed counts with a weekday pattern, waves and levels from a hundred to tens of thousands."""
    time = np.arange(days)
    level = np.geomspace(80, 20_000, units)[:, np.newaxis]
    wave = np.exp(0.8 * np.sin(2 * np.pi * (time / rng.uniform(120, 250, (units, 1)) + rng.random((units, 1)))))
    mean = level * wave * rng.uniform(0.6, 1.3, (units, 7))[:, time % 7]
    return Panel.many(name="simulated", values=rng.negative_binomial(20, 20 / (20 + mean)))


def planted(rng: np.random.Generator) -> Panel:
    """The same, with every seventh figure of all days estimated to the nearest ten."""
    panel = honest(rng)
    values = panel.values[""]
    estimated = rng.random(values.shape) < 0.15
    return Panel.many(name="simulated, some estimated", values=np.where(estimated, np.round(values / 10) * 10, values))


@check(
    reads=Panel,
    cites="Whipple 1919, Vital Statistics; Roberts & Brewer 2001, Journal of Applied Statistics 28(7)",
    honest=honest,
    planted=planted,
    family="digits",
    extreme="ratio",
)
def heaping(panel: Panel, *, alpha: float = 0.01) -> list[Finding]:
    """Do values fall on round numbers more often than beside them?

    Multiples of 5, 10, 100 and 1000, at least ten times as large as that, are compared with the four (for 5, two) numbers below and above each
    of them. The most striking of the four counts, and p allows for the choice. Where 5 or 10 strike, the last digits must also depart from
    one regular wave, since multiplying counts by a constant leaves such a wave.
    """
    return [finding for value in panel.values for finding in _ask(panel, value, alpha)]


def _ask(panel: Panel, value: str, alpha: float) -> list[Finding]:
    subjects = [each.subject for each in panel.series() if each.value == value]
    heaps = heaps_of(panel.flows(value))
    tails, digits = _tails(heaps), digits_of(panel.flows(value), SMALLEST)
    beyond = fit(digits.counts, digits.expected).p_without_wave
    both = np.stack([heaps.multiples, heaps.cells], axis=2).reshape(len(subjects), 2 * len(GRIDS)).astype(int)
    table = Attachment.of(TABLE, csv_text(_HEADER, ([subject, *row] for subject, row in zip(subjects, both.tolist(), strict=True))))
    findings = []
    for row, subject in enumerate(subjects):
        if (reason := _reason(panel, value, row, heaps)) is not None:
            findings.append(Finding(subject=subject, verdict=Verdict.NOT_TESTED, statement=reason[0], limits=_limits(), steps=reason[1:]))
            continue
        found = _answer(subject, row, heaps, tails[row], float(beyond[row]), alpha=alpha)
        shown = len(subjects) <= FEW_SERIES or found.verdict is Verdict.DEPARTS
        charts = (heap_spikes(subject, {grid: heaps.around[grid][row] for grid in GRIDS}, LEVEL),) if shown else ()
        findings.append(replace(found, charts=charts, attachments=(table,)))
    return findings


def _tails(heaps: Heaps) -> Floats:
    """Return, by unit and grid, how likely this many multiples or more are among as many multiples and neighbours; NaN where there are too few."""
    from scipy.stats import binom

    shares = np.array([1 / (2 * REACH[grid] + 1) for grid in GRIDS])
    return np.where(heaps.cells >= FEWEST_NEAR, binom.sf(heaps.multiples - 1, heaps.cells, shares), np.nan)


def _reason(panel: Panel, value: str, row: int, heaps: Heaps) -> tuple[Message, ...] | None:
    if panel.kinds[value] is not Kind.COUNTS or (heaps.total[row] and heaps.whole[row] < 0.999):
        return (NOT_COUNTS(),)
    if heaps.total[row] < FEWEST:
        return (TOO_FEW(count=int(heaps.total[row]), smallest=10 * GRIDS[0], fewest=FEWEST),)
    for habit in refusals(habits_of(panel, value)[row], "heaping").values():
        return (habit.statement, habit.question)
    return (TOO_NARROW(),) if (heaps.cells[row] < FEWEST_NEAR).all() else None


def _answer(subject: str, row: int, heaps: Heaps, tails: Floats, beyond: float, *, alpha: float) -> Finding:
    asked = int(np.isfinite(tails).sum())
    at = int(np.nanargmin(tails))
    uneven = float(min(1.0, tails[at] * asked))
    # Counts multiplied by a constant have a wave in their last digits, which may have its crest at 0 and 5.
    p = max(uneven, beyond) if GRIDS[at] <= LAST_DIGIT else uneven
    count, near = heaps.multiples[row, at], heaps.cells[row, at]
    share = 1 / (2 * REACH[GRIDS[at]] + 1)
    said = DEPARTS(grid=GRIDS[at], count=int(count), expected=float(near * share), total=int(heaps.total[row]), p=p)
    wave = WAVE(grid=GRIDS[at], uneven=uneven, p=p)
    numbers: dict[str, float | None] = {"values": int(heaps.total[row]), "p_uneven": uneven, "p_beyond_wave": beyond}
    for column, grid in enumerate(GRIDS):
        numbers |= {f"multiples of {grid}": int(heaps.multiples[row, column]), f"multiples of {grid} and neighbours": int(heaps.cells[row, column])}
        numbers[f"p for {grid}"] = float(tails[column]) if np.isfinite(tails[column]) else None
    return Finding(
        subject=subject, verdict=Verdict.DEPARTS if p <= alpha else Verdict.CONSISTENT,
        statement=said if p <= alpha else wave if uneven <= alpha else CONSISTENT(total=int(heaps.total[row]), p=p),
        estimate=_ratio(GRIDS[at], count, near, share, asked), p_value=p, limits=_limits(), steps=(ASK(), SEE(table=TABLE)), numbers=numbers,
    )  # fmt: skip


def _ratio(grid: int, count: float, near: float, share: float, asked: int) -> Estimate:
    """Clopper & Pearson 1934; the grid was chosen among those asked, so the interval covers all of them at once (Bonferroni)."""
    from scipy.stats import beta

    tail = (1 - LEVEL) / 2 / asked
    low = beta.ppf(tail, count, near - count + 1) / share if count else 0.0
    high = beta.isf(tail, count + 1, near - count) / share if count < near else 1 / share
    return Estimate(value=float(count / near / share), low=float(low), high=float(high), level=LEVEL, unit=UNIT(grid=grid))


def _limits() -> tuple[Message, ...]:
    return tuple(limit() for limit in LIMITS)
