"""MinHash: short signatures of sets that agree as much as the sets have in common, and the pairs of sets that they put forward.

Broder 1997 («On the resemblance and containment of documents») for the signatures, Indyk & Motwani 1998 for bands of them. The bands are
fixed choices of places in the signature and overlap: so many find nearly what independent ones would, at a quarter of the cost.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from counterwatch.text.shingles import Shingles

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HASHES, ROWS, BANDS = 64, 4, 100
SEED = 20_130
THREADS = 2
CHUNK = 10_000
FEW = 20_000
"""Pairs compared at once: what they hold fits the cache of a processor."""
CROWD, NEXT = 33, 4
"""Of up to 33 sets that agree in a band all meet; in a larger crowd each meets the first and its next 4, so that none costs its square."""


def signatures(sets: Shingles) -> NDArray[np.uint32]:
    """Return `HASHES` x n smallest values, each row under a hash function of its own; a set without members has the largest number."""
    import numpy as np

    rng = np.random.default_rng(SEED)
    salts, factors = (rng.integers(0, 2**32, HASHES, dtype=np.uint32) for _ in range(2))
    found = np.full((HASHES, len(sets)), 0xFFFFFFFF, np.uint32)

    def fill(start: int) -> None:
        here = start + np.flatnonzero(sets.sizes[start : start + CHUNK])
        if not len(here):
            return
        values = sets.values[sets.starts[here[0]] : sets.starts[here[-1] + 1]]
        starts = sets.starts[here] - sets.starts[here[0]]
        for number in range(HASHES):
            found[number, here] = np.minimum.reduceat((values ^ salts[number]) * (factors[number] | np.uint32(1)), starts)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(fill, range(0, len(sets), CHUNK)))
    return found


def short(signed: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Return the last 8 bits of signatures, n x `HASHES`: enough to guess by, in a quarter of the memory."""
    import numpy as np

    return np.ascontiguousarray((signed & np.uint32(0xFF)).astype(np.uint8).T)


def agreement(shortened: NDArray[np.uint8], one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the share of places in which signatures agree, pair by pair: a guess of what the sets have in common (Jaccard)."""
    import numpy as np

    def agreeing(at: int) -> NDArray[np.int64]:
        found: NDArray[np.int64] = np.count_nonzero(shortened[one[at : at + FEW]] == shortened[other[at : at + FEW]], axis=1)
        return found

    with ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(agreeing, range(0, len(one), FEW)))
    return np.concatenate([np.zeros(0), *found]) / HASHES


def meetings(signed: NDArray[np.uint32], crowds: list[int]) -> Iterator[NDArray[np.uint64]]:
    """Yield, band by band, the pairs i < j that agree in all places of the band, as i * 2^32 + j.

    Not all members of a crowd meet (see `CROWD`): the sizes of crowds are added to `crowds`.
    """
    import numpy as np

    rng = np.random.default_rng(SEED + 1)
    for _ in range(BANDS):
        keys = _band(signed[rng.choice(HASHES, ROWS, replace=False)])
        yield _pairs(np.sort(keys), crowds)


def _band(places: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """Return a number for what stands in the places of a band, with the number of the set behind it."""
    import numpy as np

    mixed = np.zeros(places.shape[1], np.uint64)
    for row in places:
        mixed = (mixed ^ row) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return (mixed << np.uint64(32)) | np.arange(len(mixed), dtype=np.uint64)


def _pairs(keys: NDArray[np.uint64], crowds: list[int]) -> NDArray[np.uint64]:
    """Return the pairs among sorted keys whose upper halves are equal."""
    import numpy as np

    upper, member = (keys >> np.uint64(32)).astype(np.uint32), keys & np.uint64(0xFFFFFFFF)
    begins = np.flatnonzero(np.r_[True, upper[1:] != upper[:-1]][: len(upper)])
    sizes = np.diff(np.r_[begins, len(upper)])
    crowds.extend(sizes[sizes > CROWD].tolist())
    first, crowded = np.repeat(member[begins], sizes), np.repeat(sizes > CROWD, sizes)
    far = crowded & (first != member)
    found = [(first[far] << np.uint64(32)) | member[far]]
    for step in range(1, CROWD):
        near = upper[step:] == upper[:-step]
        if step > NEXT:
            near &= ~crowded[step:]
        if not near.any():
            break
        found.append((member[:-step][near] << np.uint64(32)) | member[step:][near])
        if step == NEXT:
            shared = np.repeat((sizes > NEXT + 1) & (sizes <= CROWD), sizes)
            upper, member, crowded = upper[shared], member[shared], crowded[shared]
    return np.concatenate(found)
