"""Last digits: how often each occurred, and how often it would in a smooth distribution of the same values."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from counterwatch.figures.table import Floats

WIDTH = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Digits:
    """The last digits of one value of a panel: how often each occurred in each unit, and was expected to; units have rows, digits columns."""

    counts: Floats
    expected: Floats
    whole: Floats

    @property
    def total(self) -> Floats:
        return np.asarray(self.counts.sum(axis=1))


def digits_of(flows: Floats, smallest: int) -> Digits:
    """Count last digits, and those that a smooth density of the same values would have.

    A value equal to the one before it counts once: a figure carried forward is not counted again. The smooth density is a Gaussian
    kernel as wide as the digit cycle, over all values, so that a density that falls steeply at `smallest` is not taken for a habit.
    """
    again = np.zeros(flows.shape, dtype=bool)
    again[:, 1:] = flows[:, 1:] == flows[:, :-1]
    kept = np.where(np.isfinite(flows) & (flows > 0) & ~again, flows, 0)
    large = kept >= smallest
    counts = np.stack([(large & (np.floor(kept) % 10 == digit)).sum(axis=1) for digit in range(10)], axis=1).astype(np.float64)
    reach = int(smallest + 6 * WIDTH)
    small = [np.bincount(np.floor(row[(row > 0) & (row < reach)]).astype(np.int64), minlength=reach) for row in kept]
    near = np.array(small, dtype=np.float64).reshape(len(kept), reach) @ _spread(smallest, reach)
    expected = near + ((kept >= reach).sum(axis=1) / 10)[:, np.newaxis]
    weight = expected.sum(axis=1, keepdims=True)
    expected = np.divide(expected, weight, out=np.full_like(expected, 0.1), where=weight > 0) * np.maximum(counts.sum(axis=1, keepdims=True), 1)
    whole = 1 - (large & (kept != np.floor(kept))).sum(axis=1) / np.maximum(large.sum(axis=1), 1)
    return Digits(counts=counts, expected=np.maximum(expected, 1e-9), whole=whole)


def _spread(smallest: int, reach: int) -> Floats:
    value = np.arange(reach)[:, np.newaxis]
    around = np.arange(smallest, reach + int(6 * WIDTH))[np.newaxis, :]
    kernel = np.exp(-0.5 * ((value - around) / WIDTH) ** 2) / (WIDTH * np.sqrt(2 * np.pi))
    return np.stack([kernel[:, around[0] % 10 == digit].sum(axis=1) for digit in range(10)], axis=1)
