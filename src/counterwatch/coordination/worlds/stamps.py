"""What a collection does to times: whole minutes, two clocks, holes, samples; and everything that goes wrong at once."""

from __future__ import annotations

import numpy as np

from counterwatch.coordination.worlds.acts import Acts, joined
from counterwatch.coordination.worlds.alerts import alerted, audience, niches
from counterwatch.coordination.worlds.apps import copied, robots, syndicated
from counterwatch.coordination.worlds.clocks import both, daily
from counterwatch.coordination.worlds.feeds import refreshed
from counterwatch.coordination.worlds.people import HOUR, visits
from counterwatch.coordination.worlds.private import admirers
from counterwatch.coordination.worlds.reading import newest, read
from counterwatch.coordination.worlds.sessions import with_power_users
from counterwatch.coordination.worlds.tags import TAG, hashtags_power
from counterwatch.coordination.worlds.town import town
from counterwatch.coordination.worlds.world import Generator, Scene, Size, organic

MINUTE = 60_000


@organic
def minute(rng: Generator, size: Size) -> Scene:
    """Stamps show whole minutes."""
    return Scene(acts=read(rng, town(rng, size)), size=size, stamp=MINUTE)


@organic
def minute_push(rng: Generator, size: Size) -> Scene:
    """Stamps show whole minutes, and one account in five has alerts."""
    place = town(rng, size)
    return Scene(acts=joined(read(rng, place), alerted(rng, place, audience(rng, place))).once(), size=size, stamp=MINUTE)


@organic
def minute_hashtags(rng: Generator, size: Size) -> Scene:
    """Hashtags with power users, stamped by the minute."""
    return Scene(acts=hashtags_power(rng, size).acts, size=size, stamp=MINUTE, signal=TAG)


@organic
def ten_seconds(rng: Generator, size: Size) -> Scene:
    """Stamps show steps of ten seconds, and feeds change every ten minutes on the clock."""
    return Scene(acts=refreshed(rng, town(rng, size), 600), size=size, stamp=10_000)


@organic
def milliseconds(rng: Generator, size: Size) -> Scene:
    """Stamps show milliseconds; robots that start on the full five minutes are among the accounts."""
    place = town(rng, size)
    return Scene(acts=joined(read(rng, place), robots(rng, place, np.zeros(max(size.accounts // 80, 4)))).once(), size=size, stamp=1)


@organic
def two_clocks(rng: Generator, size: Size) -> Scene:
    """Half of the accounts were collected by a machine whose clock is 47 seconds fast."""
    place = town(rng, size)
    acts = joined(read(rng, place), alerted(rng, place, audience(rng, place))).once()
    fast = (rng.random(size.accounts) < 0.5)[acts.account]
    return Scene(acts=acts.at(acts.time + np.where(fast, 47.0, 0.0)), size=size)


@organic
def api_gaps(rng: Generator, size: Size) -> Scene:
    """The collector was cut off twenty times for an hour or five: what was posted then is not there."""
    place = town(rng, size)
    acts = joined(read(rng, place), alerted(rng, place, audience(rng, place))).once()
    begin = np.sort(rng.uniform(0, size.span, 20))
    last = np.searchsorted(begin, acts.time) - 1
    lost = (last >= 0) & (acts.time < (begin + rng.uniform(1, 5, 20) * HOUR)[np.maximum(last, 0)])
    return Scene(acts=acts.take(~lost), size=size)


@organic
def rate_limited(rng: Generator, size: Size) -> Scene:
    """The collector gets the first sixty posts of every quarter of an hour, and nothing until the next one begins."""
    acts = read(rng, town(rng, size))
    order = np.argsort(acts.time)
    slot = (acts.time[order] // 900).astype(np.int64)
    number = np.arange(len(slot)) - np.searchsorted(slot, slot)
    most = 60 * size.accounts // 4000 + 1
    return Scene(acts=acts.take(order[number < most]), size=size)


@organic
def sampled(rng: Generator, size: Size) -> Scene:
    """The platform gives out one post in four, chosen at random, of a place where people share more."""
    place = town(rng, size, busy=3.0, daily=14)
    acts = joined(read(rng, place), alerted(rng, place, audience(rng, place))).once()
    return Scene(acts=acts.take(rng.random(len(acts)) < 0.25), size=size)


@organic
def everything(rng: Generator, size: Size) -> Scene:
    """Alerts large and small, power users, alarms, refreshes, robots, admirers, owners of pages, two platforms: all at once."""
    place = with_power_users(rng, town(rng, size))
    minute_of = np.rint(place.people.peaks) * HOUR - place.people.zone[:, None] * HOUR
    habit = daily(rng, size, np.flatnonzero(rng.random(size.accounts) < 0.3), minute_of, jitter=60)
    acts = joined(newest(rng, place, both(visits(rng, place.people, size), habit)), refreshed(rng, place, 3600))
    own, owners = syndicated(rng, place)
    heard = joined(alerted(rng, place, audience(rng, place)), alerted(rng, place, niches(rng, place)))
    looked = robots(rng, place, rng.choice([0.0, 0.0, 170.0], max(size.accounts // 80, 4)))
    all_acts = joined(acts, heard, own, looked, admirers(rng, place, acts)).once()
    copies, people = copied(rng, all_acts, size.accounts, share=0.04)
    first = np.where(owners >= 0, owners + len(people), people[: size.accounts])
    # The copy of a page belongs to the owner of the page.
    apps = np.concatenate([first, first[people[: size.accounts] >= 0]]).astype(np.int32)
    return Scene(acts=joined(all_acts, copies), size=size, apps=apps)


@organic
def everything_minute(rng: Generator, size: Size) -> Scene:
    """All of this at once, stamped by the minute."""
    scene = everything(rng, size)
    return Scene(acts=scene.acts, size=size, apps=scene.apps, stamp=MINUTE)


@organic
def deleted(rng: Generator, size: Size) -> Scene:
    """Much was taken down before it was collected: a third of the accounts, and everything on one object in five."""
    place = town(rng, size)
    acts: Acts = joined(read(rng, place), alerted(rng, place, audience(rng, place))).once()
    gone = (rng.random(size.accounts) < 0.33)[acts.account] | (rng.random(len(place.press)) < 0.2)[acts.object]
    return Scene(acts=acts.take(~gone), size=size)
