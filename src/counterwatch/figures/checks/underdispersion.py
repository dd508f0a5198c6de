"""Independent events scatter: daily counts vary at least as much as their mean. Values that vary less were not counted raw each day.

The published rule is that of Kobak 2022. The exact rule asks the same of each week, given its total, and knows its own error rate.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np

from counterwatch.core import Attachment, Finding, Message, Template, Verdict, check, replace
from counterwatch.figures.dispersion.charts import charts_of, places_of
from counterwatch.figures.dispersion.exact import exact_findings
from counterwatch.figures.dispersion.published import published_findings
from counterwatch.figures.dispersion.spread import Spread, exact_spread, published_spread
from counterwatch.figures.dispersion.table import weeks_table
from counterwatch.figures.dispersion.windows import STEPS, Block
from counterwatch.figures.dispersion.words import TABLE
from counterwatch.figures.habit import habits_of, refusals
from counterwatch.figures.table import Kind, Panel, subject_of

CHARTS_FOR_ALL = 12

AMOUNTS = Template("figures.underdispersion.amounts", "These values are amounts, not counts of events: how much they should vary is not known")
RATES = Template("figures.underdispersion.rates", "These values are rates, not counts of events: how much they should vary is not known")
NOT_DAILY = Template("figures.underdispersion.not_daily", "The days of a week can only be compared where there is a value for each day")
NOT_WEEKLY = Template("figures.underdispersion.not_weekly", "Blocks of ten weeks need daily or weekly values")
ASK_COUNTS = Template("figures.underdispersion.ask_counts", "Ask the source for the counts themselves")
ASK_DAYS = Template("figures.underdispersion.ask_days", "Ask the source for the values of each day")


def honest(rng: np.random.Generator, n: int = 60) -> Panel:
    """Return counts of independent or clustered events, with and without quiet weekends, at many levels."""
    level = np.exp(rng.uniform(np.log(6), np.log(800), (n, 1)) + np.cumsum(rng.normal(0, 0.03, (n, 700)), axis=1))
    weekday = np.where(rng.random((n, 1)) < 0.5, np.array([1.1, 1.15, 1.1, 1.05, 1.0, 0.8, 0.8])[np.arange(700) % 7], 1.0)
    clustered = rng.choice([0.02, 0.1], (n, 1))
    bursts = np.where(rng.random((n, 1)) < 0.5, rng.gamma(1 / clustered, clustered, (n, 700)), 1.0)
    return Panel.many(name="counted", values=rng.poisson(level * weekday * bursts))


def planted(rng: np.random.Generator, n: int = 6) -> Panel:
    """Return counts in which 300 of 700 days are drawn around a smooth curve with too little noise."""
    level = 200 + 50 * np.sin(np.arange(700) / 90 + rng.uniform(0, 6, (n, 1)))
    values, first = rng.poisson(level).astype(float), int(rng.integers(50, 350))
    drawn = np.round(level + rng.normal(0, 0.4, level.shape) * np.sqrt(level))
    values[:, first : first + 300] = drawn[:, first : first + 300]
    return Panel.many(name="drawn around a curve", values=values)


@check(
    reads=Panel,
    cites="Kobak 2022, Significance 19(2)",
    honest=honest,
    planted=planted,
    family="dispersion",
    extreme="low",
    libraries=("numpy", "scipy", "polars"),
)
def underdispersion(
    panel: Panel, *, rule: Literal["exact", "published"] = "exact", block: Literal["day", "week"] = "day", alpha: float = 0.01
) -> list[Finding]:
    """Do these counts vary as much from day to day as independent events would?

    The rule `exact` asks each week given its total, knows its error rate, and does not answer where a publication habit explains the
    values. The rule `published` reproduces Kobak 2022. `block` takes the seven days of a week, or ten weekly sums.
    """
    spread_of = exact_spread if rule == "exact" else published_spread
    spreads = {value: spread_of(panel, value, block=block) for value in panel.values if _why_not(panel, value, block) is None}
    findings: list[Finding] = []
    for value in panel.values:
        subjects = [subject_of(unit, value) for unit in panel.units]
        if (why := _why_not(panel, value, block)) is not None:
            findings += [Finding(subject=each, verdict=Verdict.NOT_TESTED, statement=why[0], steps=(why[1],)) for each in subjects]
            continue
        habits = [refusals(each, "underdispersion") for each in habits_of(panel, value)]
        if rule == "exact":
            answers = exact_findings(spreads[value], subjects, habits, block=block, alpha=alpha)
        else:
            answers = published_findings(spreads[value], subjects, habits, block=block)
        findings += _with_charts(answers, value, spreads)
    table = Attachment.of(TABLE, weeks_table(panel, spreads)) if spreads else None
    return [replace(each, attachments=(table,)) for each in findings] if table else findings


def _with_charts(answers: list[Finding], value: str, spreads: Mapping[str, Spread]) -> list[Finding]:
    shown = {Verdict.DEPARTS} | ({Verdict.CONSISTENT} if len(answers) * len(spreads) <= CHARTS_FOR_ALL else set())
    places, spread = places_of(spreads), spreads[value]
    return [
        replace(each, charts=charts_of(spread, places, value=value, row=row, subject=each.subject)) if each.verdict in shown else each
        for row, each in enumerate(answers)
    ]


def _why_not(panel: Panel, value: str, block: Block) -> tuple[Message, Message] | None:
    kind = panel.kinds[value]
    if kind is not Kind.COUNTS:
        return (AMOUNTS() if kind is Kind.AMOUNTS else RATES()), ASK_COUNTS()
    if panel.step not in STEPS[block]:
        return (NOT_DAILY() if block == "day" else NOT_WEEKLY()), ASK_DAYS()
    return None
