"""Collections of posts that no check can answer from, and the same collection told differently."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa

from counterwatch.coordination.table import Layer, Posts

DAY = 86_400_000


def layer(account: Any, object: Any, time: Any, **more: Any) -> Layer:
    arrays = [np.asarray(each) for each in (account, object, time)]
    return Layer.of("link", account=arrays[0], object=arrays[1], time=arrays[2], **more)


def posts_with(**layers: Layer) -> Posts:
    count = 1 + max((int(each.arrays()["account"].max(initial=-1)) for each in layers.values()), default=-1)
    accounts = pl.Series("account", [f"account{number:05}" for number in range(count)], dtype=pl.String)
    return Posts(name="simulated", accounts=accounts, layers=layers, posts=sum(map(len, layers.values())))


def starved_posts() -> Iterator[tuple[str, Posts]]:
    """Yield collections in which nothing is shared, nobody meets twice, or the clock is too coarse."""
    rng = np.random.default_rng(0)
    yield "nothing shared", posts_with()
    yield "one account", posts_with(link=layer(np.zeros(400), rng.integers(0, 9, 400), np.arange(400) * 60_000))
    yield "one object, once each", posts_with(link=layer(np.arange(300), np.zeros(300), np.arange(300) * 1000))
    yield "everybody alone", posts_with(link=layer(np.arange(500), np.arange(500), np.arange(500) * 1000))
    yield "whole days", posts_with(
        link=layer(rng.integers(0, 20, 2000), rng.integers(0, 50, 2000), rng.integers(0, 90, 2000) * DAY, resolution=DAY)
    )  # fmt: skip


def empty_posts() -> Posts:
    """Return a collection without any post."""
    return posts_with()


def renamed_posts(posts: Posts) -> Posts:
    """Return the same collection whose accounts are called otherwise, in another order, and so are its objects."""
    order = np.random.default_rng(7).permutation(len(posts.accounts))
    names = [""] * len(order)
    for new in range(len(order)):
        names[new] = f"某{new:05}"
    place = np.argsort(order)
    layers = {name: _recoded(each, place) for name, each in posts.layers.items()}
    created = posts.created if posts.created is None else posts.created[order.tolist()]
    return dataclasses.replace(posts, accounts=pl.Series("account", names, dtype=pl.String), layers=layers, created=created)


def _recoded(layer: Layer, accounts: Any) -> Layer:
    objects = np.random.default_rng(8).permutation(len(layer.objects))
    arrays = layer.arrays()
    columns = {
        "account": accounts[arrays["account"]].astype(np.int32), "object": objects[arrays["object"]].astype(np.int32),
        "time": arrays["time"], "content": arrays["content"],
    }  # fmt: skip
    names = pl.Series("object", [f"事{place:05}" for place in range(len(objects))], dtype=pl.String)
    return dataclasses.replace(layer, actions=pa.table(columns), objects=names)


def stacked_posts(first: Posts, second: Posts) -> Posts:
    """Return two collections as one: other accounts, other objects, each layer under a name of its own."""
    shift = len(first.accounts)
    accounts = pl.concat([first.accounts, second.accounts.str.replace("account", "other")])
    layers = {f"a_{name}": each for name, each in first.layers.items()}
    layers |= {f"b_{name}": _shifted(each, shift) for name, each in second.layers.items()}
    layers = {name: dataclasses.replace(each, signal=name) for name, each in layers.items()}
    created = None if first.created is None or second.created is None else pl.concat([first.created, second.created])
    return dataclasses.replace(first, accounts=accounts, layers=layers, posts=first.posts + second.posts, created=created)


def _shifted(layer: Layer, shift: int) -> Layer:
    actions = layer.actions
    assert isinstance(actions, pa.Table)
    account = pa.array(actions.column("account").to_numpy() + np.int32(shift), pa.int32())
    return dataclasses.replace(layer, actions=actions.set_column(actions.schema.get_field_index("account"), "account", account))


def turned_posts(posts: Posts) -> Posts:
    """Return the same collection with layers and rows in the opposite order."""
    return dataclasses.replace(posts, layers={name: _turned(each) for name, each in reversed(list(posts.layers.items()))})


def _turned(layer: Layer) -> Layer:
    actions = layer.actions
    assert isinstance(actions, pa.Table)
    return dataclasses.replace(layer, actions=actions.take(pa.array(np.arange(len(layer))[::-1].copy())))


def locked_posts(posts: Posts) -> Posts:
    """Return the same collection: its tables cannot be written to anyway."""
    return posts
