"""Where the bars and ribbons of a flow stand: columns of nodes whose height is what passes through them, and curved areas between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SLOT = 17.0
"""Units up that a label needs: a node whose height is less stands in the middle of so much room."""
ACROSS = 100.0
BAR = 1.4
"""Units across of a bar, on a scale from 0 to 100."""
BENDS = 16
"""Pieces of a curve; also how many strokes a hatched ribbon has."""
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A bar: its column, its key, and where it stands (`top` below the upper edge, `height` for what passes, `slot` with room for a label)."""

    column: int
    key: str
    top: float
    height: float
    middle: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ribbon:
    """An area from one bar to the next; its lower part, of the height `dark`, is hatched."""

    left: Node
    right: Node
    left_top: float
    right_top: float
    height: float
    dark: float


def nodes(paths: Mapping[Path, float], scale: float) -> dict[tuple[int, str], Node]:
    """Return the bars of all columns; `paths` gives how much goes along each way through the columns, `scale` units up for one of it."""
    placed: dict[tuple[int, str], Node] = {}
    tall = max(_height(weights, scale) for weights in _columns(paths))
    for column, weights in enumerate(_columns(paths)):
        # A column that needs less room stands in the middle of the tallest.
        top = (tall - _height(weights, scale)) / 2
        for key, weight in weights.items():
            height = weight * scale
            slot = max(height, SLOT)
            placed[column, key] = Node(column=column, key=key, top=top + (slot - height) / 2, height=height, middle=top + slot / 2)
            top += slot + SLOT / 4
    return placed


def height_of(paths: Mapping[Path, float], scale: float) -> float:
    """Return how tall a flow is, in units."""
    return max(_height(weights, scale) for weights in _columns(paths))


def _height(weights: Mapping[str, float], scale: float) -> float:
    return sum(max(weight * scale, SLOT) + SLOT / 4 for weight in weights.values()) - SLOT / 4


def _columns(paths: Mapping[Path, float]) -> list[dict[str, float]]:
    """Return how much passes through each node, by column; a node stands where the order of `paths` first names it."""
    columns: list[dict[str, float]] = [{} for _ in next(iter(paths))]
    for path, weight in paths.items():
        for column, key in enumerate(path):
            columns[column][key] = columns[column].get(key, 0.0) + weight
    return columns


def ribbons(paths: Mapping[Path, float], dark: Mapping[Path, float], placed: Mapping[tuple[int, str], Node], scale: float) -> list[Ribbon]:
    """Return the areas between neighbouring columns; `dark` gives how much of each way is hatched."""
    made = []
    for column in range(len(next(iter(paths))) - 1):
        used: dict[tuple[int, str], float] = defaultdict(float)
        for left, right in _in_order(paths, placed, column):
            along = [path for path in paths if path[column] == left.key and path[column + 1] == right.key]
            height, hidden = (sum(weights.get(path, 0.0) for path in along) * scale for weights in (paths, dark))
            left_top, right_top = (node.top + used[node.column, node.key] for node in (left, right))
            made.append(Ribbon(left=left, right=right, left_top=left_top, right_top=right_top, height=height, dark=hidden))
            used[left.column, left.key] += height
            used[right.column, right.key] += height
    return made


def _in_order(paths: Mapping[Path, float], placed: Mapping[tuple[int, str], Node], column: int) -> list[tuple[Node, Node]]:
    pairs = {(path[column], path[column + 1]) for path in paths}
    found = [(placed[column, left], placed[column + 1, right]) for left, right in pairs]
    return sorted(found, key=lambda pair: (pair[0].top, pair[1].top))


def edges(ribbon: Ribbon, columns: int) -> list[tuple[float, float]]:
    """Return the upper edge of a ribbon as points (across, down), from the right side of one bar to the left side of the next."""
    start, end = (across(node, columns) for node in (ribbon.left, ribbon.right))
    start += BAR
    points = []
    for step in range(BENDS + 1):
        part = step / BENDS
        bend = part * part * (3 - 2 * part)
        points.append((start + part * (end - start), ribbon.left_top + bend * (ribbon.right_top - ribbon.left_top)))
    return points


def across(node: Node, columns: int) -> float:
    """Return where the left side of a bar stands."""
    return node.column * (ACROSS - BAR) / (columns - 1)


def most_first(rows: Sequence[tuple[Path, float]]) -> dict[Path, float]:
    """Return ways with their weights added up; those of the heaviest node of the last column come first, and so on to the first column."""
    totals: dict[Path, float] = defaultdict(float)
    for path, weight in rows:
        totals[path] += weight
    through = [defaultdict[str, float](float) for _ in (rows[0][0] if rows else ())]
    for path, weight in totals.items():
        for column, key in enumerate(path):
            through[column][key] += weight

    def place(path: Path) -> tuple[tuple[float, str], ...]:
        return tuple((-through[column][key], key) for column, key in reversed(list(enumerate(path))))

    return {path: totals[path] for path in sorted(totals, key=place)}
