"""From a layer to candidate pairs with their p-values: the steps of the test, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from counterwatch.coordination.edges import Edges, Engine
from counterwatch.coordination.synchrony.actions import Actions
from counterwatch.coordination.synchrony.by_object import by_object
from counterwatch.coordination.synchrony.communities import communities
from counterwatch.coordination.synchrony.encounters import Encounters, encounters
from counterwatch.coordination.synchrony.hypotheses import Asked, asked
from counterwatch.coordination.synchrony.line import Ints
from counterwatch.coordination.synchrony.occasions import occasions, p_values
from counterwatch.coordination.synchrony.outsiders import Outsiders
from counterwatch.coordination.synchrony.references import references
from counterwatch.coordination.synchrony.result import Measured
from counterwatch.coordination.synchrony.setting import Setting
from counterwatch.coordination.synchrony.veto import jump
from counterwatch.coordination.table import Layer
from counterwatch.core import Template
from counterwatch.core.progress import Cancel, Progress, never, quiet, stop_if

if TYPE_CHECKING:
    import polars as pl

PAIRS = Template("coordination.measure.pairs", "finding pairs: {signal}")
MEETINGS = Template("coordination.measure.meetings", "counting how often they could have met: {signal}")
COMPARING = Template("coordination.measure.comparing", "comparing with habits and with others: {signal}")
Floats = NDArray[np.float64]


def measured(layer: Layer, setting: Setting, engine: Engine, *, progress: Progress = quiet, cancel: Cancel = never) -> Measured:
    """Return the candidate pairs of a layer with their p-values."""
    progress(PAIRS(signal=layer.signal), 0, 3)
    edges = engine.edges(layer, setting.window, least=setting.least)
    stop_if(cancel)
    progress(MEETINGS(signal=layer.signal), 1, 3)
    actions, codes = Actions.of(layer, reach=max(setting.nearby, setting.window + setting.after) + setting.window)
    possible = asked(actions, setting) if len(actions) else Asked(pairs=0, one_in=1)
    stop_if(cancel)
    progress(COMPARING(signal=layer.signal), 2, 3)
    table, community, without = _compared(actions, codes, edges, possible.pairs, setting)
    return Measured(
        signal=layer.signal, setting=setting, candidates=table, pairs_tested=max(possible.pairs, len(table)), one_in=possible.one_in,
        accounts=actions.accounts, in_communities=int((community >= 0).sum()), without_reference=without, hot=edges.hot,
    )  # fmt: skip


def _compared(actions: Actions, codes: Ints, edges: Edges, possible: int, setting: Setting) -> tuple[pl.DataFrame, Ints, float | None]:
    a, b = (np.searchsorted(codes, edges.table[name].to_numpy()) for name in ("a", "b"))
    met = _often_enough(encounters(actions, a, b, setting), setting) if len(a) else None
    if met is None or not len(met):
        return _frame(codes, {}), np.full(actions.accounts, -1), None
    community = _screened(actions, met, possible, setting)
    met, community_of_pair = _inside(met, community)
    if not len(met):
        return _frame(codes, {}), community, None
    outsiders = Outsiders(actions, community, setting)
    pairs, of_encounter = len(community_of_pair), community_of_pair[met.pair]
    found = occasions(met.pair, met.time, met.hit, setting.gap)
    reference = references(actions, outsiders, met, setting)
    p, hits, count, expected = p_values(found, reference.chance, pairs)
    weak, _, _, _ = p_values(found, by_object(actions, outsiders, met, of_encounter, setting), pairs)
    jumped = jump(outsiders, met.where(met.hit), of_encounter[met.hit], pairs, setting)
    first = np.searchsorted(met.pair, np.arange(pairs))
    columns = {
        "one": met.one[first], "other": met.other[first], "encounters": np.bincount(met.pair, minlength=pairs), "occasions": count, "episodes": hits,
        "expected": expected, "p": p, "weak_p": weak, "jump_p": jumped, "alone": np.bincount(community[community >= 0])[community_of_pair] == 2,
    }  # fmt: skip
    return _frame(codes, columns), community, float(reference.without.mean())


def _often_enough(met: Encounters, setting: Setting) -> Encounters | None:
    """Return the encounters of pairs with hits in enough blocks of time, pairs numbered anew."""
    hit = met.where(met.hit)
    block = hit.time // setting.gap
    rows = np.unique(np.stack([hit.pair, block]), axis=1)[0] if len(hit) else hit.pair
    enough = np.flatnonzero(np.bincount(rows, minlength=int(met.pair.max(initial=-1)) + 1) >= setting.least)
    return _renumbered(met, np.isin(met.pair, enough))


def _renumbered(met: Encounters, kept: NDArray[np.bool_]) -> Encounters:
    from dataclasses import replace

    chosen = met.where(kept)
    return replace(chosen, pair=np.unique(chosen.pair, return_inverse=True)[1].astype(np.int64))


def _screened(actions: Actions, met: Encounters, possible: int, setting: Setting) -> Ints:
    """Return the communities of pairs that stand out against an even spread alone."""
    pairs = int(met.pair.max()) + 1
    found = occasions(met.pair, met.time, met.hit, setting.gap)
    flat = -np.expm1(met.near * np.log1p(-min(setting.flat, 1 - 1e-15)))
    p, hits, _, _ = p_values(found, flat, pairs)
    first = np.searchsorted(met.pair, np.arange(pairs))
    stands_out = q_values(p, max(possible, pairs)) <= setting.fdr
    order = canonical_order(actions)
    one, other = met.one[first][stands_out], met.other[first][stands_out]
    return communities(one, other, hits[stands_out].astype(np.float64), order, seed=setting.seed)


def canonical_order(actions: Actions) -> Ints:
    """Return the place of each account in an order by what it did: how much, when first, when last, and how its times add up."""
    size = actions.accounts
    first, last = np.full(size, np.iinfo(np.int64).max), np.full(size, np.iinfo(np.int64).min)
    np.minimum.at(first, actions.account, actions.time)
    np.maximum.at(last, actions.account, actions.time)
    total = np.zeros(size, np.int64)
    np.add.at(total, actions.account, actions.time % 1_000_003)
    place = np.empty(size, np.int64)
    place[np.lexsort((total, last, first, actions.degree))] = np.arange(size)
    return place


def _inside(met: Encounters, community: Ints) -> tuple[Encounters, Ints]:
    """Return the encounters of pairs whose two accounts are in one community, and that community by pair."""
    is_inside = (community[met.one] == community[met.other]) & (community[met.one] >= 0)
    kept = _renumbered(met, is_inside)
    if not len(kept):
        return kept, np.empty(0, np.int64)
    first = np.searchsorted(kept.pair, np.arange(int(kept.pair.max()) + 1))
    return kept, community[kept.one[first]]


def q_values(p: Floats, tested: int) -> Floats:
    """Return the q-values (Benjamini & Hochberg 1995) of the smallest of `tested` p-values; the others are taken as 1."""
    order = np.argsort(p, kind="stable")
    raw = p[order] * tested / np.arange(1, len(p) + 1)
    found = np.empty(len(p))
    found[order] = np.minimum(np.minimum.accumulate(raw[::-1])[::-1], 1.0)
    return found


def _frame(codes: Ints, columns: dict[str, NDArray[np.generic]]) -> pl.DataFrame:
    import polars as pl

    schema = {
        "a": pl.Int32, "b": pl.Int32, "encounters": pl.Int64, "occasions": pl.Int64, "episodes": pl.Int64,
        "expected": pl.Float64, "p": pl.Float64, "weak_p": pl.Float64, "jump_p": pl.Float64, "alone": pl.Boolean,
    }  # fmt: skip
    if not columns:
        return pl.DataFrame(schema=schema)
    one, other = codes[columns.pop("one")], codes[columns.pop("other")]
    return pl.DataFrame({"a": np.minimum(one, other), "b": np.maximum(one, other), **columns}, schema=schema).sort("a", "b")
