"""A group: accounts that the pairs of one class hold together, with all they did in the layer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from counterwatch.coordination.synchrony.result import Tested
from counterwatch.coordination.table import Layer

if TYPE_CHECKING:
    import polars as pl

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Group:
    """`number` counts from 1, by size. `edges` are its pairs; `account`, `object`, `time`, `content` all actions of its members in the layer, and
    `hit` which of them were within the window of another member's action on the same object.
    """

    number: int
    layer: Layer
    test: Tested
    edges: pl.DataFrame
    members: Ints
    account: Ints
    object: Ints
    time: Ints
    content: Ints
    hit: NDArray[np.bool_]

    @property
    def kind(self) -> str:
        """The strongest class of its pairs."""
        return str(min(self.edges["kind"].to_list(), key="ATB".index))

    @property
    def stable(self) -> float:
        """The share of its pairs of members that stays together over seeds."""
        return self.test.stable.get(self.number - 1, 1.0)


def groups_of(layer: Layer, test: Tested, *, most: int) -> list[Group]:
    """Return the first `most` groups of a test, by their numbers. Two accounts that only react fast are left to the tables."""
    import polars as pl

    led = test.edges.drop_nulls("group").group_by("group").agg(leads=(pl.col("kind") == "B").all(), pairs=pl.len())
    numbers = led.filter(~pl.col("leads") | (pl.col("pairs") > 1))["group"].sort().head(most).to_list()
    if not numbers:
        return []
    arrays = layer.arrays()
    order = np.argsort(arrays["account"], kind="stable")
    account = arrays["account"][order]
    return [_group(layer, test, number, test.edges.filter(pl.col("group") == number), arrays, order, account) for number in numbers]


def _group(
    layer: Layer, test: Tested, number: int, edges: pl.DataFrame, arrays: dict[str, Ints], order: Ints, account: Ints
) -> Group:  # fmt: skip
    members = np.unique(edges.select("a", "b").to_numpy())
    begin, end = np.searchsorted(account, members, side="left"), np.searchsorted(account, members, side="right")
    rows = np.sort(np.concatenate([order[first:last] for first, last in zip(begin, end, strict=True)]))
    mine = {name: arrays[name][rows].astype(np.int64) for name in ("account", "object", "time", "content")}
    return Group(
        number=number + 1, layer=layer, test=test, edges=edges, members=members, **mine,
        hit=_together(mine["account"], mine["object"], mine["time"], test.window),
    )  # fmt: skip


def _together(account: Ints, object: Ints, time: Ints, window: int) -> NDArray[np.bool_]:
    """Return which actions, sorted by object and time, have one of another account on the object within the window."""
    found = np.zeros(len(account), np.bool_)
    shift = 1
    while shift < len(account):
        near = (object[shift:] == object[:-shift]) & (time[shift:] - time[:-shift] <= window)
        if not near.any():
            break
        pair = near & (account[shift:] != account[:-shift])
        found[shift:] |= pair
        found[:-shift] |= pair
        shift += 1
    return found
