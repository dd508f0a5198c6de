"""Invented dates of creation: a platform that grows in waves, and one to which some accounts were added within two days."""

from __future__ import annotations

from typing import Any

import numpy as np

from counterwatch.coordination.creation.days import DAY
from counterwatch.coordination.table import Posts

FIRST = 17_500
"""The first day of these platforms, since 1970: 1 December 2017."""


def grown(rng: np.random.Generator, accounts: int = 1200) -> Any:
    """Return the dates (milliseconds) of accounts that came with growth, waves of some weeks, a step, weekdays, and days that differ."""
    length = int(rng.integers(700, 2500))
    day = np.arange(length)
    rate = 1 + rng.uniform(-0.6, 2) * day / length
    for _ in range(rng.integers(1, 5)):
        rate = rate + rng.uniform(0.5, 4) * np.exp(-0.5 * ((day - rng.uniform(0, length)) / rng.uniform(20, 90)) ** 2)
    rate[int(rng.uniform(0.2, 0.9) * length) :] *= rng.uniform(0.5, 2)
    rate *= rng.uniform(0.6, 1.4, 7)[day % 7] * rng.gamma(1 / 0.15, 0.15, length)
    made = rng.multinomial(int(accounts * rng.uniform(0.5, 4)), rate / rate.sum())
    days = np.repeat(day, made)
    return ((FIRST + days) * DAY + rng.integers(0, DAY, len(days))).astype(np.int64)


def added(rng: np.random.Generator, dates: Any, count: int) -> Any:
    """Return dates to which those of some accounts made within two days are added."""
    begin = int(rng.choice(dates)) // DAY * DAY
    return np.concatenate([dates, begin + rng.integers(0, 2 * DAY, count)])


def collection(dates: Any) -> Posts:
    """Return a collection of accounts with these dates, and no posts: only the dates are asked about."""
    import polars as pl

    names = pl.Series("account", [f"account{number:05}" for number in range(len(dates))], dtype=pl.String)
    return Posts(name="simulated", accounts=names, layers={}, created=pl.Series("created", dates, dtype=pl.Int64))
