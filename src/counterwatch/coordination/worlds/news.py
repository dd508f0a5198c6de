"""News: everybody at once, embargoes, outages, chains of quotes, petitions, premieres."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from counterwatch.coordination.worlds.acts import Acts, Floats, Ints, joined, spread
from counterwatch.coordination.worlds.people import DAY, HOUR, opened, visits
from counterwatch.coordination.worlds.private import near
from counterwatch.coordination.worlds.reading import newest, read
from counterwatch.coordination.worlds.town import Town, town
from counterwatch.coordination.worlds.world import Generator, Scene, Size, organic

STORY = 10_000_000
"""Objects that are no publisher's count from here."""


@organic
def breaking(rng: Generator, size: Size) -> Scene:
    """Twenty-five times something happens that everybody must tell: three pieces on it within minutes, shared at once by one in ten who is up."""
    place = town(rng, size)
    event, piece = (each.ravel() for each in np.indices((25, 3)))
    moment = np.repeat(rng.uniform(0, size.span, 25), 3) + piece * rng.uniform(60, 400, 75)
    row, _ = spread(rng.binomial(size.accounts, 0.1, len(event)))
    account = rng.integers(0, size.accounts, len(row))
    speed = rng.lognormal(np.log(150), 0.8, size.accounts)
    time = moment[row] + speed[account] * rng.lognormal(0, 0.6, len(row))
    acts = Acts(account=account, object=STORY + row, time=time).take(place.people.awake(rng, account, time))
    return Scene(acts=joined(read(rng, place), acts).once(), size=size)


@organic
def election_night(rng: Generator, size: Size) -> Scene:
    """In one night two hundred results come in, and a quarter of all people share those of their region until they fall asleep."""
    place = town(rng, size, zones=(1.0,))
    moment = (size.days // 2) * DAY + 17 * HOUR + np.sort(rng.gamma(2, 1.5 * HOUR, 200))
    region = rng.integers(0, size.communities, 200)
    up = np.flatnonzero(rng.random(size.accounts) < 0.25)
    result, watcher = np.nonzero((region[:, None] == place.people.community[up]) | (rng.random((200, len(up))) < 0.1))
    account = up[watcher]
    speed = rng.lognormal(np.log(60), 0.7, size.accounts)
    acts = Acts(account=account, object=STORY + result, time=moment[result] + speed[account] * rng.lognormal(0, 0.6, len(account)))
    asleep = (size.days // 2) * DAY + rng.uniform(21, 28, size.accounts)[account] * HOUR
    acts = acts.take((acts.time < asleep) & (rng.random(len(acts)) < 0.3))
    return Scene(acts=joined(read(rng, place), acts).once(), size=size)


@organic
def outage_return(rng: Generator, size: Size) -> Scene:
    """Six times the platform is down for an hour or three; who wanted to look comes when it is back, most within two minutes."""
    place = town(rng, size)
    found = visits(rng, place.people, size)
    begin = np.sort(rng.uniform(0, size.span * 0.95, 6))
    end = begin + rng.uniform(1, 3, 6) * HOUR
    last = np.searchsorted(begin, found.start) - 1
    down = (last >= 0) & (found.start < end[np.maximum(last, 0)])
    back = end[np.maximum(last, 0)] + rng.exponential(120, len(found))
    return Scene(acts=newest(rng, place, opened(found.account, np.where(down, back, found.start))).once(), size=size)


@organic
def embargo(rng: Generator, size: Size) -> Scene:
    """Reporters get papers beforehand and may write from a full hour on; some begin in that minute. Readers come later."""
    place = town(rng, size)
    lifted = rng.integers(0, size.days, 60) * DAY + rng.choice([5.0, 8.0, 10.0, 22.0], 60) * HOUR
    beat = rng.integers(0, 8, 60)
    reporters = rng.permutation(size.accounts)[: max(size.accounts // 40, 16)]
    row, which = np.nonzero((beat[:, None] == np.arange(len(reporters)) % 8) & (rng.random((60, len(reporters))) < 0.6))
    speed = rng.lognormal(np.log(60), 0.9, len(reporters))
    first = Acts(account=reporters[which], object=STORY + row, time=lifted[row] + speed[which] * rng.lognormal(0, 0.5, len(row)))
    return Scene(acts=joined(read(rng, place), first, later(rng, place, lifted, readers=25)).once(), size=size)


@organic
def quote_chains(rng: Generator, size: Size) -> Scene:
    """People are told when a friend quotes something and often quote it on at once: chains of up to twelve, through the same friends again."""
    place = town(rng, size)
    acts = read(rng, place)
    attentive = near(rng, place, np.arange(size.accounts), 3)
    speed = np.exp(rng.uniform(np.log(15), np.log(400), size.accounts))
    wave, all_acts = acts.take(rng.random(len(acts)) < 0.3), [acts]
    for _ in range(11):
        account = attentive[wave.account, rng.integers(0, 3, len(wave))]
        time = wave.time + speed[account] * rng.lognormal(0, 0.6, len(wave))
        goes = (rng.random(len(wave)) < 0.35) & place.people.awake(rng, account, time)
        wave = Acts(account=account, object=wave.object, time=time).take(goes)
        all_acts.append(wave)
    return Scene(acts=joined(*all_acts).once(), size=size)


@organic
def petitions(rng: Generator, size: Size) -> Scene:
    """Forty petitions run for weeks; who has signed is asked to share, and does so in a session of the day."""
    place = town(rng, size)
    found = visits(rng, place.people, size)
    signs = rng.random(len(found)) < 0.12
    begin = rng.uniform(0, size.span * 0.7, 40)
    which = np.floor(rng.random(int(signs.sum())) ** 1.5 * 40).astype(np.int64)
    time = found.start[signs] + rng.exponential(90, len(which))
    acts = Acts(account=found.account[signs], object=STORY + which, time=time).take(time > begin[which])
    return Scene(acts=joined(newest(rng, place, found), acts).once(), size=size)


@organic
def premieres(rng: Generator, size: Size) -> Scene:
    """Eighty premieres are announced to the minute; fans wait for them and share in the first seconds, others in their time."""
    place = town(rng, size)
    moment = rng.integers(0, size.days, 80) * DAY + rng.integers(9, 22, 80) * HOUR
    star = rng.integers(0, 15, 80)
    fan_of = np.where(rng.random(size.accounts) < 0.25, rng.integers(0, 15, size.accounts), -1)
    row, account = np.nonzero((star[:, None] == fan_of) & (rng.random((80, size.accounts)) < 0.5))
    speed = rng.lognormal(np.log(20), 0.8, size.accounts)
    fans = Acts(account=account, object=STORY + row, time=moment[row] + speed[account] * rng.lognormal(0, 0.5, len(row)))
    return Scene(acts=joined(read(rng, place), fans, later(rng, place, moment, readers=60)).once(), size=size)


@organic
def viral(rng: Generator, size: Size) -> Scene:
    """Forty things go round the whole network, each like an epidemic: doubling every quarter of an hour until most have seen it."""
    place = town(rng, replace(size))
    start = rng.uniform(0, size.span * 0.9, 40)
    row, account = np.nonzero(rng.random((40, size.accounts)) < rng.beta(2, 8, 40)[:, None])
    time = start[row] + 2 * HOUR + rng.logistic(0, 1300, len(row)) * rng.lognormal(0, 0.4, 40)[row]
    acts = Acts(account=account, object=STORY + row, time=time).take(place.people.awake(rng, account, time))
    return Scene(acts=joined(read(rng, place), acts).once(), size=size)


def later(rng: Generator, place: Town, moment: Floats, *, readers: int) -> Acts:
    """Return what other people share of things that came out at these moments: some readers each, over the next hours."""
    row, _ = spread(rng.poisson(readers, len(moment)))
    account: Ints = rng.integers(0, place.size.accounts, len(row))
    time = moment[row] + rng.lognormal(np.log(2400), 1.3, len(row))
    return Acts(account=account, object=STORY + row, time=time).take(place.people.awake(rng, account, time))
