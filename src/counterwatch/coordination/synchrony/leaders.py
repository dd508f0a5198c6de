"""Is somebody else first each time? A third account that acts before both of a pair may be what they follow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterwatch.coordination.synchrony.actions import Actions
from counterwatch.coordination.synchrony.encounters import Encounters
from counterwatch.coordination.synchrony.line import Ints, distinct, expanded
from counterwatch.coordination.synchrony.setting import Setting

LAST = 50
"""How many actions before a hit are looked at: the last ones."""
AT_ONCE = 4_000_000
NEARLY_ALWAYS = 0.9


@dataclass(frozen=True, slots=True, eq=False)
class Led:
    """By pair: the largest share of its occasions with a hit before which one third account acted, that account, and which one of the pair
    was first in which share of them (-1 and 0 where there is nobody).
    """

    share: NDArray[np.float64]
    leader: Ints
    first: Ints
    first_share: NDArray[np.float64]


def share_led(actions: Actions, hits: Encounters, occasion: Ints, pairs: int, setting: Setting) -> NDArray[np.float64]:
    """Return the share of each pair's occasions with a hit in which somebody is first whom others may follow.

    That is a third account, or the same one of the two, where that account leads another pair or the order would be rare if it were left to chance.
    """
    from scipy.stats import binom

    found = led(actions, hits, occasion, pairs, setting)
    leads = np.zeros(actions.accounts, np.bool_)
    leads[found.leader[found.share >= NEARLY_ALWAYS]] = True
    count = np.bincount(_pair_of(hits, distinct(occasion), occasion), minlength=pairs)
    in_order = 2 * binom.sf(np.round(found.first_share * count) - 1, count, 0.5)
    follows = (found.first >= 0) & (leads[found.first] | (in_order <= setting.jump))
    return np.where(follows, np.maximum(found.share, found.first_share), found.share)


def led(actions: Actions, hits: Encounters, occasion: Ints, pairs: int, setting: Setting) -> Led:
    """Return who leads the pairs of some hits, sorted by pair; `occasion` is the number of the occasion of each.

    A leader acted on the object within what is nearby before both, strictly.
    """
    count = np.bincount(_pair_of(hits, distinct(occasion), occasion), minlength=pairs)
    share, leader = np.zeros(pairs), np.full(pairs, -1)
    for pair, account, occasions in _before(actions, hits, occasion, setting):
        best = np.lexsort((-actions.places[account], occasions, pair))
        last = best[np.append(np.diff(pair[best]) != 0, True)[: len(best)]]  # of each pair the one with most occasions
        share[pair[last]], leader[pair[last]] = occasions[last] / count[pair[last]], account[last]
    first, first_share = _first(hits, occasion, count)
    return Led(share, leader, first, first_share)


def _pair_of(hits: Encounters, occasions: Ints, occasion: Ints) -> Ints:
    return np.asarray(hits.pair[np.searchsorted(occasion, occasions)])


def _before(actions: Actions, hits: Encounters, occasion: Ints, setting: Setting) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Yield pairs, third accounts and in how many occasions that account acted before both; all of a pair come together."""
    moment = np.minimum(hits.time, hits.nearest)
    end = actions.by_object.before(hits.object, moment)
    begin = np.maximum(actions.by_object.before(hits.object, moment - setting.nearby), end - LAST)
    cuts = np.flatnonzero(np.diff(hits.pair, prepend=-1) != 0)
    work = np.add.reduceat(end - begin, cuts) if len(cuts) else cuts
    lot = np.cumsum(work) // AT_ONCE
    for number in distinct(lot):
        mine = np.flatnonzero(lot == number)
        rows = np.arange(cuts[mine[0]], cuts[mine[-1] + 1] if mine[-1] + 1 < len(cuts) else len(hits))
        hit, row = expanded(rows, begin[rows], end[rows])
        account = actions.account[row]
        third = (account != hits.one[hit]) & (account != hits.other[hit])
        account, now = account[third], occasion[hit[third]]
        once = distinct(now * actions.accounts + account)
        pair = hits.pair[np.searchsorted(occasion, once // actions.accounts)]
        keys = np.sort(pair * actions.accounts + once % actions.accounts)
        begins = np.flatnonzero(np.diff(keys, prepend=-1) != 0)
        yield keys[begins] // actions.accounts, keys[begins] % actions.accounts, np.diff(begins, append=len(keys))


def _first(hits: Encounters, occasion: Ints, count: Ints) -> tuple[Ints, NDArray[np.float64]]:
    """Return which account of each pair is first on more of its occasions, by the first hit of each, and on which share of them."""
    _, begin = np.unique(occasion, return_index=True)
    pair, lag = hits.pair[begin], hits.nearest[begin] - hits.time[begin]
    one = np.bincount(pair, weights=lag > 0, minlength=len(count))
    other = np.bincount(pair, weights=lag < 0, minlength=len(count))
    told = np.searchsorted(hits.pair, np.arange(len(count)))
    told = np.minimum(told, max(len(hits) - 1, 0))
    first = np.where(one >= other, hits.one[told], hits.other[told]) if len(hits) else np.full(len(count), -1)
    return first, np.maximum(one, other) / np.maximum(count, 1)
