"""Lines of text by where their characters stand on a page: the order in which they are seen, and boxes around some of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterwatch.files.redaction.area import Box, clipped

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from counterwatch.files.pixels import Page

EIGHTHS = 8
MARGIN = 0.15
"""How far beyond its characters a term is covered, as a share of their height."""
LEAST_MARGIN = 3
"""Pixels at least."""
SAME_LINE, COLUMN = 0.5, 4
"""How much of their height two letters of one line share, and how many heights apart they are at most."""
TURNED = [1, 0, 3, 2]
"""The edges of a box with across and down exchanged."""


def in_seen_order(boxes: NDArray[np.int32], places: list[int]) -> list[list[int]]:
    """Return places as they are read: line by line from left to right, from right to left, and the same for lines that go up or down."""
    import numpy as np

    chosen = np.array(places, dtype=np.intp)
    found = boxes[chosen].astype(float)
    orders = []
    for turned in (found, found[:, TURNED]):
        lines = _line_numbers(turned)
        across = turned[:, 0] + turned[:, 2]
        orders += [chosen[np.lexsort((sign * across, lines))].tolist() for sign in (1, -1)]
    return orders


def _line_numbers(boxes: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return, for each box, the number of its line: one ends where the next middle is half a height further down."""
    import numpy as np

    middle, height = (boxes[:, 1] + boxes[:, 3]) / 2, boxes[:, 3] - boxes[:, 1]
    order, numbers = np.argsort(middle, kind="stable"), np.zeros(len(boxes), dtype=np.intp)
    number, began = 0, 0.0
    for count, each in enumerate(order.tolist()):
        if count and middle[each] - began > SAME_LINE * height[each]:
            number += 1
        if not count or number != numbers[order[count - 1]]:
            began = middle[each]
        numbers[each] = number
    return numbers


def boxes_around(page: Page, places: list[int]) -> list[Box]:
    """Return a rectangle around some characters of each line, with a margin; on a turned page, lines go up or down."""
    assert page.text is not None
    found = page.text[places, 1:] / EIGHTHS
    if is_upright := _goes_up_or_down(found):
        found = found[:, TURNED]
    lines: list[list[float]] = []
    for left, top, right, bottom in found.tolist():
        if lines and _goes_on(lines[-1], left, top, right, bottom):
            last = lines[-1]
            lines[-1] = [min(last[0], left), min(last[1], top), max(last[2], right), max(last[3], bottom)]
        else:
            lines.append([left, top, right, bottom])
    boxes = [_with_margin([each[place] for place in TURNED] if is_upright else each, page) for each in lines]
    return [each for each in boxes if each]


def _goes_up_or_down(boxes: NDArray[np.float64]) -> bool:
    import numpy as np

    steps = np.abs(np.diff(boxes[:, :2] + boxes[:, 2:], axis=0))
    return len(steps) > 0 and bool(np.median(steps[:, 1]) > np.median(steps[:, 0]))


def _goes_on(line: list[float], left: float, top: float, right: float, bottom: float) -> bool:
    """Is this the same line, and no column away?"""
    shared, gap = min(line[3], bottom) - max(line[1], top), max(left - line[2], line[0] - right)
    return shared >= SAME_LINE * min(line[3] - line[1], bottom - top) and gap < COLUMN * (bottom - top)


def _with_margin(line: list[float], page: Page) -> Box | None:
    left, top, right, bottom = line
    high, wide, _ = page.pixels.shape
    margin = max(MARGIN * min(bottom - top, right - left), LEAST_MARGIN)
    if clipped(left, top, right, bottom, wide, high) is None:
        return None
    return clipped(left - margin, top - margin, right + margin, bottom + margin, wide, high)
