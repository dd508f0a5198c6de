"""Kinds of pairs: records of one event, records of two events that look like one in three ways, and any two; which kind a pair probably is.

After Fellegi & Sunter 1969 («A theory for record linkage»), with a mixture of more than two kinds (Larsen & Rubin 2001, JASA 96): a field speaks for
one event by log2(m / u) bits, where m is how often records of one event are as alike in it and u how often any two records are. What is alike
because events repeat themselves is no reason: the likelier a pair is one of a series or of one occasion, the less counts what it has in common.
How often each kind is as alike begins with what is stated (`expected`) and is fitted by expectation maximisation (Dempster, Laird & Rubin 1977).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counterwatch.incidents.expected import ELSEWHERE, OCCASION, ONE_EVENT, SERIES, Shares

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from counterwatch.incidents.levels import Levels

EXPECTED = (0.1, 0.1, 0.05, 0.05)
"""How many pairs of each kind are expected for each record before anything is compared: of one event, of a series, of one occasion, of a wave."""
TRUST = 150
"""What is stated counts as so many pairs, and never less than half."""
ROUNDS = 12
RAREST = 1 / 10_000
"""What was seen among pairs by chance hardly or never is taken to be no rarer than this."""
STEADY = 20
"""So many pairs of a way of comparing are taken from all ways together, lest a few pairs decide."""
LIGHTEST, HEAVIEST = -60, 100
"""Bits below and above which it makes no difference how many."""
BEFORE = 0.3
"""How much of what is expected counts beside what is seen."""
KINDS: tuple[Shares, ...] = (ONE_EVENT, SERIES, OCCASION, ELSEWHERE)


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """n pairs as numbers: by field a `code` (int32, way and level in one; the last one where nothing can be compared) and u as `bits` (float32)."""

    codes: Mapping[str, NDArray[np.int32]]
    bits: Mapping[str, NDArray[np.float32]]

    def __len__(self) -> int:
        return len(next(iter(self.codes.values())))


def joined(parts: Sequence[Compared]) -> Compared:
    """Return pairs that were compared in pieces as one."""
    import numpy as np

    def whole(pieces: Iterable[Mapping[str, NDArray[Any]]]) -> dict[str, NDArray[Any]]:
        every = list(pieces)
        return {name: np.concatenate([each[name] for each in every]) for name in every[0]}

    return Compared(whole(each.codes for each in parts), whole(each.bits for each in parts))


@dataclass(frozen=True, slots=True, eq=False)
class Chance:
    """By field, how often pairs by chance are of each level, way by way (`shares`: float64, ways x levels)."""

    shares: Mapping[str, NDArray[np.float64]]

    def compared(self, told: Mapping[str, Levels]) -> Compared:
        """Return pairs as numbers."""
        codes, bits = {}, {}
        for name, each in told.items():
            codes[name], bits[name] = _numbers(each, self.shares[name])
        return Compared(codes, bits)

    def levels(self, pairs: Compared, field: str) -> NDArray[np.int64]:
        """Return the levels of pairs in a field again, -1 where nothing can be compared."""
        import numpy as np

        code, table = pairs.codes[field], self.shares[field]
        return np.where(code == table.size, -1, code % table.shape[1])


def _numbers(told: Levels, shares: NDArray[np.float64]) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    import numpy as np

    known, level = told.level >= 0, np.maximum(told.level, 0)
    way = np.minimum(told.way, len(shares) - 1).astype(np.int64)
    by_chance = np.maximum(shares[way, level] * told.scale, RAREST)
    chance = np.where(np.isnan(told.chance), by_chance, told.chance)
    code = np.where(known, way * shares.shape[1] + level, shares.size).astype(np.int32)
    return code, np.where(known, np.log2(chance), 0).astype(np.float32)


def chance_of(told: Mapping[str, Levels]) -> Chance:
    """Return how often pairs by chance are of each level; half a pair is added to each, so that none is impossible."""
    return Chance({name: _seen(each, ONE_EVENT[name]) for name, each in told.items()})


def _seen(told: Levels, stated: tuple[tuple[float, ...], ...]) -> NDArray[np.float64]:
    """Return the shares of levels, way by way; where one way is stated, few pairs of a way are seen together with those of all ways."""
    import numpy as np

    known, size = told.level >= 0, len(stated[0])
    ways = max(len(stated), int(told.way.max(initial=0)) + 1)
    codes = told.way[known].astype(np.int64) * size + told.level[known]
    counted = np.bincount(codes, minlength=ways * size).reshape(ways, size)
    every = counted.sum(axis=1, keepdims=True)
    together = (counted.sum(axis=0) + 0.5) / (counted.sum() + 0.5 * size)
    several = len(stated) > 1
    found: NDArray[np.float64] = (counted + 0.5) / (every + 0.5 * size) if several else (counted + STEADY * together) / (every + STEADY)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """What a casebook shows of its pairs: the `odds` of each kind before anything is compared, log2 of the `shares` by kind and field."""

    odds: tuple[float, ...]
    shares: tuple[Mapping[str, NDArray[np.float64]], ...]

    def weights(self, pairs: Compared) -> dict[str, NDArray[np.float64]]:
        """Return log2(m / u) of pairs by field, 0 where nothing can be compared."""
        return {name: table[pairs.codes[name]] - pairs.bits[name].astype(float) for name, table in self.shares[0].items()}

    def ratios(self, pairs: Compared) -> NDArray[np.float32]:
        """Return for each kind and pair how much likelier it is than chance, before the other kinds are thought of (float32, kinds x n; bits)."""
        import numpy as np

        found = np.zeros((len(self.shares), len(pairs)), np.float32)
        for kind, (tables, odds) in enumerate(zip(self.shares, self.odds, strict=True)):
            found[kind] = np.log2(odds)
            for name, table in tables.items():
                found[kind] += table.astype(np.float32)[pairs.codes[name]]
                found[kind] -= pairs.bits[name]
        return np.clip(found, LIGHTEST, HEAVIEST, out=found)


def excess(ratios: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return how many bits a pair loses because it may be two events that look like one: log2 of the odds that it is, or is any pair."""
    import numpy as np

    found: NDArray[np.float64] = np.log2(1 + np.exp2(ratios[1:]).sum(axis=0, dtype=np.float64))
    return found


def fitted(pairs: Compared, chance: Chance, count: int, rounds: int = ROUNDS) -> Fitted:
    """Return what the pairs of `count` records show; those that are not among `pairs` are taken for pairs by chance."""
    import numpy as np

    stated = [{name: _stated(rows, chance.shares[name]) for name, rows in kind.items()} for kind in KINDS]
    total = max(1.0, count * (count - 1) / 2)
    expected = np.array(EXPECTED) * count
    model = Fitted(tuple(expected / total), tuple({name: _bits(each) for name, each in kind.items()} for kind in stated))
    for _ in range(rounds):
        belongs = _belongs(model.ratios(pairs))
        odds = tuple((belongs.sum(axis=1, dtype=np.float64) + BEFORE * expected) / (1 + BEFORE) / total)
        shares = tuple(
            {name: _bits(_weighed(table, pairs.codes[name], mine)) for name, table in kind.items()}
            for kind, mine in zip(stated, belongs, strict=True)
        )
        model = Fitted(odds, shares)
    return model


def _belongs(ratios: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how probably a pair is of each kind (kinds x n); what is left is chance. `ratios` are used up."""
    import numpy as np

    most = np.maximum(0, ratios.max(axis=0))
    parts: NDArray[np.float32] = np.exp2(np.subtract(ratios, most, out=ratios), out=ratios)
    parts /= np.exp2(-most) + parts.sum(axis=0)
    return parts


def _stated(rows: tuple[tuple[float, ...], ...], chance: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    every = np.array(rows)
    return every[_row(len(every), np.arange(len(chance)))]


def _row(rows: int, way: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return which row of what is stated each way has: after two of two scripts, two for every script."""
    import numpy as np

    return np.where(way < rows, way, way % max(1, rows // 2) + rows // 2)


def _weighed(stated: NDArray[np.float64], codes: NDArray[np.int32], belongs: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return shares that are between what was stated and what pairs show, the nearer to these the more there are."""
    import numpy as np

    seen = np.bincount(codes, belongs, stated.size + 1)[:-1].reshape(stated.shape)
    every = seen.sum(axis=1, keepdims=True)
    trust = np.maximum(TRUST, every / 2)
    found: NDArray[np.float64] = (stated * trust + seen) / (trust + every)
    return found


def _bits(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return shares as bits, in one row, and 0 behind them: what cannot be compared says nothing."""
    import numpy as np

    return np.append(np.log2(np.maximum(shares.ravel(), 1e-6)), 0.0)
