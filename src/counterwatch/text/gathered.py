"""Masses of texts that are nearly the same, gathered around the one that is most like all of them, from signatures alone (`minhash`).

Copies of one text that were each changed a little differ from one another twice as much as from the original: so the text nearest to what most
of them share is the original where it is among them. Every text of a group is alike to that one; chains of small changes do not make groups.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterwatch.text.minhash import HASHES, agreement, meetings, short

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAST = 0.35
"""The share of places in which the signatures of a text and its centre agree: about what the texts have in common (Jaccard of their shingles)."""
ROUNDS, FEW = 6, 32


def gathered(signed: NDArray[np.uint32], weights: NDArray[np.int64], *, least: float = LEAST) -> NDArray[np.int64]:
    """Return for each of n signatures (`HASHES` x n) the number of the one it gathers around, itself where it is alone.

    `weights` say how many texts have each: of several that are as near to what most of them share, the one that most have is the centre.
    """
    import numpy as np

    found = np.arange(signed.shape[1])
    waiting = found
    for _ in range(ROUNDS):
        here = signed[:, waiting]
        left = []
        for members in _linked(here, least):
            centre, stays = _around(here[:, members], weights[waiting[members]], least)
            found[waiting[members[stays]]] = waiting[members[centre]]
            left.append(waiting[members[~stays]])
        waiting = np.sort(np.concatenate([np.zeros(0, np.int64), *left]))
        if len(waiting) < 2:
            break
    return found


def _linked(signed: NDArray[np.uint32], least: float) -> list[NDArray[np.int64]]:
    """Return the sets of two and more that hang together by likely pairs, each ascending."""
    import numpy as np

    label, shortened, count = np.arange(signed.shape[1]), short(signed), signed.shape[1]
    for met in meetings(signed, []):
        one, other = (met >> np.uint64(32)).astype(np.int64), (met & np.uint64(0xFFFFFFFF)).astype(np.int64)
        apart = label[one] != label[other]
        one, other = one[apart], other[apart]
        alike = agreement(shortened, one, other) >= least
        label = _joined(label, one[alike], other[alike], count)
    order = np.argsort(label, kind="stable")
    begins = np.flatnonzero(np.diff(label[order], prepend=-1))
    return [members for members in np.split(order, begins[1:]) if len(members) > 1]


def _joined(label: NDArray[np.int64], one: NDArray[np.int64], other: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Return labels of sets after some pairs were joined."""
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    if not len(one):
        return label
    links = coo_array((np.ones(len(one), np.int8), (label[one], label[other])), shape=(count, count))
    found: NDArray[np.int64] = connected_components(links, directed=False)[1].astype(np.int64)[label]
    return found


def _around(signed: NDArray[np.uint32], weights: NDArray[np.int64], least: float) -> tuple[int, NDArray[np.bool_]]:
    """Return which of some signatures is nearest to what most of them share, and which are alike to that one."""
    import numpy as np

    agreed = _agreed_few(signed) if signed.shape[1] <= FEW else _agreed(signed)
    centre = int(np.lexsort((-weights, -agreed))[0])
    return centre, np.count_nonzero(signed == signed[:, centre : centre + 1], axis=0) >= least * HASHES


def _agreed(signed: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Return in how many places each signature has what most have there."""
    import numpy as np

    most = np.array([_most_common(row) for row in signed], dtype=np.uint32)
    found: NDArray[np.int64] = np.count_nonzero(signed == most[:, None], axis=0)
    return found


def _agreed_few(signed: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Return in how many places each of few signatures agrees with the others, over all of them."""
    import numpy as np

    found: NDArray[np.int64] = np.count_nonzero(signed[:, :, None] == signed[:, None, :], axis=(0, 2))
    return found


def _most_common(row: NDArray[np.uint32]) -> int:
    import numpy as np

    values, counts = np.unique(row, return_counts=True)
    return int(values[np.argmax(counts)])
