"""Closures agree with a second program, and with what must hold of every graph of accounts."""

import msgspec
import pytest
from account_graphs import cyclic
from hypothesis import given, settings
from hypothesis import strategies as st

from counterwatch.exposure.identity.closures import access, lost_without, opened_by
from counterwatch.exposure.identity.graph import Account, Graph, Route
from counterwatch.exposure.identity.index import index_of
from counterwatch.exposure.identity.witness import opens

SEEDS = st.integers(0, 10_000)


def seized(graph: Graph, ids: list[str]) -> set[str]:
    index = index_of(graph)
    return {index.ids[each] for each in opened_by(index, index.numbers(ids))}


def locked(graph: Graph, ids: list[str]) -> set[str]:
    index = index_of(graph)
    return {index.ids[each] for each in lost_without(index, access(index), index.numbers(ids))}


def changed(graph: Graph, **fields: object) -> Graph:
    return msgspec.structs.replace(graph, **fields)


@pytest.mark.parametrize("seed", range(300))
def test_closures_agree_with_the_second_program(seed: int) -> None:
    graph, target = cyclic(seed)
    index, everything = index_of(graph), {each.id for each in graph.factors}
    opened = access(index)
    assert {id for id, is_open in zip(index.ids, opened.opened, strict=True) if is_open} == opens(graph, everything)
    for taken in ([graph.factors[0].id], [target], [each.id for each in graph.factors[1:]]):
        assert seized(graph, taken) == opens(graph, taken)
        assert locked(graph, taken) == opens(graph, everything) - opens(graph, everything, without=taken)
        without = access(index, without=index.numbers(taken))
        assert {id for id, is_open in zip(index.ids, without.opened, strict=True) if is_open} == opens(graph, everything, without=taken)


@settings(max_examples=80, deadline=None)
@given(SEEDS, st.data())
def test_one_more_way_in_never_shrinks_access_and_never_locks_out(seed: int, data: st.DataObject) -> None:
    graph, target = cyclic(seed)
    ids = [each for each in index_of(graph).ids if each != target]
    needs = tuple(data.draw(st.lists(st.sampled_from(ids), min_size=1, max_size=3, unique=True)))
    more = changed(graph, routes=(*graph.routes, Route(account=target, needs=needs)))
    for each in graph.factors:
        assert seized(graph, [each.id]) <= seized(more, [each.id])
        everything = opens(graph, {factor.id for factor in graph.factors})
        assert locked(more, [each.id]) & everything <= locked(graph, [each.id])


@settings(max_examples=80, deadline=None)
@given(SEEDS)
def test_a_loop_that_stands_alone_changes_nothing(seed: int) -> None:
    graph, target = cyclic(seed)
    loop = (Route(account="one", needs=("other",)), Route(account="other", needs=("one",)), Route(account=target, needs=("one",)))
    more = changed(graph, accounts=(*graph.accounts, Account(id="one"), Account(id="other")), routes=(*graph.routes, *loop))
    for each in graph.factors:
        assert seized(graph, [each.id]) == seized(more, [each.id])
        assert locked(graph, [each.id]) == locked(more, [each.id])


@settings(max_examples=80, deadline=None)
@given(SEEDS, st.randoms(use_true_random=False))
def test_other_names_in_another_order_change_nothing(seed: int, random: object) -> None:
    graph, _ = cyclic(seed)
    name = {each: f"某{number}" for number, each in enumerate(index_of(graph).ids[::-1])}
    routes = [changed_route(each, name) for each in graph.routes]
    random.shuffle(routes)  # type: ignore[attr-defined]
    told = changed(
        graph,
        factors=tuple(msgspec.structs.replace(each, id=name[each.id]) for each in graph.factors[::-1]),
        accounts=tuple(msgspec.structs.replace(each, id=name[each.id]) for each in graph.accounts[::-1]),
        routes=tuple(routes),
    )
    for each in graph.factors:
        assert {name[id] for id in seized(graph, [each.id])} == seized(told, [name[each.id]])
        assert {name[id] for id in locked(graph, [each.id])} == locked(told, [name[each.id]])


def changed_route(route: Route, name: dict[str, str]) -> Route:
    return Route(account=name[route.account], needs=tuple(name[each] for each in route.needs), kind=route.kind)
