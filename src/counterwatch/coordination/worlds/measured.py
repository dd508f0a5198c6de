"""What a test found in a world whose answer is known: false edges, edges of one owner's pages, members and pairs found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from counterwatch.coordination.table import SECOND
from counterwatch.coordination.worlds.world import Labels, Planted

if TYPE_CHECKING:
    import polars as pl

KINDS = ("A", "T", "B")
REACH = ("A", "AT", "ATB")
SITTING = 1800 * SECOND
MEETINGS = 6
"""A pair that met on so many separate occasions should be found."""


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One world of one seed, asked once. `edges`, `false` and `apps` count edges by class: all, those of accounts that belong to nothing
    together, those of one owner's pages.

    `members` are planted accounts, `met` those who met a partner in six sittings or more, `pairs` the pairs that did so. What was `found`
    of each is counted in class A, in A or T, in any class; an account is found by an edge to a partner. `refused`: not tested.
    """

    seed: int
    actions: int
    accounts: int
    tested: int = 0
    refused: bool = False
    edges: dict[str, int] = {}
    false: dict[str, int] = {}
    apps: dict[str, int] = {}
    members: int = 0
    met: int = 0
    pairs: int = 0
    members_found: dict[str, int] = {}
    met_found: dict[str, int] = {}
    pairs_found: dict[str, int] = {}


def judged(world: Planted, edges: pl.DataFrame, window: int, *, seed: int = 0, tested: int = 0) -> Run:
    """Return what these edges (columns `a`, `b`, `kind`) say and miss of a world, asked at a window in milliseconds."""
    a, b, kind = (edges[name].to_numpy() for name in ("a", "b", "kind"))
    true, owned = same(world.truth, a, b), same(world.apps, a, b)
    false = ~true & ~owned
    members, met, pairs = (world.truth >= 0), np.zeros(len(world.truth), bool), met_pairs(world, window)
    met[pairs.ravel()] = True
    reach = {name: true & np.isin(kind, list(name)) for name in REACH}
    found = {name: np.isin(np.arange(len(members)), np.concatenate([a[rows], b[rows]])) for name, rows in reach.items()}
    size = len(world.truth)
    often = pairs[:, 0] * size + pairs[:, 1]
    return Run(
        seed=seed, actions=len(world.layer), accounts=size, tested=tested,
        edges=by_kind(kind, np.ones(len(kind), bool)), false=by_kind(kind, false), apps=by_kind(kind, owned & ~true),
        members=int(members.sum()), met=int(met.sum()), pairs=len(pairs),
        members_found={name: int(each.sum()) for name, each in found.items()},
        met_found={name: int((each & met).sum()) for name, each in found.items()},
        pairs_found={name: int(np.isin(often, keys(a[rows], b[rows], size)).sum()) for name, rows in reach.items()},
    )  # fmt: skip


def same(labels: Labels, a: Labels, b: Labels) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return which pairs bear the same label."""
    return np.asarray((labels[a] == labels[b]) & (labels[a] >= 0))


def keys(a: Labels, b: Labels, size: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return one number for each unordered pair."""
    return np.asarray(np.minimum(a, b).astype(np.int64) * size + np.maximum(a, b))


def by_kind(kind: np.ndarray[tuple[int], np.dtype[np.object_]], rows: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> dict[str, int]:
    return {each: int((rows & (kind == each)).sum()) for each in KINDS}


def met_pairs(world: Planted, window: int, least: int = MEETINGS) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Return the planted pairs, a < b, that met within a window in so many sittings: an occasion and what begins in the half hour after it."""
    import polars as pl

    rows = world.layer.arrays()
    group = world.truth[rows["account"]]
    one = pl.DataFrame({"group": group, "object": rows["object"], "time": rows["time"], "account": rows["account"].astype(np.int64)})
    one = one.filter(pl.col("group") >= 0)
    both = one.join(one, on=["group", "object"], suffix="_b").filter(
        pl.col("account") < pl.col("account_b"), (pl.col("time") - pl.col("time_b")).abs() <= window
    )
    met = both.select(a="account", b="account_b", time=pl.min_horizontal("time", "time_b")).group_by("a", "b").agg(pl.col("time").sort())
    often = [(a, b) for a, b, times in met.iter_rows() if sittings(times) >= least]
    return np.array(sorted(often), dtype=np.int64).reshape(-1, 2)


def sittings(times: list[int]) -> int:
    """Return how many sittings these times make: each takes all that begins within half an hour of its first."""
    count, begin = 0, -SITTING - 1
    for time in times:
        if count == 0 or time - begin > SITTING:
            count, begin = count + 1, time
    return count
