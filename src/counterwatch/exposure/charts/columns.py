"""Places of a layered picture: what rests on nothing at the left, what rests on it further right, lines crossing as little as some sweeps allow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Place = tuple[float, float]
SWEEPS = 12
DEEPEST = 3


def columns_of(nodes: Sequence[int], ways: Sequence[tuple[int, Sequence[int]]]) -> Mapping[int, Place]:
    """Return column and row of each node; `ways` are (node, what it rests on). The same every time; loops are allowed."""
    column = _depths(nodes, ways)
    near: dict[int, list[int]] = {each: [] for each in nodes}
    for node, needs in ways:
        for each in needs:
            near[node].append(each)
            near[each].append(node)
    stacks = [[each for each in nodes if column[each] == depth] for depth in sorted(set(column.values()))]
    tallest = max(map(len, stacks))
    rows = {each: float(row) for stack in stacks for row, each in enumerate(stack)}
    for sweep in range(SWEEPS):
        for stack in stacks if sweep % 2 else stacks[::-1]:
            stack.sort(key=lambda each: (sum(rows[other] for other in near[each]) / len(near[each]) if near[each] else rows[each], each))
            rows.update(_spread(stack, tallest))
    return {each: (float(place), rows[each]) for place, stack in enumerate(stacks) for each in stack}


def _spread(stack: Sequence[int], tallest: int) -> dict[int, float]:
    """Return rows that fill the height of the tallest column evenly."""
    step = tallest / len(stack)
    return {each: (number + 0.5) * step - 0.5 for number, each in enumerate(stack)}


def _depths(nodes: Sequence[int], ways: Sequence[tuple[int, Sequence[int]]]) -> dict[int, int]:
    """Return how far each node is from what rests on nothing, by its longest way without a loop, at most three columns."""
    headed = {node for node, _ in ways}
    depth = dict.fromkeys(nodes, 0) | dict.fromkeys(headed, 1)
    for _ in range(DEEPEST):
        for node, needs in ways:
            inner = [depth[each] for each in needs if each in headed and each != node]
            if inner:
                depth[node] = max(depth[node], min(max(inner) + 1, DEEPEST))
    return depth
