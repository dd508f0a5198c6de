"""Receivers: to whom the requests of one's own device go, as far as lists of owners say, and where these organisations have their seats."""

from __future__ import annotations

from collections.abc import Sequence

from counterwatch.core import Attachment, Finding, Message, Template, Verdict, WrongUsage, check
from counterwatch.core.country import country_codes
from counterwatch.exposure.charts.flow import Flow, flow
from counterwatch.exposure.owners.listing import COUNTRIES, ENDPOINTS, country_table, endpoint_table
from counterwatch.exposure.owners.lookup import Lookup
from counterwatch.exposure.owners.saying import in_countries, limits_of, steps_for
from counterwatch.exposure.owners.tally import Country, Receiver, by_country, organisations, receivers, share_readable
from counterwatch.exposure.owners.worlds import one_organisation, with_others
from counterwatch.exposure.table import Watched

NOTHING = Template("exposure.endpoints.nothing", "the capture holds no request that can be told apart")
NOBODY_KNOWN = Template(
    "exposure.endpoints.nobody_known",
    "no list names who stands behind the {n} endpoint of {requests} requests",
    "no list names who stands behind any of the {n} endpoints of {requests} requests",
)
RUN = Template("exposure.endpoints.run", "a seat is where an organisation is run, not where a server stands")
SEVERAL = Template(
    "exposure.endpoints.several",
    "{n} organisation receives {requests} requests, most of them {most}; requests by the country of the seat: {countries}; for {unknown} of "
    "{endpoints} endpoints no list names an owner; {run}",
    "{n} organisations receive {requests} requests, most of them {most}; requests by the country of the seat: {countries}; for {unknown} of "
    "{endpoints} endpoints no list names an owner; {run}",
)
ONE = Template(
    "exposure.endpoints.one", "all {requests} requests go to one organisation, {most}; requests by the country of the seat: {countries}; {run}"
)
OPEN = Template(
    "exposure.endpoints.open",
    "lists name one organisation, {most}; whether others receive something cannot be told, for {unknown} of {endpoints} endpoints have no owner "
    "in the lists; requests by the country of the seat: {countries}; {run}",
)
THERE = Template(
    "exposure.endpoints.there",
    "{n} of {requests} requests goes to organisations with their seat in {asked}, most to {most}; requests by the country of the seat: "
    "{countries}; {run}",
    "{n} of {requests} requests go to organisations with their seat in {asked}, most to {most}; requests by the country of the seat: "
    "{countries}; {run}",
)
NOT_THERE = Template(
    "exposure.endpoints.not_there",
    "none of {requests} requests goes to an organisation with its seat in {asked}; requests by the country of the seat: {countries}; {run}",
)
NOT_KNOWN = Template(
    "exposure.endpoints.not_known",
    "no request is known to go to an organisation with its seat in {asked}, but for {unknown} of {endpoints} endpoints no list names a seat; "
    "requests by the country of the seat: {countries}; {run}",
)
NO_COUNTRY = Template("exposure.endpoints.no_country", "«{text}» is no country code of two letters (ISO 3166-1)")
NO_COUNTRY_HINT = Template("exposure.endpoints.no_country_hint", "name countries as in `CN,RU`, with a comma between them")


@check(
    reads=Watched, cites="Razaghpanah et al. 2018, Apps, Trackers, Privacy, and Regulators, NDSS", honest=one_organisation, planted=with_others,
    extreme="none", libraries=(),
)  # fmt: skip
def endpoints(watched: Watched, *, seats: str = "") -> Finding:
    """Who receives my traffic, and where do they have their seats?

    It departs when others than one organisation receive something; or, with `seats` (country codes, as in `CN,RU`), when an organisation with its
    seat there does. Owners come from the packaged table and from lists that you bring; what no list names stays unknown. A seat is the country
    from which an organisation is run: it is not where a server stands.
    """
    asked = _codes(seats)
    found = receivers(watched)
    if not found:
        return Finding(subject=watched.traffic.name, verdict=Verdict.NOT_TESTED, statement=NOTHING())
    verdict, statement = _said_of(found, asked) if asked else _said(found)
    return _finding(watched, found, verdict, statement)


def _codes(seats: str) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys(code for each in seats.split(",") if (code := each.strip().upper())))
    for code in codes:
        if code not in country_codes():
            raise WrongUsage(NO_COUNTRY(text=code), hint=NO_COUNTRY_HINT())
    return codes


def _said(found: Sequence[Receiver]) -> tuple[Verdict, Message]:
    known, unknown = organisations(found), sum(not each.owner.name for each in found)
    requests, countries = sum(each.requests for each in found), in_countries(by_country(found))
    if not known:
        return Verdict.NOT_TESTED, NOBODY_KNOWN(n=len(found), requests=requests)
    if len(known) > 1:
        said = SEVERAL(n=len(known), requests=requests, countries=countries, most=known[0], unknown=unknown, endpoints=len(found), run=RUN())
        return Verdict.DEPARTS, said
    if unknown:
        return Verdict.NOT_TESTED, OPEN(most=known[0], countries=countries, unknown=unknown, endpoints=len(found), run=RUN())
    return Verdict.CONSISTENT, ONE(most=known[0], countries=countries, requests=requests, run=RUN())


def _said_of(found: Sequence[Receiver], asked: tuple[str, ...]) -> tuple[Verdict, Message]:
    there = [each for each in found if each.owner.seat in asked]
    requests, unknown = sum(each.requests for each in found), sum(not each.owner.seat for each in found)
    countries, named = in_countries(by_country(found)), in_countries(asked)
    if there:
        count = sum(each.requests for each in there)
        return Verdict.DEPARTS, THERE(n=count, requests=requests, asked=named, most=organisations(there)[0], countries=countries, run=RUN())
    if unknown:
        return Verdict.NOT_TESTED, NOT_KNOWN(asked=named, unknown=unknown, endpoints=len(found), countries=countries, run=RUN())
    return Verdict.CONSISTENT, NOT_THERE(asked=named, requests=requests, countries=countries, run=RUN())


def _finding(watched: Watched, found: tuple[Receiver, ...], verdict: Verdict, statement: Message) -> Finding:
    lists = watched.owner if isinstance(watched.owner, Lookup) else None
    countries = by_country(found)
    return Finding(
        subject=watched.traffic.name, verdict=verdict, statement=statement, numbers=_numbers(found, countries), limits=limits_of(found, lists),
        steps=steps_for(found), problems=lists.problems if lists else (), charts=(flow(watched.traffic.name, _flows(found)),),
        attachments=(Attachment.of(ENDPOINTS, endpoint_table(found)), Attachment.of(COUNTRIES, country_table(countries))),
    )  # fmt: skip


def _numbers(found: Sequence[Receiver], countries: Sequence[Country]) -> dict[str, float | None]:
    unknown = [each for each in found if not each.owner.name]
    return {
        "requests": sum(each.requests for each in found),
        "bytes out": sum(each.readable + each.unreadable for each in found),
        "readable share": share_readable(found),
        "endpoints": len(found),
        "endpoints without a known owner": len(unknown),
        "requests to them": sum(each.requests for each in unknown),
        "organisations": len(organisations(found)),
        "countries": sum(bool(each.seat) for each in countries),
    }


def _flows(found: Sequence[Receiver]) -> list[Flow]:
    return [
        Flow(endpoint=each.host, owner=each.owner.name, seat=each.owner.seat, requests=each.requests, unreadable=1 - (share_readable([each]) or 0))
        for each in found
    ]
