"""Captures from which nothing can be asked, and the same capture told in another way; for every check that reads `Watched`."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from counterwatch.exposure.owner import Owner
from counterwatch.exposure.table import Endpoint, Request, Traffic, Watched

HIDDEN = Request(locator="packet 1", endpoint=Endpoint(host="hidden.example", port=443), protocol="quic", unreadable={"quic": 1200})
ADDRESS = replace(HIDDEN, locator="packet 2", endpoint=Endpoint(host="203.0.113.7", port=443, is_address=True))


def with_requests(requests: Iterable[Request], name: str = "few") -> Traffic:
    """Return requests as a capture that can be read as often as needed."""
    kept = tuple(requests)
    return Traffic(name=name, requests=lambda: iter(kept))


def starved_watched() -> Iterator[tuple[str, Watched]]:
    """Yield captures without requests, or with requests of which neither content nor receiver is known."""
    yield "nothing sent", Watched(traffic=with_requests([]))
    yield "nothing known of one request", Watched(traffic=with_requests([HIDDEN]))
    home = Endpoint(host="127.0.0.1", port=80, is_address=True)
    yield "nothing left the device", Watched(traffic=with_requests([replace(HIDDEN, endpoint=home, unreadable={}, parts=(("body", b"text"),))]))
    yield "nothing known of many requests", Watched(traffic=with_requests([HIDDEN, ADDRESS] * 50))


def empty_watched() -> Watched:
    """Return a capture of nobody and nothing."""
    return Watched(traffic=with_requests([]))


def renamed_watched(table: Watched) -> Watched:
    """Return the same capture with other names for itself and its hosts; names keep their order."""
    requests = list(table.traffic.requests())
    hosts = sorted({each.endpoint.host for each in requests if not each.endpoint.is_address})
    told = {host: f"h{number:03}.xn--e1afmkfd.test" for number, host in enumerate(hosts)}
    known = {new: host for host, new in told.items()}

    def owner_of(endpoint: Endpoint) -> Owner:
        return table.owner(replace(endpoint, host=known.get(endpoint.host, endpoint.host)))

    moved = (replace(each, endpoint=replace(each.endpoint, host=told.get(each.endpoint.host, each.endpoint.host))) for each in requests)
    return replace(table, traffic=with_requests(moved, "某"), owner=owner_of)


def stacked_watched(one: Watched, other: Watched) -> Watched:
    """Return the requests of two captures as one."""
    return replace(other, traffic=with_requests([*one.traffic.requests(), *other.traffic.requests()], "both"))


def turned_watched(table: Watched) -> Watched:
    """Return a capture told from its end."""
    return replace(table, traffic=with_requests([*table.traffic.requests()][::-1], table.traffic.name))
