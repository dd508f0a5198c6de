"""Pairs within a window, block by block: actions sorted by object and time go past once, and memory stays bounded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

AT_ONCE = 4_000_000
"""How many pairs are written out at once."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Block:
    """Actions sorted by object, then time, then account: equally long arrays."""

    account: NDArray[np.int32]
    object: NDArray[np.int32]
    time: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.account)

    def after(self, start: int) -> Block:
        return Block(account=self.account[start:], object=self.object[start:], time=self.time[start:])

    def where(self, is_kept: NDArray[np.bool_]) -> Block:
        return Block(account=self.account[is_kept], object=self.object[is_kept], time=self.time[is_kept])

    def followed_by(self, other: Block) -> Block:
        import numpy as np

        return Block(
            account=np.concatenate([self.account, other.account]),
            object=np.concatenate([self.object, other.object]),
            time=np.concatenate([self.time, other.time]),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pairs:
    """Pairs of actions: `key` is the pair of accounts (the smaller code in the upper 32 bits), `delta` the time of the larger code's
    action minus the smaller's (milliseconds), `object` what both acted on.
    """

    key: NDArray[np.int64]
    object: NDArray[np.int32]
    delta: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.key)


def pairs_of(blocks: Iterable[Block], window: int) -> Iterator[Pairs]:
    """Yield all pairs with |dt| <= window of two accounts on one object; the blocks together are sorted as one."""
    carried: Block | None = None
    for new in blocks:
        if not len(new):
            continue
        old = 0 if carried is None else len(carried)
        block = new if carried is None else carried.followed_by(new)
        yield from _pairs_in(block, window, old)
        carried = block.after(_still_open(block, window))


def _still_open(block: Block, window: int) -> int:
    """Return from where on actions can still meet one of the next block."""
    import numpy as np

    start = int(np.searchsorted(block.object, block.object[-1], side="left"))
    return start + int(np.searchsorted(block.time[start:], block.time[-1] - window, side="left"))


def _pairs_in(block: Block, window: int, old: int) -> Iterator[Pairs]:
    """Yield the pairs whose later action (in the order of the block) is not among the first `old`."""
    import numpy as np

    first = first_within(block, window)
    count = np.arange(len(block)) - first
    count[:old] = 0
    ends = np.cumsum(count)
    begin = 0
    while begin < len(block):
        done = ends[begin - 1] if begin else 0
        end = max(begin + 1, int(np.searchsorted(ends, done + AT_ONCE, side="right")))
        if ends[end - 1] > done:
            yield from _written_out(block, first, count, begin, end)
        begin = end


def _written_out(block: Block, first: NDArray[np.int64], count: NDArray[np.int64], begin: int, end: int) -> Iterator[Pairs]:
    import numpy as np

    n = count[begin:end]
    later = np.repeat(np.arange(begin, end), n)
    earlier = np.arange(len(later)) - np.repeat(np.cumsum(n) - n, n) + np.repeat(first[begin:end], n)
    one, other = block.account[later], block.account[earlier]
    is_pair = one != other
    if not is_pair.all():
        later, earlier, one, other = later[is_pair], earlier[is_pair], one[is_pair], other[is_pair]
    lag = block.time[later] - block.time[earlier]
    key = (np.minimum(one, other).astype(np.int64) << 32) | np.maximum(one, other)
    if len(key):
        yield Pairs(key=key, object=block.object[later], delta=np.where(one > other, lag, -lag))


def first_within(block: Block, window: int) -> NDArray[np.int64]:
    """Return for each action the place of the first on the same object that is at most `window` earlier."""
    import numpy as np

    is_new = np.concatenate([[True], block.object[1:] != block.object[:-1]])
    starts = np.flatnonzero(is_new)
    number = np.cumsum(is_new) - 1
    # One increasing line for all objects: each begins further after the last than any window reaches.
    time = block.time - block.time.min()
    step = int(time.max()) + window + 1
    if len(starts) * step < 1 << 62:
        line = number * step + time
        return np.asarray(np.maximum(np.searchsorted(line, line - window, side="left"), starts[number]))
    found = [
        begin + np.searchsorted(block.time[begin:end], block.time[begin:end] - window)
        for begin, end in zip(starts, [*starts[1:], len(block)], strict=True)
    ]
    return np.concatenate(found)
