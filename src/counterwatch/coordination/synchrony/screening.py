"""The first look: candidate pairs, those that stand out against an even spread alone, and the communities they make."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from counterwatch.coordination.synchrony.actions import Actions
from counterwatch.coordination.synchrony.communities import communities
from counterwatch.coordination.synchrony.encounters import Encounters, encounters, joined
from counterwatch.coordination.synchrony.line import Ints
from counterwatch.coordination.synchrony.occasions import occasions, p_values
from counterwatch.coordination.synchrony.setting import Setting

Floats = NDArray[np.float64]


@dataclass(eq=False)
class Screened:
    """Encounters of the pairs that may stand out, and by pair: p against an even spread alone, and occasions with a hit."""

    actions: Actions
    met: Encounters
    p: Floats
    hits: Ints
    possible: int
    setting: Setting

    @cached_property
    def community(self) -> Ints:
        """The community of each account, by the pairs that stand out; -1 for none."""
        stands_out = q_values(self.p, self.possible) <= self.setting.fdr
        first = self.met.first().where(stands_out)
        return communities(first.one, first.other, self.hits[stands_out].astype(np.float64), self.actions.places, seed=self.setting.seed)

    def inside(self) -> tuple[Encounters, Ints]:
        """Return the encounters of pairs whose two accounts are in one community, pairs numbered anew, and that community by pair."""
        mine = self.community[self.met.one]
        kept = joined([self.met.where((mine == self.community[self.met.other]) & (mine >= 0))])
        return kept, self.community[kept.first().one]


def screened(actions: Actions, a: Ints, b: Ints, possible: int, setting: Setting) -> Screened:
    """Look at pairs of accounts `a`, `b`. Those whose p is above the rate that is tolerated can never stand out, and are left behind."""
    kept, p_of, hits_of = [], [np.empty(0)], [np.empty(0, np.int64)]
    for part in encounters(actions, a, b, setting):
        met = often_enough(part, setting)
        flat = -np.expm1(met.near * np.log1p(-min(setting.flat, 1 - 1e-15)))
        p, hits, _, _ = p_values(occasions(met.pair, met.time, met.hit, setting.gap), flat, met.pairs)
        may = p <= setting.fdr
        kept.append(met.where(may[met.pair]))
        p_of.append(p[may])
        hits_of.append(hits[may])
    return Screened(actions, joined(kept), np.concatenate(p_of), np.concatenate(hits_of), possible, setting)


def often_enough(met: Encounters, setting: Setting) -> Encounters:
    """Return the encounters of candidates: pairs with hits in enough blocks of time. Pairs are numbered anew."""
    hit = met.where(met.hit)
    # Blocks go by the earlier of two actions, as where the pairs that could be found are counted: candidates are some of those.
    block = np.minimum(hit.time, hit.nearest) // setting.gap
    order = np.lexsort((block, hit.pair))
    pair, block = hit.pair[order], block[order]
    is_new = np.concatenate([[True], (pair[1:] != pair[:-1]) | (block[1:] != block[:-1])])[: len(pair)]
    enough = np.bincount(pair[is_new], minlength=int(met.pair.max(initial=-1)) + 1) >= setting.least
    return joined([met.where(enough[met.pair])])


def q_values(p: Floats, tested: int) -> Floats:
    """Return the q-values (Benjamini & Hochberg 1995) of the smallest of `tested` p-values; the others are taken as 1."""
    order = np.argsort(p, kind="stable")
    raw = p[order] * max(tested, len(p)) / np.arange(1, len(p) + 1)
    found = np.empty(len(p))
    found[order] = np.minimum(np.minimum.accumulate(raw[::-1])[::-1], 1.0)
    return found
