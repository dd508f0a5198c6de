"""Ways of posting that played no part in making the test: the fair trial."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from counterwatch.coordination.worlds.acts import Acts, Floats, Ints, joined, spread
from counterwatch.coordination.worlds.alerts import alerted, audience
from counterwatch.coordination.worlds.news import STORY
from counterwatch.coordination.worlds.people import DAY, HOUR, WEEK, Visits, visits
from counterwatch.coordination.worlds.private import near
from counterwatch.coordination.worlds.reading import newest, passed, popular, read
from counterwatch.coordination.worlds.town import Town, town
from counterwatch.coordination.worlds.world import Generator, Scene, Size, organic


@organic
def crawler_times(rng: Generator, size: Size) -> Scene:
    """A crawler goes round all accounts in a quarter of an hour, in the same order each time, and stamps posts when it comes upon them."""
    acts = read(rng, town(rng, size))
    place = rng.permutation(size.accounts) * 900 / size.accounts
    offset = place[acts.account]
    return Scene(acts=acts.at(np.ceil((acts.time - offset) / 900) * 900 + offset), size=size)


@organic
def held_for_review(rng: Generator, size: Size) -> Scene:
    """Posts of one account in five wait for a moderator, who lets all of them through every seven to fifteen minutes."""
    acts = read(rng, town(rng, size))
    rounds = np.cumsum(rng.uniform(420, 900, int(size.span / 420)))
    out = rounds[np.minimum(np.searchsorted(rounds, acts.time), len(rounds) - 1)] + rng.uniform(0, 2, len(acts))
    held = (rng.random(size.accounts) < 0.2)[acts.account]
    return Scene(acts=acts.at(np.where(held, out, acts.time)), size=size)


@organic
def couples(rng: Generator, size: Size) -> Scene:
    """One account in ten belongs to a couple who follow the same publishers and often pick up their phones at the same moments."""
    place = town(rng, size)
    other = np.arange(size.accounts)
    one, two = rng.permutation(size.accounts)[: size.accounts // 10].reshape(2, -1)
    other[two] = one
    crowd = replace(place.people, community=place.people.community[other], zone=place.people.zone[other])
    place = replace(place, people=crowd, follows=place.follows[other])
    found = visits(rng, crowd, size)
    partner = np.full(size.accounts, -1)
    partner[one] = two
    joins = (partner[found.account] >= 0) & (rng.random(len(found)) < 0.3)
    again = Visits(account=partner[found.account[joins]], start=found.start[joins] + rng.normal(0, 40, int(joins.sum())))
    order = np.lexsort((start := np.append(found.start, again.start), account := np.append(found.account, again.account)))
    return Scene(acts=newest(rng, place, Visits(account=account[order], start=np.maximum(start[order], 0))).once(), size=size)


@organic
def streamers(rng: Generator, size: Size) -> Scene:
    """Twenty streamers show four links an evening, three evenings a week; some of their fifty regulars share what is on the screen."""
    place = town(rng, size)
    star = rng.integers(0, size.accounts, 20)
    evening, _ = spread(rng.binomial(size.days, 3 / WEEK, 20))
    begin = rng.integers(0, size.days, len(evening)) * DAY + rng.uniform(18, 21, 20)[evening] * HOUR
    shown = np.repeat(begin, 4) + rng.uniform(0, 3 * HOUR, 4 * len(begin))
    object = place.recent(rng, place.people.community[star[np.repeat(evening, 4)]], shown, hours=48)
    acts = told_at(rng, place, near(rng, place, star, 50)[np.repeat(evening, 4)], object, shown, answer=0.12)
    return Scene(acts=joined(read(rng, place), acts).once(), size=size)


@organic
def lecture_rooms(rng: Generator, size: Size) -> Scene:
    """Sixty courses of fifteen meet twice a week; the teacher puts two links on the wall, which some students post there and then."""
    place = town(rng, size)
    course, session = (each.ravel() for each in np.indices((max(size.accounts // 70, 2), 2 * size.days // WEEK)))
    teacher = rng.integers(0, size.accounts, int(course.max()) + 1)
    students = near(rng, place, teacher, 15)
    day = session // 2 * WEEK + session % 2 * 2 + course % 3
    lesson = day * DAY + rng.integers(8, 17, len(teacher))[course] * HOUR
    shown = np.repeat(lesson, 2) + rng.uniform(300, 5100, 2 * len(lesson))
    object = place.recent(rng, place.people.community[teacher[np.repeat(course, 2)]], shown, hours=72)
    return Scene(acts=joined(read(rng, place), told_at(rng, place, students[np.repeat(course, 2)], object, shown, answer=0.15)).once(), size=size)


@organic
def forum_floods(rng: Generator, size: Size) -> Scene:
    """A hundred and twenty times a thing comes to the top of a forum elsewhere, and its visitors share it over the next hours."""
    place = town(rng, size)
    begin = rng.uniform(0, size.span, 120)
    object = place.recent(rng, rng.integers(0, size.communities, 120), begin, hours=30)
    row, _ = spread(rng.negative_binomial(2, 0.02, 120) * size.accounts // 4000 + 2)
    reads = np.flatnonzero(rng.random(size.accounts) < 0.3)
    time = begin[row] + rng.gamma(1.5, 2500, len(row))
    acts = Acts(account=rng.choice(reads, len(row)), object=object[row], time=time)
    acts = acts.take((acts.object >= 0) & place.people.awake(rng, acts.account, acts.time))
    return Scene(acts=joined(read(rng, place), acts).once(), size=size)


@organic
def podcasts(rng: Generator, size: Size) -> Scene:
    """Daily talks name three links at certain minutes; listeners play them when they usually do, from the beginning."""
    place = town(rng, size)
    talks, links = 15, 3
    listener, talk = np.nonzero(rng.random((size.accounts, talks)) < 0.02)
    row, day, link = (each.ravel() for each in np.indices((len(listener), size.days, links)))
    account, show = listener[row], talk[row]
    habit = (rng.normal(8, 1.5, len(listener)) - place.people.zone[listener]) * HOUR
    start = day * DAY + habit[row] + rng.normal(0, 600, (len(listener), size.days))[row, day]
    minute = rng.uniform(60, 2400, (talks, size.days, links))
    time = start + minute[show, day, link] + rng.lognormal(np.log(30), 0.6, len(row))
    acts = Acts(account=account, object=STORY + (show * size.days + day) * links + link, time=time)
    return Scene(acts=joined(read(rng, place), acts.take(rng.random(len(row)) < 0.3)).once(), size=size)


@organic
def growing(rng: Generator, size: Size) -> Scene:
    """Accounts join one after the other: ten times as many are there on the last day as on the first; one in five has alerts."""
    place = town(rng, size)
    acts = joined(read(rng, place), alerted(rng, place, audience(rng, place))).once()
    joins = size.span * (np.log10(1 + 9 * rng.random(size.accounts)))
    return Scene(acts=acts.take(acts.time > joins[acts.account] - size.span / 10), size=size)


@organic
def oldest_first(rng: Generator, size: Size) -> Scene:
    """People read on from where they stopped, the oldest first, until they are tired or through."""
    place = town(rng, size)
    found = visits(rng, place.people, size)
    community = place.people.community[found.account]
    last = place.lines.newest(community, found.start)
    first = np.maximum(last - 120, place.lines.begin[community] - 1)
    same = np.append(False, found.account[1:] == found.account[:-1])
    first = np.where(same, np.maximum(first, np.append(-1, last[:-1])), first)
    visit, item = spread(np.minimum(rng.geometric(1 / place.people.depth[found.account]), last - first))
    acts = passed(rng, place, found, visit, place.lines.object[first[visit] + 1 + item])
    return Scene(acts=acts.once(), size=size)


@organic
def two_speeds(rng: Generator, size: Size) -> Scene:
    """Subscribers answer alerts within a minute while they sit at work, and an hour later when they do not."""
    place = town(rng, size)
    heard = alerted(rng, place, audience(rng, place))
    hour = place.people.local(heard.account, heard.time)
    away = ((hour < 9) | (hour > 17)) & (rng.random(len(heard)) < 0.9)
    later = heard.time + np.where(away, rng.lognormal(np.log(3000), 0.7, len(heard)), 0)
    return Scene(acts=joined(read(rng, place), heard.at(later)).once(), size=size)


@organic
def own_digests(rng: Generator, size: Size) -> Scene:
    """Everybody gets a list of what was popular once a day, at a full quarter of an hour of their own, and reads it then or in the next hours."""
    place = town(rng, size)
    account, day = (each.ravel() for each in np.indices((size.accounts, size.days)))
    hour = np.rint(rng.uniform(7, 22, size.accounts) * 4) / 4 - place.people.zone
    start = (day * DAY + hour[account] * HOUR) % size.span + rng.lognormal(np.log(600), 1.5, len(account))
    opens = (rng.random(len(account)) < 0.4) & (start < size.span)
    order = np.lexsort((start[opens], account[opens]))
    found = Visits(account=account[opens][order], start=start[opens][order])
    return Scene(acts=joined(read(rng, place), popular(rng, place, found, every=3600, personal=1.0)).once(), size=size)


@organic
def wrong_zone(rng: Generator, size: Size) -> Scene:
    """The times of one platform of two are an hour early, because somebody took summer time for granted."""
    place = town(rng, size)
    acts = joined(read(rng, place, ranked=0.5), alerted(rng, place, audience(rng, place))).once()
    early = (rng.random(size.accounts) < 0.4)[acts.account]
    return Scene(acts=acts.at(np.where(early, acts.time - HOUR, acts.time)), size=size)


def told_at(rng: Generator, place: Town, actors: Ints, object: Ints, moment: Floats, *, answer: float) -> Acts:
    """Return what these people (moments x people) share of what they are told at one moment, each at its own speed."""
    row, which = (each.ravel() for each in np.indices(actors.shape))
    account = actors[row, which]
    speed = np.exp(rng.uniform(np.log(20), np.log(240), len(place.people)))
    time = moment[row] + speed[account] * rng.lognormal(0, 0.5, len(row))
    acts = Acts(account=account, object=object[row], time=time)
    return acts.take((acts.object >= 0) & (rng.random(len(row)) < answer))
