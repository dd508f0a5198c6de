"""Two simpler tests of pairs, to see beside ours what they let through: shuffled accounts, and a chance per object without the pair's community.

Both were tried and found wanting in worlds without coordination (they draw edges there): they take each shared object for a trial of its own,
and know nothing of when people are awake or how fast they react.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from counterwatch.coordination.engines.blocks import Block, pairs_of
from counterwatch.coordination.synchrony.communities import communities

if TYPE_CHECKING:
    import polars as pl

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
ROUNDS, LEAST = 50, 2
"""How often accounts are shuffled; a pair is asked about from so many shared objects within the window on."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Met:
    """Pairs of accounts `a` < `b`, and the distinct objects on which they act within the window, object by object."""

    a: Ints
    b: Ints
    object: Ints

    def weights(self) -> tuple[Ints, Ints]:
        """Return the pairs as one number each, and on how many objects each meets."""
        return np.unique(self.a << 32 | self.b, return_counts=True)


def met(block: Block, window: int) -> Met:
    """Return each pair and object once."""
    found = list(pairs_of([block], window))
    key = np.concatenate([each.key for each in found]) if found else np.empty(0, np.int64)
    object = np.concatenate([each.object for each in found]).astype(np.int64) if found else np.empty(0, np.int64)
    distinct = np.unique(np.stack([key, object]), axis=1)
    return Met(a=distinct[0] >> 32, b=distinct[0] & 0xFFFFFFFF, object=distinct[1])


def shuffled(block: Block, window: int, *, seed: int = 0, rounds: int = ROUNDS) -> pl.DataFrame:
    """Test each pair against weights among shuffled accounts: who acts on an object stays, and when, but not who does it when.

    The weight of a pair is held against a Poisson law whose mean is that of the rounds (at least half an object in all of them together).
    """
    from scipy.stats import poisson

    key, weight = met(block, window).weights()
    asked, rng, total = weight >= LEAST, np.random.default_rng(seed), np.zeros(len(key))
    for _ in range(rounds):
        order = np.lexsort((rng.random(len(block)), block.object))
        other, count = met(Block(account=block.account[order], object=block.object, time=block.time), window).weights()
        place = np.minimum(np.searchsorted(key, other), max(len(key) - 1, 0))
        known = key[place] == other if len(key) else np.zeros(len(other), np.bool_)
        np.add.at(total, place[known], count[known])
    mean = np.maximum(total, 0.5) / rounds
    return _table(key[asked], weight[asked], mean[asked], poisson.sf(weight[asked] - 1, mean[asked]))


def without_community(block: Block, window: int, *, seed: int = 0) -> pl.DataFrame:
    """Test each pair against the chance, per shared object, that two accounts outside the pair's community act on it within the window.

    An object on which fewer than two outsiders act counts with one half. The tail of the sum is exact (Poisson-binomial).
    """
    from counterwatch.stats.poisson_binomial import upper_tail

    pairs = met(block, window)
    key, weight = pairs.weights()
    asked = weight >= LEAST
    a, b = key >> 32, key & 0xFFFFFFFF
    accounts = int(block.account.max(initial=-1)) + 1
    community = communities(a[asked], b[asked], weight[asked].astype(np.float64), np.arange(accounts), seed=seed)
    objects = _objects_of(block, accounts)
    chance_of = _Chances(block, pairs, community)
    chances, counts, expected = [np.empty(0)], [], []
    for one, other in zip(a[asked], b[asked], strict=True):
        shared = np.intersect1d(objects[one], objects[other], assume_unique=True)
        inside = {int(each) for each in (community[one], community[other]) if each >= 0}
        told = np.array([chance_of(int(each), frozenset(inside)) for each in shared])
        chances.append(told)
        counts.append(len(told))
        expected.append(float(told.sum()))
    tail = upper_tail(np.concatenate(chances), np.array(counts, np.int64), weight[asked])
    return _table(key[asked], weight[asked], np.array(expected), tail)


class _Chances:
    """How often two accounts outside some communities act on an object within the window, of all such two; kept once computed."""

    def __init__(self, block: Block, pairs: Met, community: Ints) -> None:
        order = np.argsort(pairs.object, kind="stable")
        self._a, self._b, self._near = pairs.a[order], pairs.b[order], pairs.object[order]
        distinct = np.unique(np.stack([block.object.astype(np.int64), block.account.astype(np.int64)]), axis=1)
        self._object, self._account, self._community = distinct[0], distinct[1], community
        self._known: dict[tuple[int, frozenset[int]], float] = {}

    def __call__(self, object: int, inside: frozenset[int]) -> float:
        if (object, inside) not in self._known:
            self._known[object, inside] = self._chance(object, list(inside))
        return self._known[object, inside]

    def _chance(self, object: int, inside: list[int]) -> float:
        first, last = np.searchsorted(self._object, [object, object + 1])
        count = int((~np.isin(self._community[self._account[first:last]], inside)).sum())
        first, last = np.searchsorted(self._near, [object, object + 1])
        outside = ~np.isin(self._community[self._a[first:last]], inside) & ~np.isin(self._community[self._b[first:last]], inside)
        all_pairs = count * (count - 1) // 2
        return (int(outside.sum()) + 1) / (all_pairs + 2)


def _objects_of(block: Block, accounts: int) -> list[Ints]:
    distinct = np.unique(np.stack([block.account.astype(np.int64), block.object.astype(np.int64)]), axis=1)
    ends = np.searchsorted(distinct[0], np.arange(accounts + 1))
    return [distinct[1][first:last] for first, last in pairwise(ends)]


def _table(key: Ints, weight: Ints, expected: Floats, p: Floats) -> pl.DataFrame:
    """Return the pairs with p and q (Benjamini & Hochberg 1995 over the pairs asked about), the least probable first."""
    import polars as pl
    from scipy.stats import false_discovery_control

    q = false_discovery_control(np.minimum(p, 1.0)) if len(p) else np.empty(0)
    found = pl.DataFrame({"a": key >> 32, "b": key & 0xFFFFFFFF, "weight": weight, "expected": expected, "p": np.minimum(p, 1.0), "q": q})
    return found.sort("p", "a", "b")
