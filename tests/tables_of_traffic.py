"""Captures from which nothing can be asked, and the same capture told in another way."""

from collections.abc import Iterator
from dataclasses import replace

from counterwatch.exposure.leaks.worlds import HOSTS, PERSONA, capture, owner
from counterwatch.exposure.owner import Owner
from counterwatch.exposure.persona import Persona
from counterwatch.exposure.table import Endpoint, Request, Watched

HIDDEN = Request(locator="packet 1", endpoint=Endpoint(host="hidden.example", port=443), protocol="quic", unreadable={"quic": 1200})


def watched(requests: list[Request], persona: Persona = PERSONA) -> Watched:
    """Return requests as a capture of the invented persona."""
    return Watched(traffic=capture("few", requests), persona=persona, owner=owner)


def starved_traffic() -> Iterator[tuple[str, Watched]]:
    """Yield captures without requests, or with nothing that can be read."""
    yield "nothing sent", watched([])
    yield "nothing readable", watched([HIDDEN, replace(HIDDEN, locator="packet 2")])
    home = Endpoint(host="127.0.0.1", port=80)
    yield "nothing left the device", watched([replace(HIDDEN, endpoint=home, unreadable={}, parts=(("body", b"amina.tursun@example.org"),))])


def empty_traffic() -> Watched:
    """Return a capture of nobody and nothing."""
    return watched([], Persona())


def renamed_traffic(table: Watched) -> Watched:
    """Return the same with other hosts; names keep their order."""
    told = {host: f"{'abcde'[number]}.xn--{number}.test" for number, host in enumerate(sorted(HOSTS))}
    known = {host: old for old, host in told.items()}

    def owner_of(endpoint: Endpoint) -> Owner:
        return table.owner(replace(endpoint, host=known.get(endpoint.host, endpoint.host)))

    requests = [replace(each, endpoint=replace(each.endpoint, host=told[each.endpoint.host])) for each in table.traffic.requests()]
    return replace(table, traffic=capture("某", requests), owner=owner_of)


def stacked_traffic(one: Watched, other: Watched) -> Watched:
    """Return the requests of two captures as one."""
    return replace(other, traffic=capture("both", [*one.traffic.requests(), *other.traffic.requests()]))


def turned_traffic(table: Watched) -> Watched:
    """Return a capture told from its end."""
    return replace(table, traffic=capture(table.traffic.name, list(table.traffic.requests())[::-1]))
