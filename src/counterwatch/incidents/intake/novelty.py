"""How much of a text others sent too: the share of its passages that stand outside of its group, or what it has in common with a far larger one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from counterwatch.incidents.intake.sketches import Sketches

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BY_CHANCE = 25_000
"""For each so many submissions, one other that has a passage may be a coincidence: the more texts of a language, the more of its phrases recur."""
ESCAPED = 0.25
"""Beside a group, so many of its size may have a passage all the same: copies that were changed too much to be gathered."""
LARGEST, LARGER = 100, 10
"""Texts are held against the centres of so many groups, the largest ones, where these are so many times as large as their own group."""
RESEMBLES = 0.2
"""Unrelated texts of a language have a tenth of their shingles in common or less."""
AT_ONCE = 4_000


def shared(sketches: Sketches, groups: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return for each submission the share of its passages that stand in others outside of its group (`groups` by number); 0 for one without any.

    It is counted for those that others gather around, or that are alone; for the others it is 0.
    """
    import numpy as np

    size = np.bincount(groups, minlength=len(sketches))
    everywhere, inside = np.sort(sketches.passages), _inside(sketches, groups, size)
    found = np.zeros(len(sketches))
    for start in range(0, len(sketches), AT_ONCE):
        some = np.flatnonzero(size[start : start + AT_ONCE]) + start
        owner, own = _passages_of(sketches, some)
        within = np.where(size[owner] > 1, _count(inside, owner.astype(np.uint64) << np.uint64(32) | own), 1)
        beside = _count(everywhere, own) - within
        is_shared = beside > np.maximum(len(sketches) // BY_CHANCE, ESCAPED * within)
        found += np.bincount(owner, weights=is_shared, minlength=len(sketches))
    share: NDArray[np.float64] = found / np.maximum(np.diff(sketches.starts), 1)
    return share


def _inside(sketches: Sketches, groups: NDArray[np.int64], size: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return the passages of groups of two and more, each behind the number of the group, sorted."""
    import numpy as np

    owner, own = _passages_of(sketches, np.flatnonzero(size[groups] > 1))
    keys = groups[owner].astype(np.uint64) << np.uint64(32) | own
    keys.sort()
    return keys


def _passages_of(sketches: Sketches, some: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """Return the passages of some submissions, and of which of them each is."""
    import numpy as np

    sizes = np.diff(sketches.starts)[some]
    within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return np.repeat(some, sizes), sketches.passages[np.repeat(sketches.starts[some], sizes) + within]


def resembling(sketches: Sketches, groups: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return for each submission what it has in common with the centre of a far larger group than its own; 0 where that is next to nothing."""
    import numpy as np

    size = np.bincount(groups, minlength=len(sketches))
    large = np.argsort(-size, kind="stable")[:LARGEST]
    found = np.zeros(len(sketches))
    for start in range(0, len(sketches), AT_ONCE):
        some = slice(start, start + AT_ONCE)
        for centre in large[size[large] >= LARGER]:
            here = sketches.signed[:, some]
            agreed = np.count_nonzero(here == sketches.signed[:, centre : centre + 1], axis=0) / len(here)
            smaller = (size[groups[some]] * LARGER <= size[centre]) & (agreed >= RESEMBLES)
            found[some] = np.maximum(found[some], np.where(smaller, agreed, 0.0))
    return found


def _count(ordered: NDArray[Any], wanted: NDArray[Any]) -> NDArray[np.int64]:
    """Return how often each of some numbers stands in a sorted list."""
    import numpy as np

    found: NDArray[np.int64] = np.searchsorted(ordered, wanted, "right") - np.searchsorted(ordered, wanted, "left")
    return found
