"""How figures become public leaves marks: a mean, a total spread over days, steps, a plan. They are named before anything else is believed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from counterwatch.core import Estimate, Finding, Message, Template, Verdict, check
from counterwatch.figures.declared import COUNTED, Declared
from counterwatch.figures.habit import Habit, habits_of, known_habits
from counterwatch.figures.table import Floats, Kind, Panel, Step, subject_of

NONE_FOUND = Template(
    "figures.publication_habit.none_found",
    "none of the {count} habits that are known here was found; the values may be made public as they were counted, or by a habit not known here",
)
AND_ALSO = Template("figures.publication_habit.and_also", "also: {habit}")
AS_DECLARED = Template("figures.publication_habit.as_declared", "as the source declares ({document}): {habit}")
NOT_SEEN = Template(
    "figures.publication_habit.not_seen", "the source declares the method «{method}» ({document}); its marks were not found in the values"
)
CONTRADICTS = Template(
    "figures.publication_habit.contradicts", "the source declares the method «{method}» ({document}); the values show another: {habit}"
)
QUOTED = Template("figures.publication_habit.quoted", "the source in its own words: {quote}")
NOT_DAILY = Template("figures.publication_habit.not_daily", "habits are looked for in daily counts or amounts, and these are not")
TOO_FEW = Template("figures.publication_habit.too_few", "{count} days with different values are too few to tell a habit; {fewest} would be needed")
ASK_DAYS = Template("figures.publication_habit.ask_days", "ask the source for the values of each day")
SHARE = Template("figures.publication_habit.share", "of the days show it")
NO_INTERVAL = Template("figures.publication_habit.no_interval", "a habit is found or not; its share of days is counted, not estimated")
LIMITS = (
    Template(
        "figures.publication_habit.limit_honest",
        "each of these habits is common in honest offices; a habit is a fact about a publication, not about anybody",
    ),
    Template(
        "figures.publication_habit.limit_unknown", "the list of habits is open-ended: an unknown one can look like counted numbers, or like nothing"
    ),
    Template("figures.publication_habit.limit_mistaken", "a strong wave, a lockdown or a change of testing can look like a habit for some weeks"),
)
ASK_METHOD = Template(
    "figures.publication_habit.ask_method", "ask the source how a daily value comes about, from which day on, and for the values before any treatment"
)
ASK_CONTRADICTION = Template(
    "figures.publication_habit.ask_contradiction", "show the source its own document beside these days, and ask which of the two is right"
)
FEWEST = 60


def honest(rng: np.random.Generator) -> Panel:
    """Return 7-day means, declared as such."""
    level = np.exp(rng.uniform(4, 7, (12, 1)) + np.cumsum(rng.normal(0, 0.02, (12, 406)), axis=1))
    values = np.apply_along_axis(np.convolve, 1, rng.poisson(level), np.full(7, 1 / 7), "valid")
    panel = Panel.many(name="published as a mean", values=np.round(values))
    return replace(panel, declared=Declared(method="mean", document="simulated office, notes on the data, page 1"))


def planted(rng: np.random.Generator) -> Panel:
    """Return the same means, declared to be counts of each day."""
    return replace(honest(rng), declared=Declared(method=COUNTED, document="simulated office, press release, page 1"))


@check(
    reads=Panel,
    cites="United Nations 2014, Fundamental Principles of Official Statistics, principle 3 (A/RES/68/261)",
    honest=honest,
    planted=planted,
)
def publication_habit(panel: Panel) -> list[Finding]:
    """By which habit did these values become public, and does the source say so?

    A habit that a source declares is said beside the one that is found. It departs only where a document of the source says otherwise.
    """
    return [finding for value in panel.values for finding in _ask(panel, value)]


def _ask(panel: Panel, value: str) -> list[Finding]:
    subjects = [subject_of(unit, value) for unit in panel.units]
    if panel.step is not Step.DAY or panel.kinds[value] is Kind.RATES:
        return [Finding(subject=each, verdict=Verdict.NOT_TESTED, statement=NOT_DAILY(), steps=(ASK_DAYS(),)) for each in subjects]
    habits, usable = habits_of(panel, value), usable_days(panel.flows(value))
    return [_finding(subject, found, int(days), panel.declared) for subject, found, days in zip(subjects, habits, usable, strict=True)]


def usable_days(flows: Floats) -> Floats:
    """Return how many days of each unit have a value that differs from that of the day before."""
    change = np.diff(flows, axis=1)
    return np.asarray((np.isfinite(change) & (change != 0)).sum(axis=1))


def _finding(subject: str, found: Mapping[str, Habit], days: int, declared: Declared | None) -> Finding:
    if days < FEWEST:
        return Finding(subject=subject, verdict=Verdict.NOT_TESTED, statement=TOO_FEW(count=days, fewest=FEWEST), steps=(ASK_DAYS(),))
    statement, departs = _said(found, declared)
    quoted = (QUOTED(quote=declared.quote),) if declared and declared.quote else ()
    others = tuple(AND_ALSO(habit=each.statement) for each in list(found.values())[1:])
    steps = (*((ASK_CONTRADICTION(),) if departs else ()), *(each.question for each in found.values()), ASK_METHOD())
    share = max((each.share for each in found.values()), default=0.0)
    return Finding(
        subject=subject, verdict=Verdict.DEPARTS if departs else Verdict.CONSISTENT, statement=statement,
        estimate=Estimate(value=share, unit=SHARE(), no_interval=NO_INTERVAL()), limits=(*quoted, *others, *(each() for each in LIMITS)), steps=steps,
        numbers={"days": days, **{f"share_{name}": each.share for name, each in found.items()}},
    )  # fmt: skip


def _said(found: Mapping[str, Habit], declared: Declared | None) -> tuple[Message, bool]:
    """Return the statement, and whether a document of the source is contradicted."""
    first = next(iter(found.values()), None)
    # A late or lumped report is no other method of counting: only what changes the daily values contradicts a document.
    other = next((each for name, each in found.items() if known_habits()[name].refuses), None)
    if declared is None:
        return (first.statement if first else NONE_FOUND(count=len(known_habits()))), False
    if declared.method in found:
        return AS_DECLARED(document=declared.document, habit=found[declared.method].statement), False
    if other:
        return CONTRADICTS(method=declared.method, document=declared.document, habit=other.statement), True
    if declared.method == COUNTED and first:
        return first.statement, False
    if declared.method == COUNTED:
        return NONE_FOUND(count=len(known_habits())), False
    return NOT_SEEN(method=declared.method, document=declared.document), False
