"""How many pairs could have been found: those that meet nearby in enough sittings, whether in time or not. Counted in a sample of pairs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from counterwatch.coordination.engines.blocks import Block, first_within
from counterwatch.coordination.synchrony.actions import Actions
from counterwatch.coordination.synchrony.line import Ints, distinct, expanded
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
    nearby = int((np.arange(len(actions)) - first_within(_block(actions.account, actions.object, actions.time), setting.nearby)).sum())
    cells = 1
    while nearby / cells > AT_MOST:
        cells *= 4
    count = _qualifying(actions, setting, cells)
    if cells == 1:
        return Asked(pairs=count, one_in=1)
    # Each pair is seen with the chance 1 / cells.
    return Asked(pairs=int(np.ceil(count * cells + 2 * cells * np.sqrt(max(count, 1) * (1 - 1 / cells)))), one_in=cells)


def _block(account: Ints, object: Ints, time: Ints) -> Block:
    return Block(account=account, object=object, time=time)  # type: ignore[arg-type]


def _qualifying(actions: Actions, setting: Setting, cells: int) -> int:
    """Return how many of the pairs that are looked at have encounters in enough blocks."""
    times, block = np.unique(actions.time // setting.gap, return_inverse=True)
    met = list(_met(actions, setting, cells, block.astype(np.int64), len(times)))
    if not met:
        return 0
    pair = distinct(np.concatenate(met)) // len(times)
    ends = np.flatnonzero(np.diff(pair, append=-1) != 0)
    return int((np.diff(ends, prepend=-1) >= setting.least).sum())


def _met(actions: Actions, setting: Setting, cells: int, block: Ints, blocks: int) -> Iterator[Ints]:
    """Yield pairs of accounts with the block of time in which they meet, as one number.

    Accounts fall into cells by a hash, and a pair is looked at whose cells add up to nothing (modulo `cells`): every account takes part in the
    sample, and actions of cells that cannot add up never meet.
    """
    cell = cells_of(actions, cells)[actions.account]
    group = actions.object * cells + np.minimum(cell, (cells - cell) % cells)
    order = np.argsort(group, kind="stable")
    account, cell, group, block = actions.account[order], cell[order], group[order], block[order]
    first = first_within(_block(account, group, actions.time[order]), setting.nearby)
    work = np.cumsum(np.arange(len(order)) - first)
    begin = 0
    while begin < len(order):
        done = work[begin - 1] if begin else 0
        end = max(begin + 1, int(np.searchsorted(work, done + AT_ONCE, side="right")))
        later, earlier = expanded(np.arange(begin, end), first[begin:end], np.arange(begin, end))
        is_seen = (account[later] != account[earlier]) & ((cell[later] + cell[earlier]) % cells == 0)
        one, other = account[later[is_seen]], account[earlier[is_seen]]
        pair = np.minimum(one, other) * actions.accounts + np.maximum(one, other)
        yield distinct(pair * blocks + block[earlier[is_seen]])
        begin = end


def cells_of(actions: Actions, cells: int) -> Ints:
    """Return the cell of each account: a hash of its place in an order that does not depend on what it is called."""
    mixed = (actions.places.astype(np.uint64) + np.uint64(1)) * ODD
    mixed ^= mixed >> np.uint64(29)
    return np.asarray(((mixed * ODD) >> np.uint64(33)) % np.uint64(cells), dtype=np.int64)
