"""A town: people, publishers, who follows whom, and what was published when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from counterwatch.coordination.worlds.acts import Bools, Floats, Ints, spread
from counterwatch.coordination.worlds.people import DAY, HOUR, ZONES, People, people
from counterwatch.coordination.worlds.world import Generator, Size

EVERYBODY = -1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Press:
    """Publishers with their community (-1: everybody's), and objects in order of time: who published them, when, how they appeal."""

    community: Ints
    publisher: Ints
    published: Floats
    appeal: Floats

    def __len__(self) -> int:
        return len(self.published)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lines:
    """The timeline of each community: objects of its own and of everybody's publishers in order of time, one community after the other.

    `key` is community x `step` + seconds, `begin` where the timeline of each community begins.
    """

    object: Ints
    key: Floats
    begin: Ints
    step: float

    def newest(self, community: Ints, time: Floats) -> Ints:
        """Return the place of the newest object of a community before a time; the one before its `begin` where there is none."""
        return np.searchsorted(self.key, community * self.step + time, side="right") - 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Town:
    """People, the press, who follows which publisher (accounts x publishers), and the timelines."""

    size: Size
    people: People
    press: Press
    follows: Bools
    lines: Lines

    def recent(self, rng: Generator, community: Ints, time: Floats, *, hours: float = 12, tries: int = 4) -> Ints:
        """Return an object of the last hours for each community and time, the most appealing of some tries; -1 where there is none."""
        last, first = self.lines.newest(community, time), self.lines.newest(community, time - hours * HOUR)
        first = np.maximum(first, self.lines.begin[community] - 1)
        place = first + 1 + np.floor(rng.random((tries, len(time))) * (last - first)).astype(np.int64)
        object = self.lines.object[np.minimum(place, len(self.lines.object) - 1)]
        best = np.argmax(self.press.appeal[object], axis=0)
        return np.where(last > first, object[best, np.arange(len(time))], -1)


def town(rng: Generator, size: Size, *, each: int = 6, shared: int = 10, daily: float = 9.0, at: Any = None, **folk: Any) -> Town:
    """Return a town with `each` publishers in every community and `shared` ones for all, with about `daily` objects a day each.

    `at`, where given, moves the moments of publication (seconds); `folk` goes to `people`.
    """
    crowd = people(rng, size, **folk)
    community = np.concatenate([np.repeat(np.arange(size.communities), each), np.full(shared, EVERYBODY)])
    press = printed(rng, size, community, daily, at)
    known = rng.random((len(crowd), len(community)))
    follows = np.where(community == EVERYBODY, known < 0.25, (crowd.community[:, None] == community) & (known < 0.7))
    return Town(size=size, people=crowd, press=press, follows=follows, lines=lines(press, size))


def printed(rng: Generator, size: Size, community: Ints, daily: float, at: Any = None) -> Press:
    """Return the objects of publishers of unequal size; most appear between 6 and 23 o'clock where the publisher lives."""
    counts = rng.poisson(np.minimum(rng.lognormal(np.log(daily), 0.7, len(community)), 12 * daily) * size.days)
    publisher, _ = spread(counts)
    zone = rng.choice(ZONES, len(community))[publisher]
    hour = 6 + 17 * rng.beta(1.6, 1.8, len(publisher)) - zone
    published = (rng.integers(0, size.days, len(publisher)) * DAY + hour * HOUR) % size.span
    published = published if at is None else at(rng, published)
    order = np.argsort(published, kind="stable")
    appeal = rng.lognormal(-0.5, 1.0, len(publisher))
    return Press(community=community, publisher=publisher[order], published=published[order], appeal=appeal)


def lines(press: Press, size: Size) -> Lines:
    """Return what each community could read."""
    owner = press.community[press.publisher]
    parts = [np.flatnonzero((owner == each) | (owner == EVERYBODY)) for each in range(size.communities)]
    lengths = np.array([len(each) for each in parts])
    object, community = np.concatenate(parts), np.repeat(np.arange(size.communities), lengths)
    step = 2 * size.span
    return Lines(object=object, key=community * step + press.published[object], begin=np.cumsum(lengths) - lengths, step=step)


def lives(place: Town, **changed: Any) -> Town:
    """Return the town with people who live differently: arrays by the names of `People`."""
    return replace(place, people=replace(place.people, **changed))
