"""A leak: one identifier in one part of one request, how it is read there, and to whom it went."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from counterwatch.exposure.leaks.forms import Exactness
from counterwatch.exposure.leaks.search import Found, Search
from counterwatch.exposure.leaks.views import Step
from counterwatch.exposure.persona import Kind
from counterwatch.exposure.table import Endpoint, Request

OWN_NAMES = ("localhost", "localhost.localdomain")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """An identifier by its label, never its value; `locator` and `part` say where it stands, `path` which steps lead to it."""

    label: str
    kind: Kind
    form: str
    exactness: Exactness
    locator: str
    part: str
    endpoint: Endpoint
    digest: str = ""
    path: tuple[Step, ...] = ()

    @property
    def way(self) -> tuple[str, str, tuple[Step, ...]]:
        """In which form and digest it went, and inside what."""
        return self.form, self.digest, self.path


def leaks(request: Request, search: Search, shown: Endpoint) -> tuple[list[Leak], set[str]]:
    """Return the leaks in the parts of a request, and the codes of the limits that were met; `shown` is its endpoint without what identifies."""
    found, met = list[Leak](), set[str]()
    for part, data in request.parts:
        searched = search(data)
        met |= searched.met
        found += [_leak(each, request.locator, shown_part(part, search), shown) for each in searched.found]
    return found, met


def is_own(endpoint: Endpoint) -> bool:
    """Return whether an endpoint is the device itself: what goes there goes nowhere."""
    host = endpoint.host.strip("[]").rstrip(".").lower()
    if host in OWN_NAMES or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def shown_host(host: str, search: Search) -> str:
    """Return the name of a host without what in it identifies: its longest ending in which nothing is found, after an ellipsis."""
    labels = host.split(".")
    for number in range(len(labels)):
        ending = ".".join(labels[number:])
        if not search.tells(ending):
            return f"….{ending}" if number else ending
    return "…"


def shown_part(part: str, search: Search) -> str:
    """Return what a part is called; a header whose name identifies is only a header."""
    return part.partition(":")[0] if search.tells(part) else part


def _leak(found: Found, locator: str, part: str, endpoint: Endpoint) -> Leak:
    return Leak(
        label=found.label, kind=found.kind, form=found.form, exactness=found.exactness, digest=found.digest, path=found.path,
        locator=locator, part=part, endpoint=endpoint,
    )  # fmt: skip
