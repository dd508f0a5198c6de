"""What two summaries have in common: pieces of text where they are of one script, rare words there, and numbers in any."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterwatch.text.sound import script

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy import sparse

    from counterwatch.text.shingles import Shingles

WORD = re.compile(r"\d{2,}|[^\W\d_\u2e80-\u9fff\U00020000-\U0003ffff]{4,}")
"""A number, or a word of a script that parts words. Chinese and Japanese have only numbers."""
RARE, FEW = 0.05, 3
"""A word that more than one text in twenty holds says nothing; one that three hold is rare however few texts there are."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tellings:
    """The texts of n incidents, made comparable: `words` are n x v (float32), the root of what a word is worth in bits where a text holds it."""

    sets: Shingles
    scripts: NDArray[np.int64]
    words: sparse.csr_array
    numbers: sparse.csr_array
    counts: NDArray[np.int64]
    numbered: NDArray[np.int64]


def tellings(texts: Sequence[str]) -> Tellings:
    """Return texts as they are compared."""
    import numpy as np

    from counterwatch.text.shingles import shingles

    found = [frozenset(WORD.findall(each)) for each in texts]
    often = Counter(word for each in found for word in each)
    most = max(FEW, RARE * len(texts))
    worth = {word: -np.log2(times / len(texts)) for word, times in often.items() if 1 < times <= most}
    rare = np.array([sum(often[word] <= most for word in each) for each in found], np.int64)
    numbered = np.array([sum(often[word] <= most and word[0].isdigit() for word in each) for each in found], np.int64)
    numbers = {word: bits for word, bits in worth.items() if word[0].isdigit()}
    names = {name: number for number, name in enumerate(sorted({script(each) for each in texts if each}))}
    scripts = np.array([names.get(script(each), -1) if each else -1 for each in texts], np.int64)
    return Tellings(sets=shingles(texts), scripts=scripts, words=_table(found, worth), numbers=_table(found, numbers), counts=rare, numbered=numbered)


def _table(found: Sequence[frozenset[str]], worth: dict[str, float]) -> sparse.csr_array:
    import numpy as np
    from scipy import sparse

    place = {word: number for number, word in enumerate(worth)}
    cells = [(row, place[word], worth[word] ** 0.5) for row, each in enumerate(found) for word in sorted(each) if word in place]
    rows, columns, values = (np.array([each[part] for each in cells]) for part in range(3))
    return sparse.csr_array((values.astype(np.float32), (rows.astype(np.int64), columns.astype(np.int64))), shape=(len(found), max(1, len(place))))


def shared(table: sparse.csr_array, one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return how many bits the words are worth that two texts share, pair by pair."""
    import numpy as np

    found: NDArray[np.float64] = np.asarray(table[one].multiply(table[other]).sum(axis=1)).ravel().astype(np.float64)
    return found
