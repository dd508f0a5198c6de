"""Sessions and nothing else: who reads when, and how much. What looks together here is the same feed read in the same order."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from counterwatch.coordination.worlds.reading import read
from counterwatch.coordination.worlds.town import Town, lives, town
from counterwatch.coordination.worlds.world import Generator, Scene, Size, organic


@organic
def base(rng: Generator, size: Size) -> Scene:
    """People open the app when they feel like it and share what stands newest in their feed."""
    return Scene(acts=read(rng, town(rng, size)), size=size)


@organic
def narrow_zone(rng: Generator, size: Size) -> Scene:
    """Everybody lives in one time zone and reads at nearly the same two hours of the day."""
    return Scene(acts=read(rng, town(rng, size, zones=(1.0,), differ=0.4)), size=size)


@organic
def three_shifts(rng: Generator, size: Size) -> Scene:
    """Communities live by shifts: some read at night, some in the morning, some in the afternoon, each within a narrow time."""
    place = town(rng, size, zones=(1.0,), differ=0.5)
    begin = rng.choice([0.0, 8.0, 15.0], size.communities)[place.people.community]
    return Scene(acts=read(rng, lives(place, peaks=begin[:, None] + rng.normal([0.5, 6.0], 0.5, (size.accounts, 2)))), size=size)


@organic
def weekend_only(rng: Generator, size: Size) -> Scene:
    """Half of the communities are hobbies that people follow on Saturdays and Sundays only."""
    place = town(rng, size)
    hobby = (rng.random(size.communities) < 0.5)[place.people.community]
    return Scene(acts=read(rng, lives(place, weekend=np.where(hobby, 60.0, place.people.weekend))), size=size)


@organic
def power(rng: Generator, size: Size) -> Scene:
    """One account in fifty reads all day long and shares hundreds of things a day, in the order of the feed."""
    return Scene(acts=read(rng, with_power_users(rng, town(rng, size))), size=size)


@organic
def fast_fingers(rng: Generator, size: Size) -> Scene:
    """People scroll a second or two per item, and share before they have read."""
    place = town(rng, size)
    return Scene(acts=read(rng, lives(place, pace=rng.lognormal(0, 0.3, size.accounts))), size=size)


@organic
def rare_posters(rng: Generator, size: Size) -> Scene:
    """Four times as many accounts, most of which share a few things in two weeks."""
    many = replace(size, accounts=4 * size.accounts)
    return Scene(acts=read(rng, town(rng, many, busy=0.3)), size=many)


@organic
def few_publishers(rng: Generator, size: Size) -> Scene:
    """One publisher in each community and three for all: everybody shares the same few things."""
    return Scene(acts=read(rng, town(rng, size, each=1, shared=3)), size=size)


@organic
def one_community(rng: Generator, size: Size) -> Scene:
    """No communities: twenty publishers, and everybody reads what they like of them."""
    whole = replace(size, communities=1)
    return Scene(acts=read(rng, town(rng, whole, each=20, shared=0)), size=whole)


@organic
def two_months(rng: Generator, size: Size) -> Scene:
    """A collection of sixty days in which people share a quarter as often."""
    long = replace(size, days=60)
    return Scene(acts=read(rng, town(rng, long, busy=0.5, daily=4)), size=long)


@organic
def small200(rng: Generator, size: Size) -> Scene:
    """Two hundred accounts in two communities."""
    few = replace(size, accounts=200, communities=2)
    return Scene(acts=read(rng, town(rng, few)), size=few)


@organic
def huge50k(rng: Generator, size: Size) -> Scene:
    """Fifty thousand accounts in forty communities."""
    vast = replace(size, accounts=25 * size.accounts // 2, communities=40)
    return Scene(acts=read(rng, town(rng, vast, busy=0.7)), size=vast)


def with_power_users(rng: Generator, place: Town, share: float = 0.02) -> Town:
    """Return the town with some accounts who visit 25 times a day, read far and share much."""
    crowd, chosen = place.people, rng.random(len(place.people)) < share
    return lives(
        place,
        eager=np.where(chosen, rng.uniform(15, 40, len(crowd)), crowd.eager),
        depth=np.where(chosen, 60.0, crowd.depth),
        readiness=np.where(chosen, rng.uniform(0.3, 0.8, len(crowd)), crowd.readiness),
    )
