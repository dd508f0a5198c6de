"""Apps and automata: pages of one owner that post at once, copies on a second platform, robots that work each for itself."""

from __future__ import annotations

import numpy as np

from counterwatch.coordination.worlds.acts import Acts, Floats, joined, spread
from counterwatch.coordination.worlds.people import DAY
from counterwatch.coordination.worlds.reading import read
from counterwatch.coordination.worlds.town import Town, town
from counterwatch.coordination.worlds.world import Generator, Labels, Scene, Size, organic


@organic
def syndication(rng: Generator, size: Size) -> Scene:
    """Owners of three to twenty pages post what they publish on all of them within seconds; readers share it later."""
    place = town(rng, size)
    acts, apps = syndicated(rng, place)
    return Scene(acts=joined(read(rng, place), acts).once(), size=size, apps=apps)


@organic
def cross_posting(rng: Generator, size: Size) -> Scene:
    """One person in eight has a second account elsewhere, to which an app copies nearly everything within seconds."""
    acts = read(rng, town(rng, size))
    copies, apps = copied(rng, acts, size.accounts, share=0.12)
    return Scene(acts=joined(acts, copies), size=size, apps=apps)


@organic
def two_platforms(rng: Generator, size: Size) -> Scene:
    """Two platforms in one collection: the second gets what is published half an hour later, shows whole minutes, and some people are on both."""
    place = town(rng, size)
    second = rng.random(size.accounts) < 0.5
    acts = read(rng, place)
    late = rng.uniform(900, 2700, len(place.press.community))[place.press.publisher[acts.object]]
    acts = acts.at(np.where(second[acts.account], np.floor((acts.time + late) / 60) * 60, acts.time))
    copies, apps = copied(rng, acts, size.accounts, share=0.04)
    return Scene(acts=joined(acts, copies), size=size, apps=apps)


@organic
def feed_robots(rng: Generator, size: Size) -> Scene:
    """Robots of different owners look at some publishers every five to thirty minutes, each at its own time, and post all that is new."""
    place = town(rng, size)
    return Scene(acts=joined(read(rng, place), robots(rng, place, rng.uniform(0, 1800, robot_count(size)))).once(), size=size)


@organic
def cron_robots(rng: Generator, size: Size) -> Scene:
    """The same robots, all of which start on the full five minutes, as their timetables say."""
    place = town(rng, size)
    return Scene(acts=joined(read(rng, place), robots(rng, place, np.zeros(robot_count(size)))).once(), size=size)


@organic
def queue_robots(rng: Generator, size: Size) -> Scene:
    """Robots repeat old favourites from queues of their own, each every so many minutes; they share nothing but the stock of favourites."""
    place = town(rng, size)
    return Scene(acts=joined(read(rng, place), queues(rng, place)).once(), size=size)


@organic
def scheduled(rng: Generator, size: Size) -> Scene:
    """One account in seven writes with a tool that posts at the next full quarter of an hour."""
    acts = read(rng, town(rng, size))
    tool = (rng.random(size.accounts) < 0.15)[acts.account]
    quarter = np.ceil(acts.time / 900) * 900 + rng.uniform(0, 5, len(acts))
    return Scene(acts=acts.at(np.where(tool, quarter, acts.time)), size=size)


def robot_count(size: Size) -> int:
    return max(size.accounts // 25, 8)


def syndicated(rng: Generator, place: Town) -> tuple[Acts, Labels]:
    """Return what the pages of owners post, and the owner of each account; every owner has one publisher."""
    owners = rng.permutation(len(place.press.community))[: max(len(place.press.community) // 3, 2)]
    pages = rng.permutation(len(place.people))
    apps = np.full(len(place.people), -1, np.int32)
    parts, used = [], 0
    for owner, publisher in enumerate(owners):
        mine = pages[used : used + int(rng.integers(3, 21))]
        used += len(mine)
        apps[mine] = owner
        object = np.flatnonzero((place.press.publisher == publisher) & (rng.random(len(place.press)) < 0.4))
        row, which = (each.ravel() for each in np.indices((len(object), len(mine))))
        time = place.press.published[object[row]] + 0.4 * which + rng.exponential(1.5, len(row))
        parts.append(Acts(account=mine[which], object=object[row], time=time))
    return joined(*parts), apps


def copied(rng: Generator, acts: Acts, accounts: int, share: float) -> tuple[Acts, Labels]:
    """Return what second accounts repeat of the first ones, and the person behind each account that has two."""
    owners = np.flatnonzero(rng.random(accounts) < share)
    second = np.full(accounts, -1)
    second[owners] = accounts + np.arange(len(owners))
    apps = np.concatenate([np.full(accounts, -1), np.arange(len(owners))]).astype(np.int32)
    apps[owners] = np.arange(len(owners))
    mine = acts.take((second[acts.account] >= 0) & (rng.random(len(acts)) < 0.9))
    delay = rng.uniform(1, 20, accounts)[mine.account] + rng.exponential(1, len(mine))
    return Acts(account=second[mine.account], object=mine.object, time=mine.time + delay), apps


def robots(rng: Generator, place: Town, phase: Floats) -> Acts:
    """Return what robots post that look every 5, 10, 15 or 30 minutes at two to five publishers of everybody or of one community."""
    count = len(phase)
    every = rng.choice([300.0, 600.0, 900.0, 1800.0], count)
    robot, _ = spread(rng.integers(2, 6, count))
    weight = 0.3 + rng.pareto(1.5, len(place.press.community))
    publisher = rng.choice(len(place.press.community), len(robot), p=weight / weight.sum())
    order = np.argsort(place.press.publisher, kind="stable")
    counts = np.bincount(place.press.publisher, minlength=len(place.press.community))
    row, which = spread(counts[publisher])
    object = order[(np.cumsum(counts) - counts)[publisher[row]] + which]
    robot = robot[row]
    look = np.ceil((place.press.published[object] - phase[robot]) / every[robot]) * every[robot] + phase[robot]
    time = look + rng.uniform(1, 20, count)[robot] + rng.exponential(1.5, len(row))
    first = rng.permutation(len(place.people))[:count]
    return Acts(account=first[robot], object=object, time=time)


def queues(rng: Generator, place: Town) -> Acts:
    """Return what robots post from queues: an old favourite every 20 to 180 minutes, day and night."""
    count = robot_count(place.size)
    every = rng.uniform(1200, 10_800, count)
    robot, number = spread((place.size.span / every).astype(np.int64))
    time = (number + rng.random(count)[robot]) * every[robot] + rng.exponential(2, len(robot))
    favourite = np.argsort(-place.press.appeal)[: len(place.press) // 20]
    object = favourite[np.floor(rng.random(len(robot)) ** 2 * len(favourite)).astype(np.int64)]
    old = place.press.published[object] < time - DAY / 2
    account = rng.permutation(len(place.people))[:count][robot]
    return Acts(account=account, object=object, time=time).take(old)
