"""Loops: accounts that recover each other, directly or round a corner. Only inside one can access seem to support itself."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from counterwatch.exposure.identity.index import Index


def loops(index: Index, nodes: Collection[int]) -> dict[int, frozenset[int]]:
    """Return for each of some nodes those in its strongly connected part, itself included."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    order = sorted(nodes)
    place = {each: number for number, each in enumerate(order)}
    links = [(place[need], place[each]) for each in order for way in index.ways[each] for need in index.needs[way] if need in place]
    ends = np.asarray(links, dtype=np.int64).reshape(-1, 2)
    matrix = coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(len(order), len(order)))
    _, part = connected_components(matrix, directed=True, connection="strong")
    members: dict[int, list[int]] = {}
    for each, number in zip(order, part.tolist(), strict=True):
        members.setdefault(number, []).append(each)
    whole = {number: frozenset(each) for number, each in members.items()}
    return {each: whole[number] for each, number in zip(order, part.tolist(), strict=True)}
