"""Dates: how many days fall on the first of a month, and how many would if each day had been known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from counterwatch.core import Attachment, Estimate, Finding, Template, Verdict, check
from counterwatch.incidents.charts.days import days_of_month
from counterwatch.incidents.incident import Incident
from counterwatch.incidents.table import Incidents, table_of
from counterwatch.incidents.worlds import careful, changed, dated

if TYPE_CHECKING:
    import numpy as np

FEW = Template(
    "incidents.date_precision.few",
    "{n} incident has a date that claims to be exact to the day; {least} are needed",
    "{n} incidents have a date that claims to be exact to the day; {least} are needed",
)
SAID = Template(
    "incidents.date_precision.said",
    "{firsts} of {n} dates exact to the day fall on the first of a month ({new_year} on 1 January); counted days would give about {expected:.1}",
)
WAVE = Template(
    "incidents.date_precision.wave",
    "{firsts} of {n} dates exact to the day fall on the first of a month, {busiest} of them on {day} alone; without that day {left} of {others}, "
    "where counted days would give about {expected:.1}",
)
SHARE = Template("incidents.date_precision.share", "share of days on the first of a month")
MONTHS = Template(
    "incidents.date_precision.months", "a sheet that knew only the month and needed a day often says the first: such dates hold a month, not a day"
)
LAWS = Template(
    "incidents.date_precision.laws", "laws, orders and contracts begin on the first of a month, and anniversaries fall there; such days are true"
)
WAVES = Template("incidents.date_precision.waves", "many incidents of one day are one wave: the busiest first is left out, a second one is not")
COARSEN = Template(
    "incidents.date_precision.coarsen",
    "look up the source of each date on a first; where only the month is said, write the month (2022-10) or import with --firsts month",
)
LEAST = 20
EXPECTED = 12 / 365.2425
"""The share of all days that are the first of a month."""


def planted(rng: np.random.Generator) -> Incidents:
    """A casebook in which the month alone was known of a quarter of the incidents, and the first was written."""
    return changed(careful(rng), rng, 0.25, lambda each: dated(each, f"{each.date.start[:7]}-01"))


@check(
    reads=Incidents, cites="Heitjan & Rubin 1991, Ignorability and coarse data, Annals of Statistics 19(4)", honest=careful, planted=planted,
    extreme="none",
)  # fmt: skip
def date_precision(casebook: Incidents, *, alpha: float = 0.01) -> Finding:
    """Do days fall on the first of a month more often than they would if each day had been known?

    Asked of dates that claim to be exact to the day, with the exact binomial test: 12 of 365.2425 days are the first of a month. Incidents of
    one day are not independent (a wave of protest falls on one date), so the busiest first is left out before it is tested.
    """
    days = [each.date.start for each in casebook.counted if each.date.precision == "day"]
    table = _table(casebook.counted)
    if len(days) < LEAST:
        return Finding(subject=casebook.name, verdict=Verdict.NOT_TESTED, statement=FEW(n=len(days), least=LEAST), attachments=(table,))
    firsts = Counter(each for each in days if each.endswith("-01"))
    day, busiest = max(sorted(firsts.items()), key=lambda pair: pair[1], default=("", 0))
    # One row on a day is no wave: leaving it out would only make the question harder to answer.
    busiest = busiest if busiest > 1 else 0
    left, others = firsts.total() - busiest, len(days) - busiest
    return _finding(casebook.name, days, (left, others), (day, busiest), alpha, table)


def _finding(name: str, days: Sequence[str], rest: tuple[int, int], wave: tuple[str, int], alpha: float, table: Attachment) -> Finding:
    from scipy.stats import binomtest

    (left, others), (day, busiest) = rest, wave
    result = binomtest(left, others, EXPECTED, alternative="greater")
    both = binomtest(left, others, EXPECTED).proportion_ci(method="exact")
    firsts, new_year = left + busiest, sum(each.endswith("-01-01") for each in days)
    said = (
        WAVE(firsts=firsts, n=len(days), busiest=busiest, day=day, left=left, others=others, expected=EXPECTED * others)
        if busiest
        else SAID(firsts=firsts, n=len(days), new_year=new_year, expected=EXPECTED * len(days))
    )
    return Finding(
        subject=name, verdict=Verdict.DEPARTS if result.pvalue <= alpha else Verdict.CONSISTENT, statement=said, p_value=float(result.pvalue),
        estimate=Estimate(value=left / others, low=float(both.low), high=float(both.high), unit=SHARE()),
        numbers={"dates exact to the day": len(days), "on a first": firsts, "on 1 January": new_year, "on the busiest first": busiest},
        limits=(MONTHS(), LAWS(), WAVES()), steps=(COARSEN(),), charts=(days_of_month(name, days),), attachments=(table,),
    )  # fmt: skip


def _table(incidents: Sequence[Incident]) -> Attachment:
    """Return every date as written and as read: the table of the time line."""
    rows = [(each.id, each.date.as_written, each.date.precision, each.date.start, each.date.end, each.date.edtf, each.status) for each in incidents]
    return table_of("dates.csv", ("id", "as written", "precision", "from", "to", "EDTF", "status"), rows)
