"""Casebooks of which nothing can be asked, and the same casebook told in another way."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from msgspec.structs import replace as with_

from counterwatch.incidents.incident import Act, Incident, Where
from counterwatch.incidents.table import Incidents
from counterwatch.incidents.when import when

BARE = Incident(id="one", date=when("some time ago"), where=Where(), acts=(Act(tactic="TD.direct_threat"),))


def starved_incidents() -> Iterator[tuple[str, Incidents]]:
    """Yield casebooks without incidents, or with incidents of which hardly anything is known."""
    yield "nothing", empty_incidents()
    yield "one bare incident", Incidents(name="few", every=(BARE,))
    yield "many bare incidents", Incidents(name="few", every=tuple(with_(BARE, id=f"{n}") for n in range(50)))
    yield "withdrawn and totals only", Incidents(name="few", every=(with_(BARE, status="withdrawn"), with_(BARE, id="two", status="aggregate")))


def empty_incidents() -> Incidents:
    """Return a casebook without any incident."""
    return Incidents(name="nothing")


def with_ids(book: Incidents, name: Callable[[str], str]) -> Incidents:
    """Return a casebook with other ids."""
    return replace(book, every=tuple(with_(each, id=name(each.id)) for each in book.every))


def renamed_incidents(book: Incidents) -> Incidents:
    """Return the same casebook with ids in another script."""
    return with_ids(book, lambda own: f"案{own}")


def stacked_incidents(one: Incidents, other: Incidents) -> Incidents:
    """Return two casebooks as one."""
    return replace(one, every=(*with_ids(one, lambda own: f"a {own}").every, *with_ids(other, lambda own: f"b {own}").every))


def turned_incidents(book: Incidents) -> Incidents:
    """Return the same casebook told from its end."""
    return replace(book, every=book.every[::-1])
