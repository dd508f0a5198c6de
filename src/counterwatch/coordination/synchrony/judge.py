"""Which pairs are more than chance: one adjustment for all pairs of all layers and windows of a call, then groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from counterwatch.coordination.synchrony.communities import communities, stability
from counterwatch.coordination.synchrony.leaders import NEARLY_ALWAYS
from counterwatch.coordination.synchrony.line import Ints
from counterwatch.coordination.synchrony.result import Measured, Tested
from counterwatch.coordination.synchrony.screening import q_values

if TYPE_CHECKING:
    import polars as pl

Floats = NDArray[np.float64]
ALONE = 2


def judged(tests: Sequence[Measured], *, fdr: float) -> tuple[Tested, ...]:
    """Return what is found in several layers or windows of one collection, with one adjustment (Benjamini & Hochberg 1995) over all their pairs.

    A community of n accounts has up to n (n - 1) / 2 pairs that rest on the same occasions: they count as n - 1 discoveries, so that they do
    not raise the threshold for each other and for all others. Pairs that stand alone are adjusted by themselves, over as many hypotheses.
    """
    tested = sum(each.pairs_tested for each in tests)
    strong, weak = _spread(tests, "p", tested, is_weighted=True), _spread(tests, "weak_p", tested, is_weighted=False)
    return tuple(_judged(each, q, weak_q, fdr) for each, q, weak_q in zip(tests, strong, weak, strict=True))


def _spread(tests: Sequence[Measured], column: str, tested: int, *, is_weighted: bool) -> list[Floats]:
    """Return the q-values of each test's candidates."""
    if not tests:
        return []
    p, size = (np.concatenate([each.candidates[name].to_numpy() for each in tests]) for name in (column, "size"))
    q = np.empty(len(p))
    for family in (size == ALONE, size > ALONE):
        q[family] = q_values(p[family], tested, ALONE / size[family] if is_weighted else None)
    return np.split(q, np.cumsum([len(each.candidates) for each in tests])[:-1])


def _judged(test: Measured, q: Floats, weak_q: Floats, fdr: float) -> Tested:
    import polars as pl

    is_beyond = q <= fdr
    is_triggered = (test.candidates["jump_p"].to_numpy() <= test.setting.jump) | (test.candidates["led"].to_numpy() >= NEARLY_ALWAYS)
    kind = np.where(is_beyond, np.where(is_triggered, "T", "A"), np.where(weak_q <= fdr, "B", ""))
    told = test.candidates.with_columns(kind=pl.Series(kind, dtype=pl.String), q=pl.Series(np.where(is_beyond, q, weak_q)))
    edges = told.filter(pl.col("kind") != "")
    beyond, stable = grouped(edges.filter(pl.col("kind") != "B"), seed=test.setting.seed, start=0)
    leads, more = grouped(edges.filter(pl.col("kind") == "B"), seed=test.setting.seed, start=len(stable))
    return Tested(measured=test, fdr=fdr, edges=pl.concat([beyond, leads]).sort("a", "b"), stable=stable | more)


def grouped(edges: pl.DataFrame, *, seed: int, start: int) -> tuple[pl.DataFrame, dict[int, float]]:
    """Return pairs with the number of their group, null where the two are in different ones, and how stable each group is over seeds."""
    import polars as pl

    if not len(edges):
        return edges.with_columns(group=pl.lit(None, dtype=pl.Int32)), {}
    pairs = edges.select("a", "b").to_numpy()
    _, places = np.unique(pairs, return_inverse=True)
    a, b = places.reshape(-1, 2).T
    weight = edges["episodes"].to_numpy().astype(np.float64)
    order = _order(a, b, weight, edges)
    community = communities(a, b, weight, order, seed=seed)
    stable = stability(a, b, weight, order, community)
    same = community[a] == community[b]
    group = pl.Series("group", np.where(same, community[a] + start, -1), dtype=pl.Int32).replace(-1, None)
    return edges.with_columns(group), {each + start: share for each, share in stable.items()}


def _order(
    a: Ints,
    b: Ints,
    weight: Floats,
    edges: pl.DataFrame,
) -> Ints:
    """Return the place of each account in an order by its pairs, not by its name."""
    size = int(max(a.max(), b.max())) + 1
    counts = (weight, edges["expected"].to_numpy(), edges["encounters"].to_numpy().astype(np.float64))
    sums = [np.bincount(a, weights=each, minlength=size) + np.bincount(b, weights=each, minlength=size) for each in counts]
    place = np.empty(size, np.int64)
    place[np.lexsort((sums[1], sums[2], -sums[0]))] = np.arange(size)
    return place
