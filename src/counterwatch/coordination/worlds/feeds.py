"""What the platform shows: ranked lists, pages that refresh on the clock, friends whose posts reach each other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from counterwatch.coordination.worlds.acts import Acts, Floats, Ints, joined, spread
from counterwatch.coordination.worlds.people import Visits, opened, visits
from counterwatch.coordination.worlds.reading import newest, popular, read, wanted
from counterwatch.coordination.worlds.sessions import with_power_users
from counterwatch.coordination.worlds.town import Town, town
from counterwatch.coordination.worlds.world import Generator, Scene, Size, organic


@organic
def ranked(rng: Generator, size: Size) -> Scene:
    """All feeds are ranked by engagement, the same for a whole community up to a little shuffling."""
    return Scene(acts=read(rng, town(rng, size), ranked=1.0), size=size)


@organic
def half_ranked(rng: Generator, size: Size) -> Scene:
    """Half of the people have a ranked feed, the other half reads the newest first."""
    return Scene(acts=read(rng, town(rng, size), ranked=0.5), size=size)


@organic
def ranked_power(rng: Generator, size: Size) -> Scene:
    """Ranked feeds, of which a few accounts share nearly all, many times a day."""
    return Scene(acts=read(rng, with_power_users(rng, town(rng, size)), ranked=1.0), size=size)


@organic
def top_list(rng: Generator, size: Size) -> Scene:
    """One list of what is popular, in the same order for all, computed anew every five minutes; visitors read it from the top."""
    place = town(rng, size)
    found = visits(rng, place.people, size)
    return Scene(acts=popular(rng, place, found, every=300, personal=0.3).once(), size=size)


@organic
def refresh10m(rng: Generator, size: Size) -> Scene:
    """Feeds change every ten minutes on the clock, and many who have one open look when it does."""
    return Scene(acts=refreshed(rng, town(rng, size), 600), size=size)


@organic
def refresh1h(rng: Generator, size: Size) -> Scene:
    """Feeds change every hour on the clock, and many who have one open look when it does."""
    return Scene(acts=refreshed(rng, town(rng, size), 3600), size=size)


@organic
def friends(rng: Generator, size: Size) -> Scene:
    """What somebody shares is seen by friends when they next look, and some of them share it on: chains run through circles of friends."""
    place = town(rng, size)
    found = visits(rng, place.people, size)
    return Scene(acts=handed_on(rng, place, newest(rng, place, found), found), size=size)


@organic
def friends_only(rng: Generator, size: Size) -> Scene:
    """Few people read publishers at all; most things come from friends, through tight circles of eight to fifteen."""
    place = town(rng, size)
    found = visits(rng, place.people, size)
    seeds = newest(rng, place, found)
    sources = rng.random(len(place.people)) < 0.15
    return Scene(acts=handed_on(rng, place, seeds.take(sources[seeds.account]), found, circle=12, share=2.0, rounds=4), size=size)


def refreshed(rng: Generator, place: Town, every: float) -> Acts:
    """Share from feeds fetched at the last full `every` seconds; two sessions in five begin when the feed changes."""
    found = visits(rng, place.people, place.size)
    turn = np.ceil(found.start / every) * every + rng.lognormal(np.log(15), 0.8, len(found))
    waits = rng.random(len(found)) < 0.4
    found = opened(found.account, np.where(waits, turn, found.start))
    return newest(rng, place, found, shown=np.floor(found.start / every) * every).once()


def handed_on(rng: Generator, place: Town, seeds: Acts, found: Visits, *, circle: int = 25, share: float = 0.5, rounds: int = 3) -> Acts:
    """Let things pass from friend to friend: each act reaches a circle, and those who would share it do so in their next session."""
    friend = circles(rng, place.people.community, circle)
    wave, all_acts = seeds.once(), [seeds]
    for _ in range(rounds):
        row, which = spread(rng.poisson(share, len(wave)))
        account, object = friend[wave.account[row], rng.integers(0, circle, len(which))], wave.object[row]
        follows = wanted(rng, place, account, object) | (rng.random(len(account)) < 0.3)
        account, object, seen = account[follows], object[follows], wave.time[row][follows]
        time = next_visit(found, place.size.span, account, seen) + place.people.pace[account] * rng.gamma(2, 4, len(account))
        wave = Acts(account=account, object=object, time=time).take(np.isfinite(time)).once()
        all_acts.append(wave)
    return joined(*all_acts).once()


def circles(rng: Generator, community: Ints, circle: int) -> Ints:
    """Return the friends of each account, shape (accounts, circle): neighbours in a ring of its community, and one in ten from anywhere."""
    order = np.argsort(community, kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    near = order[(place[:, None] + rng.integers(1, 2 * circle, (len(order), circle))) % len(order)]
    return np.asarray(np.where(rng.random(near.shape) < 0.1, rng.integers(0, len(order), near.shape), near))


def next_visit(found: Visits, span: float, account: Ints, time: Floats) -> Floats:
    """Return when each account next opens the app after a time, infinity where it does not."""
    step = 2 * span
    key = found.account * step + found.start
    place = np.searchsorted(key, account * step + np.minimum(time, span))
    inside = np.minimum(place, len(key) - 1)
    return np.where((place < len(key)) & (found.account[inside] == account), found.start[inside], np.inf)


@organic
def long_memory(rng: Generator, size: Size) -> Scene:
    """Ranked feeds of few publishers that keep showing the same things for days."""
    place = town(rng, replace(size), each=2, shared=2, daily=4)
    found = visits(rng, place.people, size)
    return Scene(acts=popular(rng, place, found, every=3600, personal=8).once(), size=size)
