"""Simulated lives of a person who posts and is answered, in usual times, and the same with a pile-on."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterwatch.coordination.received import NONE, Received
from counterwatch.coordination.waves.scan import HOUR

Integers = NDArray[np.int64]

DAY = 24 * HOUR
BEGIN = 19_000 * DAY
PHRASES = 40


def usual_life(rng: np.random.Generator, days: int | None = None) -> Received:
    """Return messages of some months: mentions at a drifting level with weekdays and bursts, and answers to own posts, few or hundreds each.

    Some people receive one message a week, some a hundred a day; some of their posts travel. Most writers are known, new ones come all the time.
    """
    days = int(rng.integers(60, 360)) if days is None else days
    return _table("usual life", rng, *_life(rng, days))


def pile_on(rng: np.random.Generator, times: tuple[float, float] = (8, 20)) -> Received:
    """Return a usual life in which for one to four days hundreds of accounts, most of them new, write at once and repeat each other.

    Each of these days brings so many `times` the fullest usual day, and 200 messages at least.
    """
    days = int(rng.integers(90, 240))
    time, answers = _life(rng, days)
    day = int(rng.integers(45, days - 10))
    fullest = np.bincount((time - BEGIN) // DAY, minlength=days).max()
    size, length = int(max(200, rng.uniform(*times) * fullest)), int(rng.integers(1, 5))
    moments = BEGIN + day * DAY + np.sort((rng.random(size * length) * length * DAY).astype(np.int64))
    return _table("usual life with a pile-on", rng, time, answers, extra=moments)


def _life(rng: np.random.Generator, days: int) -> tuple[Integers, Integers]:
    """Return the times of messages and the own post that each answers."""
    drift = np.cumsum(rng.normal(0, 0.02, days))
    weekday = np.where(np.arange(days) % 7 >= 5, rng.uniform(0.5, 1.3), 1.0)
    mentions = np.exp(rng.uniform(np.log(0.1), np.log(40)) + drift) * weekday * rng.gamma(shape := rng.uniform(1.5, 8), 1 / shape, days)
    counts = rng.poisson(mentions)
    alone = BEGIN + np.repeat(np.arange(days), counts) * DAY + _clock(rng, int(counts.sum()))
    posts = np.sort(rng.random(rng.poisson(rng.uniform(0.05, 2) * days))) * days * DAY
    drawn = rng.poisson(np.exp(rng.normal(rng.uniform(-0.5, 2), rng.uniform(0.5, 1), len(posts))))
    later = (rng.exponential(6 * HOUR, int(drawn.sum()))).astype(np.int64)
    answering = BEGIN + np.repeat(posts.astype(np.int64), drawn) + later
    time = np.r_[alone, answering]
    answers = np.r_[np.full(len(alone), NONE), np.repeat(np.arange(len(posts)), drawn)]
    inside = time < BEGIN + days * DAY
    return time[inside], answers[inside]


def _clock(rng: np.random.Generator, count: int) -> Integers:
    """Return times of day, most of them in the afternoon and the evening."""
    return np.asarray((rng.beta(4, 2, count) * DAY).astype(np.int64))


def _table(name: str, rng: np.random.Generator, time: Integers, answers: Integers, *, extra: Integers | None = None) -> Received:
    """Return a table of messages by known and new accounts; the `extra` ones are by young accounts and repeat a few texts."""
    count, more = len(time), np.zeros(0, dtype=np.int64) if extra is None else extra
    pool = max(20, count // 6)
    order = np.argsort(time, kind="stable")
    seen = np.zeros(count, dtype=np.int64)
    # Known accounts come by a power law; the pool opens with time, so that new ones come all the time.
    seen[order] = (rng.random(count) ** 2.5 * (pool * (0.5 + 0.5 * np.arange(count) / max(count, 1)))).astype(np.int64)
    crowd = pool + rng.integers(0, max(len(more) // 2, 1), len(more))
    text = np.r_[
        PHRASES + np.arange(count),
        np.where(rng.random(len(more)) < 0.4, rng.integers(0, PHRASES, len(more)), 2 * PHRASES + count + np.arange(len(more))),
    ]
    made = BEGIN - rng.integers(1, 3000, int(max(seen.max(initial=0), crowd.max(initial=0))) + 1) * DAY
    if len(more):
        made[pool:] = np.where(rng.random(len(made) - pool) < 0.5, more[0] - rng.integers(1, 25, len(made) - pool) * DAY, made[pool:])
    given: dict[str, Any] = {"text": text, "answers": np.r_[answers, np.full(len(more), NONE)]}
    return Received.of(name, time=np.r_[time, more], account=np.r_[seen, crowd], created=made, **given)
