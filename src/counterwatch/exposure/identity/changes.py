"""What could be changed: a further way in by a new thing, alone or together with a secret one has; or a way of recovery taken out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from counterwatch.core import Message, Template
from counterwatch.exposure.identity.graph import Factor, FactorKind, Graph, Route
from counterwatch.exposure.identity.index import Index
from counterwatch.exposure.identity.labels import printable

PAPER = Template("exposure.changes.paper", "recovery codes on paper, kept elsewhere")
PASSKEY = Template("exposure.changes.passkey", "a second passkey on a key that is kept elsewhere")
EMAIL = Template("exposure.changes.email", "a second mailbox in another jurisdiction")
CONTACT = Template("exposure.changes.contact", "a person abroad who can vouch for you")
ALONE = Template("exposure.changes.alone", "let {thing} open {account}")
TOGETHER = Template("exposure.changes.together", "let {thing} open {account}, together with {secret}")
TAKE_OUT = Template("exposure.changes.take_out", "take out the way of recovery into {account} by {thing}")
NEW: tuple[tuple[FactorKind, Template, int], ...] = (("paper", PAPER, 1), ("email", EMAIL, 2), ("contact", CONTACT, 2), ("passkey", PASSKEY, 3))
"""What can be got, by kind, in words, and what getting it costs; a unit is about an hour or the price of a meal."""
OPENING, WITH_SECRET, TAKING_OUT = 1, 2, 1
SECRETS = ("password", "passkey", "device")
MOST_ACCOUNTS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change: a way `added` (by the new thing `gets`, if it takes one, which is paid once), or the way number `dropped` of the graph."""

    said: Message
    cost: int
    added: Route | None = None
    gets: Factor | None = None
    dropped: int | None = None


NAMES = {kind: name for kind, name, _ in NEW}
COST_OF = {kind: cost for kind, _, cost in NEW}


def candidates(index: Index, accounts: Sequence[int], taken: Collection[int]) -> list[Change]:
    """Return the changes that could help some accounts; a secret to be used together is none that is `taken` in a scenario."""
    secret = next((each for kind in SECRETS for each in index.factors if index.graph.factors[each].kind == kind and each not in taken), None)
    return [each for account in accounts[:MOST_ACCOUNTS] for each in (*_added(index, account, secret), *_dropped(index, account))]


def _added(index: Index, account: int, secret: int | None) -> Iterator[Change]:
    id, called = index.ids[account], printable(index.called(account))
    for kind, name, _ in NEW:
        new = Factor(id=_fresh(index, kind), kind=kind)
        route = Route(account=id, needs=(new.id,), kind="recovery")
        yield Change(said=ALONE(thing=name(), account=called), cost=OPENING, added=route, gets=new)
        if secret is not None:
            said = TOGETHER(thing=name(), account=called, secret=printable(index.called(secret)))
            yield Change(said=said, cost=WITH_SECRET, added=replace(route, needs=(new.id, index.ids[secret])), gets=new)


def _dropped(index: Index, account: int) -> Iterator[Change]:
    for way in index.ways[account]:
        if index.graph.routes[way].kind == "recovery" and len(index.ways[account]) > 1:
            things = ", ".join(printable(index.called(each)) for each in index.needs[way])
            yield Change(said=TAKE_OUT(account=printable(index.called(account)), thing=things), cost=TAKING_OUT, dropped=way)


def _fresh(index: Index, kind: str) -> str:
    id = f"new {kind}"
    while id in index.number:
        id = f"{id} again"
    return id


def changed(graph: Graph, chosen: Sequence[Change]) -> Graph:
    """Return a graph after some changes."""
    gone = {each.dropped for each in chosen}
    routes = [each for number, each in enumerate(graph.routes) if number not in gone]
    new = {each.gets.id: each.gets for each in chosen if each.gets is not None}
    added = [each.added for each in chosen if each.added is not None]
    return replace(graph, factors=(*graph.factors, *new.values()), routes=(*routes, *added))


def price(chosen: Sequence[Change]) -> int:
    """Return what some changes cost together; a new thing is paid once."""
    new = {each.gets.id: COST_OF[each.gets.kind] for each in chosen if each.gets is not None}
    return sum(each.cost for each in chosen) + sum(new.values())
