"""How many pairs could have been found: those that meet nearby in enough sittings, whether in time or not. Counted in a sample of pairs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from counterwatch.coordination.engines.blocks import Block, first_within
from counterwatch.coordination.synchrony.actions import Actions
from counterwatch.coordination.synchrony.line import Codes, Ints, distinct, expanded, stretches
from counterwatch.coordination.synchrony.setting import Setting

AT_MOST = 8_000_000
"""How many pairs of actions are looked at: of more, one pair of accounts in 4, 16, 64 ... is."""
AT_ONCE = 4_000_000
ODD = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`pairs` is how many pairs of accounts count as asked about: all that qualify, or from a sample of one in `one_in` an upper bound (2 sigma)."""

    pairs: int
    one_in: int


def asked(actions: Actions, setting: Setting) -> Asked:
    """Count the pairs of accounts with encounters in at least `setting.least` blocks of time as long as a sitting."""
    nearby = sum(_nearby(actions, begin, end, setting.nearby) for begin, end in stretches(actions.object))
    cells = 1
    while nearby / cells > AT_MOST:
        cells *= 4
    count = _qualifying(actions, setting, cells)
    if cells == 1:
        return Asked(pairs=count, one_in=1)
    # Each pair is seen with the chance 1 / cells.
    return Asked(pairs=int(np.ceil(count * cells + 2 * cells * np.sqrt(max(count, 1) * (1 - 1 / cells)))), one_in=cells)


def _nearby(actions: Actions, begin: int, end: int, reach: int) -> int:
    """Return how many pairs of actions lie nearby, of those from `begin` to before `end`."""
    block = Block(account=actions.account[begin:end], object=actions.object[begin:end], time=actions.time[begin:end])
    return int((np.arange(len(block)) - first_within(block, reach)).sum())


def _qualifying(actions: Actions, setting: Setting, cells: int) -> int:
    """Return how many of the pairs that are looked at have encounters in enough blocks."""
    times = distinct(actions.time // setting.gap)
    cell = cells_of(actions, cells)
    met = [each for begin, end in stretches(actions.object) for each in _met(actions, begin, end, setting, cell, cells, times)]
    if not met:
        return 0
    pair = distinct(np.concatenate(met)) // len(times)
    ends = np.flatnonzero(np.diff(pair, append=-1) != 0)
    return int((np.diff(ends, prepend=-1) >= setting.least).sum())


def _met(actions: Actions, first: int, last: int, setting: Setting, cell_of: Ints, cells: int, times: Ints) -> Iterator[Ints]:
    """Yield pairs of accounts with the block of time in which they meet, as one number: of the actions from `first` to before `last`.

    Accounts fall into cells by a hash, and a pair is looked at whose cells add up to nothing (modulo `cells`): every account takes part in the
    sample, and actions of cells that cannot add up never meet.
    """
    here = slice(first, last)
    cell = cell_of[actions.account[here]]
    group = actions.object[here] * np.int64(cells) + np.minimum(cell, (cells - cell) % cells)
    order = np.argsort(group, kind="stable")
    account, time, cell, group = actions.account[here][order], actions.time[here][order], cell[order], group[order]
    earliest = first_within(Block(account=account, object=group, time=time), setting.nearby)
    work = np.cumsum(np.arange(len(order)) - earliest)
    begin = 0
    while begin < len(order):
        done = work[begin - 1] if begin else 0
        end = max(begin + 1, int(np.searchsorted(work, done + AT_ONCE, side="right")))
        later, earlier = expanded(np.arange(begin, end), earliest[begin:end], np.arange(begin, end))
        is_seen = (account[later] != account[earlier]) & ((cell[later] + cell[earlier]) % cells == 0)
        pair = _pair(account[later[is_seen]], account[earlier[is_seen]], actions.accounts)
        yield distinct(pair * len(times) + np.searchsorted(times, time[earlier[is_seen]] // setting.gap))
        begin = end


def _pair(one: Codes, other: Codes, accounts: int) -> Ints:
    return np.asarray(np.minimum(one, other) * np.int64(accounts) + np.maximum(one, other))


def cells_of(actions: Actions, cells: int) -> Ints:
    """Return the cell of each account: a hash of its place in an order that does not depend on what it is called."""
    mixed = (actions.places.astype(np.uint64) + np.uint64(1)) * ODD
    mixed ^= mixed >> np.uint64(29)
    return np.asarray(((mixed * ODD) >> np.uint64(33)) % np.uint64(cells), dtype=np.int64)
