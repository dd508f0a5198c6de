"""Places for the points of a network: linked points near each other, parts that do not hang together side by side, the same every time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

SEED = 20_210_926
STEPS, CLOSE_ENOUGH = 200, 1e-5
ROOM = 1.2
"""Space around each part, in lengths of a link."""
WIDER = 1.4
APART = 0.5
"""Neighbours on paper are about so far apart at least: a part in which everything is linked grows until its points can be told apart."""
ROUND = 1.1
"""Below this ratio of its variances a part is as wide as it is long; turning it would follow rounding errors, not the part."""


def positions(count: int, links: Integers) -> Floats:
    """Return x and y for each of `count` points; `links` has a row per link with the numbers of its two points.

    Every part that hangs together is laid out by stress majorization (Gansner, Koren & North 2005): distances on paper follow the number
    of links between two points. A link is about one unit long. The start is fixed, so the same network always looks the same.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components, shortest_path

    ends = np.asarray(links, dtype=np.int64).reshape(-1, 2)
    graph = coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(count, count)).tocsr()
    _, part = connected_components(graph, directed=False)
    members = [np.flatnonzero(part == each) for each in range(int(part.max(initial=-1)) + 1)]
    placed = [_roomy(_unfolded(shortest_path(graph[each][:, each], directed=False, unweighted=True))) for each in members]
    found = np.zeros((count, 2))
    for index, corner, places in zip(members, _corners([_size(each) for each in placed]), placed, strict=True):
        found[index] = corner + places
    return found


def _unfolded(distances: Floats) -> Floats:
    """Return places whose distances come near the given ones, weighted by 1 / distance squared."""
    count = len(distances)
    if count == 1:
        return np.zeros((1, 2))
    apart = distances + np.eye(count)
    weight = apart**-2 - np.eye(count)
    laplacian = np.diag(weight.sum(axis=1)) - weight
    solve, places, before = np.linalg.inv(laplacian + 1 / count), _start(distances), np.inf
    for _ in range(STEPS):
        lengths = np.sqrt(((places[:, None] - places[None]) ** 2).sum(axis=-1)) + np.eye(count)
        stress = float((weight * (lengths - apart) ** 2).sum())
        if before - stress <= CLOSE_ENOUGH * stress:
            break
        pull = weight * distances / np.maximum(lengths, 1e-9)
        places, before = solve @ (np.diag(pull.sum(axis=1)) - pull) @ places, stress
    return places


def _start(distances: Floats) -> Floats:
    # The two main directions of classical scaling. Iterated from a fixed start: in a clique all directions are equal, and a
    # decomposition would pick another pair on every processor.
    squares = distances**2
    centred = -0.5 * (squares - squares.mean(axis=0) - squares.mean(axis=1)[:, None] + squares.mean())
    basis = np.random.default_rng(SEED).normal(size=(len(distances), 2))
    for _ in range(50):
        basis, stretch = np.linalg.qr(centred @ basis)
    return np.asarray(basis * np.sqrt(np.abs(np.diag(stretch))))


def _roomy(places: Floats) -> Floats:
    """Return a part, turned, in which half of the points have no other nearer than `APART`."""
    from scipy.spatial import KDTree

    nearest = KDTree(places).query(places, k=2)[0][:, 1] if len(places) > 1 else np.ones(1)
    return _turned(places * max(1.0, APART / max(float(np.median(nearest)), 1e-3)))


def _turned(places: Floats) -> Floats:
    """Return a part with its long side level and its lower left corner at the origin."""
    spread = np.cov(places.T, bias=True) if len(places) > 1 else np.eye(2)
    sizes, axes = np.linalg.eigh(spread)
    if sizes[1] > ROUND * sizes[0]:
        long = axes[:, 1] * (1 if axes[0, 1] >= 0 else -1)
        places = places @ np.array([[long[0], -long[1]], [long[1], long[0]]])
    return np.asarray(places - places.min(axis=0))


def _size(places: Floats) -> Floats:
    return np.asarray(places.max(axis=0) + ROOM)


def _corners(sizes: list[Floats]) -> list[Floats]:
    """Return the lower left corner of each part on shelves: the tallest on top, as wide together as a page is to its height."""
    if not sizes:
        return []
    width = max(float(np.sqrt(WIDER * sum(each.prod() for each in sizes))), *(float(each[0]) for each in sizes))
    corners, x, top, shelf = [np.zeros(2) for _ in sizes], 0.0, 0.0, 0.0
    for part in sorted(range(len(sizes)), key=lambda each: (-round(float(sizes[each][1]), 6), each)):
        across, up = sizes[part]
        if x and x + across > width:
            x, top, shelf = 0.0, top - shelf, 0.0
        corners[part] = np.array([x, top - up]) + ROOM / 2
        x, shelf = x + across, max(shelf, up)
    return corners
