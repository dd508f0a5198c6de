"""Pairs of incidents are weighed: how many bits speak for one event, field by field and in all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterwatch.core.progress import Cancel, Progress, stop_if
from counterwatch.incidents.columns import Columns
from counterwatch.incidents.gathering import Pair
from counterwatch.incidents.kinds import Chance, Compared, Fitted, chance_of, excess, fitted, joined
from counterwatch.incidents.likeness import levels
from counterwatch.incidents.telling import Tellings, tellings
from counterwatch.incidents.why import WORKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FEW = 100_000
"""Pairs compared at once."""
BY_CHANCE, SEED = 50_000, 1969


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What n pairs weigh (float64, bits): in `every` field, and in `all`, with the odds before and less the `excess` of what events repeat.

    `levels` are by field as in `likeness` (int64, -1 where nothing can be compared).
    """

    all: NDArray[np.float64]
    excess: NDArray[np.float64]
    every: Mapping[str, NDArray[np.float64]]
    levels: Mapping[str, NDArray[np.int64]]


@dataclass(frozen=True, slots=True, eq=False)
class Scales:
    """What the pairs of a casebook are weighed with."""

    book: Columns
    told: Tellings
    chance: Chance
    fitted: Fitted

    def weigh(self, one: NDArray[np.int64], other: NDArray[np.int64]) -> Weights:
        """Weigh pairs of incidents, given by their places in the casebook."""
        pairs = self.chance.compared(levels(self.book, self.told, one, other))
        ratios = self.fitted.ratios(pairs)
        lost = excess(ratios)
        every = {name: self.chance.levels(pairs, name) for name in pairs.codes}
        return Weights(ratios[0] - lost, lost, self.fitted.weights(pairs), every)

    def in_all(self, pairs: Compared) -> NDArray[np.float64]:
        """Return what pairs that were compared weigh in all (float64, bits)."""
        ratios = self.fitted.ratios(pairs)
        found: NDArray[np.float64] = ratios[0] - excess(ratios)
        return found

    def of_pairs(self, pairs: list[Pair]) -> list[float]:
        """Return what a few pairs weigh in all."""
        import numpy as np

        one, other = (np.array([each[side] for each in pairs], np.int64) for side in (0, 1))
        found: list[float] = self.weigh(one, other).all.tolist()
        return found


def scales_of(book: Columns, one: NDArray[np.int64], other: NDArray[np.int64], progress: Progress, cancel: Cancel) -> tuple[Scales, Compared]:
    """Compare the pairs `one` and `other` of a casebook, and return the scales that are made from them."""
    told = tellings(book.texts)
    chance, parts = chance_of(levels(book, told, *_by_chance(len(book)))), list[Compared]()
    for start in range(0, max(1, len(one)), FEW):
        stop_if(cancel)
        progress(WORKING(), start, len(one))
        parts.append(chance.compared(levels(book, told, one[start : start + FEW], other[start : start + FEW])))
    pairs = joined(parts)
    return Scales(book, told, chance, fitted(pairs, chance, len(book))), pairs


def _by_chance(count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return pairs by chance: all of them where they are few."""
    import numpy as np

    if count * (count - 1) // 2 <= BY_CHANCE:
        one, other = np.triu_indices(count, 1)
        return one.astype(np.int64), other.astype(np.int64)
    rng = np.random.default_rng(SEED)
    one, other = rng.integers(0, count, BY_CHANCE), rng.integers(0, count - 1, BY_CHANCE)
    return one, other + (other >= one)
