"""Communities of accounts by the pairs that stand out: the same for the same pairs, however accounts are called."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterwatch.coordination.synchrony.line import Ints


def communities(a: Ints, b: Ints, weight: NDArray[np.float64], order: Ints, *, seed: int = 0) -> Ints:
    """Return the Leiden community of each account, -1 for those without a pair; communities of one account are none.

    `order` gives the accounts' places in an order that does not depend on their names: the search starts from it.
    """
    from graspologic_native import leiden

    found = np.full(len(order), -1)
    if not len(a):
        return found
    one, other = np.minimum(order[a], order[b]), np.maximum(order[a], order[b])
    sequence = np.lexsort((other, one))
    edges = [(str(x), str(y), float(w)) for x, y, w in zip(one[sequence], other[sequence], weight[sequence], strict=True)]
    _, placed = leiden(edges, seed=seed, trials=1, iterations=2)
    by_place = np.argsort(order)
    for place, community in placed.items():
        found[by_place[int(place)]] = community
    return numbered(found, order)


def numbered(community: Ints, order: Ints) -> Ints:
    """Return communities numbered by size, the largest first, and of equal ones by their first account."""
    members = np.flatnonzero(community >= 0)
    if not len(members):
        return community
    labels, place = np.unique(community[members], return_inverse=True)
    size, first = np.bincount(place), np.full(len(labels), len(order))
    np.minimum.at(first, place, order[members])
    rank = np.empty(len(labels), np.int64)
    rank[np.lexsort((first, -size))] = np.arange(len(labels))
    result = np.full(len(community), -1)
    result[members] = rank[place]
    return result


def stability(a: Ints, b: Ints, weight: NDArray[np.float64], order: Ints, community: Ints, *, seeds: int = 20) -> dict[int, float]:
    """Return, by community, the share of its pairs of members that other seeds put together too."""
    members = {int(each): np.flatnonzero(community == each) for each in np.unique(community[community >= 0])}
    kept = dict.fromkeys(members, 0.0)
    for seed in range(1, seeds + 1):
        other = communities(a, b, weight, order, seed=seed)
        for each, mine in members.items():
            sizes = np.bincount(other[mine] + 1)[1:]
            pairs = len(mine) * (len(mine) - 1)
            kept[each] += float((sizes * (sizes - 1)).sum() / pairs) if pairs else 1.0
    return {each: total / seeds for each, total in kept.items()}
