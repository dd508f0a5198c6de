"""Shingles: the overlapping pieces of a few characters that a text is made of, as numbers; they compare texts of any script without words.

A piece that begins with a character of a script that writes a word in one or two (Chinese, Japanese, Korean, Yi) has two characters, any other
has four. The length depends on nothing but where the piece begins, so that an edit changes only the pieces that touch it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LONG, DENSE = 4, 2
DENSE_SCRIPTS = ((0x2E80, 0xA4CF), (0xAC00, 0xD7FF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
"""Code points from and to: radicals, kana, ideographs and Yi; Hangul; compatibility and supplementary ideographs."""
CHUNK = 20_000
MIX = (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shingles:
    """The sets of shingles of n texts: those of text i are `values[starts[i]:starts[i + 1]]`, uint32, ascending, none twice."""

    values: NDArray[np.uint32]
    starts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def sizes(self) -> NDArray[np.int64]:
        import numpy as np

        return np.diff(self.starts)


def shingles(texts: Sequence[str]) -> Shingles:
    """Return the shingles of texts; one shorter than a shingle has none. Two pieces have one number with a chance of 2 in 10^10."""
    import numpy as np

    chunks = [_chunk(texts[start : start + CHUNK]) for start in range(0, len(texts), CHUNK)]
    sizes = np.concatenate([np.zeros(1, np.int64), *(sizes for _, sizes in chunks)])
    return Shingles(values=np.concatenate([np.zeros(0, np.uint32), *(values for values, _ in chunks)]), starts=np.cumsum(sizes))


def _chunk(texts: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Return the shingles of some texts, one after the other, and how many each has."""
    import numpy as np

    owner, left, dense, found = pieces(texts)
    return sets_of(owner, found, left >= np.where(dense, DENSE, LONG), len(texts))


def pieces(texts: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.bool_], NDArray[np.uint64]]:
    """Return for each character of some texts: which text it is of, how many it has from there on, whether its script is dense, and its piece."""
    import numpy as np

    # A lone surrogate is a character like any other here.
    points = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    owner = np.repeat(np.arange(len(texts), dtype=np.uint64), lengths)
    left = np.repeat(np.cumsum(lengths), lengths) - np.arange(len(points))
    dense = _is_dense(points)
    pairs = (points << np.uint64(32)) | later(points, 1)
    # An odd factor before the second pair: "abab" and "baba" are two pieces.
    return owner, left, dense, mixed(np.where(dense, pairs, (pairs * np.uint64(MIX[0])) ^ (later(pairs, 2) * np.uint64(MIX[1]))))


def sets_of(
    owner: NDArray[np.uint64], found: NDArray[np.uint64], chosen: NDArray[np.bool_], count: int
) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Return the chosen pieces of `count` texts, of each ascending and none twice, and how many each text has."""
    import numpy as np

    keys = np.sort((owner[chosen] << np.uint64(32)) | (found[chosen] >> np.uint64(32)))
    keys = keys[np.diff(keys, prepend=~keys[:1]) != 0]
    sizes = np.bincount((keys >> np.uint64(32)).astype(np.int64), minlength=count)
    return (keys & np.uint64(0xFFFFFFFF)).astype(np.uint32), sizes


def _is_dense(points: NDArray[np.uint64]) -> NDArray[np.bool_]:
    import numpy as np

    found = np.zeros(len(points), np.bool_)
    for low, high in DENSE_SCRIPTS:
        found |= (points >= low) & (points <= high)
    return found


def mixed(pieces: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return numbers in which every bit depends on every bit of a piece (Stafford's variant of the last step of MurmurHash 3)."""
    import numpy as np

    found = (pieces ^ (pieces >> np.uint64(30))) * np.uint64(MIX[1])
    found = (found ^ (found >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return found ^ (found >> np.uint64(31))


def later(points: NDArray[np.uint64], step: int) -> NDArray[np.uint64]:
    """Return for each place what stands `step` places behind it; 0 at the end."""
    import numpy as np

    return np.concatenate([points[step:], np.zeros(min(step, len(points)), np.uint64)])
