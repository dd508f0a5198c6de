"""What opens when something is seized, and what can no longer be opened when something is revoked.

Access is a least fixpoint: an account opens when all that one of its ways needs is open, and two accounts that only recover each other
open nothing. What is locked out is the rest: everything that cannot be opened again from what is left, as on a new device.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from counterwatch.exposure.identity.index import Index


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Access:
    """What can be opened, and for each opened account the way that opened it first (-1: it was there from the start)."""

    opened: Sequence[bool]
    by: Sequence[int]


def access(index: Index, have: Iterable[int] | None = None, without: Collection[int] = (), skip: Iterable[int] = ()) -> Access:
    """Return what opens with what one has (all factors, where nothing is said); what is in `without` opens never, and ways in `skip` open nothing."""
    banned = set(without)
    opened, by = [False] * len(index.ids), [-1] * len(index.ids)
    waiting = deque(each for each in (index.factors if have is None else set(have)) if each not in banned)
    lacking = [len(each) for each in index.needs]
    for each in waiting:
        opened[each] = True
    for way in skip:
        lacking[way] = -1
    heads, uses = index.heads, index.uses
    while waiting:
        for way in uses[waiting.popleft()]:
            lacking[way] -= 1
            head = heads[way]
            if not lacking[way] and not opened[head] and head not in banned:
                opened[head], by[head] = True, way
                waiting.append(head)
    return Access(opened=opened, by=by)


def opened_by(index: Index, seized: Iterable[int]) -> set[int]:
    """Return what opens to somebody who holds only what was seized, without looking at the rest of the graph."""
    opened = set(seized)
    waiting, lacking = deque(sorted(opened)), dict[int, int]()
    while waiting:
        for way in index.uses[waiting.popleft()]:
            lacking[way] = lacking.get(way, len(index.needs[way])) - 1
            head = index.heads[way]
            if not lacking[way] and head not in opened:
                opened.add(head)
                waiting.append(head)
    return opened


def lost_without(index: Index, before: Access, revoked: Iterable[int]) -> set[int]:
    """Return what could be opened before and cannot be without what was revoked (which counts itself).

    Only what rested on it is looked at: accounts whose first way in used it are doubted, and those that another way opens come back.
    """
    taken = {each for each in revoked if before.opened[each]}
    doubted = _resting_on(index, before, taken)
    lacking, waiting = dict[int, int](), deque[int]()
    for each in sorted(doubted - taken):
        for way in index.ways[each]:
            needs = index.needs[way]
            lacking[way] = sum(need in doubted or not before.opened[need] for need in needs)
            if not lacking[way]:
                waiting.append(each)
                break
    back = set[int]()
    while waiting:
        each = waiting.popleft()
        if each in back:
            continue
        back.add(each)
        for way in index.uses[each]:
            head = index.heads[way]
            if head in doubted and head not in taken and head not in back:
                lacking[way] = sum((need in doubted and need not in back) or not before.opened[need] for need in index.needs[way])
                if not lacking[way]:
                    waiting.append(head)
    return doubted - back


def _resting_on(index: Index, before: Access, taken: set[int]) -> set[int]:
    """Return what was taken and everything whose first way in rests on it."""
    found, waiting = set(taken), list(taken)
    while waiting:
        for way in index.uses[waiting.pop()]:
            head = index.heads[way]
            if before.by[head] == way and head not in found:
                found.add(head)
                waiting.append(head)
    return found


def ways_left(index: Index, before: Access, lost: Collection[int], account: int) -> tuple[int, int]:
    """Return how many ways into an account were open before, and how many are left."""
    open_before = [way for way in index.ways[account] if all(before.opened[need] for need in index.needs[way])]
    left = sum(not any(need in lost for need in index.needs[way]) for way in open_before)
    return len(open_before), left
