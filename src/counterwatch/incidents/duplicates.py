"""Duplicates: pairs of incidents that may be one event, proposed with every reason and with what speaks against it; nothing is merged by itself."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from counterwatch.core import Message
from counterwatch.core.finding import Struct
from counterwatch.core.progress import Cancel, Progress, never, quiet
from counterwatch.incidents.candidates import candidates
from counterwatch.incidents.columns import Columns, columns
from counterwatch.incidents.gathering import Pair, gathered
from counterwatch.incidents.incident import Incident
from counterwatch.incidents.levels import UNKNOWN
from counterwatch.incidents.likeness import gaps
from counterwatch.incidents.merging import is_countable
from counterwatch.incidents.weighing import Scales, scales_of
from counterwatch.incidents.why import OTHERS, TOGETHER, why

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAST = 0.7
"""The probability from which two records are proposed as one event."""
NEAR_DAYS, NEAR_TEXT = 3, 1
HOPELESS = -30.0
"""Bits below which no other record brings two together."""
SAYABLE = 0.005


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
    return sorted(
        (_proposal(kept, each) for each in _found(columns(kept), least, progress, cancel)),
        key=lambda each: (each.near, -each.weight, each.one, each.other),
    )


def _found(book: Columns, least: float, progress: Progress, cancel: Cancel) -> Iterator[_Pair]:
    """Yield the pairs that are proposed, and those that are near."""
    import numpy as np

    one, other = candidates(book)
    scales, pairs = scales_of(book, one, other, progress, cancel)
    source, text, tactic = (scales.chance.levels(pairs, name) for name in ("source", "text", "tactic"))
    echo = (source == 0) | ((text >= 0) & (text <= NEAR_TEXT))
    gap = gaps(book, one, other)
    near = np.flatnonzero(echo & (gap >= 0) & (gap <= NEAR_DAYS) & (tactic == 0))
    weights = scales.in_all(pairs)
    worth = np.flatnonzero(weights > HOPELESS)
    known = dict(zip(_pairs(one[worth], other[worth]), weights[worth].tolist(), strict=True))
    bar = math.log2(least / (1 - least))
    one_event = {pair: weight for pair, weight in gathered(known, bar, scales.of_pairs).items() if weight >= bar}
    yield from _told(scales, one_event, near=False)
    yield from _told(scales, dict.fromkeys(each for each in _pairs(one[near], other[near]) if each not in one_event), near=True)


def _pairs(one: NDArray[np.int64], other: NDArray[np.int64]) -> list[Pair]:
    return list(zip(one.tolist(), other.tolist(), strict=True))


class _Pair(Struct, frozen=True):
    """A pair by places in the casebook: what it weighs, how much of that it has from other records or lost, and each field: level and weight."""

    one: int
    other: int
    weight: float
    excess: float
    by_others: float
    near: bool
    fields: dict[str, tuple[int, float]]


def _told(scales: Scales, pairs: Mapping[Pair, float | None], *, near: bool) -> Iterator[_Pair]:
    import numpy as np

    one, other = (np.array([each[side] for each in pairs], np.int64) for side in (0, 1))
    found = scales.weigh(one, other)
    for at, ((first, second), weight) in enumerate(pairs.items()):
        own = float(found.all[at])
        fields = {name: (int(each[at]), float(found.every[name][at])) for name, each in found.levels.items() if each[at] != UNKNOWN}
        yield _Pair(
            one=first, other=second, weight=own if weight is None else weight, excess=float(found.excess[at]),
            by_others=0.0 if weight is None else weight - own, near=near, fields=fields,
        )  # fmt: skip


def _proposal(kept: Sequence[Incident], pair: _Pair) -> Proposal:
    one, other = kept[pair.one], kept[pair.other]
    reasons = [Reason(field=name, weight=round(weight, 3), message=why(name, level, one, other)) for name, (level, weight) in pair.fields.items()]
    if pair.excess >= SAYABLE:
        reasons.append(Reason(field="together", weight=-round(pair.excess, 3), message=TOGETHER()))
    if abs(pair.by_others) >= SAYABLE:
        reasons.append(Reason(field="others", weight=round(pair.by_others, 3), message=OTHERS()))
    return Proposal(
        one=one.id, other=other.id, weight=round(pair.weight, 3), probability=1 / (1 + 2 ** -min(60, max(-60, pair.weight))), near=pair.near,
        reasons=tuple(sorted(reasons, key=lambda each: -abs(each.weight))),
    )  # fmt: skip
