"""What is said about receivers: countries in a row, what the lists cannot know, and what the reader can do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from counterwatch.core import Message, Template
from counterwatch.exposure.advice import Advice
from counterwatch.exposure.owners.lookup import Lookup
from counterwatch.exposure.owners.table import NAME, RENTED
from counterwatch.exposure.owners.tally import Country, Receiver, share_readable

COUNTRY = Template("exposure.owners.country", "{seat:country} ({count})")
PLAIN = Template("exposure.owners.plain", "{seat:country}")
NOT_KNOWN = Template("exposure.owners.not_known", "not known ({count})")
PAIR = Template("exposure.owners.pair", "{first}, {rest}")
MORE = Template("exposure.owners.more", "{n} more country ({count})", "{n} more countries ({count})")

SEAT = Template(
    "exposure.owners.seat",
    "a seat is the country from which an organisation is run; it is not where a server stands or data is kept, and no proof that anybody there "
    "has read it",
)
AGE = Template("exposure.owners.age", "the packaged list is of {date:date} and not complete; owners and seats change")
BROUGHT = Template(
    "exposure.owners.brought", "your list {name} ({date}) decided about {n} endpoint", "your list {name} ({date}) decided about {n} endpoints"
)
DATE = Template("exposure.owners.date", "{date:date}")
NO_DATE = Template("exposure.owners.no_date", "without a date")
HIRED = Template(
    "exposure.owners.rented",
    "{n} endpoint is rented from a cloud or delivery network: its customer, whom no list names, decides what happens with the data",
    "{n} endpoints are rented from a cloud or delivery network: a customer, whom no list names, decides what happens with the data",
)
ADDRESSES = Template(
    "exposure.owners.addresses",
    "{n} endpoint was seen only as an address: no list of addresses is asked, for they say who rents out a machine and not who receives",
    "{n} endpoints were seen only as addresses: no list of addresses is asked, for they say who rents out a machine and not who receives",
)
DARK = Template("exposure.owners.dark", "{share:%} of the bytes sent cannot be read: what they hold is not known, which is not the same as nothing")
WORK = Template(
    "exposure.owners.work",
    "apps commonly use other organisations for maps, payment, messages, measurement and reports of faults; that one of them receives a request does "
    "not say what it learns or does with it",
)
EXPECTED = Template(
    "exposure.owners.expected",
    "hold the table of endpoints against what you meant to use; for an organisation that you did not expect, look for the app that asks it, and "
    "for a way to do without",
)
LOOK = Advice(
    do=EXPECTED,
    costs=Template("exposure.owners.look_costs", "an hour with the table and the phone"),
    breaks=Template("exposure.owners.look_breaks", "nothing by looking; an app that is removed takes its contacts and history with it"),
    source="counterwatch, docs/guide/self-audit.md",
)
OWN_LIST = Template(
    "exposure.owners.own_list",
    "if you know who stands behind the {n} endpoint without an owner, a list of your own (CSV: domain, owner, country) can say so",
    "if you know who stands behind some of the {n} endpoints without an owner, a list of your own (CSV: domain, owner, country) can say so",
)
SHOWN = 5
"""Countries that a sentence names one by one."""


def in_countries(countries: Sequence[Country] | Sequence[str]) -> Message:
    """Return countries in a row, the first few by name; with how many requests each where that is known."""
    known = [each for each in countries if isinstance(each, str) or each.seat]
    said = [PLAIN(seat=each) if isinstance(each, str) else COUNTRY(seat=each.seat, count=each.requests) for each in known[:SHOWN]]
    rest = [each.requests for each in known[SHOWN:] if isinstance(each, Country)]
    said += [MORE(n=len(rest), count=sum(rest))] if rest else []
    said += [NOT_KNOWN(count=each.requests) for each in countries if isinstance(each, Country) and not each.seat]
    return _in_a_row(said)


def _in_a_row(said: Sequence[Message]) -> Message:
    return said[0] if len(said) == 1 else PAIR(first=said[0], rest=_in_a_row(said[1:]))


def limits_of(found: Sequence[Receiver], lists: Lookup | None) -> tuple[Message, ...]:
    """Return what could make the answer harmless or wrong, the gravest first."""
    rented, addresses = sum(each.owner.category in RENTED for each in found), sum(each.is_address for each in found)
    share = share_readable(found)
    return (
        SEAT(),
        WORK(),
        *((DARK(share=1 - share),) if share is not None and share < 1 else ()),
        *((HIRED(n=rented),) if rented else ()),
        *((ADDRESSES(n=addresses),) if addresses else ()),
        *(_of_lists(found, lists) if lists else ()),
    )


def _of_lists(found: Sequence[Receiver], lists: Lookup) -> list[Message]:
    decided = Counter(each.owner.list for each in found)
    return [
        AGE(date=each.date)
        if each.name == NAME
        else BROUGHT(name=each.name, n=decided[each.name], date=DATE(date=each.date) if each.date else NO_DATE())
        for each in lists.lists
    ]


def steps_for(found: Sequence[Receiver]) -> tuple[Message, ...]:
    """Return what the reader can do next."""
    unknown = sum(not each.owner.name for each in found)
    return (LOOK.step, *((OWN_LIST(n=unknown),) if unknown else ()))
