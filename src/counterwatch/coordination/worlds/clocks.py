"""Clocks: people who look at the same minute every day, breaks at work and at school, trains that are late for all their passengers."""

from __future__ import annotations

import numpy as np

from counterwatch.coordination.worlds.acts import Floats, Ints
from counterwatch.coordination.worlds.people import DAY, HOUR, WEEK, Visits, opened, visits
from counterwatch.coordination.worlds.reading import newest
from counterwatch.coordination.worlds.town import Town, town
from counterwatch.coordination.worlds.world import Generator, Scene, Size, organic


@organic
def alarm(rng: Generator, size: Size) -> Scene:
    """Half of the people look at the same minute every day, up to a minute or two, many of them at full and half hours."""
    place = town(rng, size)
    minute = np.rint(place.people.peaks * 2) * 1800 + rng.choice([0, 300, 600, 0], (size.accounts, 2)) - place.people.zone[:, None] * HOUR
    habit = daily(rng, size, np.flatnonzero(rng.random(size.accounts) < 0.5), minute, jitter=60)
    return Scene(acts=newest(rng, place, both(visits(rng, place.people, size), habit)).once(), size=size)


@organic
def breaks(rng: Generator, size: Size) -> Scene:
    """People of one community work in the same places, and look at their phones when the break begins at ten, twelve and three."""
    place = town(rng, size)
    home = np.array([place.people.zone[place.people.community == each].mean() if (place.people.community == each).any() else 0.0
                     for each in range(size.communities)])  # fmt: skip
    minute = (np.array([10.0, 12.0, 15.0]) - np.rint(home[place.people.community])[:, None]) * HOUR
    habit = daily(rng, size, np.flatnonzero(rng.random(size.accounts) < 0.4), minute, jitter=75, workdays=True)
    return Scene(acts=newest(rng, place, both(visits(rng, place.people, size), habit)).once(), size=size)


@organic
def school_bell(rng: Generator, size: Size) -> Scene:
    """A quarter of the people are pupils; on school days the bell rings five times and phones come out within the minute."""
    place = town(rng, size, each=3, shared=4)
    pupils = np.flatnonzero(rng.random(size.accounts) < 0.25)
    bells = np.tile(np.array([8.75, 9.6, 10.6, 11.5, 12.5]) * HOUR, (size.accounts, 1))
    habit = daily(rng, size, pupils, bells, jitter=20, workdays=True)
    return Scene(acts=newest(rng, place, both(visits(rng, place.people, size), habit)).once(), size=size)


@organic
def commuters(rng: Generator, size: Size) -> Scene:
    """Passengers of one line look when their train leaves, which is late by as much for all of them, another time each day."""
    place = town(rng, size)
    return Scene(acts=newest(rng, place, both(visits(rng, place.people, size), trains(rng, place))).once(), size=size)


def both(one: Visits, other: Visits) -> Visits:
    """Return all sessions of two kinds."""
    return opened(np.concatenate([one.account, other.account]), np.concatenate([one.start, other.start]))


def daily(rng: Generator, size: Size, actors: Ints, minute: Floats, *, jitter: float, workdays: bool = False) -> Visits:
    """Return sessions at the moments of the day (seconds UTC, one row per account) on three days in five."""
    account, day, which = (each.ravel() for each in np.meshgrid(actors, np.arange(size.days), np.arange(minute.shape[1]), indexing="ij"))
    start = (day * DAY + minute[account, which] + rng.normal(0, jitter, len(account))) % size.span
    kept = rng.random(len(account)) < 0.6
    return opened(account, start, kept=kept & (day % WEEK < 5) if workdays else kept)


def trains(rng: Generator, place: Town) -> Visits:
    """Return sessions of passengers: lines of thirty, two trains a day at fixed times plus the delay of the day, on workdays."""
    size = place.size
    count = max(size.accounts // 60, 2)
    line = np.where(rng.random(size.accounts) < 0.5, rng.integers(0, count, size.accounts), -1)
    actors = np.flatnonzero(line >= 0)
    due = np.rint(np.stack([rng.uniform(6, 9, count), rng.uniform(16, 19, count)], axis=1) * 60) * 60
    late = rng.exponential(240, (count, size.days, 2))
    account, day, which = (each.ravel() for each in np.meshgrid(actors, np.arange(size.days), np.arange(2), indexing="ij"))
    start = day * DAY + due[line[account], which] + late[line[account], day, which] + rng.normal(0, 30, len(account))
    return opened(account, start, kept=(rng.random(len(account)) < 0.7) & (day % WEEK < 5))
