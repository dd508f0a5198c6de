"""People: where they live, when they are awake, how often they open the app, how fast they read, how readily they share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from counterwatch.coordination.worlds.acts import Bools, Floats, Ints, spread
from counterwatch.coordination.worlds.world import Generator, Size

HOUR, DAY, WEEK = 3600.0, 86_400.0, 7
ZONES = (-5.0, 0.0, 1.0, 8.0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class People:
    """Accounts, one row each: community, zone and peaks (hours), sessions a day, seconds per item, items per session, readiness to share."""

    community: Ints
    zone: Floats
    peaks: Floats
    weekend: Floats
    eager: Floats
    pace: Floats
    depth: Floats
    readiness: Floats

    def __len__(self) -> int:
        return len(self.zone)

    def local(self, account: Ints, time: Floats) -> Floats:
        """Return the local hour, 0 to 24."""
        return np.asarray((time / HOUR + self.zone[account]) % 24)

    def awake(self, rng: Generator, account: Ints, time: Floats) -> Bools:
        """Return who is up: from about seven until midnight, and one in twenty at any hour."""
        hour = self.local(account, time)
        return (hour > 6 + rng.random(len(hour)) * 2) | (rng.random(len(hour)) < 0.05)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Visits:
    """Sessions: who opened the app and when, sorted by account and time."""

    account: Ints
    start: Floats

    def __len__(self) -> int:
        return len(self.start)


def people(
    rng: Generator,
    size: Size,
    *,
    zones: tuple[float, ...] = ZONES,
    peaks: tuple[float, float] = (8.0, 20.0),
    differ: float = 1.5,
    busy: float = 1.4,
    heavy: float = 1.2,
) -> People:
    """Return accounts of communities of unequal size, each with a home zone in which four in five live.

    `peaks` are the local hours of most sessions, from which accounts `differ` by some hours; `busy` is the median of sessions a day and
    `heavy` how unequal they are.
    """
    n = size.accounts
    community = rng.choice(size.communities, n, p=rng.dirichlet(np.full(size.communities, 5.0)))
    home = rng.choice(zones, size.communities)
    return People(
        community=community,
        zone=np.where(rng.random(n) < 0.8, home[community], rng.choice(zones, n)),
        peaks=np.array(peaks) + rng.normal(0, differ, (n, 2)),
        weekend=rng.lognormal(0, 0.4, n),
        eager=np.minimum(rng.lognormal(np.log(busy), heavy, n), 50),
        pace=rng.lognormal(np.log(6), 0.5, n),
        depth=rng.lognormal(np.log(20), 0.4, n),
        readiness=np.minimum(rng.lognormal(np.log(0.15), 1.0, n), 0.8),
    )


def visits(rng: Generator, crowd: People, size: Size) -> Visits:
    """Return sessions about two peaks a day, fewer or more at weekends as each account likes."""
    account, _ = spread(rng.poisson(crowd.eager * size.days))
    start = rng.integers(0, size.days, len(account)) * DAY + hours(rng, crowd, account) * HOUR
    return opened(account, start % size.span, kept=likes_day(rng, crowd, account, start))


def hours(rng: Generator, crowd: People, account: Ints) -> Floats:
    """Return hours (UTC) of sessions: two in five at each peak, the rest anywhen in the waking day."""
    which = rng.random(len(account))
    peak = crowd.peaks[account, (which < 0.5).astype(np.int64)] + rng.normal(0, 1.2, len(account))
    return np.where(which < 0.8, peak, rng.uniform(7, 24, len(account))) - crowd.zone[account]


def likes_day(rng: Generator, crowd: People, account: Ints, start: Floats) -> Bools:
    """Return which sessions take place, by the factor of each account for its weekends."""
    day = np.floor((start + crowd.zone[account] * HOUR) / DAY).astype(np.int64) % WEEK
    factor = crowd.weekend[account]
    return rng.random(len(account)) < np.where(day >= 5, np.minimum(factor, 1), np.minimum(1 / factor, 1))


def opened(account: Ints, start: Floats, *, kept: Bools | None = None) -> Visits:
    """Return sessions in order of account and time."""
    if kept is not None:
        account, start = account[kept], start[kept]
    order = np.lexsort((start, account))
    return Visits(account=account[order], start=start[order])
