"""Daily counts scatter around weeks and weekdays. How much is compared only among units that publish in the same way."""

from __future__ import annotations

import numpy as np

from counterwatch.core import Attachment, Chart, Estimate, Finding, Message, Rank, Template, Verdict, check
from counterwatch.figures.attached import csv_text
from counterwatch.figures.charts.fitted_line import fitted_line
from counterwatch.figures.charts.ranked_dots import ranked_dots
from counterwatch.figures.dispersion.adjusted import LEVEL, Adjusted, adjusted_of
from counterwatch.figures.habit import habits_of
from counterwatch.figures.table import Kind, Panel, Step

RANKED = Template(
    "figures.adjusted_dispersion.ranked",
    "beside weeks and weekdays the daily figures scatter {phi:.2} times as much as independent events would (place {place} of {of} "
    "from the lowest, among units that publish in the same way); a place is no judgement",
)
ALONE = Template(
    "figures.adjusted_dispersion.alone",
    "beside weeks and weekdays the daily figures scatter {phi:.2} times as much as independent events would; fewer than {fewest} units "
    "that publish in the same way are here to compare it with",
)
NOT_DAILY = Template("figures.adjusted_dispersion.not_daily", "weeks and weekdays can be taken out of daily counts, and these are not")
TOO_FEW = Template(
    "figures.adjusted_dispersion.too_few",
    "{n} week holds one event a day or more and can be used; {fewest} are needed",
    "{n} weeks hold one event a day or more and can be used; {fewest} are needed",
)
NO_SCATTER = Template("figures.adjusted_dispersion.no_scatter", "nothing is left to scatter: each figure follows from its week and its weekday")
UNIT = Template("figures.adjusted_dispersion.unit", "times the scatter of independent events")
AMONG = Template("figures.adjusted_dispersion.among", "units of this file that publish in the same way, from the one that scatters least")

LIMITS = (
    Template(
        "figures.adjusted_dispersion.limit_plan",
        "figures that are partly planned (operations, appointments, births by appointment) scatter less than independent events",
    ),
    Template("figures.adjusted_dispersion.limit_smooth", "averages, totals spread over days and limits of capacity lower the scatter, often openly"),
    Template("figures.adjusted_dispersion.limit_clusters", "outbreaks, batches and corrections raise it and can hide what was smoothed"),
    Template("figures.adjusted_dispersion.limit_first", "one of the units is always the first: a place says nothing without a reason to look there"),
)
STEPS = (
    Template("figures.adjusted_dispersion.ask", "ask the source which share of these events is scheduled, and how daily figures come about"),
    Template("figures.adjusted_dispersion.see", "compare the unit with its neighbours in the ranking: do they count the same thing in the same way?"),
)

FEWEST_WEEKS = 13
FEWEST_UNITS = 5
DRAW_ALL, DRAW_FIRST = 12, 3
_HEADER = ("series", "phi", "low", "high", "chi2", "degrees_of_freedom", "weeks", "habits", "place", "of")


def honest(rng: np.random.Generator, units: int = 12, days: int = 420) -> Panel:
    """Counts in clusters of many kinds, with waves and weekdays."""
    time, level = np.arange(days), np.exp(rng.uniform(np.log(8), np.log(800), (units, 1)))
    wave = np.exp(0.7 * np.sin(2 * np.pi * (time / rng.uniform(120, 250, (units, 1)) + rng.random((units, 1)))))
    mean = level * wave * rng.uniform(0.6, 1.3, (units, 7))[:, time % 7]
    extra = rng.uniform(0.1, 3, (units, 1))
    return Panel.many(name="counted", values=rng.negative_binomial(mean / extra, 1 / (1 + extra)))


def planted(rng: np.random.Generator) -> Panel:
    """The same, where half of the days of the first unit are drawn near their mean, as a hand that fears outliers draws them."""
    values = honest(rng).values[""].copy()
    fitted = 90 * np.array([1.1, 1.15, 1.1, 1.05, 1.0, 0.85, 0.75])[np.arange(values.shape[1]) % 7]
    drawn = np.where(rng.random(len(fitted)) < 0.5, np.round(fitted + rng.normal(0, 2, len(fitted))), rng.poisson(fitted))
    values[0] = drawn
    return Panel.many(name="counted, the first unit drawn near a curve", values=values)


@check(
    reads=Panel, cites="McCullagh & Nelder 1989, Generalized Linear Models, 2nd edition, section 6.2.3",
    honest=honest, planted=planted, extreme="low", ranks_only=True,
)  # fmt: skip
def adjusted_dispersion(panel: Panel) -> list[Finding]:
    """How much do daily counts scatter beside their weeks and weekdays, compared with units that publish in the same way?

    The expected figure of a day is the level of its week, along the trend of three weeks, times a factor of its weekday and quarter. The
    estimate is Pearson's chi-squared by degrees of freedom. It ranks and never departs: plans and averages lower it honestly.
    """
    return [finding for value in panel.values for finding in _ask(panel, value)]


def _ask(panel: Panel, value: str) -> list[Finding]:
    subjects = [each.subject for each in panel.series() if each.value == value]
    if panel.step is not Step.DAY or panel.kinds[value] is not Kind.COUNTS:
        return [_not_tested(subject, NOT_DAILY()) for subject in subjects]
    made = adjusted_of(panel, value)
    reasons = [_reason(made, row) for row in range(len(subjects))]
    habits = [tuple(each) for each in habits_of(panel, value)]
    groups = {key: [row for row, each in enumerate(habits) if each == key and reasons[row] is None] for key in set(habits)}
    places = [_place(made, row, groups[habits[row]]) if reasons[row] is None else None for row in range(len(subjects))]
    table = Attachment.of("scatter.csv", csv_text(_HEADER, _rows(subjects, made, habits, places)))
    findings = []
    for row, subject in enumerate(subjects):
        if (reason := reasons[row]) is not None:
            findings.append(_not_tested(subject, reason))
            continue
        charts = _charts(panel, value, subject, made, row, groups[habits[row]], places[row]) if _drawn(len(subjects), places[row]) else ()
        findings.append(_answer(subject, made, row, places[row], table, charts))
    return findings


def _reason(made: Adjusted, row: int) -> Message | None:
    if made.weeks[row] < FEWEST_WEEKS:
        return TOO_FEW(n=int(made.weeks[row]), fewest=FEWEST_WEEKS)
    return NO_SCATTER() if made.chi2[row] <= 1e-9 else None


def _place(made: Adjusted, row: int, group: list[int]) -> Rank | None:
    if len(group) < FEWEST_UNITS:
        return None
    return Rank(position=1 + int((made.phi[group] < made.phi[row]).sum()), of=len(group), among=AMONG())


def _answer(subject: str, made: Adjusted, row: int, place: Rank | None, table: Attachment, charts: tuple[Chart, ...]) -> Finding:
    phi = float(made.phi[row])
    return Finding(
        subject=subject, verdict=Verdict.CONSISTENT, rank=place, limits=tuple(limit() for limit in LIMITS), steps=tuple(step() for step in STEPS),
        statement=RANKED(phi=phi, place=place.position, of=place.of) if place else ALONE(phi=phi, fewest=FEWEST_UNITS),
        estimate=Estimate(value=phi, low=float(made.low[row]), high=float(made.high[row]), level=LEVEL, unit=UNIT()),
        numbers={"phi": phi, "chi2": float(made.chi2[row]), "degrees_of_freedom": float(made.free[row]), "weeks": float(made.weeks[row])},
        charts=charts, attachments=(table,),
    )  # fmt: skip


def _drawn(count: int, place: Rank | None) -> bool:
    return count <= DRAW_ALL or (place is not None and place.position <= DRAW_FIRST)


def _charts(panel: Panel, value: str, subject: str, made: Adjusted, row: int, group: list[int], place: Rank | None) -> tuple[Chart, ...]:
    fitted = np.where(made.fitted[row] > 0, made.fitted[row], np.nan)
    line = fitted_line(subject, panel.times, panel.flows(value)[row], fitted)
    if place is None:
        return (line,)
    return ranked_dots(subject, group.index(row), made.phi[group], made.low[group], made.high[group], UNIT()), line


def _rows(subjects: list[str], made: Adjusted, habits: list[tuple[str, ...]], places: list[Rank | None]) -> list[tuple[str | float | None, ...]]:
    numbers = np.stack([made.phi, made.low, made.high, made.chi2, made.free, made.weeks], axis=1).tolist()
    rows: list[tuple[str | float | None, ...]] = []
    for row, (subject, place) in enumerate(zip(subjects, places, strict=True)):
        where = (place.position, place.of) if place else (None, None)
        rows.append((subject, *numbers[row], " ".join(habits[row]), *where))
    return rows


def _not_tested(subject: str, statement: Message) -> Finding:
    return Finding(subject=subject, verdict=Verdict.NOT_TESTED, statement=statement, limits=tuple(limit() for limit in LIMITS))
