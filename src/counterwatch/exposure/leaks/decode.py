"""Bounded recursive decoding: a part of a request and every view of it, nearest first, none twice."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from counterwatch.exposure.leaks.limits import DEPTH
from counterwatch.exposure.leaks.steps import BARE, IN_TEXT, MARKED, OPENING, Steps
from counterwatch.exposure.leaks.views import LEAST, Budget, View


def views(data: bytes, budget: Budget) -> Iterator[View]:
    """Yield bytes as they are, then as each way of decoding gives them, three encodings deep, within a budget."""
    first = View(data=data, spans=((0, len(data)),))
    queue, seen = deque([first]), {first.content}
    while queue:
        view = queue.popleft()
        yield view
        for made in _next(view, budget):
            if made.content not in seen and budget.takes(made):
                seen.add(made.content)
                queue.append(made)


def _next(view: View, budget: Budget) -> Iterator[View]:
    """Yield the views one step on; at the last depth only containers are still opened."""
    deeper = view.depth < DEPTH.most
    if deeper and len(view.text) >= LEAST:
        yield from _by(IN_TEXT, view, budget)
    if deeper:
        yield from _by(MARKED, view, budget)
    if view.spans:
        yield from _by((*BARE, *OPENING) if deeper else OPENING, view, budget)


def _by(steps: Steps, view: View, budget: Budget) -> Iterator[View]:
    for step in steps:
        yield from step(view, budget)
