"""Published totals: held against what is counted here within the same bounds, and never added to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterwatch.core import Attachment, Finding, Message, Template, Verdict, check
from counterwatch.incidents.counting import Count, counted
from counterwatch.incidents.incident import Incident
from counterwatch.incidents.table import Incidents, table_of
from counterwatch.incidents.worlds import careful, total

if TYPE_CHECKING:
    import numpy as np

COUNTED = Template(
    "incidents.published_totals.counted",
    "this casebook counts {incidents} incidents with {acts} acts and {persons}; a floor, not a rate",
)
AT_LEAST = Template("incidents.published_totals.at_least", "at least {n} person", "at least {n} persons")
EXACTLY = Template("incidents.published_totals.exactly", "{n} person", "{n} persons")
BETWEEN = Template("incidents.published_totals.between", "{low} to {high} persons")
NOT_SAID = Template("incidents.published_totals.not_said", "no number of persons")
NO_TOTAL = Template("incidents.published_totals.no_total", "no published total states a number of persons to hold it against: {counted}")
ABOVE = Template(
    "incidents.published_totals.above",
    "{n} published total is at least what is counted within the same bounds, as a total should be: {counted}",
    "{n} published totals are each at least what is counted within the same bounds, as a total should be: {counted}",
)
BELOW = Template(
    "incidents.published_totals.below",
    "{n} published total is smaller than what is counted here within the same bounds ({ids}): {counted}",
    "{n} published totals are smaller than what is counted here within the same bounds ({ids}): {counted}",
)
NEVER_ADDED = Template(
    "incidents.published_totals.never_added",
    "{n} published total is left out of every count",
    "{n} published totals are left out of every count",
)
UNSTATED = Template(
    "incidents.published_totals.unstated",
    "{n} act says nothing of how many persons it met, or counts families",
    "{n} acts say nothing of how many persons they met, or count families",
)
RULES = Template(
    "incidents.published_totals.rules", "a total has rules of its own: it may count cases that are proven, or a year by another calendar"
)
BOUNDS = Template("incidents.published_totals.bounds", "bounds are compared as they are coded: an empty country or tactic of a total means any")
ASK = Template("incidents.published_totals.ask", "ask the publisher what the total counts, and publish both numbers with what each counts")


def planted(rng: np.random.Generator) -> Incidents:
    """A casebook whose published total is smaller than what it counts itself."""
    book = careful(rng)
    return Incidents(name=book.name, every=(*book.counted, total(3)))


@check(
    reads=Incidents, cites="Price & Ball 2014, Big Data, Selection Bias, and the Statistical Patterns of Mortality in Conflict, SAIS Review 34(1)",
    honest=careful, planted=planted, extreme="none", libraries=(),
)  # fmt: skip
def published_totals(casebook: Incidents) -> Finding:
    """Is a published total smaller than what is counted here within the same bounds?

    A published total is never added to cases: it is held against those that lie within its dates, its country, its tactic and its state, as far as
    it says them. A total that leaves out some of what is counted here departs. A rule, not a test.
    """
    below, compared, rows = [], 0, []
    for each in casebook.totals:
        own = counted([*(one for one in casebook.counted if _within(one, each))], (), "persons").total
        said = counted([_as_case(each)], (), "persons").total
        compared += bool(said.low)
        if said.low and said.high is not None and said.high < own.low:
            below.append(each.id)
        rows.append((each.id, each.date.as_written, said.low or "", said.high or "", own.low, "" if own.high is None else own.high))
    tables = (
        _listing(casebook),
        *_places(casebook),
        table_of("totals.csv", ("id", "dates", "low", "high", "counted here, low", "counted here, high"), rows),
    )
    verdict = Verdict.DEPARTS if below else Verdict.CONSISTENT if compared else Verdict.NOT_TESTED
    return _finding(casebook, verdict, below, compared, tables)


def _finding(casebook: Incidents, verdict: Verdict, below: list[str], compared: int, tables: tuple[Attachment, ...]) -> Finding:
    incidents, acts, persons = (counted(casebook.every, (), unit).total for unit in ("incidents", "acts", "persons"))
    here = COUNTED(incidents=incidents.low, acts=acts.low, persons=_persons(persons))
    said = (
        BELOW(n=len(below), ids=", ".join(below[:8]), counted=here)
        if below
        else ABOVE(n=compared, counted=here)
        if compared
        else NO_TOTAL(counted=here)
    )
    left_out = [NEVER_ADDED(n=len(casebook.totals))] if casebook.totals else []
    numbers = {"incidents": incidents.low, "acts": acts.low, "persons, at least": persons.low, "published totals": len(casebook.totals)}
    return Finding(
        subject=casebook.name, verdict=verdict, statement=said, weighed=(*left_out, *([UNSTATED(n=persons.unstated)] if persons.unstated else [])),
        numbers=dict(numbers), limits=(RULES(), BOUNDS()), steps=(ASK(),) if below else (), attachments=tables,
    )  # fmt: skip


def _persons(count: Count) -> Message:
    if not count.low:
        return NOT_SAID()
    if count.high is None or count.unstated:
        return AT_LEAST(n=count.low)
    return EXACTLY(n=count.low) if count.low == count.high else BETWEEN(low=count.low, high=count.high)


def _as_case(published: Incident) -> Incident:
    from msgspec.structs import replace

    return replace(published, status="confirmed")


def _within(one: Incident, published: Incident) -> bool:
    """Does an incident lie within the dates of a total and share what the total states?"""
    if not (one.date.start and published.date.start and published.date.start <= one.date.start and one.date.end <= published.date.end):
        return False
    return all(not said or said & own for said, own in zip(_stated(published), _stated(one), strict=True))


def _stated(incident: Incident) -> tuple[set[str], ...]:
    """Return the country, tactics, communities and states of an incident, each without what is not said."""
    return (
        {incident.where.country} - {""}, {act.tactic for act in incident.acts} - {""}, {act.target_community for act in incident.acts} - {""},
        {each.origin_state for each in incident.attributions} - {""},
    )  # fmt: skip


def _places(casebook: Incidents) -> tuple[Attachment, ...]:
    """Return the tables of the map and of the matrix."""
    countries = counted(casebook.every, ("host_country",), "incidents").rows
    cells = counted(casebook.every, ("tactic", "host_country"), "incidents").rows
    return (
        table_of("host_countries.csv", ("host country", "incidents"), [(*each.key, each.low) for each in countries]),
        table_of("tactics_by_country.csv", ("tactic", "host country", "incidents"), [(*each.key, each.low) for each in cells]),
    )


def _listing(casebook: Incidents) -> Attachment:
    """Return the list of incidents, an act in each row, as a reader of the report expects it. Nothing in it is protected."""
    head = ("id", "date", "host country", "place", "tactic", "organisation", "state attributed", "attributed by", "status", "confidence", "summary")
    rows = [
        (each.id, each.date.edtf or each.date.as_written, each.where.country, each.where.place, act.tactic, act.organisation,
         " / ".join(filter(None, (said.origin_state for said in each.attributions))), " / ".join(said.by for said in each.attributions),
         each.status, each.confidence, each.summary)
        for each in (*casebook.counted, *casebook.totals)
        for act in each.acts
    ]  # fmt: skip
    return table_of("incidents.csv", head, rows)
