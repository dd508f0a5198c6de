"""Reading a feed: items pass one after the other at the reader's pace, and some are shared on the way."""

from __future__ import annotations

import numpy as np

from counterwatch.coordination.worlds.acts import Acts, Bools, Floats, Ints, since, spread
from counterwatch.coordination.worlds.people import HOUR, Visits, visits
from counterwatch.coordination.worlds.town import Town
from counterwatch.coordination.worlds.world import Generator

WINDOW, TOP = 160, 40
"""A ranked feed looks at so many newest objects and shows so many."""


def read(rng: Generator, town: Town, *, ranked: float = 0.0) -> Acts:
    """Return what people share who open their feed when they feel like it; this share of them has a ranked feed."""
    found = visits(rng, town.people, town.size)
    by_rank = rng.random(len(town.people))[found.account] < ranked
    early, late = (Visits(account=found.account[each], start=found.start[each]) for each in (~by_rank, by_rank))
    parts = [newest(rng, town, early)] + ([popular(rng, town, late)] if ranked else [])
    return Acts(**{name: np.concatenate([getattr(each, name) for each in parts]) for name in ("account", "object", "time")}).once()


def newest(rng: Generator, town: Town, found: Visits, *, shown: Floats | None = None) -> Acts:
    """Share from a feed that shows the newest first and ends where the reader stopped last time.

    `shown` is the moment whose feed is on the screen where it was not fetched at the start.
    """
    community = town.people.community[found.account]
    place = town.lines.newest(community, found.start if shown is None else shown)
    same = np.append(False, found.account[1:] == found.account[:-1])[: len(found)]
    seen = np.where(same, np.append(-1, place[:-1])[: len(place)], town.lines.begin[community] - 1)
    depth = np.minimum(rng.geometric(1 / town.people.depth[found.account]), place - seen)
    visit, item = spread(np.maximum(depth, 0))
    return passed(rng, town, found, visit, town.lines.object[place[visit] - item])


def popular(rng: Generator, town: Town, found: Visits, *, every: float = 900.0, personal: float = 4.0) -> Acts:
    """Share from a feed ranked by engagement and age, computed anew `every` so many seconds, and shuffled by some places for each session."""
    community = town.people.community[found.account]
    top = ranking(rng, town, every)
    visit, item = spread(np.minimum(rng.geometric(1 / town.people.depth[found.account]), TOP))
    place = np.clip(item + np.rint(rng.normal(0, personal, len(item))), 0, TOP - 1).astype(np.int64)
    slot = (found.start[visit] // every).astype(np.int64)
    object = top[community[visit], slot, place]
    shown = object >= 0
    return passed(rng, town, found, visit[shown], object[shown])


def ranking(rng: Generator, town: Town, every: float) -> Ints:
    """Return the best objects of every community and slot of time, shape (communities, slots, TOP), -1 where there are too few."""
    slots = np.arange(int(np.ceil(town.size.span / every)))
    top = np.full((town.size.communities, len(slots), TOP), -1)
    liked = town.press.appeal * rng.lognormal(0, 0.5, len(town.press))
    for community in range(town.size.communities):
        place = town.lines.newest(np.full(len(slots), community), np.asarray(slots * every, np.float64))[:, None] - np.arange(WINDOW)
        object = town.lines.object[np.maximum(place, 0)]
        age = (slots * every)[:, None] - town.press.published[object]
        score = np.where(place >= town.lines.begin[community], liked[object] / (age / HOUR + 2), -1)
        best = np.argpartition(-score, TOP, axis=1)[:, :TOP]
        best = np.take_along_axis(best, np.argsort(-np.take_along_axis(score, best, 1), axis=1), 1)
        top[community] = np.where(np.take_along_axis(score, best, 1) > 0, np.take_along_axis(object, best, 1), -1)
    return top


def passed(rng: Generator, town: Town, found: Visits, visit: Ints, object: Ints) -> Acts:
    """Return what is shared of the items that pass, in the order given; what an account does not follow is not there and takes no time."""
    there = town.follows[found.account[visit], town.press.publisher[object]]
    visit, object = visit[there], object[there]
    account = found.account[visit]
    elapsed = since(town.people.pace[account] * rng.gamma(2, 0.5, len(account)), visit)
    shared = wanted(rng, town, account, object)
    time = found.start[visit] + elapsed + rng.lognormal(np.log(8), 1, len(account))
    return Acts(account=account[shared], object=object[shared], time=time[shared])


def wanted(rng: Generator, town: Town, account: Ints, object: Ints) -> Bools:
    """Return what is shared: the readier the reader and the more appealing the object, the likelier."""
    return rng.random(len(account)) < np.minimum(town.people.readiness[account] * town.press.appeal[object], 0.9)
