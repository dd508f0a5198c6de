"""What a capture holds, read once from its beginning to its end: who was sent which identifier, how often, and how much could be read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from counterwatch.exposure.leaks.leak import Leak, is_own, leaks, shown_host
from counterwatch.exposure.leaks.search import Search
from counterwatch.exposure.owner import Owner
from counterwatch.exposure.persona import Kind
from counterwatch.exposure.table import Endpoint, Request, Unreadable, Watched

FIRST = 20
"""Leaks of which the place is kept, for each identifier and recipient."""


@dataclass(slots=True, kw_only=True)
class Sent:
    """One identifier that was sent to one recipient: the owner of endpoints, or a host whose owner is not known."""

    label: str
    kind: Kind
    owner: Owner
    recipient: str
    requests: int = 0
    hosts: Counter[str] = field(default_factory=Counter)
    ways: dict[tuple[str, ...], Leak] = field(default_factory=dict)
    often: Counter[tuple[str, ...]] = field(default_factory=Counter)
    first: list[Leak] = field(default_factory=list)

    def add(self, found: list[Leak]) -> None:
        """Count one request that holds this identifier."""
        self.requests += 1
        self.hosts[found[0].endpoint.host] += 1
        for leak in found:
            way = (leak.form, leak.digest, *leak.path)
            self.ways.setdefault(way, leak)
            self.often[way] += 1
            if len(self.first) < FIRST:
                self.first.append(leak)

    @property
    def plainest(self) -> Leak:
        """The leak that shows most: exact before coarse before hashed, then the shortest way to read it."""
        order = {"exact": 0, "coarse": 1, "hashed, guessable": 2}
        return min(self.ways.values(), key=lambda each: (order[each.exactness], len(each.path), each.path, each.digest, each.form))


@dataclass(slots=True, kw_only=True)
class Tally:
    """A capture in numbers.

    `unreadable` counts bytes by reason, `own` the requests to the device itself, `cut` those in which a limit was met, `met` which.
    """

    search: Search
    requests: int = 0
    readable: int = 0
    unreadable: Counter[Unreadable] = field(default_factory=Counter)
    own: int = 0
    cut: int = 0
    met: set[str] = field(default_factory=set)
    sent: dict[tuple[str, str], Sent] = field(default_factory=dict)

    @property
    def out(self) -> int:
        """How many bytes went out."""
        return self.readable + self.unreadable.total()


def tally(watched: Watched) -> Tally:
    """Read a capture once, and return what was sent to whom."""
    counted = Tally(search=Search(watched.persona))
    known: dict[Endpoint, tuple[Owner, Endpoint]] = {}
    for request in watched.traffic.requests():
        if is_own(request.endpoint):
            counted.own += 1
            continue
        if request.endpoint not in known:
            shown = replace(request.endpoint, host=shown_host(request.endpoint.host, counted.search))
            known[request.endpoint] = (watched.owner(request.endpoint), shown)
        _count(counted, request, *known[request.endpoint])
    return counted


def _count(counted: Tally, request: Request, owner: Owner, shown: Endpoint) -> None:
    counted.requests += 1
    counted.readable += request.readable
    counted.unreadable.update(request.unreadable)
    found, met = leaks(request, counted.search, shown)
    counted.cut += bool(met)
    counted.met |= met
    for label in dict.fromkeys(each.label for each in found):
        mine = [each for each in found if each.label == label]
        recipient = owner.name or shown.host
        sent = counted.sent.setdefault(
            (label, recipient), Sent(label=label, kind=mine[0].kind, owner=owner, recipient=recipient)
        )  # fmt: skip
        sent.add(mine)
