"""Duplicates: pairs of incidents that may be one event, proposed with every reason and with what speaks against it; nothing is merged by itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from counterwatch.core import Message
from counterwatch.core.finding import Struct
from counterwatch.core.progress import Cancel, Progress, never, quiet, stop_if
from counterwatch.incidents.candidates import candidates
from counterwatch.incidents.columns import Columns, columns
from counterwatch.incidents.incident import Incident
from counterwatch.incidents.likeness import UNKNOWN, Levels, M, gaps, levels
from counterwatch.incidents.merging import is_countable
from counterwatch.incidents.why import REPEATED, WORKING, why

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from counterwatch.text.shingles import Shingles

EXPECTED = 0.1
"""How many duplicates are expected for each record: the chance of a pair before anything is compared follows from it."""
REPEATS, MOST = ("place", "tactic", "organisation", "community", "channel", "source"), 12.0
"""Fields that events of one campaign have in common as well, and how many bits they count together at most: they are not independent."""
LEAST = 0.6
"""The probability from which two records are proposed as one event."""
NEAR_DAYS, NEAR_TEXT = 3, 1
COARSE = 0.5
"""How much of what a shared month says counts among what a campaign has in common: its events fall into the same weeks, but not all of them."""
FEW = 50_000
"""Pairs compared at once."""
BY_CHANCE, SEED = 50_000, 1969
RAREST = 1 / 2_000
"""What was seen among pairs by chance hardly or never is taken to be no rarer than this."""


class Reason(Struct, frozen=True):
    """What a field of two records says: for one event where `weight` (bits, log2 m/u) is above 0, against it below."""

    field: str
    weight: float
    message: Message


class Proposal(Struct, frozen=True):
    """Two records that may be one event: the weight of all reasons together (bits), the probability, and the reasons, the strongest first.

    `near` says that they probably are two events, which look alike: one text or page, one kind of act, a few days apart.
    """

    one: str
    other: str
    weight: float
    probability: float
    reasons: tuple[Reason, ...]
    near: bool = False

    @property
    def supporting(self) -> tuple[Reason, ...]:
        """The reasons for one event."""
        return tuple(each for each in self.reasons if each.weight > 0)

    @property
    def against(self) -> tuple[Reason, ...]:
        """What speaks against it, the strongest first."""
        return tuple(sorted((each for each in self.reasons if each.weight <= 0), key=lambda each: each.weight))


def duplicates(incidents: Iterable[Incident], *, least: float = LEAST, progress: Progress = quiet, cancel: Cancel = never) -> list[Proposal]:
    """Return pairs of incidents that may be one event, the likeliest first. Published totals and withdrawn records are no events.

    `least` is the probability from which a pair is proposed; pairs below it are returned as `near` where one text or page tells of one kind of
    act within three days. Pairs are compared that share a day or month with a place, act or organisation, or a page, or a text.
    """
    kept = [each for each in incidents if is_countable(each)]
    if len(kept) < 2:
        return []
    book = columns(kept)
    found = _scored(book, least, progress, cancel)
    return sorted((_proposal(kept, each) for each in found), key=lambda each: (each.near, -each.weight, each.one, each.other))


class _Scored(Struct, frozen=True):
    one: int
    other: int
    weight: float
    probability: float
    near: bool
    excess: float
    fields: dict[str, tuple[int, float]]


def _scored(book: Columns, least: float, progress: Progress, cancel: Cancel) -> list[_Scored]:
    from counterwatch.text.shingles import shingles

    sets = shingles(book.texts)
    by_chance, (one, other) = _by_chance(book, sets), candidates(book)
    found: list[_Scored] = []
    for start in range(0, len(one), FEW):
        stop_if(cancel)
        progress(WORKING(), start, len(one))
        found += _some(book, sets, by_chance, one[start : start + FEW], other[start : start + FEW], least)
    return found


def _some(
    book: Columns, sets: Shingles, by_chance: dict[str, NDArray[np.float64]], one: NDArray[np.int64], other: NDArray[np.int64], least: float
) -> list[_Scored]:
    import numpy as np

    told = levels(book, sets, one, other)
    weights = {name: _weights(name, each, by_chance[name]) for name, each in told.items()}
    # Days apart tell events of a campaign from each other; a month in which both may lie does not.
    months = np.where((book.end - book.start)[one] + (book.end - book.start)[other] > 3, np.maximum(0, weights["date"]) * COARSE, 0.0)
    excess = np.maximum(0, months + sum(np.maximum(0, weights[name]) for name in REPEATS) - MOST)
    weight = sum(weights.values()) - excess + np.log2(2 * EXPECTED / max(2, len(book) - 1))
    probability = 1 / (1 + np.exp2(-np.clip(weight, -60, 60)))
    gap = gaps(book, one, other)
    echo = (told["source"].level == 0) | ((told["text"].level >= 0) & (told["text"].level <= NEAR_TEXT))
    near = (probability < least) & echo & (gap >= 0) & (gap <= NEAR_DAYS) & (told["tactic"].level == 0)
    return [
        _Scored(
            one=int(one[at]), other=int(other[at]), weight=float(weight[at]), probability=float(probability[at]), near=bool(near[at]),
            excess=float(excess[at]),
            fields={name: (int(each.level[at]), float(weights[name][at])) for name, each in told.items() if each.level[at] != UNKNOWN},
        )
        for at in np.flatnonzero(near | (probability >= least)).tolist()
    ]  # fmt: skip


def _weights(name: str, told: Levels, by_chance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return log2(m / u) of pairs in a field, 0 where nothing can be compared."""
    import numpy as np

    level = np.maximum(told.level, 0)
    chance = np.where(np.isnan(told.chance), np.maximum(by_chance[level], RAREST), told.chance)
    return np.where(told.level == UNKNOWN, 0.0, np.log2(np.array(M[name])[level] / chance))


def _by_chance(book: Columns, sets: Shingles) -> dict[str, NDArray[np.float64]]:
    """Return by field how often pairs by chance are of each level; half a pair is added to each, so that none is impossible."""
    import numpy as np

    count = len(book)
    if count * (count - 1) // 2 <= BY_CHANCE:
        one, other = np.triu_indices(count, 1)
    else:
        rng = np.random.default_rng(SEED)
        one, other = rng.integers(0, count, BY_CHANCE), rng.integers(0, count - 1, BY_CHANCE)
        other = other + (other >= one)
    told = levels(book, sets, one.astype(np.int64), other.astype(np.int64))
    counted = {name: np.bincount(each.level[each.level >= 0], minlength=len(M[name])) for name, each in told.items()}
    return {name: (each + 0.5) / (each.sum() + 0.5 * len(each)) for name, each in counted.items()}


def _proposal(kept: Sequence[Incident], pair: _Scored) -> Proposal:
    one, other = kept[pair.one], kept[pair.other]
    reasons = [Reason(field=name, weight=round(weight, 3), message=why(name, level, one, other)) for name, (level, weight) in pair.fields.items()]
    if pair.excess > 0:
        reasons.append(Reason(field="together", weight=-round(pair.excess, 3), message=REPEATED(most=MOST)))
    return Proposal(
        one=one.id, other=other.id, weight=round(pair.weight, 3), probability=pair.probability, near=pair.near,
        reasons=tuple(sorted(reasons, key=lambda each: -abs(each.weight))),
    )  # fmt: skip
