"""A graph by number, so that closures over thousands of accounts take milliseconds: things first, then accounts, ways in by account."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from counterwatch.exposure.identity.graph import Account, Factor, Graph


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Index:
    """`ids` holds the factors, then the accounts; `heads[r]` is the account that way `r` opens and `needs[r]` what it takes.

    `uses[n]` are the ways that need node `n`, `ways[n]` the ways into it. Raises `KeyError` where a way names what is not there.
    """

    graph: Graph
    ids: tuple[str, ...]
    number: dict[str, int]
    heads: tuple[int, ...]
    needs: tuple[tuple[int, ...], ...]
    uses: tuple[tuple[int, ...], ...]
    ways: tuple[tuple[int, ...], ...]

    @property
    def factors(self) -> range:
        """The numbers of the factors."""
        return range(len(self.graph.factors))

    @property
    def accounts(self) -> range:
        """The numbers of the accounts."""
        return range(len(self.graph.factors), len(self.ids))

    def node(self, number: int) -> Factor | Account:
        """Return a factor or an account by its number."""
        first = len(self.graph.factors)
        return self.graph.factors[number] if number < first else self.graph.accounts[number - first]

    def called(self, number: int) -> str:
        """Return what a node is called."""
        return self.node(number).label or self.ids[number]

    def numbers(self, ids: Iterable[str]) -> list[int]:
        """Return the numbers of some ids."""
        return [self.number[each] for each in ids]

    def takeable(self) -> list[int]:
        """Return what can be taken away: every factor, and the accounts that somebody can close."""
        return [*self.factors, *(each for each in self.accounts if self.node(each).revocable_by)]

    def important(self, least: int) -> list[int]:
        """Return the accounts of an importance or more, the most important first."""
        found = [(-each.importance, number) for number, each in zip(self.accounts, self.graph.accounts, strict=True) if each.importance >= least]
        return [number for _, number in sorted(found)]


def index_of(graph: Graph) -> Index:
    """Return a graph by number."""
    ids = (*(each.id for each in graph.factors), *(each.id for each in graph.accounts))
    number = {each: place for place, each in enumerate(ids)}
    uses: list[list[int]] = [[] for _ in ids]
    ways: list[list[int]] = [[] for _ in ids]
    needs = []
    for place, route in enumerate(graph.routes):
        needs.append(tuple(sorted({number[each] for each in route.needs})))
        ways[number[route.account]].append(place)
        for each in needs[-1]:
            uses[each].append(place)
    heads = tuple(number[route.account] for route in graph.routes)
    return Index(
        graph=graph, ids=ids, number=number, heads=heads, needs=tuple(needs), uses=tuple(map(tuple, uses)), ways=tuple(map(tuple, ways))
    )  # fmt: skip


def ancestors(index: Index, targets: Iterable[int]) -> set[int]:
    """Return the targets and everything that some way into them needs, however far."""
    found = set(targets)
    waiting = list(found)
    while waiting:
        for way in index.ways[waiting.pop()]:
            fresh = [each for each in index.needs[way] if each not in found]
            found.update(fresh)
            waiting += fresh
    return found
