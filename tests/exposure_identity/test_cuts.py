"""The smallest sets are those that brute force finds; every one is a witness that a second program accepts."""

from pathlib import Path

import numpy as np
import pytest
from account_graphs import cyclic, fewest, given, graph_of

from counterwatch.exposure.identity.cuts import Cut, smallest_lockouts, smallest_seizures
from counterwatch.exposure.identity.index import Index, index_of
from counterwatch.exposure.identity.witness import lets_in, locks_out

BLOCKS = range(20)


def first(cuts: list[Cut]) -> int | None:
    return cuts[0].cost if cuts else None


def named(index: Index, cut: Cut) -> list[str]:
    return [index.ids[each] for each in cut.taken]


def test_the_ten_given_graphs_have_their_published_optima(shared: Path) -> None:
    for each in given(shared):
        routes = [(int(head), needs) for head, ways in each["routes"].items() for needs in ways]
        index = index_of(graph_of(each["leaves"], routes, each["n"]))
        weights = dict(enumerate(each["cost"]))
        assert first(smallest_seizures(index, [each["target"]], weights=weights)) == each["min_seize_cost"]
        assert first(smallest_lockouts(index, [each["target"]], weights=weights)) == each["min_lockout_cost"]


@pytest.mark.parametrize("block", BLOCKS)
def test_a_thousand_graphs_with_loops_agree_with_brute_force(block: int) -> None:
    for seed in range(50 * block, 50 * block + 50):
        graph, target = cyclic(seed)
        index, rng = index_of(graph), np.random.default_rng(seed)
        costs = {each.id: int(rng.integers(1, 10)) for each in graph.factors}
        weights = {index.number[id]: cost for id, cost in costs.items()}
        seized, lost = (ask(index, [index.number[target]], weights=weights) for ask in (smallest_seizures, smallest_lockouts))
        assert (seed, first(seized)) == (seed, fewest(graph, target, costs, seize=True))
        assert (seed, first(lost)) == (seed, fewest(graph, target, costs, seize=False))
        assert all(lets_in(graph, named(index, each), target) and each.proven for each in seized)
        assert all(locks_out(graph, named(index, each), target) and each.proven for each in lost)


@pytest.mark.parametrize("seed", range(40))
def test_the_next_sets_are_no_smaller_and_contain_no_other(seed: int) -> None:
    graph, target = cyclic(seed)
    index = index_of(graph)
    for ask in (smallest_seizures, smallest_lockouts):
        cuts = ask(index, [index.number[target]], top=4)
        assert [each.cost for each in cuts] == sorted(each.cost for each in cuts)
        sets = [frozenset(each.taken) for each in cuts]
        assert not any(one <= other for number, one in enumerate(sets) for other in sets[number + 1 :])


def test_two_accounts_that_recover_each_other_open_nothing() -> None:
    index = index_of(graph_of(1, [(1, [2]), (2, [1])], 3))
    assert smallest_seizures(index, [1]) == []
    assert smallest_lockouts(index, [1]) == []


def test_a_loop_beside_a_password_rests_on_the_password() -> None:
    index = index_of(graph_of(1, [(1, [2]), (2, [1]), (1, [0])], 3))
    assert [each.taken for each in smallest_lockouts(index, [2])] == [(0,)]
    assert [each.taken for each in smallest_seizures(index, [2])] == [(0,)]


def test_of_two_ways_both_must_be_lost_and_either_can_be_seized() -> None:
    index = index_of(graph_of(3, [(3, [0, 1]), (3, [2])], 4))
    assert {each.taken for each in smallest_lockouts(index, [3])} == {(0, 2), (1, 2)}
    assert [each.taken for each in smallest_seizures(index, [3])] == [(2,), (0, 1)]
