"""The cheapest changes are those that trying all of them finds, and after them the accounts survive: a second program says so."""

import itertools
from collections.abc import Sequence

import pytest
from account_graphs import cyclic

from counterwatch.exposure.identity.changes import Change, candidates, changed, price
from counterwatch.exposure.identity.fixes import Fix, cheapest_fixes
from counterwatch.exposure.identity.graph import Graph
from counterwatch.exposure.identity.index import index_of
from counterwatch.exposure.identity.witness import opens


def exposure(graph: Graph, after: Graph, seizures: Sequence[Sequence[str]], targets: Sequence[str]) -> int:
    """Count the pairs of a seizure and a target that open after some changes and did not before."""
    return sum(target in opens(after, taken) and target not in opens(graph, taken) for taken in seizures for target in targets if target not in taken)


def survives(graph: Graph, losses: Sequence[Sequence[str]], targets: Sequence[str]) -> bool:
    things = {each.id for each in graph.factors}
    return all(target in opens(graph, things, without=loss) for loss in losses for target in targets if target not in loss)


def tried(graph: Graph, losses: list[list[str]], seizures: list[list[str]], targets: list[str], offered: list[Change]) -> list[tuple[int, int]]:
    """Return the front of cost and exposure by trying every set of changes."""
    every = [chosen for size in range(len(offered) + 1) for chosen in itertools.combinations(offered, size)]
    good = {
        (price(chosen), exposure(graph, after, seizures, targets)) for chosen in every if survives(after := changed(graph, chosen), losses, targets)
    }
    return sorted(each for each in good if not any(other != each and other[0] <= each[0] and other[1] <= each[1] for other in good))


@pytest.mark.parametrize("seed", range(60))
def test_the_front_is_what_trying_everything_finds(seed: int) -> None:
    graph, target = cyclic(seed)
    index = index_of(graph)
    losses = [[each.id] for each in graph.factors[:2]]
    offered = candidates(index, [index.number[target]], index.numbers([graph.factors[0].id]))[:9]
    seizures = [[each.id] for each in graph.factors]
    new = sorted({each.gets.id for each in offered if each.gets})
    front: list[Fix] = cheapest_fixes(graph, losses, seizures, [target], offered)
    expected = tried(graph, losses, [*seizures, *([each] for each in new)], [target], offered)
    assert [(each.cost, each.exposure) for each in front] == expected
    for each in front:
        assert each.proven
        assert survives(changed(graph, each.chosen), losses, [target])
