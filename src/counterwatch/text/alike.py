"""Texts that are nearly the same: which pairs are, and which texts gather around one of them."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterwatch.text.minhash import THREADS, agreement, meetings, short, signatures
from counterwatch.text.shingles import Shingles, shingles

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAST = 0.4
"""What texts have in common at least (Jaccard of their shingles): a sentence in which one word in five was changed still has it."""
SLACK = 0.15
"""How far below it the guess of a signature may lie for the pair to be compared exactly: two and a half standard deviations."""
WAITING = 4_000_000
FEW = 2_000
"""Pairs compared at once: what they hold fits the cache of a processor."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Alike:
    """Pairs `one` < `other` of texts that have `share` >= `LEAST` in common, without doubles.

    `crowds` counts how often so many texts agreed in a band that not all of them were compared (`minhash.CROWD`), `crowded` is the largest.
    """

    one: NDArray[np.int64]
    other: NDArray[np.int64]
    share: NDArray[np.float64]
    crowds: int = 0
    crowded: int = 0


def jaccard(sets: Shingles, one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the share of all shingles of two texts that both have, pair by pair; 0 where neither has any."""
    import numpy as np

    def shared(at: int) -> NDArray[np.int64]:
        return _shared(sets, one[at : at + FEW], other[at : at + FEW])

    with ThreadPoolExecutor(THREADS) as pool:
        found = [np.zeros(0, np.int64), *pool.map(shared, range(0, len(one), FEW))]
    both = np.concatenate(found)
    share: NDArray[np.float64] = both / np.maximum(1, sets.sizes[one] + sets.sizes[other] - both)
    return share


def pairs(texts: Sequence[str], *, least: float = LEAST, waiting_most: int = WAITING) -> Alike:
    """Return the pairs of texts that have at least `least` in common; all texts should differ. Never compares all with all.

    So many pairs wait to be guessed at: fewer take less memory (some 60 bytes each) and more time.
    """
    import numpy as np

    sets, crowds = shingles(texts), list[int]()
    signed = signatures(sets)
    shortened = short(signed)
    kept, waiting = np.zeros(0, np.uint64), [np.zeros(0, np.uint64)]
    for met in meetings(signed, crowds):
        waiting.append(met)
        if sum(map(len, waiting)) > waiting_most:
            kept, waiting = _likely(shortened, kept, waiting, least), [np.zeros(0, np.uint64)]
    kept = _likely(shortened, kept, waiting, least)
    del signed, shortened
    one, other = (kept >> np.uint64(32)).astype(np.int64), (kept & np.uint64(0xFFFFFFFF)).astype(np.int64)
    share = jaccard(sets, one, other)
    found = share >= least
    return Alike(one=one[found], other=other[found], share=share[found], crowds=len(crowds), crowded=max(crowds, default=0))


def centres(count: int, alike: Alike) -> NDArray[np.int64]:
    """Return for each of `count` texts the text that it gathers around, itself where it is alone.

    Stars (Aslam, Pelekhov & Rus 2004): the text that most others are alike to gathers them, then the next of those left. Every text is alike
    to its centre; along a chain of small changes, where the ends have nothing in common, components would not promise that.
    """
    import numpy as np
    from scipy.sparse import coo_array

    matrix = coo_array((np.ones(len(alike.one), np.int8), (alike.one, alike.other)), shape=(count, count)).tocsr()
    matrix = (matrix + matrix.T).tocsr()
    degrees = np.diff(matrix.indptr)
    found = np.arange(count)
    free = np.ones(count, np.bool_)
    # Texts with most others first; of several, the one that comes first.
    for centre in np.lexsort((np.arange(count), -degrees))[: np.count_nonzero(degrees)].tolist():
        if free[centre]:
            around = matrix.indices[matrix.indptr[centre] : matrix.indptr[centre + 1]]
            taken = around[free[around]]
            found[taken] = centre
            free[taken] = free[centre] = False
    return found


def _likely(shortened: NDArray[np.uint8], kept: NDArray[np.uint64], waiting: list[NDArray[np.uint64]], least: float) -> NDArray[np.uint64]:
    """Return the pairs, none twice, whose signatures leave it open that they have enough in common."""
    import numpy as np

    met = _distinct(np.concatenate(waiting))
    agreed = agreement(shortened, (met >> np.uint64(32)).astype(np.int64), (met & np.uint64(0xFFFFFFFF)).astype(np.int64))
    return _distinct(np.concatenate([kept, met[agreed >= least - SLACK]]))


def _distinct(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return what `numpy.unique` does, by sorting: its table of hashes takes a hundred times as long with keys like these."""
    import numpy as np

    ordered = np.sort(keys)
    found: NDArray[np.uint64] = ordered[np.diff(ordered, prepend=~ordered[:1]) != 0]
    return found


def _shared(sets: Shingles, one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many shingles two texts share, pair by pair."""
    import numpy as np

    left, right = _members(sets, one), _members(sets, other)
    keys = np.sort(np.concatenate([left, right]))
    twice = keys[1:][keys[1:] == keys[:-1]]
    return np.bincount((twice >> np.uint64(32)).astype(np.int64), minlength=len(one)).astype(np.int64)


def _members(sets: Shingles, chosen: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return the shingles of the chosen texts, each with the place in `chosen` before it."""
    import numpy as np

    sizes = sets.sizes[chosen]
    place = np.repeat(np.arange(len(chosen), dtype=np.uint64), sizes)
    within = np.arange(len(place)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    keys: NDArray[np.uint64] = (place << np.uint64(32)) | sets.values[np.repeat(sets.starts[chosen], sizes) + within]
    return keys
