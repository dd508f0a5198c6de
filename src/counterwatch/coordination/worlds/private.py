"""Triggers that the collected posts do not show: late alerts, newsletters, chats, recommendations. Nobody plans to act together."""

from __future__ import annotations

import numpy as np

from counterwatch.coordination.worlds.acts import Acts, Floats, Ints, joined, spread
from counterwatch.coordination.worlds.alerts import alerted, audience
from counterwatch.coordination.worlds.people import DAY, HOUR
from counterwatch.coordination.worlds.reading import read
from counterwatch.coordination.worlds.town import Town, town
from counterwatch.coordination.worlds.world import Generator, Scene, Size, organic


@organic
def push_late(rng: Generator, size: Size) -> Scene:
    """Publishers send their alerts up to six hours after publication, when nobody outside knows of it."""
    place = town(rng, size)
    sent = place.press.published + rng.uniform(600, 6 * HOUR, len(place.press))
    return Scene(acts=joined(read(rng, place), alerted(rng, place, audience(rng, place), sent=sent)).once(), size=size)


@organic
def newsletter(rng: Generator, size: Size) -> Scene:
    """Letters arrive every morning with six links of the day before; readers open them when they usually do and share in the order of the letter."""
    place = town(rng, size)
    return Scene(acts=joined(read(rng, place), letters(rng, place)).once(), size=size)


@organic
def group_chats(rng: Generator, size: Size) -> Scene:
    """Friends put links into closed chats; members read them when they look, and share some with the public."""
    place = town(rng, size)
    return Scene(acts=joined(read(rng, place), chatted(rng, place)).once(), size=size)


@organic
def recommended(rng: Generator, size: Size) -> Scene:
    """The platform recommends a thing to one in twenty of a community at one moment, each time to others."""
    place = town(rng, size)
    object = np.flatnonzero(rng.random(len(place.press)) < 0.15)
    sent = place.press.published[object] + rng.uniform(600, 8 * HOUR, len(object))
    row, _ = spread(rng.poisson(size.accounts / size.communities / 20 + 1, len(object)))
    account = rng.integers(0, size.accounts, len(row))
    median = np.exp(rng.uniform(np.log(10), np.log(240), size.accounts))
    heard = Acts(account=account, object=object[row], time=sent[row] + median[account] * rng.lognormal(0, 0.4, len(row)))
    answers = place.people.awake(rng, account, heard.time) & (rng.random(len(row)) < 0.4)
    return Scene(acts=joined(read(rng, place), heard.take(answers)).once(), size=size)


@organic
def admired(rng: Generator, size: Size) -> Scene:
    """One account in sixty has admirers who are alerted whenever it shares something, and share it on at their own speed."""
    place = town(rng, size)
    acts = read(rng, place)
    return Scene(acts=joined(acts, admirers(rng, place, acts)).once(), size=size)


def letters(rng: Generator, place: Town, *, count: int = 30, links: int = 6) -> Acts:
    """Return what readers share of the morning letters: each opens at its own delay after seven o'clock."""
    readers = rng.random((len(place.people), count)) < 0.03
    account, letter = np.nonzero(readers)
    community = rng.integers(0, place.size.communities, count)
    home = (7 - rng.choice(place.people.zone, count)) * HOUR
    sent = (np.arange(place.size.days)[:, None] * DAY + home) % place.size.span
    content = place.recent(rng, np.tile(community, place.size.days * links), np.repeat(sent.ravel()[None], links, 0).ravel(), hours=24)
    content = content.reshape(links, place.size.days, count)
    delay = rng.lognormal(np.log(1500), 1.0, len(account))
    day, row = (each.ravel() for each in np.indices((place.size.days, len(account))))
    opened = sent[day, letter[row]] + delay[row] * rng.lognormal(0, 0.5, len(row))
    step = place.people.pace[account[row]] * 4
    parts = [
        Acts(account=account[row], object=content[link, day, letter[row]], time=opened + step * (link + rng.gamma(4, 0.25, len(row))))
        for link in range(links)
    ]
    acts = joined(*parts)
    return acts.take((acts.object >= 0) & (rng.random(len(acts)) < 0.15))


def chatted(rng: Generator, place: Town, *, members: int = 9, daily: float = 2.0, answer: float = 0.25, wait: float = 1200.0) -> Acts:
    """Return what members of chats share: chats of one community, links of the last half day, a median `wait` that differs by account."""
    chats = len(place.people) // 30
    actors = rng.integers(0, len(place.people), chats)
    circle = near(rng, place, actors, members)
    chat, _ = spread(rng.poisson(daily * place.size.days, chats))
    said = waking(rng, place, actors[chat])
    object = place.recent(rng, place.people.community[actors[chat]], said)
    wait_of = rng.lognormal(np.log(wait), 0.7, len(place.people))
    account = circle[chat].ravel()
    time = np.repeat(said, members) + wait_of[account] * rng.lognormal(0, 0.8, len(account))
    acts = Acts(account=account, object=np.repeat(object, members), time=time)
    return acts.take((acts.object >= 0) & (rng.random(len(acts)) < answer) & place.people.awake(rng, account, time))


def near(rng: Generator, place: Town, actors: Ints, members: int) -> Ints:
    """Return so many accounts of the same community for each of these, shape (who, members)."""
    order = np.argsort(place.people.community, kind="stable")
    counts = np.bincount(place.people.community, minlength=place.size.communities)
    begin = np.cumsum(counts) - counts
    home = place.people.community[actors][:, None]
    return np.asarray(order[begin[home] + np.floor(rng.random((len(actors), members)) * counts[home]).astype(np.int64)])


def waking(rng: Generator, place: Town, actors: Ints) -> Floats:
    """Return a moment of the waking day for each of these accounts."""
    hour = rng.uniform(8, 24, len(actors)) - place.people.zone[actors]
    return np.asarray((rng.integers(0, place.size.days, len(actors)) * DAY + hour * HOUR) % place.size.span)


def admirers(rng: Generator, place: Town, acts: Acts) -> Acts:
    """Return what admirers share of what the admired shared: ten to forty for each, of the same community."""
    stars = rng.choice(len(place.people), max(len(place.people) // 60, 2), replace=False)
    circle = near(rng, place, stars, 40)
    number = np.full(len(place.people), -1)
    number[stars] = np.arange(len(stars))
    seen = acts.take(number[acts.account] >= 0)
    row, which = spread(rng.integers(10, 41, len(stars))[number[seen.account]])
    account = circle[number[seen.account[row]], which]
    median = np.exp(rng.uniform(np.log(15), np.log(300), len(place.people)))
    time = seen.time[row] + median[account] * rng.lognormal(0, 0.4, len(row))
    answers = (rng.random(len(row)) < 0.25) & place.people.awake(rng, account, time) & (account != seen.account[row])
    return Acts(account=account, object=seen.object[row], time=time).take(answers)
