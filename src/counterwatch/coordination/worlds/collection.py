"""A world as a collection of posts, for the promises of checks."""

from __future__ import annotations

import numpy as np
import polars as pl

from counterwatch.coordination.table import Layer, Posts
from counterwatch.coordination.worlds.world import Size, settled, worlds

SMALL = Size(accounts=150, communities=2, days=10)


def collection(name: str, rng: np.random.Generator, *, size: Size = SMALL) -> Posts:
    """Draw a world and return it as posts with one layer."""
    return of_layer(settled(worlds()[name].build(rng, size)).layer)


def of_layer(layer: Layer, *, name: str = "simulated") -> Posts:
    """Return a layer as a collection whose accounts are called by their numbers."""
    count = int(layer.arrays()["account"].max(initial=-1)) + 1
    accounts = pl.Series("account", [f"account{number:05}" for number in range(count)], dtype=pl.String)
    return Posts(name=name, accounts=accounts, layers={layer.signal: layer}, posts=len(layer))
