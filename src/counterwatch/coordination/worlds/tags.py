"""Hashtags: words that live long and are used again and again, live shows, games, elections, earthquakes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from counterwatch.coordination.worlds.acts import Acts, Ints, joined, spread
from counterwatch.coordination.worlds.people import DAY, HOUR, People, people, visits
from counterwatch.coordination.worlds.world import Generator, Scene, Size, organic

TAG = "hashtag"
TAGS = 700


@organic
def hashtags(rng: Generator, size: Size) -> Scene:
    """People put some of the same seven hundred words under their posts, each community its own favourites."""
    return Scene(acts=tagged(rng, people(rng, size), size), size=size, signal=TAG)


@organic
def hashtags_power(rng: Generator, size: Size) -> Scene:
    """One account in fifty posts with hashtags all day long."""
    crowd = people(rng, size)
    crowd = replace(crowd, eager=np.where(rng.random(size.accounts) < 0.02, rng.uniform(20, 60, size.accounts), crowd.eager))
    return Scene(acts=tagged(rng, crowd, size), size=size, signal=TAG)


@organic
def hashtag_rows(rng: Generator, size: Size) -> Scene:
    """Every post carries a row of two to five hashtags, and many rows are the same from post to post."""
    acts = tagged(rng, people(rng, size, busy=0.8), size)
    row, which = spread(rng.integers(1, 5, len(acts)))
    favourite = rng.integers(0, 60, (size.accounts, 4))
    others = Acts(account=acts.account[row], object=favourite[acts.account[row], which], time=acts.time[row])
    return Scene(acts=joined(acts, others), size=size, signal=TAG)


@organic
def trending(rng: Generator, size: Size) -> Scene:
    """A list of ten trends changes every half hour, and one post in three picks from it."""
    acts = tagged(rng, people(rng, size), size)
    slots = int(size.span // 1800)
    start = np.arange(slots)[:, None] - rng.integers(0, 8, (slots, 10))
    trend = TAGS + np.maximum(start, 0) * 10 + np.arange(10)
    slot = (acts.time // 1800).astype(np.int64) % slots
    picks = trend[slot, np.minimum(rng.geometric(0.3, len(acts)) - 1, 9)]
    return Scene(acts=Acts(account=acts.account, object=np.where(rng.random(len(acts)) < 0.33, picks, acts.object), time=acts.time),
                 size=size, signal=TAG)  # fmt: skip


@organic
def live(rng: Generator, size: Size) -> Scene:
    """Fans of twenty clubs cry out under one hashtag within seconds of every goal of their games."""
    crowd = people(rng, size)
    fans = np.flatnonzero(rng.random(size.accounts) < 0.4)
    club = rng.integers(0, 20, size.accounts)
    game, _ = spread(np.full(20, 5))
    begin = rng.integers(0, size.days, len(game)) * DAY + rng.choice([14.0, 17.0, 19.0, 20.0], len(game)) * HOUR
    goal, _ = spread(2 + rng.poisson(2, len(game)))
    moment = begin[goal] + rng.uniform(60, 6300, len(goal))
    acts = cheered(rng, fans, club[fans], game[goal], moment, answer=0.35)
    return Scene(acts=joined(tagged(rng, crowd, size), acts), size=size, signal=TAG)


@organic
def watch_groups(rng: Generator, size: Size) -> Scene:
    """Groups of five to eight friends watch recorded series together on evenings of their own, and comment on the same scenes."""
    crowd = people(rng, size)
    count = max(size.accounts // 40, 4)
    group, _ = spread(rng.integers(5, 9, count))
    actors = rng.permutation(size.accounts)[: len(group)]
    evening, _ = spread(rng.integers(3, 7, count))
    begin = rng.integers(0, size.days, len(evening)) * DAY + rng.uniform(18, 22, len(evening)) * HOUR
    scene, _ = spread(3 + rng.poisson(3, len(evening)))
    moment = begin[scene] + rng.uniform(0, 5400, len(scene))
    acts = cheered(rng, actors, group[: len(actors)], evening[scene], moment, answer=0.3, slow=40)
    return Scene(acts=joined(tagged(rng, crowd, size), renamed(acts, rng.integers(0, 12, count))), size=size, signal=TAG)


@organic
def weekly_show(rng: Generator, size: Size) -> Scene:
    """Six shows are on air at fixed hours three times a week; spectators comment on scenes in which much happens."""
    crowd = people(rng, size, zones=(1.0,))
    fans = np.flatnonzero(rng.random(size.accounts) < 0.5)
    show, day = (each.ravel() for each in np.meshgrid(np.arange(6), np.arange(size.days), indexing="ij"))
    show, day = (each[(day + show) % 7 % 3 == 0] for each in (show, day))
    scene, _ = spread(4 + rng.poisson(4, len(show)))
    moment = day[scene] * DAY + 19 * HOUR + 1800 * (show[scene] % 3) + rng.uniform(0, 2700, len(scene))
    acts = cheered(rng, fans, rng.integers(0, 6, size.accounts)[fans], show[scene], moment, answer=0.12, slow=25)
    return Scene(acts=joined(tagged(rng, crowd, size), acts), size=size, signal=TAG)


@organic
def tag_games(rng: Generator, size: Size) -> Scene:
    """Every evening at nine a game with a new hashtag begins, and some hundreds of players post a dozen jokes each within the hour."""
    crowd = people(rng, size)
    players = np.flatnonzero(rng.random(size.accounts) < 0.1)
    row, _ = spread(rng.poisson(0.5, len(players) * size.days) * 8)
    evening = row // len(players)
    time = evening * DAY + 21 * HOUR + rng.exponential(1500, len(row)) + 30
    acts = Acts(account=players[row % len(players)], object=TAGS + evening, time=time)
    return Scene(acts=joined(tagged(rng, crowd, size), acts), size=size, signal=TAG)


@organic
def tremors(rng: Generator, size: Size) -> Scene:
    """Thirty tremors are felt, each in one region, and everybody there who is awake writes the same word within a minute or two."""
    crowd = people(rng, size)
    moment = rng.uniform(0, size.span, 30)
    region = rng.integers(0, size.communities, 30)
    acts = cheered(rng, np.arange(size.accounts), crowd.community, region, moment, answer=0.3, slow=50)
    acts = acts.take(crowd.awake(rng, acts.account, acts.time))
    return Scene(acts=joined(tagged(rng, crowd, size), acts), size=size, signal=TAG)


def tagged(rng: Generator, crowd: People, size: Size, *, posts: float = 1.3) -> Acts:
    """Return posts with hashtags: in every session some, a minute or two apart; half of the words are the community's, the rest everybody's."""
    found = visits(rng, crowd, size)
    visit, which = spread(rng.poisson(posts, len(found)))
    account = found.account[visit]
    rank = np.floor(rng.pareto(0.9, len(visit)) * 6).astype(np.int64) % TAGS
    order = np.stack([rng.permutation(TAGS) for _ in range(size.communities)])
    own = rng.random(len(visit)) < 0.5
    time = found.start[visit] + 20 + which * 90 * rng.lognormal(0, 0.6, len(visit)) + rng.exponential(60, len(visit))
    return Acts(account=account, object=np.where(own, order[crowd.community[account], rank], rank), time=time)


def cheered(rng: Generator, actors: Ints, side: Ints, sides: Ints, moment: np.ndarray, *, answer: float, slow: float = 15.0) -> Acts:
    """Return cries of accounts whose `side` it is at each moment, under the hashtag of the side, `slow` seconds after in the median."""
    order = np.argsort(side, kind="stable")
    counts = np.bincount(side, minlength=int(sides.max(initial=0)) + 1)
    row, which = spread(counts[sides])
    account = actors[order[(np.cumsum(counts) - counts)[sides[row]] + which]]
    speed = rng.lognormal(np.log(slow), 0.5, int(actors.max(initial=0)) + 1)
    time = moment[row] + speed[account] * rng.lognormal(0, 0.5, len(row))
    return Acts(account=account, object=TAGS + 100_000 + sides[row], time=time).take(rng.random(len(row)) < answer)


def renamed(acts: Acts, name: Ints) -> Acts:
    """Return the cries under the hashtag of what is watched: several groups watch the same."""
    return Acts(account=acts.account, object=TAGS + 100_000 + name[acts.object - TAGS - 100_000], time=acts.time)
