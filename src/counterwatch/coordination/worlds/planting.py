"""Planting: some accounts of an organic world carry out operations on a plan, and go on with a part of what they did before."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from counterwatch.coordination.worlds.acts import Acts, Bools, Floats, Ints, joined, spread
from counterwatch.coordination.worlds.people import DAY, HOUR
from counterwatch.coordination.worlds.world import Generator, Labels, Scene

OWN = 20_000_000
"""Objects that a planted group made itself count from here."""

ACTIVE = 8
"""Members are drawn from accounts with so many acts of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What groups do. Pairs are the least and the largest value; each group draws its own.

    An operation begins at one moment; each member takes part with probability `takes_part`, at most `jitter` seconds later; with a `step`
    members follow in fixed order, so many seconds apart. `own` is the share of operations on objects of the group's own making; others
    are on things that are about, of an `age` in seconds. `camouflage` is the share of a member's acts that is of its former life.
    Operations fall into ten working hours of any day, into one `sitting` (seconds), or at three fixed `clock` times.
    """

    groups: int = 10
    members: tuple[int, int] = (3, 15)
    operations: tuple[int, int] = (15, 40)
    jitter: tuple[float, float] = (5, 50)
    camouflage: tuple[float, float] = (0.3, 0.9)
    takes_part: float = 0.9
    own: float = 0.0
    age: tuple[float, float] = (900, 12 * HOUR)
    step: float = 0.0
    sitting: float = 0.0
    clock: bool = False


def plant(rng: Generator, scene: Scene, plan: Plan) -> Scene:
    """Return the scene with groups that act on this plan; fewer and smaller ones where accounts are few."""
    accounts = int(scene.acts.account.max()) + 1
    least, most = (min(each, max(3, accounts // 20)) for each in plan.members)
    plan = replace(plan, groups=min(plan.groups, max(2, accounts // 50)), members=(least, most))
    truth = members(rng, scene.acts, accounts, plan)
    shelf = Shelf.of(scene.acts)
    work = joined(*(operations(rng, scene, shelf, np.flatnonzero(truth == group), plan, group) for group in range(plan.groups)))
    done = np.bincount(work.account, minlength=accounts)
    share = rng.uniform(*plan.camouflage, accounts)
    kept = thinned(rng, scene.acts, np.where(truth >= 0, np.rint(done * share / (1 - share)), np.inf))
    return replace(scene, acts=joined(kept, work), truth=truth)


def members(rng: Generator, acts: Acts, accounts: int, plan: Plan) -> Labels:
    """Return the group of each account, -1 for most: members come from anywhere, among those who do enough else to hide behind."""
    least = plan.camouflage[0]
    needed = max(ACTIVE, plan.operations[1] * plan.takes_part * least / (1 - least))
    count = np.bincount(acts.account, minlength=accounts)
    willing = np.lexsort((rng.random(accounts), -np.minimum(count, needed)))
    group, _ = spread(rng.integers(plan.members[0], plan.members[1] + 1, plan.groups))
    truth = np.full(accounts, -1, np.int32)
    truth[willing[: len(group)]] = group.astype(np.int32)
    return truth


def thinned(rng: Generator, acts: Acts, most: Floats) -> Acts:
    """Return the acts of which each account keeps at most so many, chosen at random."""
    order = np.lexsort((rng.random(len(acts)), acts.account))
    account = acts.account[order]
    number = np.arange(len(account)) - np.searchsorted(account, account)
    return acts.take(order[number < most[account]])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shelf:
    """What is about: objects in order of their first act, and how often each is shared in all."""

    object: Ints
    onset: Floats
    count: Ints

    @classmethod
    def of(cls, acts: Acts) -> Shelf:
        order = np.lexsort((acts.time, acts.object))
        object, first, count = np.unique(acts.object[order], return_index=True, return_counts=True)
        onset = acts.time[order][first]
        kept = np.argsort(onset)[count[np.argsort(onset)] >= 4]
        return cls(object=object[kept], onset=onset[kept], count=count[kept])

    def about(self, rng: Generator, time: Floats, age: tuple[float, float]) -> Ints:
        """Return an object of this age for each moment, the most shared of four drawn; -1 where there is none."""
        first, last = (np.searchsorted(self.onset, time - seconds) for seconds in (age[1], age[0]))
        place = first + np.floor(rng.random((4, len(time))) * (last - first)).astype(np.int64)
        place = np.minimum(place, len(self.object) - 1)
        best = place[np.argmax(self.count[place], axis=0), np.arange(len(time))]
        return np.where(last > first, self.object[best], -1)


def operations(rng: Generator, scene: Scene, shelf: Shelf, actors: Ints, plan: Plan, group: int) -> Acts:
    """Return what one group does on its plan."""
    begin = moments(rng, scene.size.days, plan)
    object = shelf.about(rng, begin, plan.age)
    own = rng.random(len(begin)) < plan.own
    object = np.where(own, OWN + 1000 * group + np.arange(len(begin)), object)
    begin, object = begin[object >= 0], object[object >= 0]
    if scene.signal == "link":
        begin, object = once_each(begin, object)
    operation, member = (each.ravel() for each in np.indices((len(begin), len(actors))))
    delay = rng.uniform(0, rng.uniform(*plan.jitter), len(member)) + plan.step * member
    acts = Acts(account=actors[member], object=object[operation], time=begin[operation] + delay)
    return acts.take(takes_part(rng, len(begin), len(actors), plan.takes_part))


def once_each(begin: Floats, object: Ints) -> tuple[Floats, Ints]:
    """Return the first operation on each object."""
    first = np.unique(object, return_index=True)[1]
    return begin[first], object[first]


def takes_part(rng: Generator, operations: int, actors: int, share: float) -> Bools:
    """Return who takes part in which operation, flattened (operations x members), never fewer than two."""
    draw = rng.random((operations, actors))
    return np.asarray((draw < share) | (np.argsort(np.argsort(draw, axis=1), axis=1) < 2)).ravel()


def moments(rng: Generator, days: int, plan: Plan) -> Floats:
    """Return when the operations of one group begin."""
    count = int(rng.integers(plan.operations[0], plan.operations[1] + 1))
    if plan.sitting:
        return np.sort(rng.uniform(0, days - 1) * DAY + HOUR + rng.uniform(0, plan.sitting, count))
    shift = rng.uniform(0, 24)
    hour = rng.choice(shift + rng.uniform(0, 10, 3), count) + rng.normal(0, 0.05, count) if plan.clock else shift + rng.uniform(0, 10, count)
    return np.sort((rng.integers(0, days, count) * DAY + hour * HOUR) % (days * DAY - HOUR))
