"""The test of synchrony as it is written down, one encounter at a time: slow, plain Python that shares no line with the package.

Lists of actions (account, object, time in ms). Used on small layers only, to compare with what the package computes at once for all.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

DAY = 86_400_000
SECOND = 1000
Action = tuple[int, int, int]


@dataclass(frozen=True)
class Rules:
    window: int
    nearby: int
    gap: int
    resolution: int = SECOND
    prior: float = 4.0
    pooled: float = 20.0
    least: int = 3
    after: int = 600 * SECOND

    @property
    def flat(self) -> float:
        wide = self.resolution / 2 if self.resolution >= 10 * SECOND else 0
        return min((self.window + wide) / self.nearby, 1.0)


@dataclass(frozen=True)
class Met:
    one: int
    other: int
    object: int
    time: int
    nearest: int
    near: int
    hit: bool


@dataclass(frozen=True)
class Row:
    a: int
    b: int
    encounters: int
    occasions: int
    episodes: int
    expected: float
    p: float
    weak_p: float
    jump_p: float
    without: int


@dataclass
class World:
    """All actions of a layer; `community` is filled in after the screening."""

    actions: list[Action]
    rules: Rules
    community: Mapping[int, int] = field(default_factory=dict)

    @cached_property
    def of(self) -> dict[tuple[int, int], list[int]]:
        found: dict[tuple[int, int], list[int]] = defaultdict(list)
        for account, object, time in sorted(self.actions):
            found[account, object].append(time)
        return found

    @cached_property
    def on(self) -> dict[int, list[tuple[int, int]]]:
        found: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for account, object, time in sorted(self.actions, key=lambda each: (each[2], each[0])):
            found[object].append((time, account))
        return found

    @cached_property
    def by(self) -> dict[int, list[tuple[int, int]]]:
        found: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for account, object, time in sorted(self.actions):
            found[account].append((object, time))
        return found

    def roles(self, a: int, b: int) -> tuple[int, int]:
        """The account with fewer actions is the one whose actions are taken; of two with as many, the one that began first."""
        return (b, a) if self.told(b) < self.told(a) else (a, b)

    def told(self, account: int) -> tuple[int, ...]:
        times = [time for _, time in self.by[account]]
        return len(times), min(times), max(times), sum(time % 1_000_003 for time in times), account

    def encounters(self, a: int, b: int) -> list[Met]:
        one, other = self.roles(a, b)
        found = []
        for object, time in self.by[one]:
            theirs = [each for each in self.of.get((other, object), []) if abs(each - time) <= self.rules.nearby]
            if theirs:
                nearest = min(theirs, key=lambda each: (abs(each - time), each))
                found.append(Met(one, other, object, time, nearest, len(theirs), abs(nearest - time) <= self.rules.window))
        return sorted(found, key=lambda each: (each.time, each.object))

    def onset(self, object: int, *without: int) -> int | None:
        return next((time for time, account in self.on[object] if account not in without), None)

    def outside(self, inside: int, object: int, moment: int, reach: int) -> int:
        return sum(abs(time - moment) <= reach and self.community.get(account, -1) != inside for time, account in self.on[object])

    def level(self, object: int, moment: int) -> tuple[int, int]:
        age = max((moment - self.on[object][0][0]) / SECOND, 0) + 1
        return math.floor(math.log2(age)), math.floor(math.log2(len(self.on[object])))

    def pooled(self, inside: int, object: int, moment: int) -> tuple[float, float]:
        """The share of hits of outsiders' actions with other outsiders, for objects of that age, and for those of that age and size."""
        age, size = self.level(object, moment)
        by_age, by_both = [0, 0], [0, 0]
        for account, other, time in self.actions:
            if self.community.get(account, -1) == inside and inside >= 0:
                continue
            mine = self.level(other, time)
            if mine[0] != age:
                continue
            counts = [self._others(account, inside, other, time, reach) for reach in (self.rules.window, self.rules.nearby)]
            for place in range(2):
                by_age[place] += counts[place]
                by_both[place] += counts[place] if mine[1] == size else 0
        share = (by_age[0] + self.rules.pooled * self.rules.flat) / (by_age[1] + self.rules.pooled)
        both = (by_both[0] + self.rules.pooled * share) / (by_both[1] + self.rules.pooled)
        return max(share, self.rules.flat), max(both, self.rules.flat)

    def _others(self, account: int, inside: int, object: int, moment: int, reach: int) -> int:
        return sum(
            abs(time - moment) <= reach and who != account and (inside < 0 or self.community.get(who, -1) != inside) for time, who in self.on[object]
        )

    def local(self, met: Met, inside: int, both: float) -> float:
        near, wide = (
            sum(self.outside(inside, met.object, moment, reach) for moment in (met.time, met.nearest)) / 2
            for reach in (self.rules.window, self.rules.nearby)
        )
        return (near + self.rules.prior * both) / (wide + self.rules.prior)

    def delay(self, met: Met, by_age: float) -> float | None:
        onset = self.onset(met.object, met.one, met.other)
        if onset is None or (met.time < onset and met.nearest < onset):
            return None
        first = self._delay(met, met.other, met.time - onset, by_age)
        return (first + self._delay(met, met.one, met.nearest - onset, by_age)) / 2

    def _delay(self, met: Met, account: int, delay: int, by_age: float) -> float:
        """How often an account is as late elsewhere: on all its objects, and on those that the pair shares."""
        shared = {each.object for each in self.encounters(met.one, met.other)}
        prior, everywhere = self.rules.prior, [[], []]  # type: float, list[list[int]]
        for object, time in self.by[account]:
            onset = self.onset(object, account)
            if object != met.object and onset is not None:
                everywhere[0].append(time - onset)
            onset = self.onset(object, met.one, met.other)
            if object != met.object and object in shared and onset is not None:
                everywhere[1].append(time - onset)
        usual, paired = (
            [sum(abs(each - delay) <= reach for each in some) for reach in (self.rules.window, self.rules.nearby)] for some in everywhere
        )
        alone = (usual[0] + prior * by_age) / (usual[1] + prior)
        return max(alone, (paired[0] + prior * alone) / (paired[1] + prior))

    def clock(self, met: Met) -> float:
        return (self._clock(met.other, met.time) + self._clock(met.one, met.nearest)) / 2

    def _clock(self, account: int, moment: int) -> float:
        """How often an account acts at that time of day on other days."""
        if 2 * self.rules.nearby >= DAY:
            return self.rules.flat
        counts = [0, 0]
        for _, time in self.by[account]:
            apart = (time - moment) % DAY
            apart = min(apart, DAY - apart)
            for place, reach in enumerate((self.rules.window, self.rules.nearby)):
                counts[place] += apart <= reach < abs(time - moment)
        return (counts[0] + self.rules.prior * self.rules.flat) / (counts[1] + self.rules.prior)

    def chance(self, met: Met, inside: int) -> tuple[float, bool]:
        by_age, both = self.pooled(inside, met.object, met.time)
        delay = self.delay(met, by_age)
        if delay is None:
            return 1.0, True
        largest = max(self.rules.flat, self.local(met, inside, both), delay, self.clock(met))
        return 1 - (1 - largest) ** met.near, False

    def by_object(self, met: Met, inside: int) -> float:
        """The weaker reference: among outsiders' pairs of actions nearby on the object, how many are within the window."""
        counts = [[0, 0], [0, 0]]
        for object, acts in self.on.items():
            alike = math.floor(math.log2(len(acts))) == math.floor(math.log2(len(self.on[met.object])))
            for (first, account), (second, other) in combinations(acts, 2):
                if account == other:
                    continue
                for place, reach in enumerate((self.rules.window, self.rules.nearby)):
                    within = abs(first - second) <= reach
                    counts[0][place] += 2 * (alike and within)
                    both_outside = all(self.community.get(each, -1) != inside for each in (account, other))
                    counts[1][place] += 2 * (object == met.object and within and both_outside)
        pool = (counts[0][0] + 10 * self.rules.flat) / (counts[0][1] + 10)
        share = max((counts[1][0] + 10 * pool) / (counts[1][1] + 10), self.rules.flat)
        return 1 - (1 - share) ** met.near

    def jump(self, met: list[Met], inside: int) -> float:
        after = before = 0
        for each in met:
            for time, account in self.on[each.object]:
                if each.hit and self.community.get(account, -1) != inside:
                    after += self.rules.window < time - each.time <= self.rules.window + self.rules.after
                    before += self.rules.window < each.time - time <= self.rules.window + self.rules.after
        total = after + before
        return float(sum(math.comb(total, k) for k in range(after, total + 1)) / 2**total)

    def could_be_found(self) -> int:
        """How many pairs have encounters that begin in at least three blocks of time."""
        blocks: dict[tuple[int, int], set[int]] = defaultdict(set)
        for acts in self.on.values():
            for (first, account), (second, other) in combinations(acts, 2):
                if account != other and second - first <= self.rules.nearby:
                    blocks[min(account, other), max(account, other)].add(first // self.rules.gap)
        return sum(len(each) >= self.rules.least for each in blocks.values())

    def candidates(self) -> Iterator[tuple[int, int]]:
        """The pairs with hits in at least three blocks of time."""
        for a, b in combinations(sorted(self.by), 2):
            begins = {min(met.time, met.nearest) // self.rules.gap for met in self.encounters(a, b) if met.hit}
            if len(begins) >= self.rules.least:
                yield a, b


def episodes(met: list[Met], gap: int) -> list[list[int]]:
    """Each takes all encounters that begin within `gap` of its first; returns their places."""
    found: list[list[int]] = []
    for place, each in enumerate(met):
        if found and each.time - met[found[-1][0]].time <= gap:
            found[-1].append(place)
        else:
            found.append([place])
    return found


def tail(chances: list[float], hits: int) -> float:
    """P(at least so many hits) by adding up every outcome of the trials."""
    exactly = [1.0]
    for chance in chances:
        exactly = [low * (1 - chance) + high * chance for low, high in zip([*exactly, 0.0], [0.0, *exactly], strict=True)]
    return sum(exactly[hits:])


def p_value(met: list[Met], chances: list[float], gap: int) -> tuple[float, int, int, float]:
    sittings = episodes(met, gap)
    of_each = [1 - math.prod(1 - chances[place] for place in sitting) for sitting in sittings]
    hits = sum(any(met[place].hit for place in sitting) for sitting in sittings)
    return tail(of_each, hits), hits, len(sittings), sum(of_each)


def first_look(world: World) -> dict[tuple[int, int], tuple[float, int]]:
    """Return, by candidate pair, its p-value against an even spread alone, and its episodes with a hit."""
    found = {}
    for a, b in world.candidates():
        met = world.encounters(a, b)
        p, hits, _, _ = p_value(met, [1 - (1 - world.rules.flat) ** each.near for each in met], world.rules.gap)
        found[a, b] = p, hits
    return found


def answers(world: World) -> list[Row]:
    """Return a row for every candidate pair inside one community."""
    found = []
    for a, b in world.candidates():
        inside = world.community.get(a, -1)
        if inside < 0 or inside != world.community.get(b, -1):
            continue
        met = world.encounters(a, b)
        judged = [world.chance(each, inside) for each in met]
        p, hits, count, expected = p_value(met, [chance for chance, _ in judged], world.rules.gap)
        weak, _, _, _ = p_value(met, [world.by_object(each, inside) for each in met], world.rules.gap)
        without = sum(is_without for _, is_without in judged)
        found.append(Row(a, b, len(met), count, hits, expected, p, weak, world.jump(met, inside), without))
    return found
