"""Graphs for tests: generated ones with cycles, the given ones with brute-forced optima, and brute force itself."""

import itertools
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from counterwatch.exposure.identity.graph import Account, Factor, Graph, Route
from counterwatch.exposure.identity.witness import lets_in, locks_out


def given(shared: Path) -> list[dict[str, Any]]:
    """Return the ten given graphs of the shared data."""
    found: list[dict[str, Any]] = json.loads((shared / "data/exposure/graphs/bruteforce_10.json").read_bytes())
    assert len(found) == 10
    return found


def graph_of(leaves: int, routes: Sequence[tuple[int, Sequence[int]]], count: int) -> Graph:
    """Return a graph whose first nodes are passwords `n0`, `n1`, ... and the rest accounts of the highest importance."""
    return Graph(
        name="made",
        factors=tuple(Factor(id=f"n{each}", kind="password") for each in range(leaves)),
        accounts=tuple(Account(id=f"n{each}", importance=3) for each in range(leaves, count)),
        routes=tuple(Route(account=f"n{head}", needs=tuple(f"n{each}" for each in needs)) for head, needs in routes),
    )


def cyclic(seed: int) -> tuple[Graph, str]:
    """Return a small graph with loops, and one of its accounts that can be opened (or the first, where none can)."""
    rng = np.random.default_rng(seed)
    leaves, accounts = int(rng.integers(2, 7)), int(rng.integers(2, 9))
    count, routes = leaves + accounts, []
    for head in range(leaves, count):
        for _ in range(int(rng.integers(1, 4))):
            others = [each for each in range(count) if each != head]
            routes.append((head, [int(each) for each in rng.choice(others, size=int(rng.integers(1, 4)), replace=False)]))
    return graph_of(leaves, routes, count), f"n{int(rng.integers(leaves, count))}"


def fewest(graph: Graph, target: str, costs: dict[str, int], *, seize: bool) -> int | None:
    """Return the lowest cost of a set of factors that opens a target, or locks out of it, by trying all of them."""
    ids, judge = [each.id for each in graph.factors], lets_in if seize else locks_out
    sets = (each for size in range(1, len(ids) + 1) for each in itertools.combinations(ids, size))
    return min((sum(costs[each] for each in chosen) for chosen in sets if judge(graph, chosen, target)), default=None)
