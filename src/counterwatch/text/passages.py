"""Passages: longer pieces of texts, some words each, of which a fixed sample is kept; texts that share many were made from one another.

A passage has three shingles that follow on each other: twelve characters, or six where it begins with a dense script. Of all possible passages
one in `SAMPLE` is in the sample, the same for every text, so that what two texts share can be counted text by text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from counterwatch.text.shingles import DENSE, LONG, MIX, Shingles, later, mixed, pieces, sets_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAMPLE = 4
PARTS = 3


def passages(texts: Sequence[str]) -> Shingles:
    """Return the sampled passages of texts, as numbers; a text shorter than a passage has none.

    Give few texts at a time: each character takes 100 bytes.
    """
    import numpy as np

    owner, left, dense, found = pieces(texts)
    whole = left >= np.where(dense, DENSE, LONG) * PARTS
    joined = mixed(found * np.uint64(MIX[0]) ^ mixed(_next(found, dense, 1)) * np.uint64(MIX[1]) ^ mixed(_next(found, dense, 2) + np.uint64(1)))
    values, sizes = sets_of(owner, joined, whole & (joined >> np.uint64(32) < np.uint64((1 << 32) // SAMPLE)), len(texts))
    return Shingles(values=values, starts=np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)]))


def _next(found: NDArray[np.uint64], dense: NDArray[np.bool_], parts: int) -> NDArray[np.uint64]:
    """Return for each place the shingle that follows on its own, so many on."""
    import numpy as np

    return np.where(dense, later(found, DENSE * parts), later(found, LONG * parts))
