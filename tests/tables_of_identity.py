"""Graphs of accounts from which nothing can be asked, and the same graph told in another way."""

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from counterwatch.exposure.identity.graph import Account, Factor, Graph, Route

PASSWORD = Factor(id="password", kind="password")


def starved_graphs() -> Iterator[tuple[str, Graph]]:
    """Yield graphs without accounts, without ways in, with loops only, or with nothing important."""
    account, other = Account(id="one", importance=3), Account(id="other", importance=3)
    yield "nothing", Graph()
    yield "things only", Graph(factors=(PASSWORD,))
    yield "no way in", Graph(factors=(PASSWORD,), accounts=(account,))
    loop = (Route(account="one", needs=("other",)), Route(account="other", needs=("one",)))
    yield "loops only", Graph(factors=(PASSWORD,), accounts=(account, other), routes=loop)
    yield "nothing important", Graph(
        factors=(PASSWORD,), accounts=(Account(id="one"),), routes=(Route(account="one", needs=("password",)),)
    )  # fmt: skip


def with_ids(graph: Graph, name: Callable[[str], str]) -> Graph:
    """Return a graph with other ids; authorities are renamed alike."""

    def told(node: Factor | Account) -> Factor | Account:
        return replace(node, id=name(node.id), revocable_by=node.revocable_by and name(node.revocable_by))

    routes = tuple(replace(each, account=name(each.account), needs=tuple(map(name, each.needs))) for each in graph.routes)
    return replace(graph, factors=tuple(map(told, graph.factors)), accounts=tuple(map(told, graph.accounts)), routes=routes)


def renamed_graph(graph: Graph) -> Graph:
    """Return the same graph with ids in another script."""
    return with_ids(graph, lambda word: f"某{word}")


def stacked_graphs(one: Graph, other: Graph) -> Graph:
    """Return two graphs side by side."""
    first, second = with_ids(one, lambda word: f"a {word}"), with_ids(other, lambda word: f"b {word}")
    return replace(
        second,
        factors=(*first.factors, *second.factors), accounts=(*first.accounts, *second.accounts), routes=(*first.routes, *second.routes),
    )  # fmt: skip


def turned_graph(graph: Graph) -> Graph:
    """Return the same graph told from its end."""
    routes = tuple(replace(each, needs=each.needs[::-1]) for each in graph.routes[::-1])
    return replace(graph, factors=graph.factors[::-1], accounts=graph.accounts[::-1], routes=routes)
