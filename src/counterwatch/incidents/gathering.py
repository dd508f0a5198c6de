"""Records gathered to events: a record that is like one of two records of an event is like the event only as far as it is like the other too.

Average linkage (Sokal & Michener 1958) of the weights of pairs, the heaviest first: two events become one where their records, each compared with
each, weigh so much on average. What two records of one event weigh together is the average at which their events met.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable

Pair = tuple[int, int]
Weigh = Callable[[list[Pair]], list[float]]


def gathered(pairs: dict[Pair, float], least: float, weigh: Weigh) -> dict[Pair, float]:
    """Return the weight of pairs once they are gathered: of those given, and of those that are brought together by others.

    `pairs` are `one` < `other` with their weights (bits), `least` is the weight from which two are one event, and `weigh` says the weights of pairs
    that are not among those given.
    """
    known, events, at = dict(pairs), dict[int, list[int]](), dict[int, int]()
    met = dict[Pair, float]()
    waiting = [(-weight, pair) for pair, weight in pairs.items() if weight >= least]
    heapq.heapify(waiting)
    while waiting:
        weight, (one, other) = heapq.heappop(waiting)
        first, second = at.get(one, one), at.get(other, other)
        if first == second:
            continue
        across = [(min(a, b), max(a, b)) for a in events.get(first, [first]) for b in events.get(second, [second])]
        _ask(across, known, weigh)
        average = sum(known[each] for each in across) / len(across)
        if average < -weight - 1e-9:
            if average >= least:
                heapq.heappush(waiting, (-average, (one, other)))
            else:
                met.update({each: min(average, known[each]) for each in across})
            continue
        met.update(dict.fromkeys(across, average))
        events[first] = [*events.get(first, [first]), *events.pop(second, [second])]
        at.update(dict.fromkeys(events[first], first))
    return met


def _ask(across: Iterable[Pair], known: dict[Pair, float], weigh: Weigh) -> None:
    missing = [each for each in across if each not in known]
    if missing:
        known.update(zip(missing, weigh(missing), strict=True))
