"""Watching: the feed stays open for hours, and what comes is seen within a minute or two."""

from __future__ import annotations

import numpy as np

from counterwatch.coordination.worlds.acts import Acts, Floats, joined, spread
from counterwatch.coordination.worlds.people import DAY, HOUR
from counterwatch.coordination.worlds.reading import read, wanted
from counterwatch.coordination.worlds.sessions import with_power_users
from counterwatch.coordination.worlds.town import Town, lives, town
from counterwatch.coordination.worlds.world import Generator, Scene, Size, organic


@organic
def watchers(rng: Generator, size: Size) -> Scene:
    """One account in twelve has the feed open for two times three hours a day, and shares what it likes soon after it came."""
    place = town(rng, size)
    return Scene(acts=joined(read(rng, place), watched(rng, place, place.people.peaks)).once(), size=size)


@organic
def evening_watchers(rng: Generator, size: Size) -> Scene:
    """The same in one zone, all between half past six and eleven at night."""
    place = town(rng, size, zones=(1.0,))
    evening = np.array([20.0, 21.5]) + rng.normal(0, 0.3, (size.accounts, 2))
    return Scene(acts=joined(read(rng, place), watched(rng, place, evening)).once(), size=size)


@organic
def crowded(rng: Generator, size: Size) -> Scene:
    """Three publishers for each community, many who share all they can, and a tenth who watch: everybody meets everybody all the time."""
    place = with_power_users(rng, town(rng, size, each=3, shared=2, busy=2.5), share=0.05)
    place = lives(place, readiness=np.minimum(place.people.readiness * 2, 0.9))
    return Scene(acts=joined(read(rng, place), watched(rng, place, place.people.peaks)).once(), size=size)


def watched(rng: Generator, place: Town, middle: Floats, *, share: float = 0.08) -> Acts:
    """Return what watchers share: every thing they follow is seen at the next refresh of their page, each its own 20 to 180 seconds."""
    actors = np.flatnonzero(rng.random(len(place.people)) < share)
    account, day, block = (each.ravel() for each in np.meshgrid(actors, np.arange(place.size.days), [0, 1], indexing="ij"))
    begin = (day * DAY + (middle[account, block] - 1.5 - place.people.zone[account]) * HOUR) % place.size.span
    community = place.people.community[account]
    first, last = (place.lines.newest(community, begin + hours * HOUR) for hours in (0, 3))
    row, which = spread(last - first)
    account, object = account[row], place.lines.object[first[row] + 1 + which]
    seen = place.follows[account, place.press.publisher[object]] & wanted(rng, place, account, object)
    account, object = account[seen], object[seen]
    refresh = np.exp(rng.uniform(np.log(20), np.log(180), len(place.people)))[account]
    time = place.press.published[object] + refresh * rng.random(len(object)) + rng.lognormal(np.log(10), 0.8, len(object))
    return Acts(account=account, object=object, time=time)
