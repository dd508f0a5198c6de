"""Invented collections in which people write their own posts, and one in which some accounts post the same texts."""

from __future__ import annotations

from typing import Any

import numpy as np

from counterwatch.coordination.table import Layer, Posts

DAY = 86_400_000


def own_posts(rng: np.random.Generator, accounts: int = 300) -> tuple[Any, Any, Any]:
    """Return accounts, texts and times: people write what nobody else wrote, quote one or two others now and then, and advertise themselves."""
    posts = rng.negative_binomial(0.8, 0.06, accounts) + 1
    account = np.repeat(np.arange(accounts), posts)
    text = np.arange(len(account))
    quoting = rng.choice(len(account), len(account) // 25, replace=False)
    text[quoting] = rng.choice(len(account), len(quoting))
    shop = rng.choice(np.flatnonzero(posts >= np.quantile(posts, 0.9)), 3)
    for each in shop:
        mine = np.flatnonzero(account == each)
        text[mine] = mine[0]
    return account, text, rng.integers(0, 90 * DAY, len(account))


def scripted(rng: np.random.Generator, accounts: int = 20, texts: int = 4) -> tuple[Any, Any]:
    """Return accounts and texts of a group of which most post each text."""
    taking = rng.random((accounts, texts)) < 0.6
    member, text = np.nonzero(taking)
    return member, text


def collection(account: Any, text: Any, time: Any) -> Posts:
    """Return posts with one layer of nearly identical texts; texts are numbered anew."""
    import polars as pl

    _, codes = np.unique(text, return_inverse=True)
    layer = Layer.of("near_text", account=account.astype(np.int32), object=codes.astype(np.int32), time=time.astype(np.int64))
    names = pl.Series("account", [f"account{number:05}" for number in range(int(account.max()) + 1)], dtype=pl.String)
    return Posts(name="simulated", accounts=names, layers={"near_text": layer}, posts=len(account))
